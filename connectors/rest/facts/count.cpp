#include "connectors/format/read_members.hpp"
#include "connectors/rest/facts/kinds.hpp"
#include "connectors/rest/facts/pointers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

using Pointers = std::vector<Pointer>;

enum class Said { no, yes, nothing };

/// Whether one of the flags is true. That none is takes that each says so: one that is missing,
/// null or a text may be the one.
Said
any_of(const JsonValue& item, const Pointers& flags)
{
  auto said = flags.empty() ? Said::nothing : Said::no;
  for (const auto& steps : flags) {
    const auto* value = value_at(item, steps);
    if (value != nullptr && value->IsTrue()) {
      return Said::yes;
    }
    said = value != nullptr && value->IsFalse() ? said : Said::nothing;
  }
  return said;
}

Said
is_text(const JsonValue& item, const Pointer& steps, std::string_view text)
{
  const auto* value = value_at(item, steps);
  if (value == nullptr || !value->IsString()) {
    return Said::nothing;
  }
  return text_of(*value) == text ? Said::yes : Said::no;
}

Said
is_one_of(const JsonValue& item, const Pointer& steps, const std::vector<std::string>& texts)
{
  const auto* value = value_at(item, steps);
  if (value == nullptr || !value->IsString()) {
    return Said::nothing;
  }
  return std::ranges::find(texts, text_of(*value)) != texts.end() ? Said::yes : Said::no;
}

Said
is_null(const JsonValue& item, const Pointer& steps)
{
  const auto* value = value_at(item, steps);
  return value == nullptr ? Said::nothing : value->IsNull() ? Said::yes : Said::no;
}

/// How many items of a list are so. An item that does not hold what is asked for is silent.
struct Number
{
  std::string name;
  Text says;
  Pointers any;           ///< One of them is true.
  Pointers none;          ///< None of them is true.
  PointersAndTexts texts; ///< These texts stand at these pointers.
  Pointer choice;         ///< One of `choices` stands there.
  std::vector<std::string> choices;
  Pointer null;   ///< What stands there is null.
  Pointer list;   ///< Not their number but this value of each, an identifier.
  std::string of; ///< The number of those among whom these are: of nobody nothing is
                  ///< told. Empty: of all items.

  [[nodiscard]] static Result<Number> from(std::string_view name, const JsonValue& json)
  {
    auto any = pointers_in(json, "any");
    auto none = pointers_in(json, "none");
    auto texts = wanted_texts_in(json, "texts");
    const auto* one_of = member(json, "one_of");
    auto choice = one_of == nullptr ? Result<Pointer>{} : pointer_in(*one_of, "at");
    auto null = pointer_in(json, "is_null");
    auto list = pointer_in(json, "list");
    for (const Error* error :
         {any ? nullptr : &any.error(), none ? nullptr : &none.error(),
          texts ? nullptr : &texts.error(), null ? nullptr : &null.error(),
          choice ? nullptr : &choice.error(), list ? nullptr : &list.error()}) {
      if (error != nullptr) {
        return tl::unexpected(*error);
      }
    }
    return Number{.name = std::string{name},
                  .says = both_languages_in(json, "says"),
                  .any = std::move(*any),
                  .none = std::move(*none),
                  .texts = std::move(*texts),
                  .choice = std::move(*choice),
                  .choices = one_of == nullptr ? std::vector<std::string>{}
                                               : texts_in(*one_of, "texts"),
                  .null = std::move(*null),
                  .list = std::move(*list),
                  .of = text_in(json, "of")};
  }

  [[nodiscard]] Said belongs(const JsonValue& item) const
  {
    std::vector<Said> said;
    if (!any.empty()) {
      said.push_back(any_of(item, any));
    }
    if (!none.empty()) {
      const auto one = any_of(item, none);
      said.push_back(one == Said::yes ? Said::no : one == Said::no ? Said::yes : one);
    }
    if (!choice.empty()) {
      said.push_back(is_one_of(item, choice, choices));
    }
    if (!null.empty()) {
      said.push_back(is_null(item, null));
    }
    for (const auto& [steps, text] : texts) {
      said.push_back(is_text(item, steps, text));
    }
    return std::ranges::count(said, Said::no) > 0        ? Said::no
           : std::ranges::count(said, Said::nothing) > 0 ? Said::nothing
                                                         : Said::yes;
  }
};

struct Wanted
{
  Pointers skip; ///< Items for which one of these flags is true count nowhere.
  std::vector<Number> numbers;
};

class CountTally final : public Tally
{
public:
  explicit CountTally(const Wanted& wanted) : m_wanted{wanted}, m_found(wanted.numbers.size())
  {
    m_ids.SetObject();
  }

