#include "plugin/office/output.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

using namespace klausur;
namespace fs = std::filesystem;

namespace {

/// A directory of the test's own, gone afterwards.
struct Directory
{
  fs::path path = fs::path{KLAUSUR_BINARY_DIR} / ("output_test." + std::to_string(::getpid()));

  Directory() { fs::create_directories(path); }
  ~Directory() { fs::remove_all(path); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  [[nodiscard]] std::string text(const char* name) const
  {
    std::ifstream file{path / name};
    return {std::istreambuf_iterator<char>{file}, {}};
  }
  [[nodiscard]] std::ptrdiff_t files() const
  {
    return std::distance(fs::directory_iterator{path}, {});
  }
};

} // namespace

BOOST_AUTO_TEST_SUITE(output_test)

BOOST_AUTO_TEST_CASE(a_secret_is_masked_wherever_the_pieces_of_a_text_end)
{
  constexpr std::string_view secret = "s3cret-t0ken";
  const Directory directory;
  Session session;
  session.redactor.add(secret);
  std::string whole;
  for (int i = 0; whole.size() < 300'000; ++i) {
    whole += fmt::format("line {} has {} in it\n", i, secret);
  }
  for (const std::size_t piece : {1U, 7U, 16'384U, 1'000'000U}) {
    const auto written =
        write_or_print(session, directory.path / "a", [&](const TextSink& sink) {
          for (std::size_t at = 0; at < whole.size(); at += piece) {
            sink(std::string_view{whole}.substr(at, piece));
          }
        });

    BOOST_TEST(written.has_value());
    BOOST_TEST((directory.text("a") == session.redactor.redact(whole)), piece);
  }
}

BOOST_AUTO_TEST_CASE(a_text_without_a_line_break_is_written_whole)
{
  const Directory directory;
  Session session;
  const std::string line(200'000, 'x');

  BOOST_TEST(write_or_print(session, directory.path / "a", line).has_value());
  BOOST_TEST((directory.text("a") == line));
  BOOST_TEST(write_or_print(session, directory.path / "a", "").has_value());
  BOOST_TEST(directory.text("a").empty());
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_written_leaves_nothing_behind_and_says_why)
{
  const Directory directory;
  fs::create_directories(directory.path / "taken" / "inside");

  const auto nowhere = write_file(directory.path / "none" / "a", "text");
  const auto taken = write_file(directory.path / "taken", "text");

  BOOST_TEST(nowhere.error().what.find("could not be created") != std::string::npos);
  BOOST_TEST(taken.error().what.find("could not be put in its place") != std::string::npos);
  BOOST_TEST(directory.files() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
