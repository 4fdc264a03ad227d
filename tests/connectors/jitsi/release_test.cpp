// Which release an image's name, a variable or a package tells of.

#include "connectors/jitsi/release.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur::jitsi;

namespace {

constexpr auto k_unknown = Release::Renders::unknown;
constexpr auto k_config = Release::Renders::into_config;
constexpr auto k_container = Release::Renders::into_container;

struct Row
{
  const char* image;
  int number;
  Release::Renders renders;
};

} // namespace

BOOST_AUTO_TEST_SUITE(release_test)

BOOST_AUTO_TEST_CASE(an_images_name_tells_where_it_renders_as_far_as_it_can)
{
  for (const auto& row : {
           Row{"jitsi/web:stable-11031", 11'031, k_config},
           Row{"jitsi/web:stable-11146-2", 11'146, k_container},
           Row{"jitsi/web:stable-4548", 4548, k_config},
           Row{"ghcr.io/jitsi/web:stable-11146", 11'146, k_container},
           Row{"docker.io/jitsi/web:stable-9823-1@sha256:00", 9823, k_config},
           Row{"registry.example:5000/meet/web:stable-9823", 9823, k_config},
           Row{"jitsi/web:unstable-2026-06-15", 10'888, k_config},
           Row{"jitsi/web:unstable-2026-06-16", 10'888, k_container},
           Row{"jitsi/web:unstable-2021-05-01", 5765, k_config},
           Row{"ghcr.io/jitsi/web", 0, k_container},
           Row{"ghcr.io/jitsi/web:unstable", 0, k_container},
           Row{"jitsi/web:latest", 0, k_config},
           Row{"jitsi/web", 0, k_config},
           Row{"jitsi/web:unstable", 0, k_unknown},
           Row{"jitsi/web@sha256:00", 0, k_unknown},
           Row{"registry.example:5000/meet/web", 0, k_unknown},
           Row{"jitsi/web:our-own", 0, k_unknown},
           Row{"", 0, k_unknown},
       }) {
    const auto release = release_of_image(row.image);
    BOOST_TEST(release.number == row.number, row.image);
    BOOST_TEST((release.renders == row.renders), row.image);
  }
}

BOOST_AUTO_TEST_CASE(without_a_compose_file_the_variables_tell)
{
  BOOST_TEST((release_of_variables("", "stable-11146").renders == k_container));
  BOOST_TEST((release_of_variables("jitsi", "stable").renders == k_config));
  BOOST_TEST((release_of_variables("ghcr.io/jitsi", "stable").renders == k_container));
  BOOST_TEST((release_of_variables("", "stable").renders == k_unknown));
  BOOST_TEST((release_of_variables("ghcr.io/jitsi", "").renders == k_unknown));
}

BOOST_AUTO_TEST_CASE(a_packages_version_is_a_release_too)
{
  BOOST_TEST(release_of_package("2.0.9823-1").number == 9823);
  BOOST_TEST(release_of_package("1.0.3229-1").number == 3229);
  BOOST_TEST(release_of_package("1.0.8310-1").number == 0);
}

BOOST_AUTO_TEST_CASE(a_release_that_is_not_known_is_taken_for_new)
{
  BOOST_TEST(Release{}.has(11'146));
  BOOST_TEST((Release{.number = 9823}).has(9823));
  BOOST_TEST(!(Release{.number = 9823}).has(9824));
}

BOOST_AUTO_TEST_SUITE_END()
