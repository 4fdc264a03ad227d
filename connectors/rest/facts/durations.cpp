#include "connectors/rest/facts/kinds.hpp"

#include <charconv>
#include <optional>

namespace klausur {

namespace {

/// `30d`, `2m`, `1y` in days; nothing when it is written in another way.
std::optional<int>
days_in(std::string_view duration)
{
  constexpr int k_year = 365;
  constexpr int k_months = 12;
  constexpr int k_most = 1000;
  int count = 0;
  const auto* end = duration.data() + duration.size();
  const auto got = std::from_chars(duration.data(), end, count);
  if (got.ec != std::errc{} || end - got.ptr != 1 || count < 0 || count > k_most) {
    return std::nullopt;
  }
  switch (*got.ptr) {
  case 'd':
    return count;
  case 'm':
    return count * k_year / k_months;
  case 'y':
    return count * k_year;
  default:
    return std::nullopt;
  }
}

Pointer
days_beside(Pointer text)
{
  text.back() += "_days";
  return text;
}

class DurationsTally final : public Tally
{
public:
  explicit DurationsTally(const std::vector<Pointer>& texts) : m_texts{texts}
  {
    m_days.SetObject();
  }

  Result<void> take(const JsonValue& answer) override
  {
    for (const auto& text : m_texts) {
      const auto* value = value_at(answer, text);
      const auto days =
          value != nullptr && value->IsString() ? days_in(text_of(*value)) : std::nullopt;
      if (days) {
        put(days_beside(text), *days);
      }
    }
    return {};
  }

  Result<Json> end() override { return std::move(m_days); }

private:
  void put(const Pointer& at, int days)
  {
    auto& memory = m_days.GetAllocator();
    JsonValue* object = &m_days;
    for (std::size_t i = 0; i + 1 < at.size(); ++i) {
      if (member(*object, at[i]) == nullptr) {
        set_member(*object, at[i], JsonValue{rapidjson::kObjectType}, memory);
      }
      object = &object->FindMember(at[i])->value;
    }
    set_member(*object, at.back(), JsonValue{days}, memory);
  }

  const std::vector<Pointer>& m_texts;
  Json m_days;
};

class Durations final : public Fact
{
public:
  explicit Durations(std::vector<Pointer> texts) : m_texts{std::move(texts)} {}

  Place place() const override { return Place::beside; }
  std::vector<Pointer> takes() const override { return m_texts; }

  std::vector<Field> gives() const override
  {
    std::vector<Field> fields;
    for (const auto& text : m_texts) {
      fields.push_back(
          {days_beside(text),
           {"integer"},
           {"The time that stands beside it, in days", "Die Zeitangabe daneben in Tagen"}});
    }
    return fields;
  }

  std::unique_ptr<Tally> begin(Time) const override
  {
    return std::make_unique<DurationsTally>(m_texts);
  }

private:
  std::vector<Pointer> m_texts;
};

} // namespace

Result<std::shared_ptr<const Fact>>
make_durations(const JsonValue& says)
{
  std::vector<Pointer> texts;
  for (const auto& each : says.GetArray()) {
    auto pointer = parse_pointer(text_of(each));
    if (!pointer) {
      return tl::unexpected(std::move(pointer.error()));
    }
    texts.push_back(std::move(*pointer));
  }
  return std::make_shared<Durations>(std::move(texts));
}

} // namespace klausur
