#include "connectors/jitsi/prosody.hpp"
#include "tests/support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>
#include <rapidjson/pointer.h>

#include <vector>

using namespace klausur;

namespace {

Result<Json>
read_in(const TemporaryFolder& folder, const std::filesystem::path& main,
        const EvaluationLimits& limits = {})
{
  return read_prosody(FileTree::open(folder.path()).value(), main, limits);
}

std::string
problem_of(const TemporaryFolder& folder, const EvaluationLimits& limits = {})
{
  const auto answer = read_in(folder, folder.path() / "prosody.cfg.lua", limits);
  return answer ? "no error" : answer.error().what;
}

/// The value at a JSON pointer in the answer to one file, as text.
std::string
value_in(std::string_view text, const char* pointer)
{
  const TemporaryFolder folder;
  const auto answer = read_in(folder, folder.write("prosody.cfg.lua", text));
  if (!answer) {
    return answer.error().what;
  }
  const JsonValue* value = rapidjson::Pointer{pointer}.Get(*answer);
  return value == nullptr ? "absent" : to_text(*value);
}

struct Refused
{
  std::string text;
  std::string because;
};

} // namespace

BOOST_AUTO_TEST_SUITE(prosody_test)

BOOST_AUTO_TEST_CASE(an_option_belongs_to_the_section_above_it)
{
  const std::string text = R"(
    modules_enabled = { "bosh"; "ping" }
    VirtualHost "Meet.Example.Org"
      authentication = "token"
      c2s_require_encryption = false
      ssl = { protocol = "tlsv1_2+", options = { "no_sslv3" } }
    Component "conference.meet.example.org" "muc"
      storage = "memory"
      max_history_messages = 20
      ratio = 0.5
  )";

  BOOST_TEST(value_in(text, "/global") == R"({"modules_enabled":["bosh","ping"]})");
  BOOST_TEST(value_in(text, "/hosts/0") ==
             R"({"name":"meet.example.org","kind":"VirtualHost","options":{)"
             R"("authentication":"token","c2s_require_encryption":false,)"
             R"("ssl":{"options":["no_sslv3"],"protocol":"tlsv1_2+"}}})");
  BOOST_TEST(value_in(text, "/hosts/1") ==
             R"({"name":"conference.meet.example.org","kind":"Component","module":"muc",)"
             R"("options":{"max_history_messages":20,"ratio":0.5,"storage":"memory"}})");
}

BOOST_AUTO_TEST_CASE(a_section_that_is_opened_again_is_one)
{
  const std::string text = R"(
    VirtualHost "a" x = 1; y = 1
    Component "b" "muc"
    Host "a" y = 2
  )";

  BOOST_TEST(value_in(text, "/hosts/0/options") == R"({"x":1,"y":2})");
  BOOST_TEST(value_in(text, "/hosts/2") == "absent");
}

BOOST_AUTO_TEST_CASE(a_table_after_the_name_returns_to_the_global_section)
{
  const std::string text = R"(
    VirtualHost "a" { x = 1 }
    Component "b" "muc" { y = 2 }
    Component "c" { z = 3 }
    g = 4
  )";

  BOOST_TEST(value_in(text, "/global") == R"({"g":4})");
  BOOST_TEST(value_in(text, "/hosts") ==
             R"([{"name":"a","kind":"VirtualHost","options":{"x":1}},)"
             R"({"name":"b","kind":"Component","module":"muc","options":{"y":2}},)"
             R"({"name":"c","kind":"Component","options":{"z":3}}])");
}

BOOST_AUTO_TEST_CASE(tables_become_arrays_or_objects)
{
  BOOST_TEST(value_in("a = {}", "/global/a") == "[]");
  BOOST_TEST(value_in("a = {1, {2}, x}", "/global/a") == "[1,[2]]");
  BOOST_TEST(value_in("a = {'x', y = 'z'}", "/global/a") == R"({"1":"x","y":"z"})");
  BOOST_TEST(value_in("a = {[1] = 1, [3] = 3}", "/global/a") == R"({"1":1,"3":3})");
  BOOST_TEST(value_in("a = {math.huge, -1, 2^53}", "/global/a") ==
             R"(["inf",-1,9007199254740992.0])");
  BOOST_TEST(value_in("a = {f = function() end}", "/global/a") == "{}");
  BOOST_TEST(value_in("a = 'caf\\xE9'", "/global/a") == R"("café")");
}

BOOST_AUTO_TEST_CASE(ordinary_lua_works)
{
  BOOST_TEST(value_in(R"(
    local base = { "a" }
    for _, each in ipairs({ "b", "c" }) do table.insert(base, each:upper()) end
    modules = base
    local host = "x" .. tostring(1)
    VirtualHost(host)
      name = host
  )",
                      "/global/modules") == R"(["a","B","C"])");
  BOOST_TEST(value_in("a = {1}; table.insert(a, 2)", "/global/a") == "[1,2]");
  BOOST_TEST(value_in("a = ENV_SOMETHING", "/global/a") == R"("********")");
}

