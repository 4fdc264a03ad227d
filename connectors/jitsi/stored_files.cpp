#include "connectors/jitsi/stored_files.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

namespace klausur::jitsi {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_most_entries = 200'000;

struct Tally
{
  std::uint64_t count = 0;
  std::uint64_t bytes = 0;
  std::int64_t oldest = 0; ///< Seconds since 1970; without a file, meaningless.
};

Result<void>
add_all(const fs::path& place, Tally& tally)
{
  std::error_code error;
  fs::recursive_directory_iterator each{place, error};
  std::size_t entries = 0;
  for (; !error && each != fs::recursive_directory_iterator{}; each.increment(error)) {
    struct stat facts
    {
    };
    if (::lstat(each->path().c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
      continue;
    }
    tally.oldest = tally.count == 0 ? facts.st_mtime : std::min(tally.oldest, facts.st_mtime);
    tally.bytes += static_cast<std::uint64_t>(facts.st_size);
    ++tally.count;
    if (++entries > k_most_entries) {
      return fail(Failure::unexpected, fmt::format("{} holds more than {} entries.",
                                                   place.string(), k_most_entries));
    }
  }
  if (error == std::errc::permission_denied) {
    return fail(Failure::forbidden, fmt::format("{} may not be searched.", place.string()),
                place.string());
  }
  if (error) {
    return fail(Failure::unexpected, fmt::format("{}: {}", place.string(), error.message()));
  }
  return {};
}

} // namespace

Result<Json>
stored_files(std::string_view directory, const fs::path& place, Time now)
{
  Tally tally;
  if (auto done = add_all(place, tally); !done) {
    return tl::unexpected(done.error());
  }
  const auto age = now.time_since_epoch().count() - tally.oldest;
  const std::int64_t days = tally.count == 0 || age < 0 ? 0 : age / 86'400;
  Json json{rapidjson::kObjectType};
  auto& memory = json.GetAllocator();
  set_member(json, "directory", directory, memory);
  set_member(json, "count", JsonValue{tally.count}, memory);
  set_member(json, "oldest_days", JsonValue{days}, memory);
  set_member(json, "bytes", JsonValue{tally.bytes}, memory);
  return json;
}

} // namespace klausur::jitsi
