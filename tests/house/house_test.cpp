// Where things may stand and what may include what, as far as a machine can see it.

#include "tests/house/sources.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>

using namespace klausur::test;

namespace {

/// Rooms of the connectors' floor that know no vendor.
const std::set<std::string> k_neutral{"base",  "format", "model", "http",
                                      "oauth", "rest",   "files", "script"};

/// The room of a file, as far down as folders go: `connectors/rest/facts`. A file that stands
/// on the floor itself is a room of its own, a header with its source.
std::string
room_of(const fs::path& file)
{
  const auto folder = file.parent_path().string();
  return folder.find('/') == std::string::npos ? fs::path{file}.replace_extension().string()
                                               : folder;
}

/// Which rooms of a floor each of its rooms includes.
std::map<std::string, std::set<std::string>>
arrows_of(const std::string& floor)
{
  std::map<std::string, std::set<std::string>> arrows;
  for (const auto& file : code_below(floor.c_str())) {
    for (const auto& include : includes_in(file)) {
      if (include.starts_with(floor + "/") && room_of(include) != room_of(file)) {
        arrows[room_of(file)].insert(room_of(include));
      }
    }
  }
  return arrows;
}

/// The rooms of a circle through `room`, or nothing.
std::vector<std::string>
circle_through(const std::string& room,
               const std::map<std::string, std::set<std::string>>& arrows)
{
  std::map<std::string, std::string> from;
  std::vector<std::string> to_do{room};
  while (!to_do.empty()) {
    const std::string here = to_do.back();
    to_do.pop_back();
    const auto next = arrows.find(here);
    for (const auto& there : next == arrows.end() ? std::set<std::string>{} : next->second) {
      if (there == room) {
        std::vector<std::string> way{room};
        for (std::string back = here; back != room; back = from.at(back)) {
          way.push_back(back);
        }
        return way;
      }
      if (from.emplace(there, here).second) {
        to_do.push_back(there);
      }
    }
  }
  return {};
}

/// Vendors by the folders that speak to them.
std::vector<std::string>
vendor_folders()
{
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator{k_root / "connectors"}) {
    const std::string name = entry.path().filename();
    if (entry.is_directory() && !k_neutral.contains(name)) {
      names.push_back(name);
    }
  }
  std::ranges::sort(names);
  return names;
}

} // namespace

BOOST_AUTO_TEST_SUITE(house_test)

