#include "tests/policies/engine/court.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using sample::address;
using sample::check;
using sample::Court;
using sample::json;
using sample::policy;
using sample::snapshot;

BOOST_AUTO_TEST_SUITE(judge_test)

BOOST_AUTO_TEST_CASE(a_value_as_expected_passes_and_another_fails)
{
  Court{check("d#/a/b", "true"), snapshot("d", R"({"a":{"b":true}})")}.expect(Status::pass,
                                                                              Ground::value);
  Court{check("d#/a/b", "true"), snapshot("d", R"({"a":{"b":false}})")}.expect(Status::fail,
                                                                               Ground::value);
}

BOOST_AUTO_TEST_CASE(silence_is_unknown_and_never_a_pass)
{
  for (const char* content : {"{}", R"({"a":{}})", R"({"a":null})", R"({"a":[1]})", "[]"}) {
    Court{check("d#/a/b", "false"), snapshot("d", content)}.expect(Status::unknown,
                                                                   Ground::silent);
  }
}

BOOST_AUTO_TEST_CASE(null_is_a_value_and_not_silence)
{
  Court{check("d#/a", "null"), snapshot("d", R"({"a":null})")}.expect(Status::pass,
                                                                      Ground::value);
  Court{check("d#/a", "null"), snapshot("d", "{}")}.expect(Status::unknown, Ground::silent);
}

BOOST_AUTO_TEST_CASE(a_documented_default_speaks_for_a_missing_key)
{
  Check one = check("d#/a", "true");
  one.absent_means = json("false");

  Court{std::move(one), snapshot("d", "{}")}.expect(Status::fail, Ground::by_default);
}

BOOST_AUTO_TEST_CASE(a_setting_of_a_later_version_does_not_apply_to_an_earlier_one)
{
  Check one = check("d#/a", "true");
  one.since = "10.10";
  Snapshot old = snapshot("d", "{}");
  old.version = "9.11.2";
  Court{std::move(one), std::move(old)}.expect(Status::not_applicable, Ground::not_in_version);

  Check two = check("d#/a", "true");
  two.since = "9.1";
  Snapshot recent = snapshot("d", "{}");
  recent.version = "10.0";
  Court{std::move(two), std::move(recent)}.expect(Status::unknown, Ground::silent);
}

BOOST_AUTO_TEST_CASE(what_could_not_be_asked_is_no_verdict_about_the_tenant)
{
  struct Row
  {
    Failure kind;
    Status status;
  };
  for (const auto row :
       {Row{Failure::forbidden, Status::unknown}, Row{Failure::unauthorised, Status::error},
        Row{Failure::unreachable, Status::error}, Row{Failure::unexpected, Status::error},
        Row{Failure::left_out, Status::unknown},
        Row{Failure::unsupported, Status::not_applicable}}) {
    Snapshot read = snapshot("d", "{}");
    read.readings[0].content = fail(row.kind, "why", "scope:x");
    Court{check("d#/a", "true"), std::move(read)}.expect(row.status, Ground::gap);
  }
  Court{check("other#/a", "true"), snapshot("d", "{}")}.expect(Status::unknown,
                                                               Ground::not_read);
}

BOOST_AUTO_TEST_CASE(a_condition_that_does_not_hold_makes_the_check_not_applicable)
{
  const auto conditional = [] {
    Check one = check("d#/days", R"({"type":"integer","maximum":"$days"})");
    one.when.push_back({address("d#/on"), json("true"), std::nullopt});
    return one;
  };
  Court{conditional(), snapshot("d", R"({"on":false})")}.expect(Status::not_applicable,
                                                                Ground::condition_unmet);
  Court{conditional(), snapshot("d", R"({"days":9})")}.expect(Status::unknown,
                                                              Ground::condition_unknown);
  Court{conditional(), snapshot("d", R"({"on":true,"days":31})")}.expect(Status::fail,
                                                                         Ground::value);
}

