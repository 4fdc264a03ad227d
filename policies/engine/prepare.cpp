#include "policies/engine/bindings.hpp"
#include "policies/engine/judge.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

Result<Judge>
Judge::prepare(const Policy& policy, const Catalogue& catalogue, const JsonValue& parameters)
{
  Judge judge;
  judge.m_policy = &policy;
  judge.m_catalogue = &catalogue;
  judge.m_parameters = parameters_over_defaults(catalogue, parameters);
  for (const auto& check : policy.checks) {
    if (auto added = judge.add(check); !added) {
      return fail(added.error().kind, fmt::format("{}: {}", check.id, added.error().what));
    }
  }
  return judge;
}

Result<const Expectation*>
Judge::expectation(const JsonValue& expect)
{
  const auto filled = fill(expect, m_parameters);
  if (!filled) {
    return tl::unexpected(filled.error());
  }
  const std::string text = to_text(*filled);
  const auto known = m_expectations.find(text);
  if (known != m_expectations.end()) {
    return &known->second;
  }
  return Expectation::compile(*filled).map([&](Expectation made) -> const Expectation* {
    return &m_expectations.emplace(text, std::move(made)).first->second;
  });
}

Result<void>
Judge::add(const Check& check)
{
  PreparedCheck prepared{.check = &check,
                         .control = m_catalogue->find(check.control),
                         .starred = has_star(check.setting)};
  if (prepared.control == nullptr) {
    return fail(Failure::invalid, fmt::format("there is no control \"{}\"", check.control));
  }
  if (check.attest.empty()) {
    const auto expect = expectation(check.expect);
    if (!expect) {
      return tl::unexpected(expect.error());
    }
    prepared.expect = *expect;
  }
  for (const auto& condition : check.when) {
    const auto expect = expectation(condition.expect);
    if (!expect) {
      return tl::unexpected(expect.error());
    }
    prepared.when.push_back({&condition, has_star(condition.setting), *expect});
  }
  if (check.confirm) {
    const auto expect = expectation(check.confirm->expect);
    if (!expect) {
      return tl::unexpected(expect.error());
    }
    prepared.confirm = *expect;
  }
  if (check.remedy.set) {
    auto remedy = fill(*check.remedy.set, m_parameters);
    if (!remedy) {
      return tl::unexpected(remedy.error());
    }
    prepared.remedy = std::move(*remedy);
  }
  m_checks.push_back(std::move(prepared));
  add_route(check);
  return {};
}

void
Judge::add_route(const Check& check)
{
  const auto known = std::ranges::find(m_documents, check.setting.document);
  Route route{.expect = m_checks.back().expect,
              .document = static_cast<std::uint32_t>(known - m_documents.begin()),
              .first = static_cast<std::uint32_t>(m_steps.size()),
              .steps = static_cast<std::uint16_t>(check.setting.steps.size()),
              .starred = m_checks.back().starred,
              .conditional = !check.when.empty(),
              .confirmed = check.confirm.has_value()};
  if (known == m_documents.end()) {
    m_documents.push_back(check.setting.document);
  }
  for (const auto& step : check.setting.steps) {
    m_steps.push_back({static_cast<std::uint32_t>(m_letters.size()),
                       static_cast<std::uint32_t>(step.size())});
    m_letters += step;
  }
  m_routes.push_back(route);
}

} // namespace klausur