  Result<void> take(const JsonValue& item) override
  {
    if (any_of(item, m_wanted.skip) == Said::yes) {
      return {};
    }
    for (std::size_t i = 0; i < m_found.size(); ++i) {
      const auto& number = m_wanted.numbers[i];
      const auto is_so = number.belongs(item);
      const bool told = is_so == Said::no || (is_so == Said::yes && note(number, item));
      m_found[i].silent += told ? 0U : 1U;
      m_found[i].count += is_so == Said::yes ? 1U : 0U;
    }
    return {};
  }

  Result<Json> end() override
  {
    Json counts{rapidjson::kObjectType};
    auto& memory = counts.GetAllocator();
    for (std::size_t i = 0; i < m_found.size(); ++i) {
      const auto& number = m_wanted.numbers[i];
      const auto& found = m_found[i];
      if (!number.list.empty() && found.silent > 0) {
        continue; // some may be missing, and nobody would look at them
      }
      if (!number.list.empty()) {
        const auto* ids = member(m_ids, number.name);
        set_member(counts, number.name,
                   ids == nullptr ? JsonValue{rapidjson::kArrayType} : JsonValue{*ids, memory},
                   memory);
      } else if ((found.silent == 0 || found.count > 0) && any_of_whom(number)) {
        set_member(counts, number.name, JsonValue{found.count}, memory);
      }
    }
    return packed_copy_of(counts);
  }

private:
  struct Found
  {
    std::uint64_t count = 0;
    std::uint64_t silent = 0;
  };

  /// Whether there is anybody of whom the number could tell something.
  [[nodiscard]] bool any_of_whom(const Number& number) const
  {
    const auto whole = std::ranges::find(m_wanted.numbers, number.of, &Number::name);
    return whole == m_wanted.numbers.end() ||
           m_found[static_cast<std::size_t>(whole - m_wanted.numbers.begin())].count > 0;
  }

  /// False for an item of a list that does not say what it is called.
  bool note(const Number& number, const JsonValue& item)
  {
    const auto* id = number.list.empty() ? nullptr : value_at(item, number.list);
    if (id == nullptr) {
      return number.list.empty();
    }
    auto& memory = m_ids.GetAllocator();
    if (member(m_ids, number.name) == nullptr) {
      set_member(m_ids, number.name, JsonValue{rapidjson::kArrayType}, memory);
    }
    m_ids[number.name].PushBack(JsonValue{*id, memory}, memory);
    return true;
  }

  const Wanted& m_wanted;
  std::vector<Found> m_found;
  Json m_ids; ///< By name.
};

class Count final : public Fact
{
public:
  explicit Count(Wanted wanted) : m_wanted{std::move(wanted)} {}

  Place place() const override { return Place::instead; }

  std::vector<Pointer> takes() const override
  {
    Pointers all = m_wanted.skip;
    for (const auto& number : m_wanted.numbers) {
      all.insert(all.end(), number.any.begin(), number.any.end());
      all.insert(all.end(), number.none.begin(), number.none.end());
      for (const auto& [pointer, text] : number.texts) {
        all.push_back(pointer);
      }
      all.push_back(number.choice);
      all.push_back(number.null);
      all.push_back(number.list);
    }
    std::erase_if(all, [](const Pointer& pointer) { return pointer.empty(); });
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }

  std::vector<Field> gives() const override
  {
    std::vector<Field> fields;
    for (const auto& number : m_wanted.numbers) {
      fields.push_back(
          {{number.name}, {number.list.empty() ? "integer" : "array"}, number.says});
    }
    return fields;
  }

  std::unique_ptr<Tally> begin(Time) const override
  {
    return std::make_unique<CountTally>(m_wanted);
  }

private:
  Wanted m_wanted;
};

} // namespace

Result<std::shared_ptr<const Fact>>
make_count(const JsonValue& says)
{
  auto skip = pointers_in(says, "skip");
  if (!skip) {
    return tl::unexpected(std::move(skip.error()));
  }
  Wanted wanted{.skip = std::move(*skip), .numbers = {}};
  if (const JsonValue* numbers = member(says, "numbers")) {
    for (const auto& each : numbers->GetObject()) {
      auto number = Number::from(text_of(each.name), each.value);
      if (!number) {
        return tl::unexpected(std::move(number.error()));
      }
      wanted.numbers.push_back(std::move(*number));
    }
  }
  std::ranges::sort(wanted.numbers, {}, &Number::name);
  for (const auto& number : wanted.numbers) {
    const bool known =
        number.of.empty() ||
        std::ranges::find(wanted.numbers, number.of, &Number::name) != wanted.numbers.end();
    if (!known) {
      return fail(Failure::invalid, fmt::format("{}: there is no number \"{}\" of which it "
                                                "could tell",
                                                number.name, number.of));
    }
  }
  return std::make_shared<Count>(std::move(wanted));
}

} // namespace klausur