BOOST_AUTO_TEST_CASE(a_star_judges_every_member_with_its_own_condition)
{
  Check one = check("boards/*#/prefs/selfJoin", "false");
  one.when.push_back({address("boards/*#/closed"), json("false"), std::nullopt});
  Snapshot read = snapshot("boards/1", R"({"closed":false,"prefs":{"selfJoin":true}})");
  read.readings.push_back(
      {"boards/2", "", {}, parse_json(R"({"closed":true,"prefs":{"selfJoin":true}})")});
  read.readings.push_back({"boards/3", "", {}, fail(Failure::forbidden, "no", "read")});

  const Court court{std::move(one), std::move(read)};

  BOOST_TEST_REQUIRE(court.judgements.size() == 3U);
  BOOST_TEST((court.judgements[0].status == Status::fail));
  BOOST_TEST((court.judgements[1].status == Status::not_applicable));
  BOOST_TEST((court.judgements[2].status == Status::unknown));
}

BOOST_AUTO_TEST_CASE(no_members_is_not_applicable_unless_the_list_itself_could_not_be_read)
{
  const auto law = [] { return check("d#/list/*/on", "true"); };
  Court{law(), snapshot("d", R"({"list":{}})")}.expect(Status::not_applicable,
                                                       Ground::nothing_there);
  Court{law(), snapshot("d", "{}")}.expect(Status::unknown, Ground::silent);
  Court{check("boards/*#/x", "true"), snapshot("d", "{}")}.expect(Status::unknown,
                                                                  Ground::not_read);
}

BOOST_AUTO_TEST_CASE(a_setting_passes_only_when_what_is_there_agrees)
{
  struct Row
  {
    const char* content;
    Status status;
    Ground ground;
  };
  for (const auto& row : {Row{R"({"days":30,"oldest":12})", Status::pass, Ground::value},
                          Row{R"({"days":30,"oldest":99})", Status::fail, Ground::contradicted},
                          Row{R"({"days":30})", Status::unknown, Ground::unconfirmed},
                          Row{R"({"days":90,"oldest":12})", Status::fail, Ground::value},
                          Row{R"({"oldest":12})", Status::unknown, Ground::silent}}) {
    Check one = check("d#/days", R"({"type":"integer","maximum":"$days"})");
    one.confirm.push_back(
        {address("d#/oldest"), json(R"({"type":"integer","maximum":"$days"})"), std::nullopt});
    Court{std::move(one), snapshot("d", row.content)}.expect(row.status, row.ground);
  }
}

BOOST_AUTO_TEST_CASE(partners_decide_together_and_for_each_member_by_itself)
{
  const auto limited = [] {
    Check one = check("users/*#/minutes", R"({"type":"integer","minimum":1,"maximum":60})");
    one.confirm.push_back({address("users/*#/extended"), json("false"), json("false")});
    one.confirm.push_back({address("account#/enforced"), json("true"), std::nullopt});
    return one;
  };
  Snapshot read = snapshot("account", R"({"enforced":true})");
  for (const auto& [name, content] :
       {std::pair{"users/a", R"({"minutes":30,"extended":true})"},
        std::pair{"users/b", R"({"minutes":30})"}, std::pair{"users/c", R"({"minutes":90})"}}) {
    read.readings.push_back({name, "", {}, parse_json(content)});
  }
  read.seal();
  const Court court{limited(), std::move(read)};
  BOOST_TEST_REQUIRE(court.judgements.size() == 3U);
  BOOST_TEST((court.judgements[0].ground == Ground::contradicted));
  BOOST_TEST(court.judgements[0].confirm == 0);
  BOOST_TEST((court.judgements[1].status == Status::pass));
  BOOST_TEST((court.judgements[2].ground == Ground::value));

  Snapshot unseen = snapshot("users/a", R"({"minutes":30,"extended":true})");
  Court{limited(), std::move(unseen)}.expect(Status::fail, Ground::contradicted);
  Snapshot silent = snapshot("users/a", R"({"minutes":30})");
  const Court doubtful{limited(), std::move(silent)};
  doubtful.expect(Status::unknown, Ground::unconfirmed);
  BOOST_TEST(doubtful.judgements[0].confirm == 1);
}

