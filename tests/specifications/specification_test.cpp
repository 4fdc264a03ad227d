#include "plugin/office/library.hpp"
#include "tests/specifications/specification.hpp"
#include "tests/support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <string_view>
#include <utility>

using namespace klausur;
using test::Specification;

namespace {

Specification
described(std::string_view json)
{
  const TemporaryFolder folder;
  auto loaded = Specification::load(folder.write("api.json", json));
  BOOST_TEST_REQUIRE(loaded.has_value());
  return std::move(*loaded);
}

constexpr std::string_view k_api = R"({
  "servers": [{"url": "https://api.example.org/v2"}],
  "paths": {"/accounts/{id}/settings": {
    "get": {"responses": {"200": {"content": {"application/json": {"schema": {
      "oneOf": [{"$ref": "#/components/schemas/S"}, {"type": "object"}]}}}}}},
    "patch": {"requestBody": {"content": {"application/json": {"schema":
      {"$ref": "#/components/schemas/S"}}}}}}},
  "components": {"schemas": {"S": {"type": "object", "properties": {
    "recording": {"type": "object", "properties": {"mode": {"type": "string", "enum": ["none", "cloud"]}}},
    "list": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}},
    "self": {"$ref": "#/components/schemas/S"}}}}}})";

} // namespace

BOOST_AUTO_TEST_SUITE(specification_test)

BOOST_AUTO_TEST_CASE(a_setting_is_found_through_references_and_branches)
{
  const auto api = described(k_api);

  const auto mode = api.answer("GET", "/accounts/me/settings", {"recording", "mode"});
  BOOST_TEST(mode.found);
  BOOST_TEST((mode.values == std::set<std::string>{"\"none\"", "\"cloud\""}));
  BOOST_TEST(api.answer("GET", "/accounts/{id}/settings", {"list", "*", "id"}).found);
  BOOST_TEST(
      api.request("PATCH", "/accounts/me/settings?option=x", {"recording", "mode"}).found);
}

BOOST_AUTO_TEST_CASE(what_is_not_described_is_not_found)
{
  const auto api = described(k_api);

  BOOST_TEST(!api.answer("GET", "/accounts/me/settings", {"recording", "mod"}).found);
  BOOST_TEST(!api.answer("GET", "/accounts/me/other", {"recording", "mode"}).found);
  BOOST_TEST(!api.answer("PUT", "/accounts/me/settings", {"recording", "mode"}).found);
  BOOST_TEST(!api.request("PATCH", "/accounts/me/settings", {"nothing"}).found);
}

BOOST_AUTO_TEST_CASE(a_list_of_settings_is_a_specification_too)
{
  const auto list = described(R"({"settings": [{"path": "ServiceSettings.SiteURL"}]})");

  BOOST_TEST(list.lists({"ServiceSettings", "SiteURL"}));
  BOOST_TEST(!list.lists({"ServiceSettings", "SiteUrl"}));
}

BOOST_AUTO_TEST_CASE(every_check_names_the_specification_that_confirmed_it_or_why_none_did)
{
  auto library = Library::open(KLAUSUR_SOURCE_DIR).value();
  for (const auto& vendor : vendors_with_policies(KLAUSUR_SOURCE_DIR)) {
    const auto policy = library.policy(vendor);
    BOOST_TEST_REQUIRE(policy.has_value());
    for (const auto& check : (*policy)->checks) {
      const auto& source = check.source;
      BOOST_TEST((source.specification.empty() != source.unconfirmed.empty()), check.id);
      BOOST_TEST((source.specification.empty() || source.specification_digest.size() == 64U),
                 check.id);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