BOOST_AUTO_TEST_CASE(includes_run_only_downwards)
{
  const std::map<std::string, int> floors{
      {"connectors", 1}, {"policies", 2}, {"plugin", 3}, {"tests", 4}};
  for (const auto& [folder, floor] : floors) {
    for (const auto& file : code_below(folder.c_str())) {
      for (const auto& include : includes_in(file)) {
        const auto target = floors.find(include.substr(0, include.find('/')));
        const bool upwards = target != floors.end() && target->second > floor;
        BOOST_TEST(!upwards, file.string() << " includes " << include);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(between_the_rooms_of_a_floor_includes_never_go_in_a_circle)
{
  for (const char* floor : {"connectors", "policies", "plugin"}) {
    const auto arrows = arrows_of(floor);
    for (const auto& [room, targets] : arrows) {
      std::string way;
      for (const auto& step : circle_through(room, arrows)) {
        way += " <- " + step;
      }
      BOOST_TEST(way.empty(), room << way);
    }
  }
}

BOOST_AUTO_TEST_CASE(no_vendor_includes_another)
{
  for (const auto& vendor : vendor_folders()) {
    for (const auto& file : code_below(("connectors/" + vendor).c_str())) {
      for (const auto& include : includes_in(file)) {
        for (const auto& other : vendor_folders()) {
          const bool foreign =
              other != vendor && include.starts_with("connectors/" + other + "/");
          BOOST_TEST(!foreign, file.string() << " includes " << include);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(each_library_is_included_in_its_own_rooms_only)
{
  struct Door
  {
    const char* header;
    std::vector<std::string> rooms;
  };
  for (const auto& door :
       {Door{"curl/", {"connectors/http/"}},
        Door{"cpprest/", {"plugin/listen/", "plugin/sandbox/"}},
        Door{"SQLiteCpp/", {"plugin/store/"}}, Door{"js/", {"connectors/script/inside/"}},
        Door{"jsapi.h", {"connectors/script/inside/"}},
        Door{"jsfriendapi.h", {"connectors/script/inside/"}},
        Door{"seccomp.h", {"connectors/script/inside/"}},
        Door{"expat.h", {"connectors/jitsi/"}}, Door{"lua", {"connectors/script/inside/"}},
        Door{"CLI/", {"plugin/commands/command_line.cpp"}}}) {
    for (const char* floor : {"connectors", "policies", "plugin"}) {
      for (const auto& file : code_below(floor)) {
        const bool allowed = std::ranges::any_of(door.rooms, [&](const std::string& room) {
          return file.string().starts_with(room);
        });
        const auto includes = includes_in(file);
        const bool included = std::ranges::any_of(includes, [&](const std::string& include) {
          return include.starts_with(door.header);
        });
        BOOST_TEST((allowed || !included), file.string() << " includes " << door.header);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_deployments_files_are_read_through_their_door_only)
{
  static const std::regex others{
      R"(<(fstream|fcntl\.h|dirent\.h|sys/stat\.h|cstdio|unistd\.h)>|source_file\.hpp|)"
      R"(\b(read_file|open_file|fopen|ifstream|directory_iterator|symlink_status|)"
      R"(read_symlink|canonical|weakly_canonical)\b|fs::(exists|status|is_|file_size))"};
  for (const auto& file : code_below("connectors/jitsi")) {
    BOOST_TEST(!std::regex_search(text_of(k_root / file), others), file.string());
  }
}

BOOST_AUTO_TEST_CASE(the_program_does_not_link_the_imitations)
{
  // Their defaults hold texts that nothing else has.
  const auto holds = [](const char* file, std::string_view text) {
    return text_of(fs::path{KLAUSUR_BINARY_DIR} / file).find(text) != std::string::npos;
  };
  BOOST_TEST(holds("klausur-sandbox.so", "there is no order"));
  BOOST_TEST(!holds("klausur", "there is no order"));
}

BOOST_AUTO_TEST_CASE(every_vendor_has_its_four_parts)
{
  const std::string registry = text_of(k_root / "connectors/registry.cpp");
  BOOST_TEST(!vendor_folders().empty());
  for (const auto& vendor : vendor_folders()) {
    BOOST_TEST(fs::exists(k_root / "manifest" / (vendor + ".yaml")), vendor);
    BOOST_TEST(fs::exists(k_root / "policies" / (vendor + ".yaml")), vendor);
    BOOST_TEST(fs::is_directory(k_root / "tests/fixtures" / vendor), vendor);
    BOOST_TEST((registry.find("\"" + vendor + "\"") != std::string::npos), vendor);
  }
}

BOOST_AUTO_TEST_CASE(no_vendor_is_named_on_a_neutral_floor)
{
  static const std::regex names{"zoom|webex|slack|trello|skype|teams|google|jitsi|mattermost",
                                std::regex::icase};
  for (const char* room :
       {"policies/engine", "connectors/base", "connectors/model", "connectors/format",
        "connectors/http", "connectors/oauth", "connectors/rest", "connectors/files",
        "connectors/script", "connectors/script/inside"}) {
    for (const auto& file : code_below(room)) {
      BOOST_TEST(!std::regex_search(text_of(k_root / file), names), file.string());
    }
  }
}

BOOST_AUTO_TEST_CASE(every_room_says_what_it_is_for)
{
  for (const char* room : {"connectors",
                           "connectors/base",
                           "connectors/format",
                           "connectors/model",
                           "connectors/files",
                           "connectors/script",
                           "connectors/http",
                           "connectors/oauth",
                           "connectors/rest",
                           "policies",
                           "manifest",
                           "plugin",
                           "plugin/office",
                           "plugin/change",
                           "plugin/listen",
                           "plugin/commands",
                           "plugin/store",
                           "plugin/report",
                           "plugin/journal",
                           "plugin/evidence",
                           "plugin/notify",
                           "plugin/daemon",
                           "plugin/sandbox",
                           "plugin/backup",
                           "tests"}) {
    BOOST_TEST(fs::exists(k_root / room / "README.md"), room);
  }
}

BOOST_AUTO_TEST_SUITE_END()
