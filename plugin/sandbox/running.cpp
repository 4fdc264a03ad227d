#include "plugin/sandbox/running.hpp"

#include "plugin/sandbox/call.hpp"
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
RunningSandbox::limit(std::string_view name, Limit limit)
{
  const auto old = m_buckets.find(name);
  if (old != m_buckets.end()) {
    m_buckets.erase(old);
  }
  if (limit.requests > 0) {
    m_buckets.emplace(name, Bucket{limit, m_options.now()});
  }
}

std::optional<Fault>
RunningSandbox::take_fault(const Inbound& inbound)
{
  const auto found = std::ranges::find_if(m_faults, [&](const Fault& fault) {
    return fault.times > 0 && (fault.method.empty() || fault.method == inbound.method) &&
           fits(fault.path, inbound.path);
  });
  if (found == m_faults.end()) {
    return std::nullopt;
  }
  --found->times;
  return *found;
}

std::optional<Outbound>
RunningSandbox::over_limit(std::string_view name)
{
  const auto bucket = m_buckets.find(name.empty() ? std::string_view{"default"} : name);
  const int wait = bucket == m_buckets.end() ? 0 : bucket->second.wait(m_options.now());
  if (wait == 0) {
    return std::nullopt;
  }
  ++m_violations;
  return m_vendor->too_many(wait);
}

Outbound
RunningSandbox::from_vendor(const Inbound& inbound)
{
  const Json body = parse_body(inbound);
  Call call{.inbound = inbound,
            .captures = {},
            .query = parse_form(inbound.query),
            .body = body,
            .state = m_state,
            .tokens = m_tokens};
  for (const auto& route : m_routes) {
    auto captures = route.method == inbound.method ? match_path(route.path, inbound.path)
                                                   : std::optional<Fields>{};
    if (!captures) {
      continue;
    }
    call.captures = std::move(*captures);
    if (auto refused = over_limit(route.limit)) {
      return std::move(*refused);
    }
    if (auto refused = route.open ? std::nullopt : m_vendor->refusal(call)) {
      return std::move(*refused);
    }
    return route.answer(call);
  }
  return m_vendor->not_found(call);
}

Outbound
RunningSandbox::receive(const Inbound& inbound)
{
  if (inbound.path.starts_with(k_control)) {
    return control(inbound);
  }
  std::unique_lock lock{m_mutex};
  const auto fault = take_fault(inbound);
  Outbound outbound = fault && !fault->applied ? fault->answer : from_vendor(inbound);
  if (fault) {
    outbound = fault->answer;
  }
  m_log.push_back({inbound.method, with_query(inbound), outbound.status});
  lock.unlock();
  if (fault) {
    std::this_thread::sleep_for(std::min(fault->delay, k_longest_delay));
  }
  return outbound;
}

RunningSandbox::RunningSandbox(std::unique_ptr<SandboxVendor> vendor, SandboxOptions options)
    : m_vendor{std::move(vendor)}, m_routes{m_vendor->routes()}, m_options{std::move(options)}
{
}

Result<std::unique_ptr<RunningSandbox>>
RunningSandbox::start(std::unique_ptr<SandboxVendor> vendor, SandboxOptions options)
{
  std::unique_ptr<RunningSandbox> sandbox{
      new RunningSandbox{std::move(vendor), std::move(options)}};
  auto state = sandbox->m_vendor->initial(sandbox->m_options.variant);
  if (!state) {
    return tl::unexpected(state.error());
  }
  sandbox->m_state = std::move(*state);
  for (auto& token : sandbox->m_vendor->tokens()) {
    sandbox->m_tokens.add(std::move(token));
  }
  for (const auto& [name, limit] : sandbox->m_vendor->limits()) {
    sandbox->limit(name, limit);
  }
  auto listener =
      Listener::open("127.0.0.1", sandbox->m_options.port,
                     [raw = sandbox.get()](const Inbound& in) { return raw->receive(in); });
  if (!listener) {
    return tl::unexpected(listener.error());
  }
  sandbox->m_listener.emplace(std::move(*listener));
  return sandbox;
}

Json
RunningSandbox::state() const
{
  const std::lock_guard lock{m_mutex};
  return copy_of(m_state);
}

Result<void>
RunningSandbox::change(std::string_view pointer, const JsonValue& value)
{
  const std::lock_guard lock{m_mutex};
  return set_at(m_state, pointer, value);
}

void
RunningSandbox::arm(Fault fault)
{
  const std::lock_guard lock{m_mutex};
  m_faults.push_back(std::move(fault));
}

void
RunningSandbox::expire_tokens_after(int requests)
{
  const std::lock_guard lock{m_mutex};
  m_tokens.expire_after(requests);
}

void
RunningSandbox::enforce(std::string_view name, Limit limit)
{
  const std::lock_guard lock{m_mutex};
  this->limit(name, limit);
}

std::vector<LoggedRequest>
RunningSandbox::log() const
{
  const std::lock_guard lock{m_mutex};
  return m_log;
}

std::size_t
RunningSandbox::count(std::string_view path) const
{
  const std::lock_guard lock{m_mutex};
  return static_cast<std::size_t>(std::ranges::count_if(m_log, [&](const LoggedRequest& each) {
    return std::string_view{each.path}.substr(0, each.path.find('?')) == path;
  }));
}

std::size_t
RunningSandbox::violations() const
{
  const std::lock_guard lock{m_mutex};
  return m_violations;
}

} // namespace klausur
