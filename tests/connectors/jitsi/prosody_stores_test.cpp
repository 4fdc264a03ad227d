// What Prosody keeps, sends away and asks for, by its modules and storage.

#include "tests/connectors/jitsi/whole.hpp"

using namespace klausur;
using klausur::test::said;
using klausur::test::Whole;

namespace {

/// What a document says of Debian's deployment with this text as Prosody's file of it.
std::string
of(const std::string& text, const char* pointer, const char* document = "prosody",
   const char* jicofo = "jicofo { }")
{
  Whole whole;
  whole.debian();
  whole.folder.write("etc/prosody/conf.d/meet.example.org.cfg.lua", text);
  whole.folder.write("etc/jitsi/jicofo/jicofo.conf", jicofo);
  return said(whole.read(), document, pointer);
}

std::string
with_accounts(const std::string& more)
{
  return "VirtualHost \"meet.example.org\"\n authentication = \"internal_hashed\"\n" + more +
         "Component \"conference.meet.example.org\" \"muc\"\n";
}

constexpr const char* k_offline = "/stores/private_messages/offline at meet.example.org/kept";

} // namespace

BOOST_AUTO_TEST_SUITE(prosody_stores_test)

BOOST_AUTO_TEST_CASE(prosody_loads_offline_by_itself_and_keeps_it_where_storage_says)
{
  struct Row
  {
    const char* more;
    const char* wanted;
  };
  for (const auto& [more, wanted] : {
           Row{"", "true"},
           Row{" storage = \"internal\"\n", "true"},
           Row{" storage = \"sql\"\n", "true"},
           Row{" storage = \"memory\"\n", "false"},
           Row{" storage = \"none\"\n", "false"},
           Row{" storage = \"null\"\n", "false"},
           Row{" storage = { offline = \"none\" }\n", "false"},
           Row{" storage = { archive = \"none\" }\n", "true"},
           Row{" storage = { archive = \"none\" }\n default_storage = \"memory\"\n", "false"},
           Row{" modules_disabled = { \"offline\" }\n", "nothing"},
           Row{" authentication = \"anonymous\"\n", "nothing"},
           Row{" authentication = \"token\"\n", "nothing"},
       }) {
    BOOST_TEST(of(with_accounts(more), k_offline) == wanted, more);
  }
}

BOOST_AUTO_TEST_CASE(every_host_is_looked_at_but_those_of_programs)
{
  const std::string hosts =
      "VirtualHost \"meet.example.org\"\n authentication = \"anonymous\"\n"
      "VirtualHost \"auth.meet.example.org\"\n authentication = "
      "\"internal_plain\"\n"
      "VirtualHost \"team.example.org\"\n authentication = \"ldap\"\n"
      " modules_enabled = { \"mam\" }\n"
      "Component \"conference.meet.example.org\" \"muc\"\n"
      " modules_enabled = { \"muc_log\" }\n storage = \"memory\"\n";

  BOOST_TEST(of(hosts, "/stores/private_messages/mam at team.example.org/kept") == "true");
  BOOST_TEST(of(hosts, "/stores/private_messages/offline at auth.meet.example.org") ==
             "nothing");
  BOOST_TEST(of(hosts, "/accounts/auth.meet.example.org/authentication") ==
             R"("internal_plain")");
  BOOST_TEST(of(hosts, "/accounts/meet.example.org") == "nothing");
  // This module writes files of its own, whatever the storage is.
  BOOST_TEST(of(hosts, "/stores/room_messages/muc_log at conference.meet.example.org/kept") ==
             "true");
  BOOST_TEST(of(hosts, "/stores/rooms/muc at conference.meet.example.org/kept") == "false");
}

BOOST_AUTO_TEST_CASE(a_module_that_nobody_here_knows_may_write_anything)
{
  BOOST_TEST(of(with_accounts(" modules_enabled = { \"our_own\" }\n"),
                "/stores/private_messages/our_own at meet.example.org/kept") ==
             R"("not known")");
}

