#include "plugin/sandbox/sandbox.hpp"

#include "plugin/sandbox/call.hpp"
#include "plugin/sandbox/inside.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <thread>

namespace klausur {

namespace {

constexpr std::string_view k_control = "/_sandbox/";
constexpr std::chrono::milliseconds k_longest_delay{60'000};

std::string
with_query(const Inbound& inbound)
{
  return inbound.query.empty() ? inbound.path : inbound.path + "?" + inbound.query;
}

} // namespace

int
Bucket::wait(Moment now)
{
  const double rate = m_limit.requests / m_limit.per_seconds;
  const std::chrono::duration<double> passed = now - m_filled;
  m_left = std::min<double>(m_limit.requests, m_left + passed.count() * rate);
  m_filled = now;
  if (m_left >= 1) {
    m_left -= 1;
    return 0;
  }
  return std::max(1, static_cast<int>(std::ceil((1 - m_left) / rate)));
}

void
Sandbox::Inside::enforce(std::string_view name, Limit limit)
{
  const auto old = buckets.find(name);
  if (old != buckets.end()) {
    buckets.erase(old);
  }
  if (limit.requests > 0) {
    buckets.emplace(name, Bucket{limit, options.now()});
  }
}

std::optional<Fault>
Sandbox::Inside::take_fault(const Inbound& inbound)
{
  const auto found = std::ranges::find_if(faults, [&](const Fault& fault) {
    return fault.times > 0 && (fault.method.empty() || fault.method == inbound.method) &&
           fits(fault.path, inbound.path);
  });
  if (found == faults.end()) {
    return std::nullopt;
  }
  --found->times;
  return *found;
}

std::optional<Outbound>
Sandbox::Inside::over_limit(std::string_view name)
{
  const auto bucket = buckets.find(name.empty() ? std::string_view{"default"} : name);
  const int wait = bucket == buckets.end() ? 0 : bucket->second.wait(options.now());
  if (wait == 0) {
    return std::nullopt;
  }
  ++violations;
  return vendor->too_many(wait);
}

Outbound
Sandbox::Inside::from_vendor(const Inbound& inbound)
{
  const Json body = parse_body(inbound);
  Call call{.inbound = inbound,
            .captures = {},
            .query = parse_form(inbound.query),
            .body = body,
            .state = state,
            .tokens = tokens};
  for (const auto& route : routes) {
    auto captures = route.method == inbound.method ? match_path(route.path, inbound.path)
                                                   : std::optional<Fields>{};
    if (!captures) {
      continue;
    }
    call.captures = std::move(*captures);
    if (auto refused = over_limit(route.limit)) {
      return std::move(*refused);
    }
    if (auto refused = route.open ? std::nullopt : vendor->refusal(call)) {
      return std::move(*refused);
    }
    return route.answer(call);
  }
  return vendor->not_found(call);
}

Outbound
Sandbox::Inside::receive(const Inbound& inbound)
{
  if (inbound.path.starts_with(k_control)) {
    return control(inbound);
  }
  std::unique_lock lock{mutex};
  const auto fault = take_fault(inbound);
  Outbound outbound = fault && !fault->applied ? fault->answer : from_vendor(inbound);
  if (fault) {
    outbound = fault->answer;
  }
  log.push_back({inbound.method, with_query(inbound), outbound.status});
  lock.unlock();
  if (fault) {
    std::this_thread::sleep_for(std::min(fault->delay, k_longest_delay));
  }
  return outbound;
}

Sandbox::Sandbox(std::unique_ptr<Inside> inside) : m_inside{std::move(inside)} {}
Sandbox::~Sandbox() = default;

Result<std::unique_ptr<Sandbox>>
Sandbox::open(std::string_view vendor, SandboxOptions options)
{
  const auto entries = sandbox_vendors();
  const auto entry = std::ranges::find(entries, vendor, &SandboxEntry::vendor);
  if (entry == entries.end()) {
    return fail(Failure::invalid, fmt::format("there is no sandbox of \"{}\"", vendor));
  }
  auto inside = std::make_unique<Inside>();
  inside->vendor = entry->make();
  inside->options = std::move(options);
  inside->routes = inside->vendor->routes();
  auto state = inside->vendor->initial(inside->options.variant);
  if (!state) {
    return tl::unexpected(state.error());
  }
  inside->state = std::move(*state);
  for (auto& token : inside->vendor->tokens()) {
    inside->tokens.add(std::move(token));
  }
  for (const auto& [name, limit] : inside->vendor->limits()) {
    inside->enforce(name, limit);
  }
  auto listener =
      Listener::open("127.0.0.1", inside->options.port,
                     [raw = inside.get()](const Inbound& in) { return raw->receive(in); });
  if (!listener) {
    return tl::unexpected(listener.error());
  }
  inside->listener.emplace(std::move(*listener));
  return std::unique_ptr<Sandbox>{new Sandbox{std::move(inside)}};
}

const std::string&
Sandbox::url() const
{
  return m_inside->listener->url();
}

const SandboxVendor&
Sandbox::vendor() const
{
  return *m_inside->vendor;
}

Json
Sandbox::state() const
{
  const std::lock_guard lock{m_inside->mutex};
  return copy_of(m_inside->state);
}

Result<void>
Sandbox::change(std::string_view pointer, const JsonValue& value)
{
  const std::lock_guard lock{m_inside->mutex};
  return set_at(m_inside->state, pointer, value);
}

void
Sandbox::arm(Fault fault)
{
  const std::lock_guard lock{m_inside->mutex};
  m_inside->faults.push_back(std::move(fault));
}

void
Sandbox::expire_tokens_after(int requests)
{
  const std::lock_guard lock{m_inside->mutex};
  m_inside->tokens.expire_after(requests);
}

void
Sandbox::enforce(std::string_view name, Limit limit)
{
  const std::lock_guard lock{m_inside->mutex};
  m_inside->enforce(name, limit);
}

std::vector<LoggedRequest>
Sandbox::log() const
{
  const std::lock_guard lock{m_inside->mutex};
  return m_inside->log;
}

std::size_t
Sandbox::count(std::string_view path) const
{
  const std::lock_guard lock{m_inside->mutex};
  return static_cast<std::size_t>(
      std::ranges::count_if(m_inside->log, [&](const LoggedRequest& each) {
        return std::string_view{each.path}.substr(0, each.path.find('?')) == path;
      }));
}

std::size_t
Sandbox::violations() const
{
  const std::lock_guard lock{m_inside->mutex};
  return m_inside->violations;
}

} // namespace klausur
