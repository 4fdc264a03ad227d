#include "policies/engine/bindings.hpp"
#include "policies/engine/fill.hpp"
#include "policies/engine/judge.hpp"
#include "policies/engine/looked_at.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

/// Makes a judge ready check by check, and collects what is wrong under its parameters.
class Judge::Preparation
{
public:
  Preparation(Judge& judge, const JsonValue& own,
              const std::map<std::string, std::string>& places)
      : m_judge{judge}, m_own{own}, m_places{places}
  {
    std::ranges::transform(judge.m_policy->checks, std::back_inserter(m_knowing),
                           [](const Check& check) { return &check; });
    std::erase_if(m_knowing, [](const Check* check) { return !check->known; });
  }

  std::vector<std::string> problems{};

  void add(const Check& check)
  {
    PreparedCheck prepared{.check = &check,
                           .control = m_judge.m_catalogue->find(check.control),
                           .starred = has_star(check.setting)};
    if (prepared.control == nullptr) {
      problems.push_back(
          fmt::format("{}: there is no control \"{}\"", check.id, check.control));
      return;
    }
    if (check.attest.empty()) {
      prepared.expect = expectation(check, check.expect);
      prepared.inner = looked_into(check.expect);
    }
    prepared.when = conditions(check, check.when);
    prepared.confirm = conditions(check, check.confirm);
    if (check.known) {
      prepared.known.emplace(*check.known);
    }
    if (check.remedy.set) {
      prepared.remedy = remedy(check, prepared);
    }
    m_judge.add_route(prepared);
    m_judge.m_checks.push_back(std::move(prepared));
  }

private:
  const Expectation* expectation(const Check& check, const JsonValue& expect)
  {
    const auto filled = fill(expect, m_judge.m_parameters);
    if (!filled) {
      complain(check, expect, filled.error().what);
      return nullptr;
    }
    const std::string text = to_text(*filled);
    const auto known = m_judge.m_expectations.find(text);
    if (known != m_judge.m_expectations.end()) {
      return &known->second;
    }
    auto made = Expectation::compile(*filled);
    if (!made) {
      for (const auto& each : made.error()) {
        complain(check, expect, each.what);
      }
      return nullptr;
    }
    return &m_judge.m_expectations.emplace(text, std::move(*made)).first->second;
  }

  std::vector<PreparedCondition> conditions(const Check& check,
                                            const std::vector<Condition>& given)
  {
    std::vector<PreparedCondition> made;
    for (const auto& condition : given) {
      made.push_back({&condition, has_star(condition.setting),
                      expectation(check, condition.expect), known_at(condition.setting),
                      looked_into(condition.expect)});
    }
    return made;
  }

  /// The values that the checks of this setting know.
  std::optional<KnownValues> known_at(const Address& setting) const
  {
    const auto found = std::ranges::find_if(
        m_knowing, [&](const Check* each) { return each->setting == setting; });
    return found == m_knowing.end() ? std::nullopt
                                    : std::optional<KnownValues>{*(*found)->known};
  }

  std::optional<Json> remedy(const Check& check, const PreparedCheck& prepared)
  {
    auto value = fill(*check.remedy.set, m_judge.m_parameters);
    if (!value) {
      complain(check, *check.remedy.set, value.error().what);
      return std::nullopt;
    }
    if (prepared.expect == nullptr) {
      return std::nullopt;
    }
    if (prepared.expect->match(*value) != Match::yes) {
      complain_of_remedy(check, *value);
    }
    return prepared.known ? writable(std::move(*value), prepared)
                          : std::optional{std::move(*value)};
  }

  /// What the vendor takes of it: the value, or else the highest number below it that the
  /// specification names and that is as wanted. nullopt: none is, and people have to see to it.
  static std::optional<Json> writable(Json value, const PreparedCheck& prepared)
  {
    if (prepared.known->foresees(value) || !value.IsNumber()) {
      return std::optional{std::move(value)};
    }
    std::optional<Json> best;
    for (const auto& each : prepared.check->known->GetArray()) {
      const bool fits = each.IsNumber() && each.GetDouble() <= value.GetDouble() &&
                        prepared.expect->match(each) == Match::yes;
      if (fits && (!best || each.GetDouble() > best->GetDouble())) {
        best = copy_of(each);
      }
    }
    return best;
  }

  void complain_of_remedy(const Check& check, const JsonValue& sets)
  {
    const auto taken = parameters_in(*check.remedy.set);
    const auto wanted = parameters_in(check.expect);
    const std::string next =
        !taken.empty() || wanted.empty()
            ? "which does not meet the check's own expectation; write another value"
            : fmt::format("let its remedy set ${}", wanted.front());
    problems.push_back(fmt::format("{}{} sets {}{} {}", told(check.expect, "but "), check.id,
                                   to_text(sets), next.starts_with("which") ? "," : ";", next));
  }

  void complain(const Check& check, const JsonValue& expect, std::string_view what)
  {
    problems.push_back(fmt::format("{}in {}: {}", told(expect, "but "), check.id, what));
  }

  /// `klausur.yaml:9:38: recording_max_days: 14, but `, for the tenant's own parameter that
  /// the expectation takes; otherwise nothing.
  std::string told(const JsonValue& expect, std::string_view then) const
  {
    for (const auto& name : parameters_in(expect)) {
      if (const JsonValue* value = member(m_own, name)) {
        const auto place = m_places.find(name);
        return fmt::format("{}{}: {}, {}", place == m_places.end() ? "" : place->second + ": ",
                           name, to_text(*value), then);
      }
    }
    return {};
  }

  Judge& m_judge;
  std::vector<const Check*> m_knowing; ///< The checks that close the values of a setting.
  const JsonValue& m_own;
  const std::map<std::string, std::string>& m_places;
};

Result<Judge>
Judge::prepare(const Policy& policy, const Catalogue& catalogue, const JsonValue& parameters,
               const std::map<std::string, std::string>& places)
{
  Judge judge;
  judge.m_policy = &policy;
  judge.m_catalogue = &catalogue;
  judge.m_parameters = parameters_over_defaults(catalogue, parameters);
  Preparation preparation{judge, parameters, places};
  for (const auto& check : policy.checks) {
    preparation.add(check);
  }
  if (!preparation.problems.empty()) {
    return fail(Failure::invalid, fmt::format("{}", fmt::join(preparation.problems, "\n")));
  }
  for (auto& document : judge.m_documents) {
    document.lookup.finish();
  }
  return judge;
}

void
Judge::add_route(const PreparedCheck& prepared)
{
  const Address& setting = prepared.check->setting;
  const auto known = std::ranges::find(m_documents, setting.document, &Document::pattern);
  const auto document = static_cast<std::uint32_t>(known - m_documents.begin());
  if (known == m_documents.end()) {
    m_documents.push_back({.pattern = setting.document, .lookup = {}});
  }
  m_documents[document].starred = m_documents[document].starred || prepared.starred;
  const bool deep = std::ranges::find(setting.steps, "*") != setting.steps.end();
  m_routes.push_back({.expect = prepared.expect,
                      .document = document,
                      .number = deep ? 0 : m_documents[document].lookup.add(setting.steps),
                      .starred = prepared.starred,
                      .deep = deep,
                      .plain = prepared.when.empty() && prepared.confirm.empty() &&
                               !prepared.known && prepared.check->at_least == 0 &&
                               prepared.inner.empty()});
}

} // namespace klausur
