#include "connectors/rest/sample.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>

using namespace klausur;

namespace {

/// How many are read of an entry with a sample of 100, when the tenant's parameters are so.
std::optional<std::size_t>
read_with(std::string_view parameters)
{
  DocumentEntry entry;
  entry.read.sample = Sample{.parameter = "sample_boards", .size = 100};
  Tenant tenant;
  tenant.parameters = parse_json(parameters).value();
  return sample_of(entry, tenant);
}

} // namespace

BOOST_AUTO_TEST_SUITE(sample_test)

BOOST_AUTO_TEST_CASE(without_a_word_of_the_tenant_the_entrys_own_number_counts)
{
  BOOST_TEST((read_with("{}") == std::optional<std::size_t>{100}));
  BOOST_TEST((read_with(R"({"sample_users":5})") == std::optional<std::size_t>{100}));
}

BOOST_AUTO_TEST_CASE(the_tenants_number_counts_and_none_is_a_number)
{
  BOOST_TEST((read_with(R"({"sample_boards":7})") == std::optional<std::size_t>{7}));
  BOOST_TEST((read_with(R"({"sample_boards":0})") == std::optional<std::size_t>{0}));
  BOOST_TEST((read_with(R"({"sample_boards":-1})") == std::optional<std::size_t>{0}));
}

BOOST_AUTO_TEST_CASE(all_is_no_number)
{
  BOOST_TEST((read_with(R"({"sample_boards":"all"})") == std::nullopt));
}

BOOST_AUTO_TEST_CASE(an_entry_without_a_sample_is_read_whole_whatever_the_tenant_says)
{
  Tenant tenant;
  tenant.parameters = parse_json(R"({"sample_boards":7})").value();
  BOOST_TEST((sample_of(DocumentEntry{}, tenant) == std::nullopt));
}

BOOST_AUTO_TEST_SUITE_END()
