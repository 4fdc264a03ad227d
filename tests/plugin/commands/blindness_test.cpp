// No reward for blindness: whatever is taken away from what was read of a tenant, and whatever
// stands there that nobody foresaw, no check turns to pass for it, no light is settled better
// than it was, no score goes up. Over the policies and scenarios of all vendors.

#include "policies/engine/examine.hpp"
#include "policies/engine/load.hpp"
#include "policies/engine/looked_at.hpp"
#include "tests/plugin/commands/fixtures.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <array>
#include <map>
#include <set>
#include <utility>

using namespace klausur;
using namespace klausur::test;

namespace {

/// One place of a scenario that somebody looks at, or one above it.
struct Leaf
{
  std::size_t reading = 0;
  Pointer steps;
  bool is_member = false; ///< Of several: without it there is one less, and nothing is missing.
  bool has_members = false; ///< Of which an empty list has as few as an empty mapping.
  auto operator<=>(const Leaf&) const = default;
};

/// By check, and what its `*` stand for.
using Statuses = std::map<std::pair<std::uint32_t, std::vector<std::string>>, Status>;

/// A scenario that loses something, or is lied about.
class Witness
{
public:
  Witness(const Judge& judge, const std::filesystem::path& scenario)
      : m_judge{judge}, m_name{fmt::format("{}/{}", judge.policy().vendor,
                                           scenario.filename().string())},
        m_snapshot{snapshot_of(scenario)}
  {
  }

  /// Each document, for each reason why it is not there.
  void lose_documents();
  /// Each value, as if nobody had looked at it then, and as if the vendor had not said.
  void lose_leaves();
  /// Each value as one of another type, and each text as one that nobody foresaw.
  void misread();

  [[nodiscard]] std::size_t tried() const { return m_tried; }

private:
  [[nodiscard]] TenantReport look() const
  {
    return examine(m_judge, m_snapshot, {.now = m_snapshot.taken_at});
  }
  [[nodiscard]] Statuses statuses() const;
  [[nodiscard]] std::set<Leaf> leaves() const;
  [[nodiscard]] bool is_at(const Leaf& leaf, const Address& setting) const;
  [[nodiscard]] bool has_default(const Leaf& leaf) const;
  [[nodiscard]] bool is_foreseen(const Leaf& leaf, const JsonValue& value) const;
  void compare(const TenantReport& before, const std::string& what);
  void compare(const Statuses& before, const std::string& what);
  template<typename Before>
  void with(std::size_t reading, Content content, const Before& before, const std::string& what)
  {
    std::swap(m_snapshot.readings[reading].content, content);
    compare(before, fmt::format("{}: {} {}", m_name,
                                m_snapshot.readings[reading].document.str(), what));
    std::swap(m_snapshot.readings[reading].content, content);
  }