BOOST_AUTO_TEST_CASE(an_empty_group_says_that_it_was_looked_at)
{
  const std::string quiet = "modules_disabled = { \"offline\" }\n" + with_accounts("");
  BOOST_TEST(of(quiet, "/stores/private_messages/no module/kept") == "false");
  BOOST_TEST(of(quiet, "/outgoing/no module/elsewhere") == "false");
}

BOOST_AUTO_TEST_CASE(names_that_go_to_another_server_are_told_from_those_that_stay)
{
  const auto sent_to = [](const std::string& address) {
    return of(with_accounts("Component \"esync.meet.example.org\" \"event_sync_component\"\n"
                            " api_prefix = " +
                            address + "\n"),
              "/outgoing/event_sync_component at esync.meet.example.org/elsewhere");
  };
  BOOST_TEST(sent_to("\"https://events.example.com/api\"") == "true");
  BOOST_TEST(sent_to("\"http://localhost:8080/api\"") == "false");
  BOOST_TEST(sent_to("\"http://127.0.0.1/api\"") == "false");
  BOOST_TEST(sent_to("\"http://127.0.0.1.example.com/api\"") == "true");
  BOOST_TEST(sent_to("\"http://localhost.example.com/api\"") == "true");
  BOOST_TEST(sent_to("\"http://events:8080\"") == "false");
  BOOST_TEST(sent_to("{ 1 }") == R"("not known")");
  BOOST_TEST(of(with_accounts(" modules_enabled = { \"our_own\" }\n"),
                "/outgoing/our_own at meet.example.org/elsewhere") == R"("not known")");
}

BOOST_AUTO_TEST_CASE(a_component_counts_where_the_main_host_sends_people_there)
{
  const std::string lobby = "Component \"lobby.meet.example.org\" \"muc\"\n";
  const auto with_lobby = [&](const char* options) {
    return of(with_accounts(options) + lobby, "/components/lobby");
  };
  constexpr const char* k_both = " modules_enabled = { \"muc_lobby_rooms\" }\n"
                                 " lobby_muc = \"lobby.meet.example.org\"\n";
  BOOST_TEST(with_lobby(k_both) == "true");
  BOOST_TEST(with_lobby(" modules_enabled = { \"muc_lobby_rooms\" }\n") == "false");
  BOOST_TEST(with_lobby(" lobby_muc = \"lobby.meet.example.org\"\n") == "false");
  BOOST_TEST(with_lobby("") == "false");
  BOOST_TEST(of(with_accounts(k_both), "/components/lobby") == "false");

  const auto with_moderation = [](const char* module) {
    return of(with_accounts(module) + "Component \"avmoderation.meet.example.org\" "
                                      "\"av_moderation_component\"\n",
              "/components/av_moderation");
  };
  BOOST_TEST(with_moderation(" modules_enabled = { \"av_moderation\" }\n") == "true");
  BOOST_TEST(with_moderation(" modules_enabled = { \"features_identity\" }\n") == "true");
  BOOST_TEST(with_moderation("") == "false");
}

BOOST_AUTO_TEST_CASE(a_storage_that_only_the_machine_knows_is_not_known)
{
  BOOST_TEST(of(with_accounts(" storage = ENV_STORAGE\n"), k_offline) == R"("not known")");
  BOOST_TEST(of(with_accounts(" storage = FileLine(\"/etc/storage\")\n"), k_offline) ==
             R"("not known")");
}

