#include "plugin/change/lease.hpp"

#include <fmt/format.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <sstream>
#include <utility>

namespace klausur {

namespace {

/// For how long somebody on another machine is believed to live without a word.
constexpr std::chrono::minutes k_unheard{10};

std::string
first_line_of(const std::string& path)
{
  std::ifstream file{path};
  std::string line;
  std::getline(file, line);
  return line;
}

/// When the process began, in ticks since the machine did; empty: there is no such process.
std::string
beginning_of(pid_t process)
{
  const auto line = first_line_of(fmt::format("/proc/{}/stat", process));
  const auto end_of_name = line.rfind(')');
  if (end_of_name == std::string::npos) {
    return "";
  }
  std::istringstream rest{line.substr(end_of_name + 1)};
  std::string field;
  constexpr int k_starttime = 20; // of proc(5), counted after the name
  for (int i = 0; i < k_starttime; ++i) {
    rest >> field;
  }
  return field;
}

/// Where process numbers mean what they mean here.
std::string
world()
{
  std::array<char, 64> spaces{};
  const auto length = ::readlink("/proc/self/ns/pid", spaces.data(), spaces.size() - 1);
  return first_line_of("/proc/sys/kernel/random/boot_id") + " " +
         std::string{spaces.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
}

std::string
myself()
{
  return fmt::format("{} {} {}", world(), ::getpid(), beginning_of(::getpid()));
}

/// Whether its process is known to be dead, or nobody has heard of it for too long.
bool
is_over(const LeaseRecord& other, Time now)
{
  const std::string here = world() + " ";
  if (!other.holder.starts_with(here)) {
    return other.until <= now;
  }
  std::istringstream rest{other.holder.substr(here.size())};
  pid_t process = 0;
  std::string beginning;
  rest >> process >> beginning;
  const bool gone = process <= 0 || (::kill(process, 0) != 0 && errno == ESRCH);
  return gone || beginning_of(process) != beginning;
}

/// Its number, without where it means something.
std::string
process_of(const LeaseRecord& lease)
{
  return lease.holder.substr(lease.holder.find("] ") + 2);
}

} // namespace

Result<std::string>
writer_of(const Store& store, std::string_view tenant, const Clock& clock)
{
  return store.lease(tenant).map([&](const std::optional<LeaseRecord>& held) {
    const bool writes = held && held->holder != myself() && !is_over(*held, clock());
    return writes ? process_of(*held) : std::string{};
  });
}

Lease::Lease(Store& store, std::string tenant, const Clock& clock)
    : m_store{&store}, m_tenant{std::move(tenant)}, m_clock{&clock}
{
}

Lease::Lease(Lease&& other) noexcept
    : m_store{std::exchange(other.m_store, nullptr)}, m_tenant{std::move(other.m_tenant)},
      m_clock{other.m_clock}
{
}

Lease::~Lease()
{
  if (m_store != nullptr) {
    // What is left behind is taken over by the next one: this process will be dead then.
    (void)m_store->give_lease_back(m_tenant, myself());
  }
}

Result<Lease>
Lease::take(Store& store, std::string_view tenant, const Clock& clock)
{
  Lease lease{store, std::string{tenant}, clock};
  if (auto taken = lease.renew(); !taken) {
    lease.m_store = nullptr;
    return tl::unexpected(taken.error());
  }
  return lease;
}

Result<void>
Lease::renew()
{
  const Time now = (*m_clock)();
  return m_store
      ->take_lease({m_tenant, myself(), now + k_unheard},
                   [&](const LeaseRecord& other) { return is_over(other, now); })
      .and_then([&](const std::optional<LeaseRecord>& other) -> Result<void> {
        if (other) {
          return fail(Failure::conflict,
                      fmt::format("{}: another klausur writes into this tenant at the moment "
                                  "(process {}); wait for its end and plan again",
                                  m_tenant, process_of(*other)));
        }
        return {};
      });
}

} // namespace klausur
