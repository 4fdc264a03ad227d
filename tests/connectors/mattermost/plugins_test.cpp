#include "connectors/mattermost/plugins.hpp"

#include <boost/test/unit_test.hpp>

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

BOOST_AUTO_TEST_SUITE_END()