BOOST_AUTO_TEST_CASE(rooms_are_opened_by_those_whom_prosody_and_jicofo_let)
{
  const std::string guest = "VirtualHost \"guest.meet.example.org\"\n authentication = "
                            "\"anonymous\"\n";
  const std::string open = "VirtualHost \"meet.example.org\"\n authentication = "
                           "\"jitsi-anonymous\"\n";
  const std::string empty = "VirtualHost \"meet.example.org\"\n authentication = \"token\"\n"
                            " allow_empty_token = true\n";
  constexpr const char* k_login =
      "jicofo { authentication { enabled = true, type = XMPP, login-url = meet.example.org } }";
  constexpr const char* k_token =
      "jicofo { authentication { enabled = \"true\", type = JWT } }";
  constexpr const char* k_open_register =
      " modules_enabled = { \"register\" }\n allow_registration = true\n";
  const auto of_kind = [](const std::string& authentication) {
    return "VirtualHost \"meet.example.org\"\n authentication = \"" + authentication + "\"\n";
  };
  constexpr const char* k_no_type =
      "jicofo { authentication { enabled = true, login-url = meet.example.org } }";
  struct Row
  {
    std::string prosody;
    const char* jicofo;
    const char* wanted;
  };
  for (const auto& row : {
           Row{with_accounts(""), "jicofo { }", R"("login")"},
           Row{with_accounts(guest), "jicofo { }", R"("anybody")"},
           Row{with_accounts(guest), k_login, R"("login")"},
           // A log-in where everybody gets in is none.
           Row{with_accounts(guest),
               "jicofo { authentication { enabled = true, type = XMPP, login-url = "
               "guest.meet.example.org } }",
               R"("anybody")"},
           Row{with_accounts(guest), k_no_type, "nothing"},
           Row{with_accounts(guest), "jicofo {", "nothing"},
           Row{with_accounts(""), "jicofo {", "nothing"},
           Row{open, "jicofo { }", R"("anybody")"},
           Row{open, k_login, R"("anybody")"},
           Row{empty, "jicofo { }", R"("anybody")"},
           Row{empty, k_token, R"("login")"},
           // Who takes everybody, who lets everybody make an account, and who is not known.
           Row{of_kind("insecure"), "jicofo { }", R"("anybody")"},
           Row{of_kind("our_own_check"), "jicofo { }", "nothing"},
           Row{of_kind("our_own_check"), k_login, "nothing"},
           Row{"x = ENV_AUTH\n" + of_kind("\" .. x .. \""), "jicofo { }", "nothing"},
           Row{with_accounts(k_open_register), "jicofo { }", R"("anybody")"},
           Row{with_accounts(k_open_register), k_login, R"("anybody")"},
           Row{with_accounts(" allow_registration = true\n"), k_login, R"("login")"},
           Row{with_accounts(" modules_enabled = { \"register\" }\n"), k_login, R"("login")"},
           Row{open + "VirtualHost \"team.example.org\"\n authentication = \"ldap\"\n" +
                   k_open_register,
               "jicofo { authentication { enabled = true, type = XMPP, login-url = "
               "team.example.org } }",
               R"("anybody")"},
       }) {
    BOOST_TEST(of(row.prosody, "/opens_rooms/who", "deployment", row.jicofo) == row.wanted,
               row.prosody << row.jicofo);
  }
}

BOOST_AUTO_TEST_CASE(an_old_jicofo_says_in_its_properties_where_people_log_in)
{
  Whole whole;
  whole.debian();
  whole.folder.write("etc/prosody/conf.d/meet.example.org.cfg.lua",
                     with_accounts("VirtualHost \"guest.meet.example.org\"\n authentication = "
                                   "\"anonymous\"\n"));
  std::filesystem::remove(whole.folder.path() / "etc/jitsi/jicofo/jicofo.conf");
  const auto properties = "etc/jitsi/jicofo/sip-communicator.properties";

  whole.folder.write(properties, "org.jitsi.jicofo.auth.URL=XMPP:meet.example.org\n");
  BOOST_TEST(said(whole.read(), "deployment", "/opens_rooms/who") == R"("login")");
  whole.folder.write(properties, "# nothing\n");
  BOOST_TEST(said(whole.read(), "deployment", "/opens_rooms/who") == R"("anybody")");
}

BOOST_AUTO_TEST_SUITE_END()
