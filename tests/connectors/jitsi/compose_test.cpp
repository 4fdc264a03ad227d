// What docker compose makes of its files.

#include "connectors/jitsi/compose.hpp"
#include "connectors/jitsi/compose_yaml.hpp"
#include "tests/support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <utility>

using namespace klausur;
using namespace klausur::jitsi;

namespace {

/// A project in a folder of its own.
struct Project
{
  explicit Project(std::initializer_list<std::pair<const char*, const char*>> files)
  {
    for (const auto& [name, text] : files) {
      folder.write(name, text);
    }
  }

  [[nodiscard]] FileTree tree() const { return FileTree::open(folder.path()).value(); }

  [[nodiscard]] Result<Compose> read() const
  {
    return read_compose(tree(), compose_files(tree(), folder.path(), env), env);
  }

  /// The names of the files that compose may be given as well.
  [[nodiscard]] std::string beside() const
  {
    std::string names;
    for (const auto& file :
         files_beside(tree(), folder.path(), env, compose_files(tree(), folder.path(), env))) {
      names += (names.empty() ? "" : " ") + file.filename().string();
    }
    return names;
  }

  /// A variable of a service; `not set`, or what went wrong.
  [[nodiscard]] std::string variable(std::string_view service, std::string_view name) const
  {
    const auto compose = read();
    if (!compose) {
      return compose.error().what;
    }
    const auto found = std::ranges::find(compose->services, service, &Service::name);
    if (found == compose->services.end()) {
      return "no service";
    }
    const auto value = found->env.find(name);
    return value == found->env.end() ? "not set" : value->second;
  }

  TemporaryFolder folder;
  Environment env;
};

} // namespace

BOOST_AUTO_TEST_SUITE(compose_test)

