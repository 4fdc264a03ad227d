#include "connectors/model/entry_reader.hpp"

#include "connectors/format/read_members.hpp"
#include "connectors/model/fact_reader.hpp"
#include "connectors/model/setting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace klausur {

namespace {

constexpr std::array<std::string_view, 2> k_reading{"get", "post"};
constexpr std::array<std::string_view, 4> k_writing{"put", "post", "patch", "delete"};

/// Reads one document; what is wrong is remembered with its place, the first of it counts.
class EntryReader
{
public:
  EntryReader(const SourceFile& file, std::string here, const JsonValue& json)
      : m_file{file}, m_here{std::move(here)}, m_json{json}
  {
  }

  [[nodiscard]] Result<DocumentEntry> read(std::span<const FactKind> kinds)
  {
    DocumentEntry entry;
    entry.name = text_in(m_json, "name");
    entry.read = read_from();
    entry.write = write_from();
    if (const JsonValue* needs = member(m_json, "needs")) {
      entry.needs.read = needs_from(*needs, "read");
      entry.needs.write = needs_from(*needs, "write");
    }
    entry.needs.write.token = entry.needs.read.token;
    if (entry.needs.write.limit.empty()) {
      entry.needs.write.limit = entry.needs.read.limit;
    }
    entry.statuses = statuses();
    entry.optional = flag_in(m_json, "optional");
    if (const JsonValue* watched = member(m_json, "watched")) {
      read_watched(*watched, entry);
    }
    entry.source = text_in(m_json, "source");
    if (m_wrong) {
      return tl::unexpected(std::move(*m_wrong));
    }
    return read_facts(m_file, m_here, m_json, kinds, entry).map([&] {
      return std::move(entry);
    });
  }

private:
  void refuse(std::string_view place, std::string_view what)
  {
    if (!m_wrong) {
      m_wrong = m_file.refuse(fmt::format("{}{}", m_here, place), what).value();
    }
  }

  template<typename T> T good(Result<T> result, std::string_view place)
  {
    if (!result) {
      refuse(place, result.error().what);
      return {};
    }
    return std::move(*result);
  }

  Pointer pointer(const JsonValue& json, const char* name, std::string_view above)
  {
    return good(parse_pointer(text_in(json, name)), fmt::format("{}/{}", above, name));
  }

  std::optional<Address> address(const JsonValue& json, const char* name,
                                 std::string_view above)
  {
    const auto text = text_in(json, name);
    return text.empty()
               ? std::nullopt
               : std::optional{good(parse_address(text), fmt::format("{}/{}", above, name))};
  }

