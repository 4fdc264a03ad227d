#include "policies/engine/expectation_words.hpp"

#include <algorithm>
#include <cmath>

namespace klausur {

namespace {

Match
answer(bool holds)
{
  return holds ? Match::yes : Match::no;
}

/// What two words say together: one `no` decides, and then one that does not speak.
Match
both(Match a, Match b)
{
  if (a == Match::no || b == Match::no) {
    return Match::no;
  }
  return a == Match::yes ? b : a;
}

bool
same_scalar(const JsonValue& a, const JsonValue& b)
{
  if (a.IsNumber() && b.IsNumber()) {
    return number_of(a) == number_of(b); // exact: 64 bits of mantissa hold every one of them
  }
  if (a.IsString() && b.IsString()) {
    return text_of(a) == text_of(b);
  }
  return a.GetType() == b.GetType();
}

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

bool
is_plain_list(const JsonValue& value)
{
  return value.IsArray() && std::ranges::none_of(value.GetArray(), [](const JsonValue& each) {
           return each.IsObject() || each.IsArray();
         });
}

} // namespace

long double
number_of(const JsonValue& value)
{
  if (value.IsInt64()) {
    return static_cast<long double>(value.GetInt64());
  }
  return value.IsUint64() ? static_cast<long double>(value.GetUint64())
                          : static_cast<long double>(value.GetDouble());
}

Expectation::Expectation() = default;
Expectation::Expectation(Expectation&&) noexcept = default;
Expectation& Expectation::operator=(Expectation&&) noexcept = default;
Expectation::~Expectation() = default;

Match
Expectation::match(const JsonValue& value) const
{
  switch (m_kind) {
  case Kind::value:
    return kind_of(m_scalar) == kind_of(value) ? answer(same_scalar(m_scalar, value))
                                               : Match::other_type;
  case Kind::list:
    return value.IsArray() ? answer(sorted_texts(value) == m_list) : Match::other_type;
  case Kind::range:
    return match_range(value);
  case Kind::choice:
    return value.IsString() ? answer(std::ranges::find(m_list, text_of(value)) != m_list.end())
                            : Match::other_type;
  case Kind::words:
    return m_words->match(value);
  }
  return Match::other_type;
}

Match
Expectation::match_range(const JsonValue& value) const
{
  constexpr double k_exact = 9007199254740992; // Up to here a double holds every whole number.
  if (!value.IsNumber()) {
    return Match::other_type;
  }
  const double number = value.GetDouble();
  if (std::abs(number) >= k_exact || (m_whole && value.IsDouble())) {
    return m_words->match(value);
  }
  return answer(number >= m_minimum && number <= m_maximum);
}

Match
Expectation::Words::match(const JsonValue& value) const
{
  const Types type = type_of(value);
  if (types != 0 && (types & type) == 0) {
    return Match::other_type;
  }
  Match all = values.empty() ? Match::yes : match_values(value, type);
  if (unwanted) {
    const Match found = unwanted->match(value);
    all = both(all, found == Match::other_type ? found : answer(found == Match::no));
  }
  switch (type) {
  case k_whole:
  case k_fraction:
    return both(all, match_number(value));
  case k_text:
    return both(all, match_text(value));
  case k_list:
    return both(all, match_list(value));
  case k_mapping:
    return both(all, match_mapping(value));
  default:
    return all;
  }
}

Match
Expectation::Words::match_values(const JsonValue& value, Types type) const
{
  if ((of_values & type) == 0) {
    return Match::other_type;
  }
  return answer(std::ranges::any_of(
      values, [&](const JsonValue* each) { return same_scalar(*each, value); }));
}

Match
Expectation::Words::match_number(const JsonValue& value) const
{
  const long double number = number_of(value);
  return answer(number >= minimum && number <= maximum);
}

Match
Expectation::Words::match_text(const JsonValue& value) const
{
  if (min_length > 0 && characters_of(text_of(value)).size() < min_length) {
    return Match::no;
  }
  return answer(!pattern || pattern->found_in(text_of(value)));
}

Match
Expectation::Words::match_list(const JsonValue& value) const
{
  Match all = answer(value.Size() >= min_items && value.Size() <= max_items);
  if (items) {
    for (const auto& each : value.GetArray()) {
      all = both(all, items->match(each));
    }
  }
  return all;
}

/// A member that is missing is unknown: silence is no value. It is wrong where `required:`
/// says so.
Match
Expectation::Words::match_mapping(const JsonValue& value) const
{
  Match all = answer(value.MemberCount() <= max_properties);
  for (const auto& [name, expect] : properties) {
    if (const JsonValue* found = member(value, name)) {
      all = both(all, expect.match(*found));
    } else {
      const bool needed = std::ranges::find(required, name) != required.end();
      all = both(all, needed ? Match::no : Match::other_type);
    }
  }
  return all;
}

std::vector<const JsonValue*>
Expectation::named_values() const
{
  std::vector<const JsonValue*> named;
  name_values(named);
  return named;
}

void
Expectation::name_values(std::vector<const JsonValue*>& into) const
{
  if (m_kind == Kind::value) {
    into.push_back(&m_scalar);
  }
  if (m_words != nullptr) {
    into.insert(into.end(), m_words->values.begin(), m_words->values.end());
    if (m_words->unwanted) {
      m_words->unwanted->name_values(into);
    }
    if (m_words->items) {
      m_words->items->name_values(into);
    }
  }
}

bool
same_value(const JsonValue& a, const JsonValue& b)
{
  const bool nested = a.IsObject() || a.IsArray() || b.IsObject() || b.IsArray();
  return nested ? canonical_text(a) == canonical_text(b) : same_scalar(a, b);
}

bool
same_setting(const JsonValue& a, const JsonValue& b)
{
  return is_plain_list(a) && is_plain_list(b) ? sorted_texts(a) == sorted_texts(b)
                                              : same_value(a, b);
}

} // namespace klausur
