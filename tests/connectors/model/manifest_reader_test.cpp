#include "connectors/format/yaml.hpp"
#include "connectors/model/manifest_reader.hpp"
#include "connectors/model/scopes.hpp"
#include "connectors/rest/facts/kinds.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>

using namespace klausur;

namespace {

constexpr std::string_view k_factors = R"(
    factors:
      J: {value: 1, reason: {en: a, de: b}, source: s, as_of: 2026-11-24, verified: true}
      H: {value: 2, reason: {en: a, de: b}, source: s, as_of: 2026-11-24, verified: true}
      C: {value: 0, reason: {en: a, de: b}, source: s, as_of: 2026-11-24, verified: true}
      P: {value: 0, reason: {en: a, de: b}, source: s, as_of: 2026-11-24, verified: true}
      E: {value: 0, reason: {en: a, de: b}, source: s, as_of: 2026-11-24, verified: true}
      O: {value: 0, reason: {en: a, de: b}, source: s, as_of: 2026-11-24, verified: true}
      B: {value: 0, reason: {en: a, de: b}, source: s, as_of: 2026-11-24, verified: true}
)";

/// A manifest with two plans, an app's form and documents for two tokens, then `more`.
Result<Manifest>
manifest(std::string_view more)
{
  constexpr std::string_view head = R"(
vendor: v
title: {en: V, de: V}
plans: [Free, Paid]
app:
  steps: [{en: do, de: tun}]
  form: {scopes: {user: [], bot: []}, kept: {a: 1}}
  scopes_at: {user: /scopes/user, bot: /scopes/bot}
  parts:
    - {token: bot, form: {bot_user: {name: x}}}
    - {plan: Paid, form: {kept: {a: 2, b: 3}}}
documents:
  - {name: both, read: {get: /a}, write: {put: /a}, needs: {read: {scopes: [s.read]}, write: {scopes: [s.write]}}}
  - {name: again, read: {get: /b}, needs: {read: {scopes: [s.read], classic: [old]}}}
  - {name: few, read: {get: /c}, needs: {read: {scopes: [f.read], up_to: Free}}}
  - {name: bots, read: {get: /d}, needs: {read: {scopes: [b.read], token: bot, plan: Paid}}}
)";
  SourceFile file{.name = "v.yaml", .text = std::string{head} + std::string{more}, .json = {}};
  file.json = parse_yaml(file.text, "v.yaml").value();
  return manifest_from(file, fact_kinds());
}

std::string
variants(std::string_view second)
{
  return fmt::format(
      "variants:\n  - id: first\n    title: {{en: F, de: F}}\n    when: {{setting: "
      "both#/plan, expect: a}}\n    dpa_mode: clickwrap\n    lifecycle: supported"
      "\n    not_applicable: {{DP-A: {{en: x, de: y}}}}{}{}",
      k_factors, second);
}

