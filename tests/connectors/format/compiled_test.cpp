#include "connectors/format/compiled.hpp"

#include <boost/test/unit_test.hpp>
#include <unistd.h>

using namespace klausur;
namespace fs = std::filesystem;

namespace {

/// A folder with one shipped file and what was compiled of it. The test marks the compiled
/// JSON by a key that the YAML does not have, so that it is seen which of both was taken.
struct Shipped
{
  Shipped()
  {
    fs::create_directories(folder);
    write(file.schema, R"({"type":"object","properties":{"days":{"type":"integer"}},)"
                       R"("additionalProperties":false})");
    write(file.yaml, "days: 30 # of grace\n");
    write(compiled, compile(std::span{&file, 1}).value());
  }
  ~Shipped() { fs::remove_all(folder); }
  Shipped(const Shipped&) = delete;
  Shipped& operator=(const Shipped&) = delete;

  static void write(const fs::path& path, std::string_view text)
  {
    std::ofstream{path, std::ios::binary} << text;
  }

  /// Change the compiled file as its maker would not.
  void alter(std::string_view from, std::string_view to) const
  {
    std::string bytes = read_file(compiled).value();
    const auto at = bytes.find(from);
    BOOST_TEST_REQUIRE(at != std::string::npos);
    write(compiled, bytes.replace(at, from.size(), to));
  }

  [[nodiscard]] std::string days() const
  {
    const auto loaded = load_shipped(file, compiled);
    return loaded ? to_text(loaded->json) : loaded.error().what;
  }

  fs::path folder =
      fs::path{KLAUSUR_BINARY_DIR} / ("compiled_test." + std::to_string(::getpid()));
  ShippedFile file{folder / "a.yaml", folder / "a.schema.json"};
  fs::path compiled = folder / "compiled.bin";
};

} // namespace

BOOST_AUTO_TEST_SUITE(compiled_test)

BOOST_AUTO_TEST_CASE(what_was_compiled_is_taken_without_reading_the_yaml_again)
{
  const Shipped at;
  // A whole part of another content under the same digest: only the compiled way shows it.
  const ShippedFile other{at.folder / "b.yaml", at.file.schema};
  Shipped::write(other.yaml, "days: 31 # of grace\n");
  const std::string thirty_one = compile(std::span{&other, 1}).value();
  std::string bytes = read_file(at.compiled).value();
  const std::string own_key = bytes.substr(sizeof "klausur compiled 1\n" - 1, 71);
  bytes = thirty_one;
  bytes.replace(sizeof "klausur compiled 1\n" - 1, 71, own_key);
  Shipped::write(at.compiled, bytes);

  BOOST_TEST(at.days() == R"({"days":31})");
}

BOOST_AUTO_TEST_CASE(a_yaml_that_changed_is_read_itself)
{
  const Shipped at;
  Shipped::write(at.file.yaml, "days: 31 # of grace\n"); // of the same size

  BOOST_TEST(at.days() == R"({"days":31})");
}

BOOST_AUTO_TEST_CASE(a_schema_that_changed_is_asked_again)
{
  const Shipped at;
  Shipped::write(at.file.schema, R"({"type":"object","properties":{"days":{"maximum":7}}})");

  BOOST_TEST((at.days().find("does not satisfy \"maximum\"") != std::string::npos), at.days());
}

BOOST_AUTO_TEST_CASE(a_compiled_file_that_was_altered_or_torn_is_passed_over)
{
  for (const auto& [from, to] : {std::pair{R"({"days":30})", R"({"days":31})"},
                                 {R"({"days":30})", R"({"days":3)"},
                                 {"klausur compiled 1", "klausur compiled 2"},
                                 {"\n\n", "\n"},
                                 {"sha256:", "sha512:"},
                                 {" 000000000000 ", " 999999999999 "},
                                 {" 000000000011\n", " 00000000001x\n"}}) {
    const Shipped at;
    at.alter(from, to);
    BOOST_TEST(at.days() == R"({"days":30})", from);
  }
  const Shipped at;
  fs::remove(at.compiled);
  BOOST_TEST(at.days() == R"({"days":30})");
}

BOOST_AUTO_TEST_CASE(an_error_that_is_found_later_still_names_the_line)
{
  const Shipped at;
  const auto loaded = load_shipped(at.file, at.compiled).value();

  BOOST_TEST((loaded.refuse("/days", "too many").value().what.find("a.yaml:1:7: too many") !=
              std::string::npos));
}

BOOST_AUTO_TEST_CASE(a_file_against_its_schema_cannot_be_compiled)
{
  const Shipped at;
  Shipped::write(at.file.yaml, "dais: 30\n");

  const auto bytes = compile(std::span{&at.file, 1});

  BOOST_TEST_REQUIRE(!bytes.has_value());
  BOOST_TEST((bytes.error().what.find("did you mean \"days\"") != std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()
