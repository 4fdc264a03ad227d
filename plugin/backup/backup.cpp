#include "plugin/backup/backup.hpp"

#include "connectors/base/new_file.hpp"
#include "connectors/format/source_file.hpp"
#include "plugin/backup/archive.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <vector>

namespace klausur {

namespace fs = std::filesystem;

namespace {

constexpr const char* k_store = "store.db";
constexpr const char* k_key = "keys/journal.key";
constexpr const char* k_about = "backup.json";
constexpr std::string_view k_readme =
    "A backup of klausur: store.db is its store (SQLite), keys/ has the keys that sign its "
    "journal.\n"
    "Whoever has this file can sign as the journal does: keep it like the key.\n"
    "klausur restore FILE verifies it and puts it back. Without that program: tar -xf FILE, "
    "and\n"
    "sha256sum --quiet --check manifest.sha256 says whether all of it is as it was written.\n";

/// A folder of our own beside a file, gone with the object.
class Scratch
{
public:
  explicit Scratch(const fs::path& beside)
      : m_path{(parent_of(beside) / ".klausur-XXXXXX").string()}
  {
    if (::mkdtemp(m_path.data()) == nullptr) { // mode 0700
      m_problem = std::strerror(errno);
    }
  }
  ~Scratch()
  {
    std::error_code problem;
    if (m_problem.empty()) {
      fs::remove_all(m_path, problem);
    }
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] static fs::path parent_of(const fs::path& file)
  {
    return file.has_parent_path() ? file.parent_path() : fs::path{"."};
  }
  [[nodiscard]] fs::path operator/(std::string_view name) const
  {
    return fs::path{m_path} / name;
  }
  /// @error `invalid`: the folder cannot be written.
  [[nodiscard]] Result<void> made() const
  {
    return m_problem.empty()
               ? Result<void>{}
               : fail(Failure::invalid,
                      fmt::format("{}: {}", Scratch::parent_of(m_path).string(), m_problem));
  }

private:
  std::string m_path;
  std::string m_problem;
};

/// The endings of a key's file that belong to it: none for itself, those of the keys before it,
/// and of the next one while it is exchanged.
std::vector<std::string>
endings_of(const fs::path& key)
{
  constexpr std::size_t k_mark = 12;
  std::vector<std::string> endings;
  const std::string stem = key.filename().string();
  std::error_code problem;
  for (fs::directory_iterator each{Scratch::parent_of(key), problem}, end;
       !problem && each != end; each.increment(problem)) {
    const std::string name = each->path().filename().string();
    const std::string ending = name.starts_with(stem) ? name.substr(stem.size()) : "?";
    const bool is_mark = ending.size() == k_mark + 1 && ending.front() == '.' &&
                         ending.find_first_not_of("0123456789abcdef", 1) == std::string::npos;
    if (ending.empty() || ending == ".next" || is_mark) {
      endings.push_back(ending);
    }
  }
  std::ranges::sort(endings);
  return endings;
}

/// What a copy of the store is when one looks at all of it.
Result<JournalVerdict>
verified(const Store& store, const std::optional<JournalHead>& head)
{
  const auto damage = store.damage();
  auto verdict = damage ? store.verify_journal(head) : tl::unexpected(damage.error());
  if (!verdict) {
    return verdict;
  }
  if (!damage->empty()) {
    return fail(Failure::unexpected, fmt::format("the store is damaged: {}", *damage));
  }
  return verdict->flaw ? fail(Failure::unexpected, to_sentence(*verdict)) : verdict;
}

std::string
url_of(const fs::path& file)
{
  return "sqlite://" + file.string();
}

/// Adds the keys. @error `invalid`: the journal has one that is not there.
Result<bool>
add_keys(ArchiveWriter& archive, const JournalKey& key, const JournalVerdict& verdict)
{
  if (key.file.empty()) {
    return false;
  }
  const auto endings = endings_of(key.file);
  if (!verdict.key.empty() && endings.empty()) {
    return fail(Failure::invalid,
                fmt::format("the journal is signed by {}, and its key {} is gone: a backup "
                            "without it could not go on. klausur journal rotate --lost says "
                            "what to do",
                            verdict.key, key.file));
  }
  for (const auto& ending : endings) {
    if (auto added = archive.add_file(k_key + ending, key.file + ending); !added) {
      return tl::unexpected(added.error());
    }
  }
  return !endings.empty();
}

std::string
about(const JournalHead& head, Time now)
{
  Json json{rapidjson::kObjectType};
  set_member(json, "format", JsonValue{1}, json.GetAllocator());
  set_member(json, "made_at", to_text(now), json.GetAllocator());
  set_member(json, "journal_head", head.number == 0 ? "" : head.text(), json.GetAllocator());
  return to_pretty_text(json);
}

/// Write the archive of a store that has been copied.
Result<BackupContents>
archived(const fs::path& copy, const JournalKey& key, Time now, const fs::path& file)
{
  // The store is closed again before it is read as a file.
  const auto verdict = Store::open(url_of(copy), key).and_then([](const Store& store) {
    return verified(store, {});
  });
  if (!verdict) {
    return tl::unexpected(verdict.error());
  }
  ArchiveWriter archive{file};
  BackupContents contents{.head = verdict->head};
  return archive.add("README.txt", k_readme)
      .and_then([&] { return archive.add(k_about, about(verdict->head, now)); })
      .and_then([&] { return archive.add_file(k_store, copy); })
      .and_then([&] { return add_keys(archive, key, *verdict); })
      .and_then([&](bool has_key) {
        contents.has_key = has_key;
        return archive.finish();
      })
      .map([&] { return contents; });
}

} // namespace

Result<BackupContents>
back_up(const Store& store, const JournalKey& key, Time now, const fs::path& file)
{
  std::error_code problem;
  if (fs::exists(fs::symlink_status(file, problem))) {
    return fail(Failure::invalid,
                fmt::format("{} is there already: name a file that is not", file.string()));
  }
  const Scratch scratch{file};
  const auto made =
      scratch.made().and_then([&] { return store.copy_into(scratch / k_store); }).and_then([&] {
        return archived(scratch / k_store, key, now, file);
      });
  if (!made) {
    return made;
  }
  // What stands on the disk is what counts.
  fs::create_directory(scratch / "again", problem);
  const auto again = unpack(file, scratch / "again");
  if (!again) {
    fs::remove(file, problem);
    return tl::unexpected(again.error());
  }
  return made;
}

namespace {

/// What was unpacked, on its way to its place.
class Return
{
public:
  Return(const RestoreRequest& request, const Scratch& scratch)
      : m_request{request}, m_scratch{scratch}
  {
  }