std::string
names_of(const std::vector<NeededScope>& scopes)
{
  std::string text;
  for (const auto& scope : scopes) {
    text +=
        fmt::format("{} {}({}); ", scope.token, scope.name, fmt::join(scope.documents, " "));
  }
  return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(manifest_reader_test)

BOOST_AUTO_TEST_CASE(a_variant_takes_from_the_one_it_is_like_what_it_does_not_say)
{
  const auto read = manifest(variants(R"(
  - id: second
    like: first
    title: {en: S, de: S}
    lifecycle: retired
    not_applicable: {DP-B: {en: x, de: y}}
    factors:
      H: {value: 0, reason: {en: own, de: own}, source: s, as_of: 2026-11-25, verified: false}
)"));

  BOOST_TEST_REQUIRE(read.has_value(), (read ? "" : read.error().what));
  const auto& second = read->variants.at(1);
  BOOST_TEST(second.id == "second");
  BOOST_TEST(second.when_setting.empty());
  BOOST_TEST(second.dpa_mode == "clickwrap");
  BOOST_TEST(second.lifecycle == "retired");
  BOOST_TEST(second.not_applicable.size() == 2U);
  BOOST_TEST(second.factors.size() == 7U);
  const auto factor = [&](std::string_view name) {
    return *std::ranges::find(second.factors, name, &Factor::name);
  };
  BOOST_TEST(factor("J").value == 1);
  BOOST_TEST(factor("H").value == 0);
  BOOST_TEST(factor("H").reason.en == "own");
  BOOST_TEST(read->variants.at(0).factors.at(1).value == 2);
}

BOOST_AUTO_TEST_CASE(a_variant_that_is_like_none_above_or_lacks_something_is_refused)
{
  struct Row
  {
    const char* second;
    const char* error;
  };
  for (const auto& row :
       {Row{"  - {id: s, like: frist, title: {en: S, de: S}}\n", "did you mean \"first\"?"},
        Row{"  - {id: s, like: s, title: {en: S, de: S}}\n", "no variant \"s\" stands above"},
        Row{"  - {id: s, title: {en: S, de: S}, dpa_mode: none, lifecycle: retired}\n",
            "the factor J is missing"},
        Row{"  - {id: s, title: {en: S, de: S}}\n", "dpa_mode is missing"}}) {
    const auto read = manifest(variants(row.second));

    BOOST_TEST_REQUIRE(!read.has_value());
    BOOST_TEST(read.error().what.find(row.error) != std::string::npos, read.error().what);
  }
}

BOOST_AUTO_TEST_CASE(what_must_be_read_is_one_document_that_the_manifest_has)
{
  BOOST_TEST(manifest("mandatory: [both, few]\n")->mandatory ==
             (std::vector<std::string>{"both", "few"}));
  for (const char* wrong : {"mandatory: [bth]\n", "  - {name: x/*, read: {get: /x}}\n"
                                                  "mandatory: [x/*]\n"}) {
    const auto read = manifest(wrong);
    BOOST_TEST_REQUIRE(!read.has_value());
    BOOST_TEST(read.error().what.find("no single document") != std::string::npos,
               read.error().what);
  }
}

BOOST_AUTO_TEST_CASE(the_ends_of_support_are_dated_and_a_release_is_named_by_its_numbers)
{
  const std::string facts = "support: [{source: s, as_of: 2026-06-16, verified: true, until: ";
  const auto read = manifest(variants("") + facts + "{\"11.7\": 2027-05-15}}]\n");
  BOOST_TEST_REQUIRE(read.has_value());
  BOOST_TEST_REQUIRE(read->support.size() == 1U);
  BOOST_TEST(read->support.front().as_of == "2026-06-16");
  BOOST_TEST(read->support.front().until.at("11.7") == "2027-05-15");

  for (const auto* release : {"v11", "11.", ".7", "11.x"}) {
    const auto refused =
        manifest(variants("") + facts + fmt::format("{{\"{}\": 2027-05-15}}}}]\n", release));
    BOOST_TEST_REQUIRE(!refused.has_value(), release);
    BOOST_TEST((refused.error().what.find("is no release") != std::string::npos),
               refused.error().what);
  }
}

BOOST_AUTO_TEST_CASE(a_refusal_cannot_mean_that_there_is_nothing)
{
  for (const char* status : {"401", "403"}) {
    const auto read = manifest(fmt::format(
        "  - {{name: x, read: {{get: /x}}, statuses: {{{}: unsupported}}}}\n", status));
    BOOST_TEST_REQUIRE(!read.has_value());
    BOOST_TEST(read.error().what.find("write forbidden") != std::string::npos,
               read.error().what);
  }
  BOOST_TEST(
      manifest("  - {name: x, read: {get: /x}, statuses: {404: unsupported}}\n").has_value());
}

BOOST_AUTO_TEST_CASE(a_plan_that_is_not_listed_and_a_form_without_its_place_are_refused)
{
  const auto plan = manifest("  - {name: x, read: {get: /x}, needs: {read: {plan: Pad}}}\n");
  const auto misplaced = [] {
    SourceFile file{.name = "v.yaml",
                    .text = "vendor: v\napp: {steps: [{en: a, de: b}], form: {a: {}}, "
                            "scopes_at: {user: /a}}\n",
                    .json = {}};
    file.json = parse_yaml(file.text, "v.yaml").value();
    return manifest_from(file, fact_kinds());
  }();

  BOOST_TEST_REQUIRE(!plan.has_value());
  BOOST_TEST(plan.error().what.find("did you mean \"Paid\"?") != std::string::npos,
             plan.error().what);
  BOOST_TEST_REQUIRE(!misplaced.has_value());
  BOOST_TEST(misplaced.error().what.find("no empty list stands at /a") != std::string::npos,
             misplaced.error().what);
}

BOOST_AUTO_TEST_CASE(a_document_that_contradicts_itself_is_refused_at_its_line)
{
  struct Row
  {
    const char* document;
    const char* error;
  };
  for (const auto& row :
       {Row{"read: {host: x}", "names no method: write one of get, post"},
        Row{"read: {get: /x, post: /x}", "names two methods"},
        Row{"read: {get: /x, list: {items: x}}", "must begin with /"},
        Row{"read: {get: /x, list: {items: /x, paging: {pages: {into: p, first: 0, ends: "
            "total}}}}",
            "says no `total` to end with"},
        Row{"read: {get: /x, each: nobody#/*}", "must stand above"},
        Row{"read: {get: /x}, facts: [{age: {of: /at}}]", "takes the items of a list"},
        Row{"read: {get: /x, list: {items: /x}}, facts: [{durations: [/kept]}]",
            "looks at one object"},
        Row{"read: {get: /x, list: {items: /x, key: /id}}, facts: [{age: {of: /at}}]",
            "say one of them"},
        Row{"read: {get: /x, list: {items: /x}}, facts: [{aeg: {of: /at}}]",
            "did you mean \"age\"?"},
        Row{"read: {get: /x}, statuses: {404: gone}", "is not an HTTP status and a kind"}}) {
    const auto read = manifest(fmt::format("  - {{name: x, {}}}\n", row.document));

    BOOST_TEST_REQUIRE(!read.has_value(), row.document);
    BOOST_TEST(read.error().what.starts_with("v.yaml:17:"), read.error().what);
    BOOST_TEST(read.error().what.find(row.error) != std::string::npos, read.error().what);
  }
}

BOOST_AUTO_TEST_CASE(two_facts_that_claim_one_value_are_refused_and_others_go_together)
{
  const auto with = [](const char* facts) {
    return manifest(fmt::format(
        "  - {{name: x, read: {{get: /x, list: {{items: /x}}}}, facts: [{}]}}\n", facts));
  };
  const auto twice = with("{age: {of: /at}}, {count: {numbers: {all: {}, count: {}}}}");
  const auto any = with("{count: {numbers: {a: {}}}}, "
                        "{newest: {by: /n, time: /t, values: {value: /v}}}");
  const auto apart = with("{age: {of: /at}}, {count: {numbers: {all: {}}}}");

  BOOST_TEST_REQUIRE(!twice.has_value());
  BOOST_TEST(twice.error().what.find("/count is given by the fact at place 1") !=
                 std::string::npos,
             twice.error().what);
  BOOST_TEST_REQUIRE(!any.has_value());
  BOOST_TEST(any.error().what.find("/*/value is given by the fact at place 1") !=
                 std::string::npos,
             any.error().what);
  BOOST_TEST_REQUIRE(apart.has_value(), (apart ? "" : apart.error().what));
  BOOST_TEST(apart->entry_of("x")->facts.size() == 2U);
}

BOOST_AUTO_TEST_CASE(permissions_are_those_of_the_plan_and_of_the_use)
{
  const auto read = manifest("").value();

  BOOST_TEST(names_of(needed_scopes(read, {})) ==
             "bot b.read(bots); user f.read(few); user s.read(both again); ");
  BOOST_TEST(names_of(needed_scopes(read, {.plan = "Free"})) ==
             "user f.read(few); user s.read(both again); ");
  BOOST_TEST(names_of(needed_scopes(read, {.writing = true, .plan = "Paid"})) ==
             "bot b.read(bots); user s.read(both again); user s.write(both); ");
  BOOST_TEST(names_of(needed_scopes(read, {.classic = true})) == "user old(again); ");
}

BOOST_AUTO_TEST_CASE(a_form_holds_the_permissions_and_the_parts_that_are_needed)
{
  const auto read = manifest("").value();
  const auto form = [&](const char* plan) {
    return to_text(filled_form(read, needed_scopes(read, {.plan = plan}), plan));
  };

  BOOST_TEST(form("Free") ==
             R"({"scopes":{"user":["f.read","s.read"],"bot":[]},"kept":{"a":1}})");
  BOOST_TEST(form("Paid") == R"({"scopes":{"user":["s.read"],"bot":["b.read"]},)"
                             R"("kept":{"a":2,"b":3},"bot_user":{"name":"x"}})");
}

BOOST_AUTO_TEST_CASE(who_is_asked_is_told_once_each)
{
  const auto with = [](std::string_view questions) {
    return manifest(fmt::format("identity:\n{}{}", questions, variants("")));
  };

  const auto good = with("  - {read: {get: /me}, holder: /id}\n"
                         "  - {read: {post: /home}, id: [/org, /team]}\n");
  const auto nobody = with("  - {read: {get: /me}, holder: /id}\n");
  const auto twice =
      with("  - {read: {get: /me}, id: [/id]}\n  - {read: {get: /a}, id: [/b]}\n");
  const auto nothing = with("  - {read: {get: /me}}\n");

  BOOST_TEST_REQUIRE(good.has_value(), (good ? "" : good.error().what));
  BOOST_TEST(good->identity.size() == 2U);
  BOOST_TEST(good->identity[1].entry.read.method == "POST");
  BOOST_TEST(good->identity[1].id.size() == 2U);
  for (const auto* bad : {&nobody, &twice, &nothing}) {
    BOOST_TEST_REQUIRE(!bad->has_value());
    BOOST_TEST(bad->error().what.find("v.yaml:") == 0U, bad->error().what);
  }
}

BOOST_AUTO_TEST_SUITE_END()
