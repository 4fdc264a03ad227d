#include "connectors/model/sieve.hpp"

#include <algorithm>

namespace klausur {

namespace {

bool
is_plain(const JsonValue& value)
{
  return !value.IsObject() && !value.IsArray();
}

/// Whether a reader put a sentence in place of a value that it could not tell: those two
/// members and no other, lest a vendor's object be taken for one.
bool
is_doubt(const JsonValue& value)
{
  const auto* unclear = member(value, "unclear");
  return unclear != nullptr && unclear->IsArray() && value.MemberCount() == 2 &&
         !member_text(value, "because").empty();
}

/// One cut through a document.
class Cut
{
public:
  Cut(Sieve::Ends ends, Json::AllocatorType& memory) : m_ends{ends}, m_memory{memory} {}

  JsonValue of(const JsonValue& value, const Branches& branches)
  {
    const bool here = any_ends(branches);
    if (here && m_ends == Sieve::Ends::whole) {
      return JsonValue{value, m_memory};
    }
    if (here && is_doubt(value)) {
      return of_doubt(value, branches);
    }
    if (value.IsObject()) {
      return of_object(value, branches);
    }
    if (value.IsArray()) {
      return of_list(value, branches);
    }
    return here ? JsonValue{value, m_memory} : JsonValue{};
  }

private:
  JsonValue of_object(const JsonValue& value, const Branches& branches);
  JsonValue of_list(const JsonValue& value, const Branches& branches);
  JsonValue of_doubt(const JsonValue& value, const Branches& branches);

  Sieve::Ends m_ends;
  Json::AllocatorType& m_memory;
};

JsonValue
Cut::of_object(const JsonValue& value, const Branches& branches)
{
  JsonValue kept{rapidjson::kObjectType};
  for (const auto& each : value.GetObject()) {
    const auto next = below(branches, text_of(each.name));
    // A plain value where a pointer leads deeper is not what the pointer means; null is: it
    // says that there is nothing.
    const bool meant = any_ends(next) || !is_plain(each.value) || each.value.IsNull();
    if (!next.empty() && meant) {
      kept.AddMember(JsonValue{each.name, m_memory}, of(each.value, next), m_memory);
    }
  }
  return kept;
}

JsonValue
Cut::of_list(const JsonValue& value, const Branches& branches)
{
  JsonValue kept{rapidjson::kArrayType};
  const bool ends = any_ends(branches);
  for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
    const auto next = below(branches, std::to_string(i));
    const bool whole = is_plain(value[i]) && (ends || any_ends(next));
    kept.PushBack(whole ? JsonValue{value[i], m_memory} : of(value[i], next), m_memory);
  }
  return kept;
}

} // namespace

/// The sentence, and what the value may be, as far as it would stay where it is one of them.
JsonValue
Cut::of_doubt(const JsonValue& value, const Branches& branches)
{
  JsonValue kept{rapidjson::kObjectType};
  for (const auto& each : value.GetObject()) {
    kept.AddMember(JsonValue{each.name, m_memory},
                   each.value.IsArray() ? of_list(each.value, branches)
                                        : JsonValue{each.value, m_memory},
                   m_memory);
  }
  return kept;
}

void
Branch::add(const Pointer& pointer)
{
  Branch* at = this;
  for (const auto& step : pointer) {
    if (step != "*") {
      at = &at->m_named[step];
      continue;
    }
    if (!at->m_every) {
      at->m_every = std::make_unique<Branch>();
    }
    at = at->m_every.get();
  }
  at->m_ends = true;
}

void
Branch::follow(std::string_view step, std::vector<const Branch*>& into) const
{
  if (m_every) {
    into.push_back(m_every.get());
  }
  if (const auto named = m_named.find(step); named != m_named.end()) {
    into.push_back(&named->second);
  }
}

Branches
below(const Branches& branches, std::string_view step)
{
  Branches next;
  for (const auto* branch : branches) {
    branch->follow(step, next);
  }
  return next;
}

bool
any_ends(const Branches& branches)
{
  return std::ranges::any_of(branches, &Branch::ends);
}

Sieve::Sieve(const std::vector<Pointer>& pointers, Ends ends) : m_ends{ends}
{
  for (const auto& pointer : pointers) {
    m_root.add(pointer);
  }
}

Json
Sieve::operator()(const JsonValue& content) const
{
  if (!m_root.ends() && !m_root.leads_on()) {
    return content.IsObject() ? Json{rapidjson::kObjectType} : Json{};
  }
  Json whole;
  static_cast<JsonValue&>(whole) = Cut{m_ends, whole.GetAllocator()}.of(content, {&m_root});
  return packed_copy_of(whole);
}

} // namespace klausur
