#include "plugin/report/report.hpp"
#include "tests/plugin/report/sample_run.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

using namespace klausur;

namespace {

bool
contains(std::string_view text, std::string_view part)
{
  return text.find(part) != std::string_view::npos;
}

struct Tag
{
  std::string name;
  bool closing = false;
  bool empty = false; ///< `<path/>`, as in the shapes.
  std::map<std::string, std::string> attributes;
};

/// Strict where a browser is lenient: every attribute is quoted, every `<` begins a tag.
Tag
tag_from(std::string_view inner)
{
  Tag tag;
  tag.closing = inner.starts_with('/');
  tag.empty = inner.ends_with('/');
  inner.remove_prefix(tag.closing ? 1 : 0);
  const std::size_t end = std::min(inner.find_first_of(" \n/"), inner.size());
  tag.name = inner.substr(0, end);
  inner.remove_prefix(end);
  while (inner.find_first_not_of(" \n/") != std::string_view::npos) {
    inner.remove_prefix(inner.find_first_not_of(" \n/"));
    const std::size_t name_end = std::min(inner.find_first_of("= \n"), inner.size());
    const std::string name{inner.substr(0, name_end)};
    inner.remove_prefix(name_end);
    std::string value;
    if (inner.starts_with("=")) {
      BOOST_REQUIRE(inner.starts_with("=\""));
      const std::size_t close = inner.find('"', 2);
      value = inner.substr(2, close - 2);
      inner.remove_prefix(close + 1);
    }
    BOOST_TEST(tag.attributes.emplace(name, value).second, "attribute twice: " << name);
  }
  return tag;
}

std::vector<Tag>
tags_of(std::string html)
{
  const std::size_t style = html.find("<style>") + 7;
  html.erase(style, html.find("</style>") - style);
  std::vector<Tag> tags;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    std::size_t end = at;
    for (bool quoted = false; html[end] != '>' || quoted; ++end) {
      quoted = html[end] == '"' ? !quoted : quoted;
      BOOST_REQUIRE(end + 1 < html.size());
    }
    if (html[at + 1] != '!') {
      tags.push_back(tag_from(std::string_view{html}.substr(at + 1, end - at - 1)));
    }
  }
  return tags;
}

struct Page
{
  std::string html;
  std::vector<Tag> tags;
};