BOOST_AUTO_TEST_CASE(a_compound_value_is_judged_whole)
{
  const char* retention = R"({"type":"object","properties":{"type":"days",
      "days":{"type":"integer","minimum":1,"maximum":"$days"}}})";
  Court{check("d#/r", retention), snapshot("d", R"({"r":{"type":"days","days":30}})")}.expect(
      Status::pass, Ground::value);
  Court{check("d#/r", retention), snapshot("d", R"({"r":{"type":"forever","days":30}})")}
      .expect(Status::fail, Ground::value);
  Court{check("d#/r", retention), snapshot("d", R"({"r":{"days":30}})")}.expect(
      Status::unknown, Ground::other_type);
}

BOOST_AUTO_TEST_CASE(a_value_that_the_specification_does_not_name_is_unknown)
{
  struct Row
  {
    const char* known;
    const char* expect;
    const char* value;
    Status status;
    Ground ground;
  };
  for (const auto& row : {
           Row{R"(["private","org","public"])", R"({"enum":["private","org"]})", "\"public\"",
               Status::fail, Ground::value},
           Row{R"(["private","org","public"])", R"({"enum":["private","org"]})",
               "\"members-only\"", Status::unknown, Ground::unforeseen},
           Row{R"(["private","org","public"])", R"({"enum":["private","org"]})", "null",
               Status::unknown, Ground::other_type},
           Row{"[30,60]", R"({"type":"integer","maximum":30})", "30.0", Status::pass,
               Ground::value},
           Row{"[30,60]", R"({"type":"integer","maximum":30})", "14", Status::unknown,
               Ground::unforeseen},
           Row{"[null]", R"({"type":"string"})", "null", Status::fail, Ground::value},
           Row{"[null]", R"({"type":"string"})", "\"2027-01-01\"", Status::pass, Ground::value},
           Row{R"(["a","b"])", R"({"type":"array","items":{"not":{"enum":["b"]}}})",
               R"(["b","c"])", Status::unknown, Ground::unforeseen},
       }) {
    Check one = check("d#/a", row.expect);
    one.known = json(row.known);
    Court{std::move(one), snapshot("d", std::string{R"({"a":)"} + row.value + "}")}.expect(
        row.status, row.ground);
  }
}

BOOST_AUTO_TEST_CASE(a_condition_does_not_take_a_value_that_nobody_foresaw_for_another)
{
  struct Row
  {
    const char* type;
    Status when;
    Status confirm;
  };
  for (const auto& row : {Row{"\"days\"", Status::pass, Status::pass},
                          Row{"\"ever\"", Status::not_applicable, Status::fail},
                          Row{"\"smart\"", Status::unknown, Status::unknown},
                          Row{"7", Status::unknown, Status::unknown}}) {
    for (const bool confirms : {false, true}) {
      Check type = check("d#/type", R"({"enum":["days"]})");
      type.known = json(R"(["days","ever"])");
      Check days = check("d#/days", R"({"type":"integer","maximum":30})");
      (confirms ? days.confirm : days.when)
          .push_back({address("d#/type"), json("\"days\""), {}});
      Policy both = policy(std::move(type));
      both.checks.push_back(std::move(days));
      const auto laws = sample::catalogue();
      const auto judge = Judge::prepare(both, laws, json("{}")).value();
      const auto tenant = snapshot("d", std::string{R"({"days":9,"type":)"} + row.type + "}");
      Docket docket;
      judge.judge(tenant, docket);
      BOOST_TEST((docket.judgements[1].status == (confirms ? row.confirm : row.when)),
                 row.type << (confirms ? " confirms" : " decides"));
    }
  }
}

