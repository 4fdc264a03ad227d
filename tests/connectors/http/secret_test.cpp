#include "connectors/http/secret.hpp"

#include <boost/test/unit_test.hpp>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace klausur;

namespace {

/// A directory of its own that goes with the test.
struct Scratch
{
  Scratch()
      : path{std::filesystem::temp_directory_path() /
             ("klausur-secret-" + std::to_string(getpid()))}
  {
    std::filesystem::create_directories(path);
  }
  ~Scratch() { std::filesystem::remove_all(path); }

  std::string file(const std::string& name, const std::string& content) const
  {
    std::ofstream{path / name, std::ios::binary} << content;
    return (path / name).string();
  }

  std::filesystem::path path;
};

void
expect_refused(std::string_view reference, std::string_view part)
{
  Redactor redactor;
  const auto secret = resolve_secret(reference, redactor);
  BOOST_TEST_REQUIRE(!secret.has_value(), reference);
  BOOST_TEST((secret.error().kind == Failure::invalid));
  BOOST_TEST(secret.error().what.find(part) != std::string::npos, secret.error().what);
}

} // namespace

BOOST_AUTO_TEST_SUITE(secret_test)

BOOST_AUTO_TEST_CASE(references_are_told_from_literals)
{
  for (const char* text : {"env:A", "file:/a", "credential:a"}) {
    BOOST_TEST(is_secret_reference(text), text);
  }
  for (const char* text : {"", "env:", "file:", "credential:", "abc", "Env:A", "https://a"}) {
    BOOST_TEST(!is_secret_reference(text), text);
  }
}

BOOST_AUTO_TEST_CASE(a_resolved_secret_is_known_to_the_redactor)
{
  setenv("KLAUSUR_TEST_SECRET", "from-the-environment", 1);
  Redactor redactor;

  const auto secret = resolve_secret("env:KLAUSUR_TEST_SECRET", redactor);

  BOOST_TEST_REQUIRE(secret.has_value());
  BOOST_TEST(*secret == "from-the-environment");
  BOOST_TEST(redactor.redact("x from-the-environment") == "x ***");
}

BOOST_AUTO_TEST_CASE(only_the_final_line_break_of_a_file_is_no_part_of_the_secret)
{
  const Scratch scratch;
  const std::pair<const char*, const char*> cases[] = {
      {"abcd", "abcd"}, {"abcd\n", "abcd"}, {"abcd\r\n", "abcd"}, {"ab\ncd\n\n", "ab\ncd\n"}};
  for (const auto& [content, expected] : cases) {
    Redactor redactor;
    const auto secret = resolve_secret("file:" + scratch.file("secret", content), redactor);
    BOOST_TEST_REQUIRE(secret.has_value());
    BOOST_TEST(*secret == expected);
  }
}

BOOST_AUTO_TEST_CASE(a_credential_is_read_from_the_services_directory)
{
  const Scratch scratch;
  scratch.file("token", "of-the-service\n");
  Redactor redactor;
  setenv("CREDENTIALS_DIRECTORY", scratch.path.c_str(), 1);

  const auto secret = resolve_secret("credential:token", redactor);
  expect_refused("credential:../token", "no path");
  expect_refused("credential:other", "no such file");
  unsetenv("CREDENTIALS_DIRECTORY");

  BOOST_TEST_REQUIRE(secret.has_value());
  BOOST_TEST(*secret == "of-the-service");
  expect_refused("credential:token", "$CREDENTIALS_DIRECTORY is not set");
}

BOOST_AUTO_TEST_CASE(what_gives_no_secret_is_refused_with_its_place)
{
  const Scratch scratch;
  setenv("KLAUSUR_TEST_EMPTY", "", 1);
  expect_refused("env:KLAUSUR_TEST_UNSET", "env:KLAUSUR_TEST_UNSET: this variable is not set");
  expect_refused("env:KLAUSUR_TEST_EMPTY", "empty");
  expect_refused("file:" + (scratch.path / "missing").string(), "no such file");
  expect_refused("file:" + scratch.path.string(), "not a regular file");
  expect_refused("file:" + scratch.file("empty", "\n"), "empty");
  expect_refused("file:" + scratch.file("large", std::string(65537, 'x')), "larger than 65536");
}

BOOST_AUTO_TEST_CASE(a_file_of_exactly_the_limit_is_taken)
{
  const Scratch scratch;
  Redactor redactor;

  const auto secret =
      resolve_secret("file:" + scratch.file("large", std::string(65536, 'x')), redactor);

  BOOST_TEST(secret.has_value());
}

BOOST_AUTO_TEST_CASE(a_literal_secret_is_refused_and_not_repeated)
{
  Redactor redactor;

  const auto secret = resolve_secret("hunter2-hunter2", redactor);

  BOOST_TEST_REQUIRE(!secret.has_value());
  BOOST_TEST(secret.error().what.find("hunter2") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