  /// The one of the methods that `json` names, in capitals, with its path.
  std::pair<std::string, std::string> call(const JsonValue& json, std::string_view above,
                                           std::span<const std::string_view> methods)
  {
    std::pair<std::string, std::string> found;
    for (const auto method : methods) {
      const JsonValue* path = member(json, method);
      if (path == nullptr) {
        continue;
      }
      if (!found.first.empty()) {
        refuse(above,
               fmt::format("names two methods: write one of {}", fmt::join(methods, ", ")));
      }
      found = {std::string{method}, std::string{text_of(*path)}};
      std::ranges::transform(found.first, found.first.begin(),
                             [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    }
    if (found.first.empty()) {
      refuse(above, fmt::format("names no method: write one of {}", fmt::join(methods, ", ")));
    }
    return found;
  }

  void read_watched(const JsonValue& json, DocumentEntry& entry)
  {
    entry.watched = true;
    for (const auto& text : texts_in(json, "below")) {
      entry.watched_below.push_back(good(parse_pointer(text), "/watched/below"));
    }
    for (const auto& text : texts_in(json, "volatile")) {
      entry.fleeting.push_back(good(parse_pointer(text), "/watched/volatile"));
    }
    const auto names = texts_in(json, "names");
    entry.names.insert(names.begin(), names.end());
  }

  Read read_from()
  {
    Read read;
    const JsonValue* json = member(m_json, "read");
    if (json == nullptr) {
      return read;
    }
    std::tie(read.method, read.path) = call(*json, "/read", k_reading);
    read.host = text_in(*json, "host");
    read.query = named_texts_in(*json, "query");
    if (const JsonValue* list = member(*json, "list")) {
      read.list = list_from(*list);
    }
    for (const auto& text : texts_in(*json, "holds")) {
      read.holds.push_back(good(parse_pointer(text), "/read/holds"));
    }
    if (const JsonValue* spans = member(*json, "spans")) {
      read.spans = {.from = text_in(*spans, "from"),
                    .to = text_in(*spans, "to"),
                    .days = number_in(*spans, "days"),
                    .count = number_in(*spans, "count"),
                    .exact = flag_in(*spans, "exact")};
    }
    read.each = address(*json, "each", "/read");
    if (const JsonValue* sample = member(*json, "sample")) {
      read.sample = {.parameter = text_in(*sample, "parameter"),
                     .size = number_in(*sample, "size")};
    }
    return read;
  }

  List list_from(const JsonValue& json)
  {
    constexpr std::string_view here = "/read/list";
    List list{.items = pointer(json, "items", here),
              .key = pointer(json, "key", here),
              .total = pointer(json, "total", here),
              .paging = {}};
    const JsonValue* paging = member(json, "paging");
    if (paging == nullptr) {
      return list;
    }
    const auto& only = *paging->MemberBegin();
    const auto kind = text_of(only.name);
    if (kind == "cursor") {
      list.paging = Cursor{.into = text_in(only.value, "into"),
                           .next = pointer(only.value, "next", "/read/list/paging/cursor")};
    } else if (kind == "url") {
      list.paging = NextUrl{.next = pointer(only.value, "next", "/read/list/paging/url")};
    } else if (kind == "header") {
      list.paging = NextHeader{};
    } else {
      const bool by_total = member_text(only.value, "ends") == "total";
      if (by_total && list.total.empty()) {
        refuse(fmt::format("{}/paging/{}/ends", here, kind),
               "the list says no `total` to end with");
      }
      list.paging = Numbered{.into = text_in(only.value, "into"),
                             .first = number_in(only.value, "first"),
                             .step = kind == "pages" ? Step::page : Step::item,
                             .ends = by_total ? Ends::total : Ends::empty_page};
    }
    return list;
  }

  Write write_from()
  {
    Write write;
    const JsonValue* json = member(m_json, "write");
    if (json == nullptr) {
      return write;
    }
    std::tie(write.method, write.path) = call(*json, "/write", k_writing);
    const auto body = member_text(*json, "body");
    write.body = body == "form"    ? Write::Body::form
                 : body == "query" ? Write::Body::query
                                   : Write::Body::json;
    for (const auto& text : texts_in(*json, "along")) {
      write.along.push_back(good(parse_pointer(text), "/write/along"));
    }
    if (const JsonValue* form = member(*json, "call")) {
      write.call = {.setting = pointer(*form, "setting", "/write/call"),
                    .who = text_in(*form, "who"),
                    .value = text_in(*form, "value")};
    }
    write.each = text_in(*json, "each");
    write.where = address(*json, "where", "/write");
    write.before = texts_in(*json, "before");
    if (const auto time = text_in(*json, "settles_within"); !time.empty()) {
      write.settles_within = std::chrono::seconds{std::stoi(time)}; // The schema wants `5s`.
    }
    read_holders(*json, write);
    return write;
  }

  void read_holders(const JsonValue& json, Write& write)
  {
    const JsonValue* given = member(json, "held_by");
    for (rapidjson::SizeType i = 0; given != nullptr && i < given->Size(); ++i) {
      const auto at =
          address((*given)[i], "at", fmt::format("/write/held_by/{}", i)).value_or(Address{});
      write.held_by.push_back({at, both_languages_in((*given)[i], "says")});
    }
  }

  static Needs needs_from(const JsonValue& json, std::string_view use)
  {
    const JsonValue* said = member(json, use);
    Needs needs;
    if (said != nullptr) {
      needs = {.scopes = texts_in(*said, "scopes"),
               .classic = texts_in(*said, "classic"),
               .token = text_in(*said, "token"),
               .plan = text_in(*said, "plan"),
               .up_to = text_in(*said, "up_to"),
               .limit = text_in(*said, "limit"),
               .note = both_languages_in(*said, "note")};
    }
    if (needs.token.empty()) {
      needs.token = "user";
    }
    return needs;
  }

  Statuses statuses()
  {
    Statuses all;
    for (const auto& [status, meaning] : named_texts_in(m_json, "statuses")) {
      int number = 0;
      const auto* end = status.data() + status.size();
      const auto got = std::from_chars(status.data(), end, number);
      const auto kind = failure_named(meaning);
      if (got.ec != std::errc{} || got.ptr != end || !kind) {
        refuse("/statuses", fmt::format("\"{}: {}\" is not an HTTP status and a kind of "
                                        "failure",
                                        status, meaning));
        continue;
      }
      if (*kind == Failure::unsupported && (number == 401 || number == 403)) {
        refuse("/statuses",
               fmt::format("{} refuses who asks, and says nothing about what there "
                           "is: it cannot be \"unsupported\"; write forbidden",
                           number));
      }
      all.emplace(number, *kind);
    }
    return all;
  }

  const SourceFile& m_file;
  std::string m_here;
  const JsonValue& m_json;
  std::optional<Error> m_wrong;
};

} // namespace

Result<DocumentEntry>
entry_from(const SourceFile& file, const std::string& here, const JsonValue& json,
           std::span<const FactKind> kinds)
{
  return EntryReader{file, here, json}.read(kinds);
}

} // namespace klausur
