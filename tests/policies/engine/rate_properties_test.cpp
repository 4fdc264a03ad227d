// The properties of checklist.md section 2.4, over all states of a small tenant.

#include "policies/engine/rate.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace klausur;

namespace {

enum class State { pass, fail, waived, unknown, not_applicable };
constexpr int k_states = 5;
constexpr int k_findings = 5;
constexpr int k_codes = 3125; // 5 to the power of 5

/// Five findings: two of one control, two controls of the same point, one of another point.
/// In some tenants others are well seen beside them.
struct Small
{
  std::array<Severity, k_findings> severities;
  int lowest;
  int highest;
  bool has_more = false;
  bool is_readable = true;
  Knobs knobs{};

  std::vector<Control> controls = std::vector<Control>(7);
  Variant variant{.id = "x", .lifecycle = "supported"};

  void prepare()
  {
    constexpr std::array points{Point::ENC, Point::ENC, Point::CON, Point::RET,
                                Point::PRO, Point::AVV, Point::EUR};
    for (std::size_t i = 0; i < controls.size(); ++i) {
      controls[i].id = std::string(1, static_cast<char>('A' + i));
      controls[i].point = points.at(i);
      controls[i].severity = i < 4 ? severities.at(i + 1) : Severity::critical;
    }
  }
  [[nodiscard]] std::vector<Finding> findings(int code) const
  {
    std::vector<Finding> made;
    constexpr std::array of_control{0, 0, 1, 2, 3};
    for (std::size_t i = 0; i < k_findings; ++i, code /= k_states) {
      const auto state = static_cast<State>(code % k_states);
      made.push_back({.control = &controls.at(of_control.at(i)), .severity = severities.at(i)});
      made.back().status = state == State::pass             ? Status::pass
                           : state == State::unknown        ? Status::unknown
                           : state == State::not_applicable ? Status::not_applicable
                                                            : Status::fail;
      if (state == State::waived) {
        made.back().waived = Waiver{};
      }
    }
    for (std::size_t i = 4; has_more && i < controls.size(); ++i) {
      made.push_back({.control = &controls[i], .severity = Severity::critical});
      made.back().status = Status::pass;
    }
    return made;
  }
  [[nodiscard]] Exposure exposure() const
  {
    return lowest == highest
               ? Exposure{.variant = &variant,
                          .total = lowest,
                          .band = std::string{band_of(lowest)}}
               : Exposure{.candidates = {&variant}, .lowest = lowest, .highest = highest};
  }
  [[nodiscard]] Rating rating(int code) const
  {
    return rating_of(states_of(findings(code)), exposure(), is_readable, knobs);
  }
};

std::vector<Small>
small_tenants()
{
  using enum Severity;
  std::vector<Small> all;
  for (const auto& severities : {std::array{critical, high, medium, medium, low},
                                 std::array{medium, medium, medium, high, high},
                                 std::array{low, critical, low, high, critical},
                                 std::array{high, high, high, high, high}}) {
    for (const auto& [lowest, highest] :
         {std::pair{1, 1}, std::pair{6, 6}, std::pair{12, 12}, std::pair{2, 9}}) {
      for (const int bits : {0, 1, 3, 4}) {
        all.push_back({.severities = severities,
                       .lowest = lowest,
                       .highest = highest,
                       .has_more = (bits & 1) != 0,
                       .is_readable = bits != 4,
                       .knobs = {.allow_green_for_medium = (bits & 2) != 0}});
      }
    }
  }
  return all;
}

State
state_at(int code, int finding)
{
  for (int i = 0; i < finding; ++i) {
    code /= k_states;
  }
  return static_cast<State>(code % k_states);
}

int
with_state(int code, int finding, State state)
{
  int place = 1;
  for (int i = 0; i < finding; ++i) {
    place *= k_states;
  }
  return code + (static_cast<int>(state) - static_cast<int>(state_at(code, finding))) * place;
}

/// GREEN, YELLOW, YELLOW not settled, grey; red ends the order.
int
order_of(Light light, bool settled)
{
  switch (light) {
  case Light::green:
    return 0;
  case Light::yellow:
    return settled ? 1 : 2;
  case Light::grey:
    return 3;
  case Light::red:
    return 4;
  }
  return 4;
}

/// Call `check` for every change of one finding from `from` to `to` in every small tenant.
template<typename Check>
void
for_each_change(std::initializer_list<State> from, State to, Check check)
{
  int changes = 0;
  int wrong = 0;
  for (auto& tenant : small_tenants()) {
    tenant.prepare();
    std::vector<Rating> ratings;
    for (int code = 0; code < k_codes; ++code) {
      ratings.push_back(tenant.rating(code));
    }
    for (int code = 0; code < k_codes; ++code) {
      for (int i = 0; i < k_findings; ++i) {
        if (std::ranges::find(from, state_at(code, i)) != from.end()) {
          const auto& before = ratings[static_cast<std::size_t>(code)];
          const auto& after = ratings[static_cast<std::size_t>(with_state(code, i, to))];
          wrong += check(before, after) ? 0 : 1;
          ++changes;
        }
      }
    }
  }
  BOOST_TEST(wrong == 0, wrong << " of " << changes);
  BOOST_TEST(changes > 100000);
}

template<typename Holds>
bool
at_all_points(const Rating& before, const Rating& after, Holds holds)
{
  return std::ranges::all_of(k_counted, [&](Point point) {
    return holds(before.points.at(point), after.points.at(point));
  });
}

} // namespace

