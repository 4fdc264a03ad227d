// Versions out of dpkg's list.

#include "connectors/jitsi/packages.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur::jitsi;

BOOST_AUTO_TEST_SUITE(packages_test)

BOOST_AUTO_TEST_CASE(the_versions_of_installed_packages_are_read_and_no_others)
{
  const auto packages = installed_packages("Package: bash\nStatus: install ok installed\n"
                                           "Version: 5.2\n\n"
                                           "Package: jitsi-meet\n"
                                           "Status: install ok installed\n"
                                           "Description: Version: no\n Version: 1\n"
                                           "Version: 2.0.9823-1\n\n"
                                           "Package: jicofo\n"
                                           "Status: deinstall ok config-files\n"
                                           "Version: 1.0-1104-1\n\n"
                                           "Package: prosody\nStatus: install ok installed\n"
                                           "Version: 0.12.3-1");

  BOOST_TEST(packages.size() == 2U);
  BOOST_TEST(packages.at("jitsi-meet") == "2.0.9823-1");
  BOOST_TEST(packages.at("prosody") == "0.12.3-1");
}

BOOST_AUTO_TEST_CASE(what_is_no_list_holds_no_packages)
{
  BOOST_TEST(installed_packages("").empty());
  BOOST_TEST(installed_packages("\n\n\n").empty());
  BOOST_TEST(installed_packages("Package: jitsi-meet\nVersion: 2.0.9823-1\n").empty());
}

BOOST_AUTO_TEST_SUITE_END()
