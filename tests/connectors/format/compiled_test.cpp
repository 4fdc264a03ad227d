#include "connectors/format/compiled.hpp"
#include "connectors/format/digest.hpp"

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
  // A whole part of another content behind the same YAML: only the compiled way shows it.
  const std::string thirty = "days: 30 # of grace\n";
  const std::string more = "days: 31 # of grace\n";
  const ShippedFile other{at.folder / "b.yaml", at.file.schema};
  Shipped::write(other.yaml, more);
  std::string bytes = compile(std::span{&other, 1}).value();
  bytes.replace(bytes.find(more), more.size(), thirty);
  Shipped::write(at.compiled, bytes);

  BOOST_TEST(at.days() == R"({"days":31})");
}

BOOST_AUTO_TEST_CASE(both_ways_give_the_same)
{
  const Shipped at;
  const auto compiled = load_shipped(at.file, at.compiled).value();
  const auto read = load_shipped(at.file, at.folder / "none").value();

  BOOST_TEST((compiled.json == read.json));
  BOOST_TEST(compiled.text == read.text);
  BOOST_TEST(compiled.name == read.name);
  BOOST_TEST(compiled.digest == read.digest);
  BOOST_TEST(compiled.digest == sha256(read.text));
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

BOOST_AUTO_TEST_CASE(a_compiled_file_that_is_damaged_anywhere_is_passed_over)
{
  const Shipped at;
  const std::string whole = read_file(at.compiled).value();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x55);
    Shipped::write(at.compiled, damaged);
    BOOST_TEST(at.days() == R"({"days":30})", "byte " << i);

    Shipped::write(at.compiled, whole.substr(0, i));
    BOOST_TEST(at.days() == R"({"days":30})", "torn after " << i);
  }
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
