#include "connectors/jitsi/stored_files.hpp"

#include <algorithm>

namespace klausur::jitsi {

namespace {

constexpr std::size_t k_most_entries = 200'000;

struct Tally
{
  std::uint64_t count = 0;
  std::uint64_t bytes = 0;
  std::int64_t oldest = 0; ///< Seconds since 1970; without a file, meaningless.
};

} // namespace

Result<Json>
stored_files(std::string_view directory, const FileTree& files,
             const std::filesystem::path& place, Time now)
{
  Tally tally;
  const auto add = [&tally](const FileFacts& file) {
    tally.oldest = tally.count == 0 ? file.modified : std::min(tally.oldest, file.modified);
    tally.bytes += file.size;
    ++tally.count;
  };
  if (auto done = files.walk(place, k_most_entries, add); !done) {
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