BOOST_AUTO_TEST_SUITE(rate_properties_test)

BOOST_AUTO_TEST_CASE(a_pass_that_becomes_a_fail_never_gives_a_better_colour)
{
  for_each_change({State::pass}, State::fail, [](const Rating& before, const Rating& after) {
    const auto no_better = [](const auto& a, const auto& b) {
      return b.proven >= a.proven && b.at_worst >= a.at_worst &&
             (a.light == Light::grey || b.light >= a.light);
    };
    return no_better(before, after) && at_all_points(before, after, no_better) &&
           (before.light != Light::grey || after.light != Light::green) &&
           after.score.value_or(0) <= before.score.value_or(0);
  });
}

BOOST_AUTO_TEST_CASE(blindness_never_gives_a_better_settled_light_nor_a_better_score)
{
  for_each_change(
      {State::pass, State::fail, State::waived, State::not_applicable}, State::unknown,
      [](const Rating& before, const Rating& after) {
        const bool light = !after.settled || (before.settled && before.light == after.light);
        const bool score = !after.score || (before.score && *after.score <= *before.score);
        const bool points =
            at_all_points(before, after, [](const PointLight& a, const PointLight& b) {
              return !b.settled() || (a.settled() && a.light == b.light);
            });
        return light && score && points;
      });
}

BOOST_AUTO_TEST_CASE(a_pass_that_is_lost_from_sight_never_moves_up)
{
  for_each_change({State::pass}, State::unknown, [](const Rating& before, const Rating& after) {
    return order_of(after.light, after.settled) >= order_of(before.light, before.settled) &&
           (before.light == Light::red) == (after.light == Light::red) &&
           at_all_points(before, after, [](const PointLight& a, const PointLight& b) {
             return order_of(b.light, b.settled()) >= order_of(a.light, a.settled());
           });
  });
}

BOOST_AUTO_TEST_CASE(a_fail_that_is_lost_from_sight_is_never_green_and_settled)
{
  for_each_change({State::fail}, State::unknown, [](const Rating& before, const Rating& after) {
    return after.proven <= before.proven && after.at_worst >= before.at_worst &&
           (before.light == Light::green || after.light != Light::green);
  });
}

BOOST_AUTO_TEST_CASE(the_same_findings_in_any_order_give_the_same_light)
{
  int wrong = 0;
  for (auto& tenant : small_tenants()) {
    tenant.prepare();
    for (int code = 0; code < k_codes; ++code) {
      auto turned = tenant.findings(code);
      std::ranges::reverse(turned);
      const auto a = tenant.rating(code);
      const auto b =
          rating_of(states_of(turned), tenant.exposure(), tenant.is_readable, tenant.knobs);
      wrong += a.light == b.light && a.settled == b.settled && a.proven == b.proven &&
                       a.at_worst == b.at_worst && a.score == b.score &&
                       a.coverage == b.coverage
                   ? 0
                   : 1;
    }
  }
  BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(a_light_is_the_band_and_the_number_of_yellow_points)
{
  int wrong = 0;
  for (auto& tenant : small_tenants()) {
    tenant.prepare();
    for (int code = 0; code < k_codes; ++code) {
      const auto rating = tenant.rating(code);
      CountedLights proven{};
      CountedLights at_worst{};
      for (std::size_t i = 0; i < k_counted.size(); ++i) {
        proven.at(i) = rating.points.at(k_counted.at(i)).proven;
        at_worst.at(i) = rating.points.at(k_counted.at(i)).at_worst;
      }
      const bool knob = tenant.knobs.allow_green_for_medium;
      const bool is_table = rating.proven == overall_light(tenant.lowest, proven, knob) &&
                            rating.at_worst == overall_light(tenant.highest, at_worst, knob);
      const bool is_rated = tenant.is_readable && rating.coverage >= k_least_coverage;
      const Light wanted = rating.proven == Light::red        ? Light::red
                           : !is_rated                        ? Light::grey
                           : rating.proven == rating.at_worst ? rating.proven
                                                              : Light::yellow;
      wrong +=
          is_table && rating.light == wanted && rating.score.has_value() == is_rated ? 0 : 1;
    }
  }
  BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_SUITE_END()