  [[nodiscard]] Result<Restored> run(Time now)
  {
    return unpack(m_request.archive, m_scratch / "")
        .and_then([&](const auto& members) { return look_at(members); })
        .and_then([&] { return verify_and_note(now); })
        .and_then([&] { return place(); })
        .map([&] { return m_restored; });
  }

private:
  [[nodiscard]] Result<void> look_at(const std::map<std::string, std::string>& members)
  {
    const auto text = read_file(m_scratch / k_about);
    const auto json = text ? parse_json(*text) : tl::unexpected(text.error());
    const auto made_at =
        json ? parse_time(member_text(*json, "made_at")) : tl::unexpected(json.error());
    const auto* format = json ? member(*json, "format") : nullptr;
    const bool known = format != nullptr && format->IsInt() && format->GetInt() == 1;
    if (!made_at || !known || !members.contains(k_store)) {
      return fail(Failure::invalid, fmt::format("{} is no backup that this version knows",
                                                m_request.archive.string()));
    }
    m_restored.made_at = *made_at;
    m_restored.has_key = members.contains(k_key);
    m_head = member_text(*json, "journal_head");
    return {};
  }

  /// The key that the journal is held against: the archive's, else the one that is in use.
  [[nodiscard]] JournalKey key() const
  {
    return m_request.key.pem.empty() && m_restored.has_key
               ? JournalKey{.file = (m_scratch / k_key).string(), .pem = {}}
               : m_request.key;
  }

  [[nodiscard]] Result<void> verify_and_note(Time now)
  {
    auto store = Store::open(url_of(m_scratch / k_store), key());
    const auto verdict =
        store ? verified(*store, m_request.head) : tl::unexpected(store.error());
    if (!verdict) {
      return tl::unexpected(verdict.error());
    }
    const JournalHead& head = verdict->head;
    if ((head.number == 0 ? "" : head.text()) != m_head) {
      return fail(Failure::unexpected, "the store of the archive is not the one whose journal "
                                       "it names");
    }
    m_restored.head = head;
    if (head.number == 0) {
      return {};
    }
    const Entry entry{StoreRestored{.made_at = m_restored.made_at, .head = m_head}};
    return store->append("", entry, now).map([](const JournalEntry&) {});
  }

  /// The store at last: what there is before it appears can be put there again.
  [[nodiscard]] Result<void> place()
  {
    if (m_request.key.pem.empty() && m_restored.has_key) {
      for (const auto& ending : endings_of(m_scratch / k_key)) {
        if (auto placed =
                place_key((m_scratch / k_key).string() + ending, m_request.key.file + ending);
            !placed) {
          return placed;
        }
      }
    }
    return link(m_scratch / k_store, m_request.store);
  }

  [[nodiscard]] static Result<void> place_key(const fs::path& from, const fs::path& to)
  {
    const auto ours = read_file(from);
    const auto theirs = read_file(to);
    if (ours && theirs) {
      return *ours == *theirs ? Result<void>{}
                              : fail(Failure::invalid,
                                     fmt::format("another key is there already: {}; move it "
                                                 "away first",
                                                 to.string()));
    }
    if (!ours) {
      return tl::unexpected(ours.error());
    }
    NewFile file{to};
    file.write(*ours);
    return file.place();
  }

  /// In the same file system: the name is given in one step, and only where nothing has it.
  [[nodiscard]] static Result<void> link(const fs::path& from, const fs::path& to)
  {
    if (::link(from.c_str(), to.c_str()) != 0) {
      return fail(Failure::invalid, fmt::format("{}: {}", to.string(), std::strerror(errno)));
    }
    sync_folder_of(to);
    return {};
  }

  const RestoreRequest& m_request;
  const Scratch& m_scratch;
  Restored m_restored;
  std::string m_head;
};

} // namespace

Result<Restored>
restore(const RestoreRequest& request, Time now)
{
  for (const char* ending :
       {"", "-wal", "-shm"}) { // A rest of another store would be read into it.
    std::error_code problem;
    const fs::path there = request.store.string() + ending;
    if (fs::exists(fs::symlink_status(there, problem))) {
      return fail(Failure::invalid,
                  fmt::format("{} is there already: move it away first, nothing "
                              "is overwritten",
                              there.string()));
    }
  }
  const Scratch scratch{request.store};
  return scratch.made().and_then([&] { return Return{request, scratch}.run(now); });
}

} // namespace klausur
