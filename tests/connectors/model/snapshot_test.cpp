#include "connectors/model/snapshot.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(snapshot_test)

BOOST_AUTO_TEST_CASE(a_snapshot_reads_back_with_its_gaps)
{
  Snapshot snapshot{.tenant = "t", .vendor = "v", .taken_at = Time{std::chrono::seconds{1}}};
  snapshot.readings.push_back({"b", "GET /b", {}, parse_json(R"({"x":1})")});
  snapshot.readings.push_back({"a", "GET /a", {}, fail(Failure::forbidden, "no", "read:a")});
  snapshot.seal();

  const auto again = snapshot_from_json(to_json(snapshot));

  BOOST_TEST_REQUIRE(again.has_value());
  BOOST_TEST(to_text(to_json(*again)) == to_text(to_json(snapshot)));
  BOOST_TEST(again->find("a")->content.error().scope == "read:a");
}

BOOST_AUTO_TEST_CASE(what_was_kept_reads_back_and_nothing_known_stays_nothing)
{
  Snapshot snapshot{.tenant = "t", .vendor = "v"};
  const auto again = [&] { return snapshot_from_json(to_json(snapshot)).value(); };
  BOOST_TEST(!again().kept.has_value());
  BOOST_TEST(!again().kept_at({"d", {"a"}}));

  Kept kept;
  kept.add({"d", {"a"}});
  snapshot.kept = kept;
  BOOST_TEST((*again().kept == kept));
  BOOST_TEST(again().kept_at({"d", {"a"}}));
  BOOST_TEST(!again().kept_at({"d", {"b"}}));
}

BOOST_AUTO_TEST_CASE(digests_read_back_with_the_name_of_their_key)
{
  Snapshot snapshot{.tenant = "t", .vendor = "v", .digest_key = "k1"};
  snapshot.readings.push_back({"d", "GET /d", {}, parse_json("{}"), R"({"/a":"0f"})"});
  snapshot.readings.push_back({"e", "GET /e", {}, parse_json("{}")});
  const auto json = to_json(snapshot);
  BOOST_TEST(to_text(*member(json, "watched")) ==
             R"({"key":"k1","documents":{"d":{"/a":"0f"}}})");
  std::istringstream in{to_text(json)};
  for (const auto& again : {snapshot_from_json(json).value(), read_snapshot(in).value()}) {
    BOOST_TEST(again.digest_key == "k1");
    BOOST_TEST(again.find("d")->digests.str() == R"({"/a":"0f"})");
    BOOST_TEST(again.find("e")->digests.empty());
  }
}

BOOST_AUTO_TEST_CASE(what_is_written_in_pieces_is_the_same_text)
{
  TextPool texts;
  Snapshot snapshot{.tenant = "t", .vendor = "v", .version = "", .variant = "cloud"};
  for (int i = 0; i < 2000; ++i) {
    auto& reading = snapshot.readings.emplace_back(
        Reading{"b/" + std::to_string(i), "GET /b", {}, parse_json(R"({"x":[1,"ü"]})")});
    reading.content.pack(texts);
  }
  snapshot.readings.push_back({"c", "GET /c", {}, fail(Failure::unsupported, "none")});
  snapshot.seal();
  std::string text;
  std::size_t pieces = 0;

  write_json(snapshot, [&](std::string_view piece) {
    text += piece;
    ++pieces;
  });

  BOOST_TEST(pieces > 2U);
  BOOST_TEST((text == to_pretty_text(to_json(snapshot))));
  std::istringstream in{text};
  const auto again = read_snapshot(in);
  BOOST_TEST_REQUIRE(again.has_value());
  BOOST_TEST((to_text(to_json(*again)) == to_text(to_json(snapshot))));
}

BOOST_AUTO_TEST_CASE(a_reading_is_found_before_and_after_sealing_and_when_it_came_later)
{
  Snapshot snapshot;
  for (const char* name : {"c", "a", "b"}) {
    snapshot.readings.push_back({name, "", {}, parse_json("{}")});
  }
  BOOST_TEST(snapshot.find("a") == &snapshot.readings[1]);
  snapshot.seal();
  snapshot.readings.push_back({"0", "", {}, parse_json("{}")});
  for (const char* name : {"0", "a", "b", "c"}) {
    BOOST_TEST_REQUIRE(snapshot.find(name) != nullptr, name);
    BOOST_TEST(snapshot.find(name)->document == name);
  }
  BOOST_TEST(snapshot.find("d") == nullptr);
}

BOOST_AUTO_TEST_CASE(something_else_is_refused_with_the_member_that_is_wrong)
{
  for (const char* text : {"{}", "[]", R"({"format":2})", R"({"format":1,"tenant":"t"})",
                           R"({"format":1,"tenant":"t","vendor":"v","taken_at":"x"})",
                           R"({"format":1,"tenant":"t","vendor":"v",)"
                           R"("taken_at":"2026-11-24T09:00:00Z","kept":[],"readings":[]})"}) {
    const auto json = parse_json(text);
    const auto snapshot = snapshot_from_json(*json);
    BOOST_TEST(!snapshot.has_value(), text);
    BOOST_TEST((snapshot.error().kind == Failure::invalid));
    std::istringstream in{text};
    BOOST_TEST(read_snapshot(in).error().what == snapshot.error().what, text);
  }
}

BOOST_AUTO_TEST_CASE(a_time_reads_back_and_impossible_times_are_refused)
{
  BOOST_TEST(to_text(*parse_time("2026-11-24T09:00:00Z")) == "2026-11-24T09:00:00Z");
  for (const char* text : {"2026-02-30T00:00:00Z", "2026-11-24", "2026-11-24T25:00:00Z",
                           "2026-11-24T09:00:00Zx", ""}) {
    BOOST_TEST(!parse_time(text).has_value(), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