BOOST_AUTO_TEST_CASE(variables_come_as_list_as_mapping_and_through_anchors)
{
  Project project{{"docker-compose.yml", R"(
x-all: &all
  A: one
  B: "2"
x-more: &more
  B: three
  C: yes
services:
  listed:
    image: jitsi/web
    environment: [A=one, "B=x=y", C, D]
  mapped:
    image: jitsi/web
    environment: {A: true, B: 1, C: , D: null}
  merged:
    image: jitsi/web
    environment:
      <<: [*all, *more]
      A: own
)"}};
  project.env = {{"C", "of .env"}};

  BOOST_TEST(project.variable("listed", "A") == "one");
  BOOST_TEST(project.variable("listed", "B") == "x=y");
  BOOST_TEST(project.variable("listed", "C") == "of .env");
  BOOST_TEST(project.variable("listed", "D") == "not set");
  BOOST_TEST(project.variable("mapped", "A") == "true");
  BOOST_TEST(project.variable("mapped", "B") == "1");
  BOOST_TEST(project.variable("mapped", "C") == "of .env");
  BOOST_TEST(project.variable("mapped", "D") == "not set");
  BOOST_TEST(project.variable("merged", "A") == "own");
  BOOST_TEST(project.variable("merged", "B") == "2");
  BOOST_TEST(project.variable("merged", "C") == "yes");
}

BOOST_AUTO_TEST_CASE(variables_in_values_are_replaced)
{
  Project project{{"compose.yaml", R"(
services:
  web:
    image: ${REPO:-jitsi}/web:${TAG:-stable-9823}
    environment: ["A=${SET:-x}", "B=${NOT-x}", "C=${NOT}", "D=$$SET"]
)"}};
  project.env = {{"SET", "s"}, {"TAG", "stable-11146"}};

  BOOST_TEST(project.variable("web", "A") == "s");
  BOOST_TEST(project.variable("web", "B") == "x");
  BOOST_TEST(project.variable("web", "C") == "");
  BOOST_TEST(project.variable("web", "D") == "$SET");
  BOOST_TEST(project.read()->services.front().image == "jitsi/web:stable-11146");
}

BOOST_AUTO_TEST_CASE(later_files_lie_over_earlier_ones_and_what_lies_beside_them_is_not_taken)
{
  Project project{{"docker-compose.yml", R"(
services:
  web: {image: jitsi/web, environment: {A: base, B: base}, volumes: ["./a:/config", "./l:/logs"]}
)"},
                  {"docker-compose.override.yml", R"(
services:
  web: {environment: [B=override], volumes: ["./b:/config"]}
)"},
                  {"override/jibri.yml", R"(
services:
  jibri: {image: jitsi/jibri, environment: [A=jibri]}
)"},
                  {"notes.yml", "nothing: of compose\n"}};

  BOOST_TEST(project.variable("web", "A") == "base");
  BOOST_TEST(project.variable("web", "B") == "override");
  BOOST_TEST(project.variable("jibri", "A") == "no service");
  BOOST_TEST(project.read()->files.size() == 2U);
  BOOST_TEST(project.beside() == "jibri.yml");
  const auto web = project.read()->services.front();
  BOOST_TEST(web.host_path("/config/custom-config.js").value().string() ==
             "./b/custom-config.js");

  project.env = {{"COMPOSE_FILE", "docker-compose.yml:override/jibri.yml"}};
  BOOST_TEST(project.variable("web", "B") == "base");
  BOOST_TEST(project.variable("jibri", "A") == "jibri");
  BOOST_TEST(project.beside() == "");
}

BOOST_AUTO_TEST_CASE(files_of_variables_and_services_that_extend_others_are_followed)
{
  Project project{{"docker-compose.yml", R"(
services:
  base: {image: jitsi/web, environment: {A: base, B: base}}
  web:
    extends: {service: base}
    env_file: [first.env, {path: second.env, required: false}, {path: none.env, required: false}]
    environment: {B: web}
  other: {extends: {file: more.yml, service: far}}
)"},
                  {"more.yml", "services:\n  far: {image: jitsi/web, environment: {A: far}}\n"},
                  {"first.env", "C=first\nD=first\nB=first\n"},
                  {"second.env", "D=second\n"}};

  BOOST_TEST(project.variable("web", "A") == "base");
  BOOST_TEST(project.variable("web", "B") == "web");
  BOOST_TEST(project.variable("web", "C") == "first");
  BOOST_TEST(project.variable("web", "D") == "second");
  BOOST_TEST(project.variable("other", "A") == "far");
}

BOOST_AUTO_TEST_CASE(what_the_host_shows_of_a_container_and_what_docker_keeps)
{
  Project project{{"docker-compose.yml", R"(
services:
  web:
    image: jitsi/web
    volumes:
      - ${CONFIG:-./cfg}/web:/config:Z
      - ./own.js:/config/custom-config.js:ro
      - kept:/storage
      - {type: bind, source: /srv/rec, target: /rec}
      - {type: volume, source: kept, target: /vol}
    ports: ["127.0.0.1:8080:8080", "8443:443/tcp", {target: 9090, published: 9090}]
)"}};

  const auto web = project.read()->services.front();

  BOOST_TEST(web.host_path("/config/config.js").value().string() == "./cfg/web/config.js");
  BOOST_TEST(web.host_path("/config/custom-config.js").value().string() == "./own.js");
  BOOST_TEST(web.host_path("/rec/a").value().string() == "/srv/rec/a");
  for (const char* inside : {"/storage/x", "/vol", "/configured", "/"}) {
    BOOST_TEST(!web.host_path(inside).has_value(), inside);
  }
  BOOST_TEST(!web.is_published("8080"));
  BOOST_TEST(web.is_published("443"));
  BOOST_TEST(web.is_published("9090"));
  BOOST_TEST(!web.is_published("8888"));
}

BOOST_AUTO_TEST_CASE(what_is_broken_names_the_file)
{
  struct Row
  {
    const char* text;
    const char* why;
  };
  for (const auto& [text, why] : {
           Row{"services:\n  web: {image: jitsi/web\n", "docker-compose.yml:"},
           Row{"services:\n  web: {image: jitsi/web, extends: {service: none}}\n", "`extends`"},
           Row{"services:\n  web: {image: jitsi/web, extends: web}\n", "without end"},
           Row{"services:\n  web: {<<: text}\n", "mapping"},
           Row{"services:\n  web: {image: jitsi/web, environment: ['A=${B:?say it}']}\n",
               "required"},
           Row{"services:\n  web: {image: jitsi/web, env_file: none.env}\n", "none.env"},
       }) {
    const Project project{{"docker-compose.yml", text}};
    const auto compose = project.read();
    const auto problem = compose ? compose->services.front().problem.value_or(Error{}).what
                                 : compose.error().what;
    BOOST_TEST(problem.find(why) != std::string::npos, text << ": " << problem);
  }
}

BOOST_AUTO_TEST_CASE(aliases_cannot_grow_without_end)
{
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int level = 1; level < 9; ++level) {
    const std::string before = "*a" + std::to_string(level - 1);
    std::string line = "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [";
    for (int each = 0; each < 10; ++each) {
      line += before + ", ";
    }
    bomb += line + "x]\n";
  }

  const auto read = parse_compose_yaml(bomb, "bomb.yml");

  BOOST_TEST_REQUIRE(!read.has_value());
  BOOST_TEST(read.error().what.find("100000 values") != std::string::npos, read.error().what);
}

BOOST_AUTO_TEST_SUITE_END()
