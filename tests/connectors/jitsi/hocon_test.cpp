#include "connectors/jitsi/hocon.hpp"
#include "tests/support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <vector>

using namespace klausur;

namespace {

using Files = std::map<std::string, std::string, std::less<>>;

struct Case
{
  std::string text;
  std::string json;
};

/// Sources that know some files by name, wherever they are included from.
HoconSources
sources_with(Files files, std::vector<std::string>* notes = nullptr)
{
  HoconSources sources{.name = "main.conf"};
  sources.load = [files =
                      std::move(files)](std::string_view target,
                                        std::string_view) -> Result<std::optional<HoconFile>> {
    const auto found = files.find(target);
    return found == files.end() ? std::nullopt
                                : std::optional{HoconFile{std::string{target}, found->second}};
  };
  sources.note = [notes](std::string note) {
    if (notes != nullptr) {
      notes->push_back(std::move(note));
    }
  };
  return sources;
}

std::string
read(std::string_view text, const HoconSources& sources = {.name = "main.conf"})
{
  const auto answer = parse_hocon(text, sources);
  return answer ? to_text(*answer) : answer.error().what;
}

void
check(const std::vector<Case>& all)
{
  for (const Case& each : all) {
    BOOST_TEST_CONTEXT(each.text)
    {
      BOOST_TEST(read(each.text) == each.json);
    }
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(hocon_test)

BOOST_AUTO_TEST_CASE(an_object_may_be_written_in_many_ways)
{
  check({
      {"", "{}"},
      {"  # nothing\n// at all", "{}"},
      {"{}", "{}"},
      {"a = 1", R"({"a":1})"},
      {"{ a : 1, b = 2, }", R"({"a":1,"b":2})"},
      {"a { b { c = 1 } }", R"({"a":{"b":{"c":1}}})"},
      {"a.b.c = 1\na.b.d = 2", R"({"a":{"b":{"c":1,"d":2}}})"},
      {R"("a.b".c = 1)", R"({"a.b":{"c":1}})"},
      {"a b = 1", R"({"a b":1})"},
      {"a =\n  1", R"({"a":1})"},
      {"a = {\n}\n", R"({"a":{}})"},
      {"a = 1 # one\nb = 2 // two", R"({"a":1,"b":2})"},
      {"a=1\r\nb=2\r\n", R"({"a":1,"b":2})"},
      {"\xEF\xBB\xBF"
       "a = 1",
       R"({"a":1})"},
      {R"({"a": {"b": [1, true, null]}})", R"({"a":{"b":[1,true,null]}})"},
  });
}

BOOST_AUTO_TEST_CASE(values_keep_their_types)
{
  check({
      {"a = -1.5e3", R"({"a":-1500.0})"},
      {"a = 18446744073709551615", R"({"a":18446744073709551615})"},
      {"a = 1e999", R"({"a":"1e999"})"},
      {"a = 007", R"({"a":"007"})"},
      {"a = 127.0.0.1", R"({"a":"127.0.0.1"})"},
      {"a = 24 hours", R"({"a":"24 hours"})"},
      {"a = 5m", R"({"a":"5m"})"},
      {"a = 10 MB # size", R"({"a":"10 MB"})"},
      {"a = true story", R"({"a":"true story"})"},
      {R"(a = "true")", R"({"a":"true"})"},
      {R"(a = "x" y "z")", R"({"a":"x y z"})"},
      {R"(a = "\u00e4\uD83D\uDE00\n\"")", "{\"a\":\"ä😀\\n\\\"\"}"},
      {"a = \"\"\"one \"two\" \\\nthree\"\"\"\"", R"({"a":"one \"two\" \\\nthree\""})"},
      {R"(a = "")", R"({"a":""})"},
  });
}

BOOST_AUTO_TEST_CASE(arrays_take_commas_or_lines)
{
  check({
      {"a = [1, 2\n3,\n4,]", R"({"a":[1,2,3,4]})"},
      {"a = []", R"({"a":[]})"},
      {"a = [ // none\n]", R"({"a":[]})"},
      {"a = [{b = 1} {c = 2}, [x y]]", R"({"a":[{"b":1,"c":2},["x y"]]})"},
      {"a = [1] [2]", R"({"a":[1,2]})"},
      {"a += 1\na += [2]", R"({"a":[1,[2]]})"},
      {"a.b = [1]\na { b += 2 }", R"({"a":{"b":[1,2]}})"},
  });
}

BOOST_AUTO_TEST_CASE(later_values_win_and_objects_merge)
{
  check({
      {"a = 1\na = 2", R"({"a":2})"},
      {"a { b = 1 }\na { c = 2 }", R"({"a":{"b":1,"c":2}})"},
      {"a { b = 1 }\na = 2\na { c = 3 }", R"({"a":{"c":3}})"},
      {"a { b { c = 1 } }\na.b = null", R"({"a":{"b":null}})"},
      {"a = { b = 1 } { c = 2 }", R"({"a":{"b":1,"c":2}})"},
  });
}

// The cases of HOCON.md; ruby-hocon gives the same values for them.
BOOST_AUTO_TEST_CASE(substitutions_find_what_is_set_at_the_end)
{
  check({
      {"a = ${b}\nb = 1", R"({"a":1,"b":1})"},
      {"a = ${b.c} ${b.c}\nb.c = x", R"({"a":"x x","b":{"c":"x"}})"},
      {"a { b = 1 }\nc = ${a} { d = 2 }", R"({"a":{"b":1},"c":{"b":1,"d":2}})"},
      {"a = [1]\nb = ${a} [2]", R"({"a":[1],"b":[1,2]})"},
      {"a = ${?b}", "{}"},
      {"a = 1\na = ${?b}", R"({"a":1})"},
      {"a = x${?b}y", R"({"a":"xy"})"},
      {"a = [${?b}, 1]", R"({"a":[1]})"},
      {"bar { foo = 42, baz = ${bar.foo} }", R"({"bar":{"baz":42,"foo":42}})"},
      {"bar { foo = 42, baz = ${bar.foo} }\nbar.foo = 43", R"({"bar":{"baz":43,"foo":43}})"},
      {"bar { a = ${foo.d}, b = 1 }\nbar.b = 3\nfoo { c = ${bar.b}, d = 2 }\nfoo.d = 4",
       R"({"bar":{"a":4,"b":3},"foo":{"c":3,"d":4}})"},
      {"a.x = 1.50\nb = v${a.x}", R"({"a":{"x":1.5},"b":"v1.50"})"},
  });
}

BOOST_AUTO_TEST_CASE(a_value_may_refer_to_what_it_was_before)
{
  check({
      {"path = a\npath = ${path}b", R"({"path":"ab"})"},
      {"a = [1]\na = ${a} [2]\na = ${a} [3]", R"({"a":[1,2,3]})"},
      {"a = ${?a} [1]", R"({"a":[1]})"},
      {"foo { a { c = 1 } }\nfoo = ${foo.a}\nfoo { a = 2 }", R"({"foo":{"a":2,"c":1}})"},
  });
}

BOOST_AUTO_TEST_CASE(the_environment_is_asked_last)
{
  const HoconSources sources{.name = "main.conf",
                             .environment = {{"PORT", "8080"}, {"b", "env"}}};

  BOOST_TEST(read("a = ${PORT}\nb = own\nc = ${b}", sources) ==
             R"({"a":"8080","b":"own","c":"own"})");
}

BOOST_AUTO_TEST_CASE(included_files_are_laid_under_what_follows)
{
  const Files files{{"a.conf", "x = 1\ny = ${z}\nz = inner"},
                    {"sub", "{ deep = ${up} }"},
                    {"b.json", R"({"from": "json"})"}};
  const auto sources = sources_with(files);

  BOOST_TEST(read("include \"a.conf\"\nx = 2", sources) ==
             R"({"x":2,"y":"inner","z":"inner"})");
  BOOST_TEST(read("s { include file(\"a.conf\") }", sources) ==
             R"({"s":{"x":1,"y":"inner","z":"inner"}})");
  BOOST_TEST(read("s.t { include required(\"sub\") }\nup = 5", sources) ==
             R"({"s":{"t":{"deep":5}},"up":5})");
  BOOST_TEST(read("include required(file(\"b\"))", sources) == R"({"from":"json"})");
  BOOST_TEST(read("include = 1", sources) == R"({"include":1})");
}

BOOST_AUTO_TEST_CASE(an_include_that_is_not_followed_is_noted)
{
  std::vector<std::string> notes;
  const auto sources = sources_with({}, &notes);

  BOOST_TEST(read("include \"none\"\ninclude url(\"https://example.org/x\")\n"
                  "include classpath(\"reference.conf\"), a = 1",
                  sources) == R"({"a":1})");
  BOOST_TEST(notes.size() == 3U);
  BOOST_TEST(notes.at(1) == "main.conf:2: the include \"https://example.org/x\" is not a file "
                            "and was not followed");
}

BOOST_AUTO_TEST_CASE(files_on_disk_are_found_beside_the_one_that_includes_them)
{
  const TemporaryFolder folder;
  folder.write("conf/inner.conf", "include \"../outer.conf\"\na = 1");
  folder.write("outer.conf", "b = 2");
  const auto tree = FileTree::open(folder.path()).value();
  const HoconSources sources{.name = (folder.path() / "main.conf").string(),
                             .load = hocon_files_in(tree)};

  BOOST_TEST(read("include \"conf/inner\"", sources) == R"({"a":1,"b":2})");
  BOOST_TEST(read("include \"conf\"", sources).find("not a regular file") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(absolute_includes_stay_in_the_tree_and_say_what_it_may_lack)
{
  const TemporaryFolder folder;
  folder.write("etc/jitsi/more.conf", "a = 1");
  const auto tree = FileTree::open(folder.path()).value();
  const HoconSources sources{.name = (folder.path() / "etc/jitsi/main.conf").string(),
                             .load = hocon_files_in(tree)};

  BOOST_TEST(read("include \"/etc/jitsi/more.conf\"", sources) == R"({"a":1})");
  BOOST_TEST(read("include \"/etc/jitsi/none.conf\"", sources) == "{}");
  BOOST_TEST(read("include \"../../../../../../etc/hostname\"", sources) == "{}");
  BOOST_TEST(read("include file(\"/root/secret.conf\")", sources).find("is not part of") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(errors_name_the_file_and_the_line_but_no_value)
{
  const std::vector<Case> all{
      {"a = 1\nb", "main.conf:2: \"=\", \":\", \"+=\" or \"{\" has to follow a key"},
      {"a = {\n b = 1\n", "main.conf:1: the brace \"{\" is not closed"},
      {"a = 1 }", "main.conf:1: the brace \"}\" closes nothing"},
      {"{ a = 1 } b", "main.conf:1: there is text after the closing brace"},
      {"a = [1, 2", "main.conf:1: the bracket \"[\" is not closed"},
      {"a = [1,,2]", "main.conf:1: one comma too many"},
      {"a = \"s3cret", "main.conf:1: the quote is not closed"},
      {"a = \"\"\"x", "main.conf:1: the three quotes are not closed"},
      {"a = \"\\x\"", "main.conf:1: an escape that does not exist"},
      {"a = \"\\u12", "main.conf:1: an escape that does not exist"},
      {"a =", "main.conf:1: a value is missing"},
      {"a = , b = 1", "main.conf:1: a value is missing"},
      {"a = s3cret:x", "main.conf:1: \":\" has to stand between quotes"},
      {"a = {b = 1} c = 2", "main.conf:1: \"=\" has to stand between quotes"},
      {"a..b = 1", "main.conf:1: a key is empty"},
      {"a = ${b", "main.conf:1: \"${\" without its \"}\""},
      {"a = ${}", "main.conf:1: a substitution is empty"},
      {"\na = ${b}", "main.conf:2: ${b} names nothing that is set"},
      {"[1]", "main.conf:1: the file has to be an object, not an array"},
      {"a = [1] x", "main.conf:1: arrays, objects and texts cannot be joined with each other"},
      {"include required(\"x\")", "main.conf:1: the include \"x\" names no file"},
      {"include file(\"x\"", "main.conf:1: the parenthesis \"(\" of an include is not closed"},
      {"a = \"\xFF\"", "main.conf:1: the file is not UTF-8"},
  };
  check(all);
}

BOOST_AUTO_TEST_CASE(circles_are_errors)
{
  check({
      {"a = ${a}", "main.conf:1: ${a} ends in itself"},
      {"a = ${b}\nb = ${a}", "main.conf:2: ${a} ends in itself"},
      {"a { b = ${a} }", "main.conf:1: the value ends in itself"},
      {"a = ${b}\nb { c = ${a} }", "main.conf:2: ${a} ends in itself"},
  });
  const auto sources = sources_with({{"x", "include \"y\""}, {"y", "\ninclude \"x\""}});
  BOOST_TEST(read("include \"x\"", sources) == "y:2: the include \"x\" ends in itself");
}

BOOST_AUTO_TEST_CASE(small_texts_cannot_grow_without_end)
{
  std::string texts = "a0 = xxxxxxxxxxxxxxxx\n";
  std::string lists = "a0 = [1, 2]\n";
  std::string objects = "a0 = { x = 1 }\n";
  std::string joined = lists;
  for (int each = 1; each < 100; ++each) {
    texts += fmt::format("a{} = ${{a{}}}${{a{}}}\n", each, each - 1, each - 1);
    lists += fmt::format("a{} = [${{a{}}}, ${{a{}}}]\n", each, each - 1, each - 1);
    objects += fmt::format("a{} {{ l = ${{a{}}}, r = ${{a{}}} }}\n", each, each - 1, each - 1);
    joined += fmt::format("a{} = ${{a{}}} ${{a{}}}\n", each, each - 1, each - 1);
  }
  const std::string merging = objects + "b = ${a99} ${a98}\n";

  for (const std::string& bomb : {texts, lists, objects, joined, merging}) {
    const auto answer = parse_hocon(bomb, {.name = "main.conf"});
    BOOST_TEST_REQUIRE(!answer.has_value());
    BOOST_TEST(answer.error().what.find("main.conf") == 0U);
  }
}

BOOST_AUTO_TEST_CASE(nesting_has_an_end)
{
  const std::string deep(100'000, '{');
  for (const std::string& text :
       {"a = " + std::string(100'000, '['), "a = " + deep, deep, "a" + deep,
        [] {
          std::string key = "a";
          for (int each = 0; each < 100'000; ++each) {
            key += ".a";
          }
          return key + " = 1";
        }(),
        [] {
          std::string chain = "a0 = 1\n";
          for (int each = 1; each < 5000; ++each) {
            chain += fmt::format("a{} = ${{a{}}}\n", each, each - 1);
          }
          return chain + "a = ${a4999}\n";
        }()}) {
    const auto answer = parse_hocon(text, {.name = "main.conf"});
    BOOST_TEST_CONTEXT(text.substr(0, 20))
    {
      BOOST_TEST_REQUIRE(!answer.has_value());
      BOOST_TEST_MESSAGE(answer.error().what);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_flood_of_includes_has_an_end)
{
  std::string text;
  for (int each = 0; each < 200; ++each) {
    text += "include \"x\"\n";
  }

  BOOST_TEST(read(text, sources_with({{"x", "a = 1"}}))
                 .find("more than 100 files or 4 MiB are included") != std::string::npos);
}

namespace {

/// The processor's time for so many keys, at best.
double
time_for_keys(int count)
{
  std::string text;
  for (int each = 0; each < count; ++each) {
    text += fmt::format("key{} = {}\n", each, each);
  }
  double best = 0;
  for (int round = 0; round < 3; ++round) {
    const auto begin = std::clock();
    const auto answer = parse_hocon(text, {.name = "main.conf"});
    const auto took = static_cast<double>(std::clock() - begin);
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->MemberCount() == static_cast<rapidjson::SizeType>(count));
    best = round == 0 ? took : std::min(best, took);
  }
  return best;
}

} // namespace

BOOST_AUTO_TEST_CASE(ten_times_the_keys_do_not_take_a_hundred_times_as_long)
{
  BOOST_TEST(time_for_keys(50'000) < 50 * time_for_keys(5'000));
}

BOOST_AUTO_TEST_CASE(own_values_lie_over_the_defaults)
{
  const auto defaults = parse_json(R"({"a":{"b":1,"c":[1]},"d":{"e":1},"f":2})");
  const auto own = parse_json(R"({"a":{"c":[2],"x":null},"d":3,"g":{"h":4}})");

  BOOST_TEST(canonical_text(merge(*defaults, *own)) ==
             R"({"a":{"b":1,"c":[2],"x":null},"d":3,"f":2,"g":{"h":4}})");
}

BOOST_AUTO_TEST_CASE(nothing_before_a_value_that_turns_out_to_be_no_object_shows_through)
{
  check(
      {{"a { x = 1 }\na = [0] [1]\na { y = 2 }", R"({"a":{"y":2}})"},
       {"s = t\na { x = 1 }\na = ${s}\na { y = 2 }", R"({"a":{"y":2},"s":"t"})"},
       {"l = [1]\na { x = 1 }\na = ${l}\na { y = 2 }\nb = ${?a.x}", R"({"a":{"y":2},"l":[1]})"},
       {"o { z = 0 }\na { c { x = 1 } }\na = ${o} { c = t, c { y = 2 } }",
        R"({"a":{"c":{"y":2},"z":0},"o":{"z":0}})"},
       // What is not there covers nothing.
       {"a { x = 1 }\na = ${?none}\na { y = 2 }", R"({"a":{"x":1,"y":2}})"}});
}

BOOST_AUTO_TEST_SUITE_END()
