#include "connectors/mattermost/plugins.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace klausur;

namespace {

std::string
enabled(const char* plugins)
{
  Json json = parse_json(plugins).value();
  mattermost::tell_enabled(json);
  const auto* said = member(json, "enabled");
  return said == nullptr ? "nothing" : canonical_text(*said);
}

} // namespace

BOOST_AUTO_TEST_SUITE(plugins_test)

BOOST_AUTO_TEST_CASE(a_plugin_is_active_inactive_or_not_installed)
{
  BOOST_TEST(enabled(R"({"active":[{"id":"jitsi"},{"id":"playbooks"}],
                         "inactive":[{"id":"mattermost-ai"}]})") ==
             R"({"com.mattermost.calls":false,"com.mattermost.nps":false,"jitsi":true,)"
             R"("mattermost-ai":false,"playbooks":true})");
}

BOOST_AUTO_TEST_CASE(a_whole_empty_list_says_that_no_plugin_is_installed)
{
  BOOST_TEST(enabled(R"({"active":[],"inactive":[]})") ==
             R"({"com.mattermost.calls":false,"com.mattermost.nps":false,"jitsi":false,)"
             R"("mattermost-ai":false})");
}

BOOST_AUTO_TEST_CASE(half_an_answer_says_nothing)
{
  BOOST_TEST(enabled(R"({"active":[{"id":"jitsi"}]})") == "nothing");
  BOOST_TEST(enabled(R"({"active":[],"inactive":null})") == "nothing");
  BOOST_TEST(enabled("[]") == "nothing");
}

BOOST_AUTO_TEST_CASE(a_plugin_without_a_name_may_be_any_of_them)
{
  BOOST_TEST(enabled(R"({"active":[{"id":"jitsi"},{"version":"1"}],"inactive":[]})") ==
             "nothing");
  BOOST_TEST(enabled(R"({"active":[],"inactive":[null]})") == "nothing");
}

BOOST_AUTO_TEST_CASE(a_running_plugin_that_answers_404_is_no_missing_plugin)
{
  for (const bool runs : {true, false}) {
    Manifest manifest;
    manifest.documents = {{.name = "plugins", .read = {.path = "/api/v4/plugins"}},
                          {.name = "calls", .read = {.path = "/plugins/com.x.calls/config"}},
                          {.name = "retention", .read = {.path = "/api/v4/retention"}}};
    Snapshot snapshot;
    snapshot.readings.push_back(
        {"plugins",
         "GET",
         {},
         parse_json(fmt::format(R"({{"enabled":{{"com.x.calls":{}}}}})", runs))});
    for (const auto* name : {"calls", "retention"}) {
      snapshot.readings.push_back(
          {name, "GET", {}, fail(Failure::unsupported, "answered 404.")});
    }
    snapshot.seal();

    mattermost::doubt_missing(snapshot, manifest);

    const auto kind_of = [&](std::string_view name) {
      return snapshot.find(name)->content.error().kind;
    };
    BOOST_TEST((kind_of("calls") == (runs ? Failure::unexpected : Failure::unsupported)));
    BOOST_TEST((kind_of("retention") == Failure::unsupported));
  }
}

BOOST_AUTO_TEST_SUITE_END()
