#include "connectors/model/watch.hpp"

#include "connectors/format/digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace klausur {

namespace {

constexpr std::size_t k_digits_of_value = 20;
constexpr std::size_t k_digits_of_name = 10;

/// A plain value in the one form that equal values have: 30.0 is 30.
std::string
plain_text(const JsonValue& value)
{
  constexpr double k_exact = 9007199254740992.0; // 2^53
  if (value.IsDouble()) {
    const double number = value.GetDouble();
    if (std::trunc(number) == number && std::abs(number) < k_exact) {
      return fmt::format("{}", static_cast<std::int64_t>(number));
    }
  }
  return to_text(value);
}

/// One walk through a document.
class Walk
{
public:
  Walk(const DocumentEntry& entry, const Watch& watch) : m_entry{entry}, m_watch{watch} {}

  void go(const JsonValue& value, const Branches& kept, const Branches& fleeting)
  {
    if (any_ends(fleeting)) {
      return;
    }
    if (value.IsObject()) {
      for (const auto& each : value.GetObject()) {
        const auto name = text_of(each.name);
        m_path.push_back(shown(name));
        go(each.value, below(kept, name), below(fleeting, name));
        m_path.pop_back();
      }
    } else if (value.IsArray()) {
      add(list_text(value, kept, fleeting));
    } else if (!value.IsNull() && !any_ends(kept)) {
      add(plain_text(value));
    }
  }

  std::map<std::string, std::string> found{};

private:
  void add(const std::string& text)
  {
    if (!text.empty()) {
      const auto path = pointer_text(m_path);
      found[path] = hmac_sha256(m_watch.key, fmt::format("{}\n{}\n{}\n{}", m_watch.vendor,
                                                         m_entry.name, path, text))
                        .substr(0, k_digits_of_value);
    }
  }

  [[nodiscard]] std::string shown(std::string_view name) const
  {
    return m_watch.names.contains(name)
               ? std::string{name}
               : fmt::format("{{{}}}", hmac_sha256(m_watch.key,
                                                   fmt::format("{}\n{}", m_watch.vendor, name))
                                           .substr(0, k_digits_of_name));
  }

  /// What nobody looks at in a list, whatever the order of its members; empty: nothing.
  [[nodiscard]] static std::string list_text(const JsonValue& list, const Branches& kept,
                                             const Branches& fleeting)
  {
    std::vector<std::string> texts;
    const bool ends = any_ends(kept);
    for (rapidjson::SizeType i = 0; i < list.Size(); ++i) {
      const auto step = std::to_string(i);
      const bool is_plain = !list[i].IsObject() && !list[i].IsArray();
      if (!(is_plain && ends)) {
        texts.push_back(rest_text(list[i], below(kept, step), below(fleeting, step)));
      }
    }
    std::erase(texts, "");
    std::ranges::sort(texts);
    return fmt::format("{}", fmt::join(texts, "\n"));
  }

  /// What nobody looks at in a member of a list, as one text.
  [[nodiscard]] static std::string rest_text(const JsonValue& value, const Branches& kept,
                                             const Branches& fleeting)
  {
    if (any_ends(fleeting) || value.IsNull()) {
      return {};
    }
    if (value.IsArray()) {
      return list_text(value, kept, fleeting);
    }
    if (!value.IsObject()) {
      return any_ends(kept) ? std::string{} : plain_text(value);
    }
    std::map<std::string, std::string> members;
    for (const auto& each : value.GetObject()) {
      const auto name = text_of(each.name);
      auto text = rest_text(each.value, below(kept, name), below(fleeting, name));
      if (!text.empty()) {
        members.emplace(name, std::move(text));
      }
    }
    std::string all;
    for (const auto& [name, text] : members) {
      all += fmt::format("{}\t{}\t", name, text);
    }
    return all;
  }

  const DocumentEntry& m_entry;
  const Watch& m_watch;
  Pointer m_path;
};

} // namespace

Json
digests_of(const JsonValue& content, const DocumentEntry& entry, const Sieve& kept,
           const Watch& watch)
{
  const Sieve fleeting{entry.fleeting};
  Walk walk{entry, watch};
  const auto& below = entry.watched_below;
  const Json part = below.empty() ? Json{} : Sieve{below, Sieve::Ends::whole}(content);
  walk.go(below.empty() ? content : part, {&kept.root()}, {&fleeting.root()});
  Json digests{rapidjson::kObjectType};
  for (const auto& [path, digest] : walk.found) {
    set_member(digests, path, digest, digests.GetAllocator());
  }
  return digests;
}

Json
watched_of(const Snapshot& snapshot)
{
  if (snapshot.digest_key.empty()) {
    return {};
  }
  Json watched{rapidjson::kObjectType};
  auto& memory = watched.GetAllocator();
  JsonValue documents{rapidjson::kObjectType};
  for (const auto& reading : snapshot.readings) {
    const auto digests =
        reading.digests.empty() ? Result<Json>{Json{}} : parse_json(reading.digests.str());
    if (digests && digests->IsObject()) {
      set_member(documents, reading.document.str(), JsonValue{*digests, memory}, memory);
    }
  }
  set_member(watched, "key", snapshot.digest_key, memory);
  set_member(watched, "documents", documents, memory);
  return watched;
}

Result<void>
take_watched(Snapshot& snapshot, const JsonValue& watched)
{
  const auto* documents = member(watched, "documents");
  const auto key = member_text(watched, "key");
  if (key.empty() || documents == nullptr || !documents->IsObject()) {
    return fail(Failure::invalid, "\"watched\" has no \"key\" or no \"documents\"");
  }
  for (auto& reading : snapshot.readings) {
    if (const auto* digests = member(*documents, reading.document.str())) {
      if (!digests->IsObject()) {
        return fail(Failure::invalid,
                    fmt::format("\"watched\": {} holds no digests", reading.document.str()));
      }
      reading.digests = to_text(*digests);
    }
  }
  snapshot.digest_key = key;
  return {};
}

std::string
name_of_key(std::string_view key)
{
  constexpr std::size_t k_digits = 16;
  return hmac_sha256(key, "klausur: name of the key of digests").substr(0, k_digits);
}

} // namespace klausur
