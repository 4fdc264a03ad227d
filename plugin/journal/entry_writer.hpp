#pragma once

#include "plugin/journal/entry.hpp"

namespace klausur {

/// Writes the members of an entry into a body.
template<typename DigestOf> class EntryWriter
{
public:
  explicit EntryWriter(DigestOf digest_of) : m_digest_of{std::move(digest_of)} {}

  void must(std::string_view name, const std::string& text)
  {
    set_member(m_body, name, std::string_view{text}, memory());
  }
  void must(std::string_view name, bool value) { set_member(m_body, name, value, memory()); }
  void must(std::string_view name, std::size_t value)
  {
    set_member(m_body, name, JsonValue{static_cast<std::uint64_t>(value)}, memory());
  }
  void must(std::string_view name, Time value) { must(name, to_text(value)); }
  void must(std::string_view name, const Json& value)
  {
    set_member(m_body, name, value, memory());
  }
  void must(std::string_view name, const Person& person)
  {
    must(name, person.name.empty() ? person.digest : m_digest_of(person.name));
  }

  void may(std::string_view name, const std::string& text)
  {
    if (!text.empty()) {
      must(name, text);
    }
  }
  void may(std::string_view name, bool value)
  {
    if (value) {
      must(name, value);
    }
  }
  void may(std::string_view name, std::size_t value)
  {
    if (value != 0) {
      must(name, value);
    }
  }
  void may(std::string_view name, const Person& person)
  {
    if (!person.empty()) {
      must(name, person);
    }
  }
  template<typename Value> void may(std::string_view name, const std::optional<Value>& value)
  {
    if (value) {
      must(name, *value);
    }
  }

  void found(std::string_view name, std::string_view absent, const std::optional<Json>& value)
  {
    const Json none;
    must(name, value ? *value : none);
    must(absent, !value);
  }

  [[nodiscard]] Json body() && { return std::move(m_body); }

private:
  Json::AllocatorType& memory() { return m_body.GetAllocator(); }

  DigestOf m_digest_of;
  Json m_body{rapidjson::kObjectType};
};

template<typename DigestOf>
Json
body_of(const Entry& entry, DigestOf digest_of)
{
  return std::visit(
      [&]<typename Each>(const Each& each) {
        EntryWriter<DigestOf> writer{digest_of};
        Each::fields(each, writer);
        return std::move(writer).body();
      },
      entry);
}

} // namespace klausur
