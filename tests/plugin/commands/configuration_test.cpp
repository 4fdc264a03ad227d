// What people can write wrong, and what the program then says. Runs the real program.

#include "tests/support/program.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using klausur::test::Ended;
using klausur::test::Program;

namespace {

Ended
validate(std::string_view text)
{
  const Program program;
  program.write("klausur.yaml", text);
  return program.run({"validate"});
}

constexpr const char* k_sound = "tenants:\n  - name: meet\n    vendor: jitsi\n    files: .\n";

} // namespace

BOOST_AUTO_TEST_SUITE(configuration_test)

BOOST_AUTO_TEST_CASE(a_sound_configuration_is_said_to_be_sound)
{
  const Ended ended = validate(k_sound);
  BOOST_TEST(ended.code == 0, ended.err);
  BOOST_TEST(ended.out.find("48 controls") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_secret_that_is_not_here_is_said_in_one_line)
{
  const Program program;
  program.write(
      "klausur.yaml",
      "tenants:\n  - {name: chat, vendor: mattermost, base_url: 'http://127.0.0.1:1', "
      "auth: {token: env:NOT_SET_HERE}}\n"
      "notify:\n  - {channel: mattermost, url: 'http://127.0.0.1:1', room: privacy, "
      "token: file:no-such-file}\n");
  const Ended validated = program.run({"validate"});
  BOOST_TEST(validated.code == 0); // it may be meant for another machine
  BOOST_TEST(validated.err.starts_with("klausur: klausur.yaml:2:"), validated.err);
  BOOST_TEST(validated.err.find("env:NOT_SET_HERE: this variable is not set") !=
             std::string::npos);
  BOOST_TEST(validated.err.find("no-such-file") != std::string::npos);
  BOOST_TEST(std::ranges::count(validated.err, '\n') == 2, validated.err);
  for (const char* command : {"doctor", "audit"}) {
    const Ended ended = program.run({command});
    BOOST_TEST(ended.code == 3, command);
    BOOST_TEST(std::ranges::count(ended.out, '\n') < 150, command << ": " << ended.out);
  }
}

BOOST_AUTO_TEST_CASE(every_mistake_ends_with_2_and_names_its_place_and_the_way_out)
{
  struct Row
  {
    const char* text;
    const char* error;
  };
  for (const auto& row : {
           Row{"tenants:\n  - nmae: meet\n    vendor: jitsi\n",
               "klausur.yaml:2:5: unknown key \"nmae\"; did you mean \"name\"?"},
           Row{"", "klausur.yaml:1: nothing stands in this file"},
           Row{"tenants:\n  - {name: a, vendor: mattermost, base_url: "
               "'https://chat.example.org', "
               "ca_file: none.pem, auth: {token: env:HOME}}\n",
               "tenant a: none.pem is no file"},
           Row{"language: fr\n", "klausur.yaml:1:11: \"fr\" does not satisfy"},
           Row{"tenants: yes\n", "klausur.yaml:1:10:"},
           Row{"tenants:\n  - {name: a, vendor: jitis, files: .}\n",
               "klausur.yaml:2:23: there is no vendor \"jitis\"; did you mean \"jitsi\"?"},
           Row{"tenants:\n  - {name: a, vendor: jitsi}\n  - {name: a, vendor: jitsi}\n",
               "klausur.yaml:3:12: the tenant \"a\" is given twice"},
           Row{"language: de\nlanguage: en\n",
               "klausur.yaml:2:1: the key \"language\" is given twice"},
           Row{"a: &a [1,1]\nb: *a\n", "klausur.yaml:2:4: aliases (*name) are not accepted"},
           Row{"tenants: [", "klausur.yaml:1:"},
           Row{"tenants:\n  - {name: a, vendor: jitsi, files: ., variant: sef-hosted}\n",
               "klausur.yaml:2:49: tenant a: jitsi has no variant \"sef-hosted\"; did you mean "
               "\"self-hosted\"?"},
           Row{"tenants:\n  - {name: a, vendor: jitsi, files: ., hosts: {x: "
               "'https://a.org'}}\n",
               "tenant a: jitsi has no further hosts"},
           Row{"tenants:\n  - {name: a, vendor: slack, auth: {token: env:A}, hosts: {audi: "
               "'https://a.org'}}\n",
               "tenant a: slack has no host \"audi\"; did you mean \"audit\"?"},
           Row{"tenants:\n  - {name: a, vendor: jitsi, every: 5x}\n", "\"5x\""},
           Row{"tenants:\n  - {name: a, vendor: jitsi, timeouts: {idle: 5x}}\n",
               "klausur.yaml:2:47: \"5x\" does not satisfy"},
           Row{"tenants:\n  - {name: a, vendor: jitsi, concurrency: many}\n",
               "klausur.yaml:2:43: \"many\" does not satisfy \"type\": \"integer\""},
           Row{"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
               "c: [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n",
               "klausur.yaml:2:8: aliases (*name) are not accepted"},
           Row{"\tlanguage: de\n", "klausur.yaml:1:"},
           Row{"\xff\xfe", "klausur.yaml:1:"},
           Row{"timezone: Europe/Berlon\n",
               "klausur.yaml:1:11: there is no time zone \"Europe/Berlon\""},
           Row{"tenants: []\n", "klausur.yaml: no tenants"},
           Row{"language: de\n", "klausur.yaml: no tenants"},
           Row{"store: sqlite:///nowhere/at/all/k.db\ntenants: [{name: a, vendor: jitsi, "
               "files: .}]\n",
               "could not be opened: No such file or directory"},
           Row{"store: mysql://x\ntenants: [{name: a, vendor: jitsi, files: .}]\n",
               "the store \"mysql://x\" is not understood"},
           Row{"tenants:\n  - {name: a, vendor: jitsi}\n",
               "klausur.yaml:2:5: tenant a: jitsi wants files: a directory, url:"},
           Row{"tenants:\n  - {name: a, vendor: jitsi, files: /nowhere/at/all}\n",
               "klausur.yaml:2:37: tenant a: /nowhere/at/all is not there; name the directory"},
           Row{"tenants:\n  - {name: a, vendor: jitsi, files: /etc/passwd}\n",
               "klausur.yaml:2:37: tenant a: /etc/passwd is no directory; name the directory"},
           Row{"tenants:\n  - {name: a, vendor: jitsi, url: 'https://'}\n",
               "klausur.yaml:2:35: tenant a: not an address that can be asked: write "
               "https://HOST"},
           Row{"tenants:\n  - {name: a, vendor: mattermost, base_url: 'https://u:secret@x', "
               "auth: {token: env:T}}\n",
               "klausur.yaml:2:45: an address must not hold a user or a password"},
           Row{"tenants:\n  - {name: a, vendor: jitsi, base_url: 'https://x'}\n",
               "tenant a: jitsi has no API; write url:"},
           Row{"tenants:\n  - {name: a, vendor: mattermost, auth: {token: env:T}}\n",
               "klausur.yaml:2:5: tenant a: mattermost wants base_url:"},
           Row{"tenants:\n  - {name: a, vendor: zoom, url: 'https://x', auth: {account_id: a, "
               "client_id: b, client_secret: env:T}}\n",
               "tenant a: zoom is read by its API; write base_url:"},
           Row{"tenants:\n  - {name: a, vendor: zoom, auth: {account_id: a, client_id: b}}\n",
               "klausur.yaml:2:35: tenant a: auth lacks client_secret; zoom wants account_id, "
               "client_id, client_secret"},
           Row{"tenants:\n  - {name: a, vendor: zoom, auth: {account_id: a, client_id: b, "
               "client_secret: env:T, acount_id: b}}\n",
               "auth has no \"acount_id\"; did you mean \"account_id\"?"},
           Row{"tenants:\n  - {name: a, vendor: zoom}\n", "tenant a: auth lacks account_id"},
           Row{"tenants:\n  - {name: a, vendor: slack, auth: {client_id: a, refresh_token: "
               "file:x}}\n",
               "tenant a: auth lacks client_secret; slack wants token; or client_id"},
           Row{"tenants:\n  - {name: a, vendor: jitsi, files: ., auth: {token: env:T}}\n",
               "jitsi needs no auth"},
           Row{"serve: {listen: '0.0.0.0:1'}\n", "needs public: true"},
           Row{"notify:\n  - {channel: mattermost, url: 'https://x', room: r, token: abc}\n",
               "klausur.yaml:2:61: a secret must not stand in the configuration"},
       }) {
    const Ended ended = validate(row.text);
    BOOST_TEST(ended.code == 2, row.text);
    BOOST_TEST((ended.err.find("u:secret") == std::string::npos), ended.err);
    BOOST_TEST((ended.err.find(row.error) != std::string::npos),
               row.text << " gave " << ended.err);
  }
}

BOOST_AUTO_TEST_CASE(one_of_several_deployments_can_be_named)
{
  // As the message says that several lie there.
  BOOST_TEST(validate("tenants:\n  - {name: a, vendor: jitsi, files: ., parameters: {host: "
                      "meet.example.org}}\n")
                 .code == 0);
}

BOOST_AUTO_TEST_CASE(one_misspelt_name_is_one_line)
{
  const Ended ended = validate("tenants:\n  - {name: a, vendor: slack, auth: {tokn: env:A}}\n");
  BOOST_TEST(ended.code == 2);
  BOOST_TEST(ended.err.find("auth has no \"tokn\"; did you mean \"token\"?") !=
                 std::string::npos,
             ended.err);
  BOOST_TEST(ended.err.find("auth lacks") == std::string::npos, ended.err);
}

BOOST_AUTO_TEST_CASE(a_literal_secret_is_refused_wherever_it_stands_and_not_repeated)
{
  struct Row
  {
    std::string text;
    const char* error;
  };
  const std::string tenant = "tenants:\n  - {name: a, vendor: mattermost, ";
  const char* reference = "env:NAME, file:PATH or credential:NAME";
  const char* address = "an address must not hold a user or a password";
  for (const auto& row :
       {Row{tenant + "auth: {token: s3cr3t-plain-token}}\n", reference},
        Row{tenant + "auth: {tokn: s3cr3t-plain-token}}\n", reference},
        Row{tenant + "auth: {pat: s3cr3t-plain-token}}\n", reference},
        Row{tenant + "auth: {token: [s3cr3t-plain-token]}}\n", "2:49: a list does not satisfy"},
        Row{tenant + "auth: s3cr3t-plain-token}\n", "what is given does not satisfy"},
        Row{tenant + "token: s3cr3t-plain-token}\n", "unknown key \"token\""},
        Row{tenant + "base_url: 'https://u:s3cr3t@x.org'}\n", address},
        Row{tenant + "base_url: 'https://x.org/?key=s3cr3t'}\n", "without its query"},
        Row{tenant + "proxy: 'http://u:s3cr3t@proxy:3128'}\n", address},
        Row{tenant + "hosts: {token: 'https://s3cr3t@x.org'}}\n", address},
        Row{"store: postgresql://klausur:s3cr3t@db/klausur\n", address},
        Row{"notify:\n  - {channel: mattermost, url: 'https://x', room: r, token: s3cr3t}\n",
            reference},
        Row{"tenants: {name: a, auth: {token: s3cr3t-plain-token}}\n", "a mapping does not"},
        Row{"s3cr3t-plain-token\n", "what is given does not satisfy"}}) {
    const Ended ended = validate(row.text);
    BOOST_TEST(ended.code == 2, row.text);
    BOOST_TEST((ended.err.find(row.error) != std::string::npos),
               row.text << " gave " << ended.err);
    BOOST_TEST(ended.err.find("s3cr3t") == std::string::npos, ended.err);
    BOOST_TEST(ended.err.find("klausur.yaml:") != std::string::npos, ended.err);
  }
}

BOOST_AUTO_TEST_CASE(identifiers_may_stand_in_the_configuration)
{
  const Ended ended = validate(
      "tenants:\n  - {name: a, vendor: mattermost, base_url: 'https://x', "
      "auth: {token: env:T}}\n"
      "  - {name: b, vendor: zoom, auth: {account_id: abc, client_id: d, client_secret: "
      "env:T}}\n");
  BOOST_TEST(ended.code == 0, ended.err);
}

BOOST_AUTO_TEST_CASE(credentials_over_http_are_refused_unless_the_entry_says_insecure)
{
  const std::string tenant =
      "tenants:\n  - {name: a, vendor: mattermost, auth: {token: env:T}, "
      "base_url: 'http://chat.example.org'";
  const std::string zoom =
      "tenants:\n  - {name: a, vendor: zoom, auth: {account_id: b, "
      "client_id: c, client_secret: env:T}, hosts: {token: 'http://z.org'}";
  const std::string chat = "notify:\n  - {channel: mattermost, room: r, token: env:T, "
                           "url: 'http://chat.example.org'";
  const std::string there =
      "tenants:\n  - {name: j, vendor: jitsi, url: 'http://meet.x.org'}\n";
  for (const auto& text : {tenant, zoom, there + chat}) {
    const auto refused = validate(text + "}\n");
    const auto allowed = validate(text + ", insecure: true}\n");

    BOOST_TEST(refused.code == 2, text);
    BOOST_TEST((refused.err.find("http://, where everybody on the way") != std::string::npos),
               refused.err);
    BOOST_TEST(allowed.code == 0, allowed.err);
  }
  BOOST_TEST(validate(there).code == 0); // It has no credentials.
}

BOOST_AUTO_TEST_CASE(a_missing_configuration_says_where_it_was_looked_for)
{
  const Program program;
  const Ended ended = program.run({"audit"});
  BOOST_TEST(ended.code == 2);
  BOOST_TEST(ended.err.find("--config FILE") != std::string::npos);

  const Ended named = program.run({"--config", "no-such.yaml", "audit"});
  BOOST_TEST(named.code == 2);
  BOOST_TEST(named.err.find("no-such.yaml: no such file") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(wrong_arguments_end_with_2)
{
  const Program program;
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"adit"},
                                             {"audit", "--format", "pdf"},
                                             {"explain"},
                                             {"explain", "DP-CON-99"},
                                             {"audit", "--offline", "no-such.json"},
                                             {"apply", "no-such-plan.json"}}) {
    BOOST_TEST(program.run(arguments).code == 2);
  }
}

BOOST_AUTO_TEST_CASE(help_version_and_completion_end_with_0)
{
  const Program program;
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"--help"}, {"--version"}, {"audit", "--help"}, {"completion"}, {"checks"}}) {
    const Ended ended = program.run(arguments);
    BOOST_TEST(ended.code == 0, ended.err);
    BOOST_TEST(!ended.out.empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()