  const Judge& m_judge;
  std::string m_name;
  Snapshot m_snapshot;
  std::size_t m_tried = 0;
  std::size_t m_turn = std::hash<std::string>{}(m_name);
};

Statuses
Witness::statuses() const
{
  Docket docket;
  Statuses found;
  m_judge.judge(m_snapshot, docket);
  for (const auto& each : docket.judgements) {
    found[{each.check, docket.bindings_of(each)}] = each.status;
  }
  return found;
}

/// Whether this check was seen at any place as something else.
bool
was_other(const Statuses& before, std::uint32_t check, Status status)
{
  return std::ranges::any_of(before, [&](const auto& each) {
    return each.first.first == check && each.second != status;
  });
}

void
Witness::compare(const Statuses& before, const std::string& what)
{
  ++m_tried;
  for (const auto& [place, status] : statuses()) {
    const auto was = before.find(place);
    const bool better =
        was == before.end() ? was_other(before, place.first, status) : was->second != status;
    BOOST_TEST(!(status == Status::pass && better),
               what << ": " << m_judge.checks()[place.first].check->id << " passes");
    const bool by_version = !m_judge.checks()[place.first].check->since.empty();
    BOOST_TEST(
        !(status == Status::not_applicable && was != before.end() && better && !by_version),
        what << ": " << m_judge.checks()[place.first].check->id << " does not apply");
  }
}

/// The worse the light, the more; what is not settled may be as good as yellow.
int
order_of(Light light)
{
  return light == Light::green ? 0 : light == Light::yellow ? 1 : 2;
}
constexpr int k_unsettled = 1;

void
Witness::compare(const TenantReport& before, const std::string& what)
{
  const auto after = look();
  const auto is_better = [](const auto& old, bool was_settled, const auto& now, bool settled) {
    return settled && order_of(now.light) < (was_settled ? order_of(old.light) : k_unsettled);
  };
  BOOST_TEST(!is_better(before, before.settled, after, after.settled),
             what << ": the light is " << name_of(after.light));
  BOOST_TEST((!after.score || (before.score && *after.score <= *before.score)),
             what << ": the score goes up");
  BOOST_TEST(after.coverage <= before.coverage, what << ": more is seen");
  for (const auto& [point, now] : after.points) {
    const auto& old = before.points.at(point);
    BOOST_TEST(!is_better(old, old.settled(), now, now.settled()),
               what << ": the point " << name_of(point) << " is " << name_of(now.light));
  }
}

void
Witness::lose_documents()
{
  const auto report = look();
  const auto before = statuses();
  for (std::size_t i = 0; i < m_snapshot.readings.size(); ++i) {
    if (!m_snapshot.readings[i].content) {
      continue;
    }
    for (const auto kind : {Failure::unauthorised, Failure::forbidden, Failure::unreachable,
                            Failure::unexpected}) {
      const auto lost = [&] {
        return tl::unexpected(Error{kind, "It is not there.", "a permission"});
      };
      with(i, lost(), before, std::string{name_of(kind)});
      with(i, lost(), report, std::string{name_of(kind)});
    }
  }
}

std::set<Leaf>
Witness::leaves() const
{
  std::set<Leaf> found;
  const Kept kept = looked_at(m_judge.policy());
  for (const auto& [pattern, pointers] : kept.pointers()) {
    for (std::size_t i = 0; i < m_snapshot.readings.size(); ++i) {
      const auto& reading = m_snapshot.readings[i];
      if (!reading.content || !matches(pattern, reading.document)) {
        continue;
      }
      for (const auto& pointer : pointers) {
        const auto steps = parse_pointer(pointer).value();
        for (const auto& place : places_at(*reading.content, steps)) {
          for (std::size_t n = place.value == nullptr ? 0 : steps.size() + 1; n > 0; --n) {
            const auto end = place.steps.begin() + static_cast<std::ptrdiff_t>(n - 1);
            found.insert({.reading = i,
                          .steps = {place.steps.begin(), end},
                          .is_member = n > 1 && steps[n - 2] == "*",
                          .has_members = n <= steps.size() && steps[n - 1] == "*"});
          }
        }
      }
    }
  }
  return found;
}

/// Whether the leaf is at a setting, or above or below it.
bool
Witness::is_at(const Leaf& leaf, const Address& setting) const
{
  const auto count = std::min(setting.steps.size(), leaf.steps.size());
  return matches(setting.document, m_snapshot.readings[leaf.reading].document) &&
         std::equal(setting.steps.begin(),
                    setting.steps.begin() + static_cast<std::ptrdiff_t>(count),
                    leaf.steps.begin(),
                    [](const auto& a, const auto& b) { return a == "*" || a == b; });
}

/// Whether a missing key means something there.
bool
Witness::has_default(const Leaf& leaf) const
{
  const auto has = [&](const Condition& condition) {
    return condition.absent_means && is_at(leaf, condition.setting);
  };
  return std::ranges::any_of(m_judge.policy().checks, [&](const Check& check) {
    return (check.absent_means && is_at(leaf, check.setting)) ||
           std::ranges::any_of(check.when, has) || std::ranges::any_of(check.confirm, has);
  });
}

/// Whether some expectation speaks about such a value there.
bool
Witness::is_foreseen(const Leaf& leaf, const JsonValue& value) const
{
  const auto speaks = [&](const Address& setting, const Expectation* expect) {
    return expect != nullptr && setting.steps.size() == leaf.steps.size() &&
           is_at(leaf, setting) && expect->match(value) != Match::other_type;
  };
  const auto asks = [&](const Judge::PreparedCondition& each) {
    return speaks(each.condition->setting, each.expect);
  };
  return std::ranges::any_of(m_judge.checks(), [&](const Judge::PreparedCheck& each) {
    return speaks(each.check->setting, each.expect) || std::ranges::any_of(each.when, asks) ||
           std::ranges::any_of(each.confirm, asks);
  });
}

void
Witness::lose_leaves()
{
  for (const bool is_silence : {false, true}) {
    m_snapshot.kept = is_silence ? looked_at(m_judge.policy()) : Kept{};
    const auto before = statuses();
    for (const auto& leaf : leaves()) {
      const auto& content = std::as_const(m_snapshot.readings[leaf.reading].content);
      if (leaf.steps.empty() || leaf.is_member || (is_silence && has_default(leaf))) {
        continue;
      }
      Json less = copy_of(*content);
      const Pointer above(leaf.steps.begin(), leaf.steps.end() - 1);
      auto& holder = const_cast<JsonValue&>(*value_at(less, above));
      if (holder.IsObject()) {
        holder.RemoveMember(leaf.steps.back());
        with(leaf.reading, std::move(less), before,
             fmt::format("without {}{}", pointer_text(leaf.steps),
                         is_silence ? "" : ", which was not kept"));
      }
    }
  }
}

/// Texts and values by kind, so that one of another kind can be put in a value's place.
int
kind_of(const JsonValue& value)
{
  return value.IsBool() ? 1 : value.IsNumber() ? 2 : static_cast<int>(value.GetType()) + 3;
}

void
Witness::misread()
{
  static constexpr std::array k_foreign{"null", "false", "0", R"("nobody foresaw this")",
                                        "[]",   "{}"};
  m_snapshot.kept = looked_at(m_judge.policy());
  const auto before = statuses();
  for (const auto& leaf : leaves()) {
    const auto& content = std::as_const(m_snapshot.readings[leaf.reading].content);
    const auto kind = kind_of(*value_at(*content, leaf.steps));
    for (const char* text : k_foreign) {
      const Json foreign = parse_json(text).value();
      const bool is_empty = foreign.IsArray() || foreign.IsObject();
      // Of all values every third, others in each scenario: all of them would take minutes.
      const bool is_turn = ++m_turn % 3 == 0;
      if (!is_turn || kind_of(foreign) == kind || (leaf.has_members && is_empty) ||
          is_foreseen(leaf, foreign)) {
        continue;
      }
      Json other = copy_of(*content);
      auto& at = const_cast<JsonValue&>(*value_at(other, leaf.steps));
      const auto value = copy_of(foreign);
      at.CopyFrom(value, other.GetAllocator());
      with(leaf.reading, std::move(other), before,
           fmt::format("with {} at {}", text, pointer_text(leaf.steps)));
    }
  }
}

/// Do something to each scenario of each vendor; how often something was taken away.
template<typename Act>
std::size_t
for_each_scenario(Act act)
{
  std::size_t tried = 0;
  const auto catalogue = load_catalogue(k_root).value();
  for (const auto& vendor : vendors_with_policies(k_root)) {
    const auto policy = load_policy(k_root, vendor, catalogue).value();
    const auto judge =
        Judge::prepare(policy, catalogue, JsonValue{rapidjson::kObjectType}).value();
    for (const auto& scenario : scenarios_of(vendor)) {
      Witness witness{judge, scenario};
      act(witness);
      tried += witness.tried();
    }
  }
  return tried;
}

} // namespace

BOOST_AUTO_TEST_SUITE(blindness_test)

BOOST_AUTO_TEST_CASE(a_document_that_is_lost_is_not_rewarded)
{
  BOOST_TEST(for_each_scenario([](Witness& witness) { witness.lose_documents(); }) > 1000U);
}

BOOST_AUTO_TEST_CASE(a_value_that_is_lost_is_not_rewarded)
{
  BOOST_TEST(for_each_scenario([](Witness& witness) { witness.lose_leaves(); }) > 5000U);
}

BOOST_AUTO_TEST_CASE(a_value_that_nobody_foresaw_is_not_rewarded)
{
  BOOST_TEST(for_each_scenario([](Witness& witness) { witness.misread(); }) > 5000U);
}

BOOST_AUTO_TEST_SUITE_END()
