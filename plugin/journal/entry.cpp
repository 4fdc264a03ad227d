#include "plugin/journal/entry.hpp"

#include <fmt/format.h>

#include <set>

namespace klausur {

namespace {

/// Reads the members of an entry out of a body, and remembers the first that is wrong.
class EntryReader
{
public:
  explicit EntryReader(const JsonValue& body) : m_body{body} {}

  template<typename Value> void must(std::string_view name, Value& value)
  {
    if (const JsonValue* found = take(name)) {
      read(name, *found, value);
    } else {
      complain(name, "is missing");
    }
  }
  template<typename Value> void may(std::string_view name, Value& value)
  {
    if (const JsonValue* found = take(name)) {
      read(name, *found, value);
    }
  }
  void found(std::string_view name, std::string_view absent, std::optional<Json>& value)
  {
    Json held;
    bool is_absent = false;
    must(name, held);
    may(absent, is_absent);
    if (!is_absent) {
      value = std::move(held);
    }
  }
  /// A member that earlier versions wrote and nobody needs.
  void formerly(std::string_view name) { take(name); }

  /// What is wrong, or nothing.
  [[nodiscard]] std::string fault()
  {
    if (m_body.IsObject() && m_fault.empty()) {
      for (const auto& each : m_body.GetObject()) {
        if (!m_known.contains(text_of(each.name))) {
          complain(text_of(each.name), "is not known here");
        }
      }
    }
    return m_body.IsObject() ? m_fault : "its body is no object";
  }

private:
  const JsonValue* take(std::string_view name)
  {
    m_known.insert(name);
    return member(m_body, name);
  }

  void complain(std::string_view name, std::string_view what)
  {
    if (m_fault.empty()) {
      m_fault = fmt::format("\"{}\" {}", name, what);
    }
  }

  void read(std::string_view name, const JsonValue& from, std::string& into)
  {
    if (from.IsString()) {
      into = text_of(from);
    } else {
      complain(name, "is no text");
    }
  }
  void read(std::string_view name, const JsonValue& from, bool& into)
  {
    if (from.IsBool()) {
      into = from.GetBool();
    } else {
      complain(name, "is neither true nor false");
    }
  }
  void read(std::string_view name, const JsonValue& from, std::size_t& into)
  {
    if (from.IsUint64()) {
      into = from.GetUint64();
    } else {
      complain(name, "is no count");
    }
  }
  void read(std::string_view name, const JsonValue& from, Time& into)
  {
    const auto time = parse_time(from.IsString() ? text_of(from) : std::string_view{});
    if (time) {
      into = *time;
    } else {
      complain(name, "is no time");
    }
  }
  void read(std::string_view, const JsonValue& from, Json& into) { into = copy_of(from); }
  void read(std::string_view name, const JsonValue& from, Person& into)
  {
    read(name, from, into.digest);
  }
  template<typename Value>
  void read(std::string_view name, const JsonValue& from, std::optional<Value>& into)
  {
    Value value{};
    read(name, from, value);
    into = std::move(value);
  }

  const JsonValue& m_body;
  std::set<std::string_view> m_known;
  std::string m_fault;
};

tl::unexpected<Error>
broken(const JournalEntry& entry, std::string_view fault)
{
  return fail(Failure::invalid, fmt::format("journal entry {} ({}, {}): {}", entry.number,
                                            entry.kind, to_text(entry.at), fault));
}

template<typename Kind>
Result<Entry>
read_as(const JournalEntry& entry)
{
  Kind made;
  EntryReader reader{entry.body};
  Kind::fields(made, reader);
  if (const auto fault = reader.fault(); !fault.empty()) {
    return broken(entry, fault);
  }
  return Entry{std::move(made)};
}

/// What an earlier version wrote of one setting under a kind for each outcome.
Result<Entry>
former_outcome(const JournalEntry& entry, std::string_view outcome)
{
  WriteOutcome made{.outcome = std::string{outcome}};
  EntryReader reader{entry.body};
  reader.must("run", made.run);
  reader.must("setting", made.setting);
  reader.may("observed", made.observed);
  reader.may("why", made.why);
  for (const char* name : {"from", "from_absent", "to", "check", "deletes", "outcome"}) {
    reader.formerly(name);
  }
  if (const auto fault = reader.fault(); !fault.empty()) {
    return broken(entry, fault);
  }
  return Entry{std::move(made)};
}

Result<Entry>
former_end(const JournalEntry& entry)
{
  RunEnded made{.end = entry.kind};
  EntryReader reader{entry.body};
  reader.must("run", made.run);
  if (const auto fault = reader.fault(); !fault.empty()) {
    return broken(entry, fault);
  }
  return Entry{std::move(made)};
}

template<std::size_t Index = 0>
Result<Entry>
read_as_named(const JournalEntry& entry)
{
  if constexpr (Index == std::variant_size_v<Entry>) {
    return broken(entry, "this kind is not known here; a newer version may have written it");
  } else {
    using Kind = std::variant_alternative_t<Index, Entry>;
    return entry.kind == Kind::k_kind ? read_as<Kind>(entry) : read_as_named<Index + 1>(entry);
  }
}

} // namespace

std::string_view
kind_of(const Entry& entry)
{
  return std::visit([]<typename Each>(const Each&) { return Each::k_kind; }, entry);
}

Result<Entry>
typed(const JournalEntry& entry)
{
  if (entry.kind == "read-back") {
    return former_outcome(entry, "applied");
  }
  if (entry.kind == "failed" || entry.kind == "conflict" || entry.kind == "not-verified") {
    return former_outcome(entry, entry.kind);
  }
  if (entry.kind == "applied" || entry.kind == "not applied") {
    return former_end(entry);
  }
  return read_as_named(entry);
}

} // namespace klausur
