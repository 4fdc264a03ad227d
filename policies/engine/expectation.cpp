#include "policies/engine/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace klausur {

namespace {

std::vector<std::string>
sorted_texts(const JsonValue& list)
{
  std::vector<std::string> texts;
  texts.reserve(list.Size());
  for (const auto& each : list.GetArray()) {
    texts.push_back(canonical_text(each));
  }
  std::ranges::sort(texts);
  return texts;
}

Result<void>
fill_in_place(JsonValue& value, const JsonValue& parameters, Json::AllocatorType& memory)
{
  if (value.IsString() && text_of(value).starts_with('$')) {
    const std::string name{text_of(value).substr(1)};
    const JsonValue* parameter = member(parameters, name);
    if (parameter == nullptr) {
      return fail(Failure::invalid, fmt::format("there is no parameter \"{}\"", name));
    }
    value.CopyFrom(*parameter, memory);
  } else if (value.IsArray()) {
    for (auto& each : value.GetArray()) {
      if (auto done = fill_in_place(each, parameters, memory); !done) {
        return done;
      }
    }
  } else if (value.IsObject()) {
    for (auto& each : value.GetObject()) {
      if (auto done = fill_in_place(each.value, parameters, memory); !done) {
        return done;
      }
    }
  }
  return {};
}

bool
only_has(const JsonValue& object, std::initializer_list<std::string_view> names)
{
  return std::ranges::all_of(object.GetObject(), [&](const auto& each) {
    return std::ranges::find(names, text_of(each.name)) != names.end();
  });
}

bool
all_texts(const JsonValue& list)
{
  return list.IsArray() && std::ranges::all_of(list.GetArray(), [](const JsonValue& each) {
           return each.IsString();
         });
}

bool
same_type(const JsonValue& a, const JsonValue& b)
{
  return a.GetType() == b.GetType() || (a.IsBool() && b.IsBool());
}

} // namespace

Result<Json>
fill(const JsonValue& value, const JsonValue& parameters)
{
  Json filled = copy_of(value);
  return fill_in_place(filled, parameters, filled.GetAllocator()).map([&] {
    return std::move(filled);
  });
}

Expectation::Expectation(const JsonValue& filled)
    : m_value{std::make_unique<Json>(copy_of(filled))}
{
}

Result<Expectation>
Expectation::compile(const JsonValue& filled)
{
  Expectation made{filled};
  const JsonValue& value = *made.m_value;
  if (value.IsArray()) {
    made.m_kind = Kind::list;
    made.m_list = sorted_texts(value);
    return made;
  }
  if (!value.IsObject()) {
    made.m_scalar.CopyFrom(value, made.m_value->GetAllocator());
    return made;
  }
  const std::string_view type = member_text(value, "type");
  const JsonValue* choice = member(value, "enum");
  if ((type == "integer" || type == "number") &&
      only_has(value, {"type", "minimum", "maximum", "description"})) {
    const JsonValue* low = member(value, "minimum");
    const JsonValue* high = member(value, "maximum");
    constexpr double infinite = std::numeric_limits<double>::infinity();
    made.m_kind = Kind::range;
    made.m_whole = type == "integer";
    made.m_minimum = low != nullptr && low->IsNumber() ? low->GetDouble() : -infinite;
    made.m_maximum = high != nullptr && high->IsNumber() ? high->GetDouble() : infinite;
    return made;
  }
  if (choice != nullptr && all_texts(*choice) && only_has(value, {"enum", "description"})) {
    made.m_kind = Kind::choice;
    for (const auto& each : choice->GetArray()) {
      made.m_list.emplace_back(text_of(each));
    }
    return made;
  }
  made.m_kind = Kind::schema;
  return Schema::compile(value).map([&](Schema schema) {
    made.m_schema = std::make_unique<Schema>(std::move(schema));
    return std::move(made);
  });
}

bool
Expectation::in_range(const JsonValue& value) const
{
  if (!value.IsNumber() || (m_whole && value.IsDouble())) {
    return false;
  }
  const double number = value.GetDouble();
  return number >= m_minimum && number <= m_maximum;
}

Match
Expectation::match(const JsonValue& value) const
{
  const auto answer = [](bool holds) { return holds ? Match::yes : Match::no; };
  switch (m_kind) {
  case Kind::value:
    return same_type(m_scalar, value) ? answer(m_scalar == value) : Match::other_type;
  case Kind::list:
    return value.IsArray() ? answer(sorted_texts(value) == m_list) : Match::other_type;
  case Kind::range:
    return answer(in_range(value));
  case Kind::choice:
    return answer(value.IsString() &&
                  std::ranges::find(m_list, text_of(value)) != m_list.end());
  case Kind::schema:
    return answer(m_schema->accepts(value));
  }
  return Match::other_type;
}

bool
same_setting(const JsonValue& a, const JsonValue& b)
{
  const auto plain = [](const JsonValue& list) {
    return std::ranges::none_of(list.GetArray(), [](const JsonValue& each) {
      return each.IsObject() || each.IsArray();
    });
  };
  if (a.IsArray() && b.IsArray() && plain(a) && plain(b)) {
    return sorted_texts(a) == sorted_texts(b);
  }
  return a == b;
}

} // namespace klausur