BOOST_AUTO_TEST_CASE(what_does_not_apply_needs_no_members)
{
  struct Row
  {
    const char* plan;
    Status status;
    Ground ground;
  };
  for (const auto& row : {Row{R"("paid")", Status::unknown, Ground::too_few},
                          Row{R"("free")", Status::not_applicable, Ground::condition_unmet},
                          Row{"null", Status::unknown, Ground::too_few}}) {
    Check one = check("d#/l/*/on", "true");
    one.at_least = 1;
    one.when.push_back({address("d#/plan"), json("\"paid\""), {}});
    one.when.push_back(
        {address("d#/l/*/used"), json("true"), {}}); // Of members there are none.
    Court{std::move(one), snapshot("d", std::string{R"({"l":{},"plan":)"} + row.plan + "}")}
        .expect(row.status, row.ground);
  }
}

BOOST_AUTO_TEST_CASE(fewer_members_than_there_have_to_be_are_no_pass)
{
  const auto at_least = [](std::string_view setting, std::string_view expect) {
    Check one = check(setting, expect);
    one.at_least = 2;
    return one;
  };
  const char* no_x = R"({"type":"array","items":{"not":{"enum":["x"]}}})";
  Court{check("d#/l", no_x), snapshot("d", R"({"l":[]})")}.expect(Status::pass, Ground::value);
  Court{at_least("d#/l", no_x), snapshot("d", R"({"l":["a"]})")}.expect(Status::unknown,
                                                                        Ground::too_few);
  Court{at_least("d#/l", no_x), snapshot("d", R"({"l":["x"]})")}.expect(Status::fail,
                                                                        Ground::value);
  Court{at_least("d#/l", no_x), snapshot("d", R"({"l":["a","b"]})")}.expect(Status::pass,
                                                                            Ground::value);
  Court{at_least("d#/l/*", "true"), snapshot("d", R"({"l":{}})")}.expect(Status::unknown,
                                                                         Ground::too_few);
  const Court one{at_least("d#/l/*", "true"), snapshot("d", R"({"l":[true]})")};
  BOOST_TEST_REQUIRE(one.judgements.size() == 2U);
  BOOST_TEST((one.judgements[0].status == Status::pass));
  BOOST_TEST((one.judgements[1].ground == Ground::too_few));
  const Court two{at_least("d#/l/*", "true"), snapshot("d", R"({"l":[true,true]})")};
  BOOST_TEST(two.judgements.size() == 2U);
}

BOOST_AUTO_TEST_CASE(what_a_lock_above_holds_need_not_be_looked_at)
{
  struct Row
  {
    const char* locks;
    Status status;
    Ground ground;
  };
  for (const auto& row : {Row{R"({"on":true})", Status::not_applicable, Ground::locked},
                          Row{R"({"on":false})", Status::unknown, Ground::gap},
                          Row{"{}", Status::unknown, Ground::gap}}) {
    Check one = check("users/*#/on", "false");
    one.remedy.lock = address("locks#/on");
    Snapshot read = snapshot("locks", row.locks);
    read.readings.push_back({"users/*", "", {}, fail(Failure::left_out, "1 of 9 were read")});
    Court{std::move(one), std::move(read)}.expect(row.status, row.ground);
  }
}

BOOST_AUTO_TEST_CASE(hints_from_another_document_do_not_change_a_verdict)
{
  const Catalogue catalogue = sample::catalogue();
  const Policy law = policy(check("d#/b/c", "1"));
  const Judge judge = Judge::prepare(law, catalogue, json("{}")).value();
  Docket docket;
  const auto verdict_on = [&](const char* content) {
    const Snapshot read = snapshot("d", content);
    judge.judge(read, docket);
    return docket.judgements.at(0).status;
  };
  for (const char* content : {R"({"a":0,"b":{"c":1}})", R"({"b":{"x":0,"c":1}})",
                              R"({"z":1,"y":2,"x":3,"b":{"c":1}})"}) {
    BOOST_TEST((verdict_on(content) == Status::pass));
  }
  BOOST_TEST((verdict_on("{}") == Status::unknown));
}

BOOST_AUTO_TEST_SUITE_END()