BOOST_AUTO_TEST_CASE(a_line_that_decides_by_the_machine_is_an_error)
{
  for (const char* line :
       {"storage = ENV_STORAGE or \"memory\"", "if ENV_OPEN == \"1\" then a = 1 end",
        "a = not ENV_OPEN", "a = Credential(\"x\") ~= \"\" and 1"}) {
    const TemporaryFolder folder;
    const auto main = folder.write("prosody.cfg.lua", std::string{"b = 1\n"} + line);
    const auto read = read_prosody(FileTree::open(folder.path()).value(), main);
    BOOST_REQUIRE(!read);
    BOOST_TEST((read.error().what.find("prosody.cfg.lua:2: decides by") != std::string::npos),
               read.error().what);
  }
  BOOST_TEST(value_in("a = 1 -- or ENV_A == 2", "/global/a") == "1");
  BOOST_TEST(value_in("a = '--' .. (1 == 1 and 'b' or 'c')", "/global/a") == R"("--b")");
}

BOOST_AUTO_TEST_CASE(includes_are_followed_in_the_order_of_names)
{
  const TemporaryFolder folder;
  const auto main = folder.write("prosody.cfg.lua", R"(
    VirtualHost "a"
    Include "conf.d/*.cfg.lua"
    after = true
    Include "none.d/*.lua"
  )");
  folder.write("conf.d/20-b.cfg.lua", "order = (order or '') .. 'b'\nglobal_b = 1");
  folder.write("conf.d/10-a.cfg.lua", "order = (order or '') .. 'a'\nVirtualHost 'a' x = 1");
  folder.write("conf.d/.hidden.cfg.lua", "hidden = true");
  folder.write("conf.d/other.txt", "other = true");

  const auto answer = read_in(folder, main);

  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(to_text((*answer)["global"]) == R"({"global_b":1,"order":"ab"})");
  BOOST_TEST(to_text((*answer)["hosts"][0]["options"]) == R"({"after":true,"x":1})");
  BOOST_TEST((*answer)["files"].Size() == 3U);
  BOOST_TEST(text_of((*answer)["files"][1]) ==
             (folder.path() / "conf.d/10-a.cfg.lua").string());
  BOOST_TEST((*answer)["notes"].Size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_script_is_noted_and_not_run)
{
  BOOST_TEST(value_in("RunScript 'x.lua'", "/notes/0").find("RunScript") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_not_configuration_is_refused_by_name_and_place)
{
  const std::vector<Refused> all{
      {"x = 1\nos.execute('touch /tmp/x')", ":2: os.execute is forbidden"},
      {"x = os.getenv('HOME')", ":1: os.getenv is forbidden"},
      {"io.open('/etc/passwd')", "io.open is forbidden"},
      {"package.loadlib('x')", "package.loadlib is forbidden"},
      {"debug.sethook()", "debug.sethook is forbidden"},
      {"require 'lfs'", "require is forbidden"},
      {"load('x = 1')()", "load is forbidden"},
      {"dofile('x')", "dofile is forbidden"},
      {"pcall(function() end)", "pcall is forbidden"},
      {"string.dump(Include)", "attempt to call a nil value"},
      {"('x').dump()", "attempt to call a nil value"},
      {"_G.x = 1", "attempt to index a nil value"},
      {"x = {", "prosody.cfg.lua:1: unexpected symbol"},
      {"app_secret = \"s3cret", "prosody.cfg.lua:1: unfinished string"},
      {"x = 's3cret' + 1", ":1: attempt to add a 'string' with a 'number'"},
      {"\x1bLua rest", "attempt to load a binary chunk"},
      {"VirtualHost(1)", "VirtualHost wants a host name"},
      {"VirtualHost 'a'\nComponent 'a' 'muc'", ":2: Component a has the name of a section"},
      {"while true do end", "ran more than 10000000 instructions"},
      {"x = {}; x.x = x", "the option x has tables nested too deep"},
      {"x = " + std::string(100'000, '{'), "prosody.cfg.lua: C stack overflow"},
      {"local function f() return 1 + f() end f()", "stack overflow"},
      {"local t = {1} for i = 1, 30 do t = {t, t} end x = t",
       "the option x has too many values"},
      {"Include 'missing.cfg.lua'", "missing.cfg.lua: no such file"},
      {"Include 'prosody.cfg.lua'", "ends in itself"},
      {"Include(nil)", "Include wants the name of a file"},
      {"Include '/dev/zero'", "/dev/zero: no such file"},
      {"Include '/opt/more/*.lua'", "names what is not part of"},
      {"Include '../../../../etc/hostname'", "/etc/hostname is not part of"},
  };
  for (const Refused& each : all) {
    const TemporaryFolder folder;
    folder.write("prosody.cfg.lua", each.text);
    const std::string problem = problem_of(folder);
    BOOST_TEST_CONTEXT(problem)
    {
      BOOST_TEST(problem.find(each.because) != std::string::npos);
      BOOST_TEST(problem.find("s3cret") == std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(allocating_without_end_ends_in_every_build)
{
  const TemporaryFolder folder;
  folder.write("prosody.cfg.lua", "local s = 'x' while true do s = s .. s end");

  BOOST_TEST(problem_of(folder, {.memory = std::size_t{16} << 20})
                 .ends_with("needed more than 16 MB"));
}

BOOST_AUTO_TEST_CASE(a_search_without_end_is_ended_by_its_processor_time)
{
  const TemporaryFolder folder;
  folder.write("prosody.cfg.lua", "x = ('a'):rep(40000):find(('.-'):rep(20) .. 'b')");

  BOOST_TEST(problem_of(folder, {.processor = std::chrono::seconds{1}})
                 .ends_with("cannot evaluate: took longer than 1 s of processor time"));
}

BOOST_AUTO_TEST_CASE(a_circle_of_includes_ends)
{
  const TemporaryFolder folder;
  folder.write("prosody.cfg.lua", "Include 'a/b.lua'");
  folder.write("a/b.lua", "Include '../prosody.cfg.lua'");

  BOOST_TEST(problem_of(folder).find("ends in itself") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_flood_of_includes_ends)
{
  const TemporaryFolder folder;
  folder.write("prosody.cfg.lua", "for i = 1, 1000 do Include 'a.lua' end");
  folder.write("a.lua", "");

  BOOST_TEST(problem_of(folder).find("more than 500 files") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_error_in_an_included_file_names_that_file)
{
  const TemporaryFolder folder;
  folder.write("prosody.cfg.lua", "\n\nInclude 'conf.d/*.lua'");
  const auto file = folder.write("conf.d/with-a-very-long-name-so-that-lua-would-cut-it.lua",
                                 "x = 1\ny = nothing.z");

  BOOST_TEST(problem_of(folder) ==
             file.string() + ":2: attempt to index a nil value (global 'nothing')");
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_the_admins_to_repair)
{
  const TemporaryFolder folder;

  const auto answer = read_in(folder, folder.path() / "prosody.cfg.lua");

  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST((answer.error().kind == Failure::unexpected));
  BOOST_TEST(answer.error().what.find("no such file") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_folder_in_the_place_of_the_file_is_refused)
{
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "prosody.cfg.lua");

  BOOST_TEST(problem_of(folder).find("not a regular file") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_copy_of_another_machine_reads_its_own_etc)
{
  const TemporaryFolder folder;
  folder.write("etc/prosody/conf.avail/linked.cfg.lua", "VirtualHost \"linked.example.org\"");
  folder.write("etc/prosody/named/one.cfg.lua", "VirtualHost \"named.example.org\"");
  const auto main =
      folder.write("etc/prosody/prosody.cfg.lua",
                   "Include \"conf.d/*.cfg.lua\"\nInclude \"/etc/prosody/named/*.cfg.lua\"");
  std::filesystem::create_directory(folder.path() / "etc/prosody/conf.d");
  std::filesystem::create_symlink("/etc/prosody/conf.avail/linked.cfg.lua",
                                  folder.path() / "etc/prosody/conf.d/linked.cfg.lua");

  const auto answer = read_in(folder, main);

  BOOST_TEST_REQUIRE(answer.has_value(), (answer ? "" : answer.error().what));
  BOOST_TEST(to_text(*rapidjson::Pointer{"/hosts/0/name"}.Get(*answer)) ==
             R"("linked.example.org")");
  BOOST_TEST(to_text(*rapidjson::Pointer{"/hosts/1/name"}.Get(*answer)) ==
             R"("named.example.org")");
}

BOOST_AUTO_TEST_CASE(links_in_a_circle_are_told_and_not_followed_for_ever)
{
  const TemporaryFolder folder;
  const auto main = folder.write("prosody.cfg.lua", "Include \"a.cfg.lua\"");
  std::filesystem::create_symlink("b.cfg.lua", folder.path() / "a.cfg.lua");
  std::filesystem::create_symlink("a.cfg.lua", folder.path() / "b.cfg.lua");

  for (const char* called : {"/", "/etc"}) {
    const auto answer = read_prosody(FileTree::open(folder.path(), called).value(), main);
    BOOST_TEST_REQUIRE(!answer.has_value());
    BOOST_TEST(answer.error().what.find("a.cfg.lua: its links lead in a circle") !=
               std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