/// Both samples in both languages, and a run without tenants.
const std::vector<Page>&
pages()
{
  static const std::vector<Page> made = [] {
    std::vector<Page> list;
    const auto run = sample::sample_run();
    const auto hostile = sample::hostile_run();
    const RunReport empty;
    const std::array<const RunReport*, 3> reports{&run->report, &hostile->report, &empty};
    for (const Language language : {Language::en, Language::de}) {
      for (const RunReport* report : reports) {
        std::string html = to_html_report(*report, language);
        auto tags = tags_of(html);
        list.push_back({std::move(html), std::move(tags)});
      }
    }
    return list;
  }();
  return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(html_test)

BOOST_AUTO_TEST_CASE(of_thousands_of_places_the_first_are_shown_and_where_all_of_them_are)
{
  const auto run = sample::sample_run();
  auto& findings = run->report.tenants[0].findings;
  const Finding room = findings[2];
  for (int i = 0; i < 2000; ++i) {
    Finding more = room;
    more.scope = "rooms/x" + std::to_string(i);
    more.setting = {more.scope, "#/passcode"};
    findings.push_back(std::move(more));
  }

  const std::string html = to_html_report(run->report, Language::en);

  BOOST_TEST(contains(html, "2003 places"));
  BOOST_TEST(contains(html, "1503 more places; the JSON report lists all of them"));
  BOOST_TEST(contains(html, "rooms/x1#"));
  BOOST_TEST(!contains(html, "rooms/x1999"));
  BOOST_TEST(contains(to_json_report(run->report), "rooms/x1999"));
}

BOOST_AUTO_TEST_CASE(every_element_is_closed_in_order)
{
  const std::set<std::string> alone{"meta", "br"};
  for (const auto& page : pages()) {
    std::vector<std::string> open;
    for (const auto& tag : page.tags) {
      if (tag.closing) {
        BOOST_REQUIRE(!open.empty());
        BOOST_REQUIRE_EQUAL(open.back(), tag.name);
        open.pop_back();
      } else if (!tag.empty && !alone.contains(tag.name)) {
        open.push_back(tag.name);
      }
    }
    BOOST_TEST(open.empty());
  }
}

BOOST_AUTO_TEST_CASE(nothing_runs_and_nothing_is_fetched)
{
  const std::set<std::string> allowed{
      "html",    "head",   "meta",   "title", "style", "body",    "a",      "svg",
      "defs",    "symbol", "circle", "path",  "rect",  "use",     "header", "main",
      "section", "footer", "div",    "p",     "span",  "b",       "em",     "strong",
      "code",    "time",   "abbr",   "br",    "h1",    "h2",      "h3",     "h4",
      "h5",      "ul",     "li",     "dl",    "dt",    "dd",      "table",  "caption",
      "thead",   "tbody",  "tr",     "th",    "td",    "details", "summary"};
  for (const auto& page : pages()) {
    BOOST_TEST(contains(page.html, "<meta http-equiv=\"Content-Security-Policy\" "
                                   "content=\"default-src 'none'; style-src 'unsafe-inline'"));
    BOOST_TEST(!contains(page.html, "url("));
    BOOST_TEST(!contains(page.html, "@import"));
    for (const auto& tag : page.tags) {
      BOOST_TEST(allowed.contains(tag.name), tag.name);
      for (const auto& [name, value] : tag.attributes) {
        BOOST_TEST((name != "src" && !name.starts_with("on")), name);
        BOOST_TEST((name != "href" || value.starts_with('#')), value);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(hostile_texts_are_shown_and_not_obeyed)
{
  for (const auto& page : pages()) {
    BOOST_TEST(!contains(page.html, "<script"));
    BOOST_TEST(!contains(page.html, "<img"));
    BOOST_TEST(!contains(page.html, "\xe2\x80\xae"));
    BOOST_TEST(!contains(page.html, "\x1b"));
    BOOST_TEST(!contains(page.html, "\xff"));
  }
  BOOST_TEST(
      contains(pages()[1].html, "&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;"));
  BOOST_TEST(contains(pages()[1].html, "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\\u202e"));
}

BOOST_AUTO_TEST_CASE(the_page_says_its_language)
{
  BOOST_TEST(contains(pages()[0].html, "<html lang=\"en\">"));
  BOOST_TEST(contains(pages()[3].html, "<html lang=\"de\">"));
  BOOST_TEST(contains(pages()[3].html, "Automatische Aufzeichnung ist ausgeschaltet"));
  BOOST_TEST(!contains(pages()[3].html, "Automatic recording is off"));
}

BOOST_AUTO_TEST_CASE(links_and_labels_lead_to_one_place)
{
  for (const auto& page : pages()) {
    std::set<std::string> ids;
    for (const auto& tag : page.tags) {
      if (const auto id = tag.attributes.find("id"); id != tag.attributes.end()) {
        BOOST_TEST(ids.insert(id->second).second, id->second);
      }
    }
    for (const auto& tag : page.tags) {
      for (const auto& [name, value] : tag.attributes) {
        if (name == "href") {
          BOOST_TEST(ids.contains(value.substr(1)), value);
        } else if (name == "aria-labelledby") {
          BOOST_TEST(ids.contains(value), value);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(headings_never_skip_a_level)
{
  for (const auto& page : pages()) {
    int level = 0;
    for (const auto& tag : page.tags) {
      if (tag.closing || tag.name.size() != 2 || tag.name[0] != 'h' || tag.name[1] == 'r') {
        continue;
      }
      const int next = tag.name[1] - '0';
      BOOST_TEST(next <= level + 1);
      level = next;
    }
  }
}

BOOST_AUTO_TEST_CASE(tables_have_a_caption_and_scoped_headers)
{
  for (const auto& page : pages()) {
    for (std::size_t i = 0; i < page.tags.size(); ++i) {
      const Tag& tag = page.tags[i];
      if (tag.name == "table" && !tag.closing) {
        BOOST_TEST(page.tags.at(i + 1).name == "caption");
      } else if (tag.name == "th" && !tag.closing) {
        BOOST_TEST(tag.attributes.contains("scope"));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(every_light_has_a_shape_and_a_word)
{
  const std::string& html = pages()[0].html;
  std::size_t lights = 0;
  for (std::size_t at = html.find("class=\"light "); at != std::string::npos;
       at = html.find("class=\"light ", at + 1)) {
    const std::string_view rest =
        std::string_view{html}.substr(at, html.find("</span>", at) - at);
    BOOST_TEST(contains(rest, "<use href=\"#"));
    BOOST_TEST(!rest.ends_with("</svg>")); // the word
    ++lights;
  }
  BOOST_TEST(lights == 4U * (1 + 8) * 2 + 4 + 1); // matrix, tenants, legend, the last settled
}

BOOST_AUTO_TEST_CASE(a_finding_shows_all_that_is_known_of_it)
{
  const std::string& html = pages()[0].html;
  for (const std::string_view shown : {
           "&quot;cloud&quot;",                              // raw value
           "account_settings#/recording/auto_recording",     // address
           "GET /v2/accounts/me/settings",                   // how
           "datetime=\"2026-11-24T08:59:30Z\"",              // when
           "Recording by default takes the decision away",   // reason
           "StGB 201 <span class=\"mark\">not verified",     // law
           "<strong>supports</strong> SCuBA MS.TEAMS 1.7v2", // agreement
           "<li class=\"conflicts\"><strong>conflicts</strong> CIS Zoom v1.0.0 1.2.4.1",
           "lock_settings#/recording/auto_recording",     // remedy
           "Hosts have to start a recording themselves.", // impact
           "Needed until the migration ends.",            // waiver
           "Missing permission: <code translate=\"no\">group:read:settings:admin",
           "https://api.zoom.us/v2/groups answered 403.", // gap
           "Vendor trust page, section 7",                // exposure
           "Close DP-CON-02",                             // what moves the light
           "dpf_status: contested",                       // knobs
           "which is under appeal",                       // banner
       }) {
    BOOST_TEST(contains(html, shown), shown);
  }
}

BOOST_AUTO_TEST_CASE(the_matrix_comes_only_with_several_tenants)
{
  const auto run = sample::sample_run();
  BOOST_TEST(contains(to_html_report(run->report, Language::en), "class=\"matrix\""));
  run->report.tenants.resize(1);
  BOOST_TEST(!contains(to_html_report(run->report, Language::en), "class=\"matrix\""));
}

BOOST_AUTO_TEST_CASE(the_banner_goes_when_no_transfer_rests_on_the_decision)
{
  const auto run = sample::sample_run();
  run->report.knobs.dpf_status = DpfStatus::valid;
  BOOST_TEST(!contains(to_html_report(run->report, Language::en), "class=\"banner\""));
}

BOOST_AUTO_TEST_SUITE_END()
