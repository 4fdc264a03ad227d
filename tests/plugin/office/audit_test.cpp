#include "plugin/office/audit.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <boost/test/unit_test.hpp>
#include <unistd.h>

#include <filesystem>

using namespace klausur;

namespace {

/// An office with one deployment whose folder is not there, so that nothing can be read.
struct Blind
{
  Blind()
  {
    configuration.tenants.emplace_back();
    configuration.tenants.back().name = "meet";
    configuration.tenants.back().vendor = "jitsi";
    configuration.tenants.back().files = KLAUSUR_BINARY_DIR "/no-such-folder";
    wanted = {&configuration.tenants.back()};
  }

  Configuration configuration;
  Library library = Library::open(KLAUSUR_SOURCE_DIR).value();
  Store store = Store::open("sqlite::memory:").value();
  Redactor redactor;
  Clock clock = [] { return Time{std::chrono::seconds{1'800'000'000}}; };
  Office office{configuration, library, &store, redactor, clock};
  Stop stop;
  std::vector<const Tenant*> wanted;
};

} // namespace

BOOST_AUTO_TEST_SUITE(audit_test)

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_examined_and_kept_as_well)
{
  Blind blind;

  const auto found = examine_and_keep(blind.office, blind.wanted, blind.stop);

  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST(found->kept.has_value());
  BOOST_TEST(!found->report.tenants.front().gaps.empty());
  BOOST_TEST(blind.store.runs("meet", 10).value().front().id == found->report.id);
}

BOOST_AUTO_TEST_CASE(a_look_alone_keeps_nothing)
{
  Blind blind;

  const auto found = examine_tenants(blind.office, blind.wanted, blind.stop);

  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST(found->report.tenants.size() == 1);
  BOOST_TEST(blind.store.runs("", 10).value().empty());
}

BOOST_AUTO_TEST_CASE(what_was_stopped_is_no_finding)
{
  Blind blind;
  blind.stop.request();

  const auto found = examine_and_keep(blind.office, blind.wanted, blind.stop);

  BOOST_TEST(!found.has_value());
  BOOST_TEST(blind.store.runs("", 10).value().empty());
}

BOOST_AUTO_TEST_CASE(what_was_found_is_given_though_it_could_not_be_kept)
{
  Blind blind;
  const std::string path = KLAUSUR_BINARY_DIR "/audit_test." + std::to_string(::getpid());
  blind.store = Store::open("sqlite://" + path).value();
  SQLite::Database{path, SQLite::OPEN_READWRITE}.exec("DROP TABLE finding_part");

  const auto found = examine_and_keep(blind.office, blind.wanted, blind.stop);
  std::filesystem::remove(path);

  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST(found->report.tenants.size() == 1);
  BOOST_TEST(!found->kept.has_value());
}

BOOST_AUTO_TEST_CASE(without_a_store_nothing_is_missing)
{
  Blind blind;
  blind.office.store = nullptr;

  const auto found = examine_and_keep(blind.office, blind.wanted, blind.stop);

  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST(found->kept.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
