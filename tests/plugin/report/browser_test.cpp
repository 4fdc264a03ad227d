// The page as a real browser lays it out: Chromium, in both languages, narrow and wide.

#include "connectors/format/json.hpp"
#include "plugin/report/report.hpp"
#include "tests/plugin/report/sample_run.hpp"
#include "tests/support/program.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>

using namespace klausur;
using klausur::test::Program;

namespace {

std::string
as_attribute(std::string_view html)
{
  std::string text;
  for (const char c : html) {
    text += c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string{c};
  }
  return text;
}

/// The page in a frame of each width, and a script of ours beside it that measures them.
std::string
measured(std::string_view html)
{
  std::string page = "<!doctype html><meta charset=utf-8><body>";
  for (const char* width : {"360", "1400"}) {
    page += "<iframe style=\"height:800px;width:" + std::string{width} + "px\" srcdoc=\"" +
            as_attribute(html) + "\"></iframe>";
  }
  return page + R"js(<pre id=seen></pre><script>
addEventListener('load', () => {
  const seen = [...document.querySelectorAll('iframe')].map(frame => {
    const root = frame.contentDocument.documentElement;
    const small = [...root.querySelectorAll('p,td,dd,li,summary')].filter(each =>
      each.checkVisibility() && parseFloat(getComputedStyle(each).fontSize) < 12);
    return {overflow: root.scrollWidth - frame.clientWidth, lang: root.lang, small: small.length,
            lights: root.querySelectorAll('.light').length, height: root.scrollHeight,
            requests: frame.contentWindow.performance.getEntriesByType('resource').length};
  });
  document.getElementById('seen').textContent = 'SEEN' + JSON.stringify(seen) + 'END';
});
</script>)js";
}

std::string
chromium(const Program& program, const std::string& arguments)
{
  const std::string command =
      "cd '" + program.directory.string() +
      "' && timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic "
      "--no-first-run --disable-background-networking --disable-component-update "
      "--disable-sync --disable-dev-shm-usage --user-data-dir=profile " +
      arguments + " > out.txt 2> err.txt";
  BOOST_TEST_REQUIRE(std::system(command.c_str()) == 0, command << program.read("err.txt"));
  return program.read("out.txt");
}

Json
measurements(Language language)
{
  const Program program;
  program.write("page.html", measured(to_html_report(sample::sample_run()->report, language)));
  const std::string dom = chromium(program, "--virtual-time-budget=10000 --dump-dom page.html");
  const auto begin = dom.find("SEEN[");
  const auto end = dom.find("]END", begin);
  BOOST_TEST_REQUIRE(end != std::string::npos, dom.substr(0, 2000));
  return parse_json(dom.substr(begin + 4, end + 1 - begin - 4)).value();
}

} // namespace

BOOST_AUTO_TEST_SUITE(browser_test)

BOOST_AUTO_TEST_CASE(the_page_fits_a_phone_and_a_desk_in_both_languages)
{
  for (const auto& [language, code] :
       {std::pair{Language::en, "en"}, std::pair{Language::de, "de"}}) {
    const Json seen = measurements(language);
    BOOST_TEST_REQUIRE(seen.Size() == 2U);
    for (const auto& frame : seen.GetArray()) {
      BOOST_TEST(frame["overflow"].GetInt() <= 0, code << ": " << to_text(frame));
      BOOST_TEST(frame["requests"].GetInt() == 0, code << ": " << to_text(frame));
      BOOST_TEST(frame["small"].GetInt() == 0, code << ": " << to_text(frame));
      BOOST_TEST(frame["lights"].GetInt() > 30, code << ": " << to_text(frame));
      BOOST_TEST(member_text(frame, "lang") == code);
    }
    BOOST_TEST(seen[0]["height"].GetInt() > seen[1]["height"].GetInt());
  }
}

BOOST_AUTO_TEST_CASE(the_page_prints)
{
  const Program program;
  program.write("page.html", to_html_report(sample::sample_run()->report, Language::de));

  chromium(program, "--no-pdf-header-footer --print-to-pdf=page.pdf page.html");

  const std::string pdf = program.read("page.pdf");
  BOOST_TEST(pdf.starts_with("%PDF"));
  BOOST_TEST(pdf.size() > 20'000U);
}

BOOST_AUTO_TEST_SUITE_END()
