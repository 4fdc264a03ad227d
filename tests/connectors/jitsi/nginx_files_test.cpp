// The web server in front: what it includes, and which config.js it serves.

#include "tests/connectors/jitsi/whole.hpp"
#include "tests/support/holds.hpp"

using namespace klausur;
using klausur::test::holds;
using klausur::test::said;
using klausur::test::Whole;

namespace {

struct Site : Whole
{
  explicit Site(const std::string& inside)
  {
    debian();
    folder.write("etc/nginx/sites-enabled/meet.example.org.conf",
                 "server { listen 80; server_name meet.example.org; return 301 "
                 "https://$host$request_uri; }\n"
                 "server { listen 443 ssl; server_name meet.example.org; " +
                     inside + " }\n");
  }
};

std::string
of_site(const std::string& inside, const char* pointer, const char* document = "nginx")
{
  Site site{inside};
  return said(site.read(), document, pointer);
}

constexpr const char* k_hsts = "add_header Strict-Transport-Security ";

} // namespace

BOOST_AUTO_TEST_SUITE(nginx_files_test)

BOOST_AUTO_TEST_CASE(what_a_site_includes_counts_where_it_is_included)
{
  Site site{"include snippets/*.conf; include /etc/nginx/meet.d/logs;"};
  site.folder.write("etc/nginx/snippets/tls.conf", "ssl_protocols TLSv1 TLSv1.2;");
  site.folder.write("etc/nginx/meet.d/logs", "access_log off; include inner.conf;");
  site.folder.write("etc/nginx/inner.conf", "add_header Strict-Transport-Security max-age=1;");
  const auto snapshot = site.read();

  BOOST_TEST(said(snapshot, "nginx", "/ssl_protocols") == R"(["TLSv1","TLSv1.2"])");
  BOOST_TEST(said(snapshot, "nginx", "/access_log") == R"("off")");
  BOOST_TEST(said(snapshot, "nginx", "/hsts_max_age") == "1");
}

BOOST_AUTO_TEST_CASE(an_include_that_was_not_seen_may_say_what_is_not_said_beside_it)
{
  const std::string unseen = "access_log off; ssl_protocols TLSv1.3; include /srv/more.conf;";
  BOOST_TEST(holds(of_site(unseen, "/access_log"), "/srv/more.conf"));
  BOOST_TEST(holds(of_site(unseen, "/hsts"), "/srv/more.conf"));
  BOOST_TEST(of_site(unseen, "/ssl_protocols") == R"(["TLSv1.3"])");
  // Of a folder that is there and holds none, nothing is missing; nor of nginx' own files.
  Site none{"access_log off; include none.d/*.conf; include mime.types; include proxy_params;"};
  std::filesystem::create_directories(none.folder.path() / "etc/nginx/none.d");
  BOOST_TEST(said(none.read(), "nginx", "/access_log") == R"("off")");
}

BOOST_AUTO_TEST_CASE(a_header_holds_browsers_where_every_place_sends_it_for_a_time)
{
  struct Row
  {
    std::string inside;
    const char* wanted;
  };
  for (const auto& row : {
           Row{std::string{k_hsts} + "\"max-age=63072000; includeSubDomains\" always;", "true"},
           Row{std::string{k_hsts} + "'max-age=0';", "false"},
           Row{std::string{k_hsts} + "'includeSubDomains';", "false"},
           Row{"more_set_headers \"Strict-Transport-Security: max-age=63072000\";", "true"},
           Row{std::string{"location /xmpp-websocket { "} + k_hsts + "max-age=63072000; }",
               "false"},
           Row{std::string{"location / { "} + k_hsts + "max-age=63072000; }", "true"},
       }) {
    BOOST_TEST(of_site(row.inside, "/hsts") == row.wanted, row.inside);
  }
  BOOST_TEST(holds(of_site(std::string{k_hsts} + "$hsts;", "/hsts"), "unclear"));
  // A location that adds a header of its own does not inherit this one.
  const std::string sent = std::string{k_hsts} + "max-age=63072000; ";
  const std::string other = "add_header X-Frame-Options DENY; ";
  BOOST_TEST(holds(of_site(sent + "location / { " + other + "}", "/hsts"), "unclear"));
  BOOST_TEST(of_site(sent + "location / { " + other + sent + "}", "/hsts") == "true");
  BOOST_TEST(of_site(sent + "location /libs/ { " + other + "}", "/hsts") == "true");
}

BOOST_AUTO_TEST_CASE(the_protocols_of_a_ports_default_server_count_for_all)
{
  Site site{"ssl_protocols TLSv1.3; } server { listen 443 ssl default_server; server_name _; "
            "ssl_protocols TLSv1;"};
  BOOST_TEST(said(site.read(), "nginx", "/ssl_protocols") == R"(["TLSv1.3","TLSv1"])");
}

BOOST_AUTO_TEST_CASE(the_file_that_nginx_serves_as_config_js_decides)
{
  const auto muted = [](const std::string& inside) {
    Site site{inside};
    site.folder.write("etc/jitsi/meet/other.js",
                      "var config = { startWithAudioMuted: true, hosts: { domain: "
                      "'meet.example.org' } };");
    return said(site.read(), "config_js", "/config/startWithAudioMuted");
  };
  BOOST_TEST(muted("") == "nothing");
  BOOST_TEST(muted("location = /config.js { alias "
                   "/etc/jitsi/meet/meet.example.org-config.js; }") == "nothing");
  BOOST_TEST(muted("location = /config.js { alias /etc/jitsi/meet/other.js; }") == "true");
  BOOST_TEST(muted("set $place /etc/jitsi/meet/other.js; location = /config.js { alias $place; "
                   "}") == "true");
  BOOST_TEST(muted("location ~ ^/config\\.js$ { alias /etc/jitsi/meet/other.js; }") == "true");
  for (const char* elsewhere :
       {"location = /config.js { alias /srv/config.js; }",
        "location = /config.js { alias /etc/jitsi/meet/$host.js; }",
        "location ~* config\\.js$ { alias /srv/other.js; }",
        "location ~ \\.js$ { proxy_pass http://10.0.0.7; }",
        "rewrite ^/config.js$ /other.js last;",
        "location = /config.js { proxy_pass http://10.0.0.7; }",
        "location = /config.js { return 302 https://cdn.example.com/config.js; }"}) {
    BOOST_TEST(holds(muted(elsewhere), "is not what visitors get"), elsewhere);
  }
}

BOOST_AUTO_TEST_CASE(what_nginx_replaces_in_what_it_sends_is_not_known)
{
  const auto with = [](const std::string& inside, const char* pointer) {
    Site site{inside};
    site.folder.write("etc/jitsi/meet/meet.example.org-config.js",
                      "var config = { disableThirdPartyRequests: true, hosts: { domain: "
                      "'meet.example.org' } };");
    return said(site.read(), "config_js", pointer);
  };
  const std::string off = "sub_filter 'disableThirdPartyRequests: true' "
                          "'disableThirdPartyRequests: false';";
  for (const std::string& where : {off, "location = /config.js { " + off + " }"}) {
    BOOST_TEST(holds(with(where, "/config/disableThirdPartyRequests"), "sub_filter"), where);
    BOOST_TEST(with(where, "/config/hosts/domain") == R"("meet.example.org")", where);
  }
  // In another place's answers it may do what it likes.
  BOOST_TEST(with("location /etherpad/ { " + off + " }", "/config/disableThirdPartyRequests") ==
             "true");
}

BOOST_AUTO_TEST_SUITE_END()
