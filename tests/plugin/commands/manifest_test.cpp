// What klausur manifest prints, of every vendor that there is.

#include "connectors/model/scopes.hpp"
#include "connectors/model/setting.hpp"
#include "connectors/registry.hpp"
#include "policies/engine/load.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/program.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace klausur;
using klausur::test::holds;
using test::Ended;
using test::Program;

namespace {

Ended
manifest(std::vector<std::string> arguments)
{
  const Program program;
  arguments.insert(arguments.begin(), {"--data-dir", KLAUSUR_SOURCE_DIR, "manifest"});
  return program.run(std::move(arguments));
}

Manifest
manifest_of(std::string_view vendor)
{
  const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  return std::move(load_policy(KLAUSUR_SOURCE_DIR, vendor, catalogue).value().manifest);
}

/// The first words of the indented lines, or the texts of the form's lists.
std::set<std::string>
permissions_in(const Manifest& manifest, const std::string& out)
{
  std::set<std::string> found;
  if (!manifest.app.form.IsNull()) {
    const auto form = parse_json(out).value();
    for (const auto& [token, pointer] : manifest.app.scopes_at) {
      const auto steps = parse_pointer(pointer).value();
      for (const auto& each : value_at(form, steps)->GetArray()) {
        found.insert(token + " " + std::string{text_of(each)});
      }
    }
    return found;
  }
  for (std::size_t at = out.find("\n  "); at != std::string::npos;
       at = out.find("\n  ", at + 1)) {
    const auto end = out.find("  ", at + 3);
    auto name = out.substr(at + 3, end - at - 3);
    found.insert("user " + name.substr(0, name.find_last_not_of(' ') + 1));
  }
  return found;
}

std::set<std::string>
permissions_of(const Manifest& manifest, ScopeUse use)
{
  std::set<std::string> wanted;
  for (const bool classic : {false, true}) {
    use.classic = classic;
    for (const auto& scope : needed_scopes(manifest, use)) {
      wanted.insert(scope.token + " " + scope.name);
    }
  }
  return wanted;
}

} // namespace

BOOST_AUTO_TEST_SUITE(manifest_test)

BOOST_AUTO_TEST_CASE(every_vendor_prints_the_permissions_of_its_documents_and_no_others)
{
  for (const auto& vendor : vendors()) {
    const auto of = manifest_of(vendor.name);
    const std::string highest = of.plans.empty() ? "" : of.plans.back();
    for (const bool writing : {false, true}) {
      std::vector<std::string> arguments{std::string{vendor.name}};
      if (writing) {
        arguments.emplace_back("--write");
      }

      const auto ended = manifest(arguments);

      BOOST_TEST(ended.code == 0, ended.err);
      const auto wanted = permissions_of(of, {.writing = writing, .plan = highest});
      BOOST_TEST(permissions_in(of, ended.out) == wanted, vendor.name << ":\n" << ended.out);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_document_of_a_vendor_that_grants_permissions_says_which_it_needs)
{
  for (const auto& vendor : vendors()) {
    const auto of = manifest_of(vendor.name);
    BOOST_TEST(!of.app.steps.empty(), vendor.name << " does not say what to register");
    for (const auto& entry : of.documents) {
      const bool is_written = entry.is_written_by_api();
      BOOST_TEST(is_written == !entry.needs.write.scopes.empty(),
                 vendor.name << " " << entry.name << ": writing and what it needs go together");
    }
  }
}

BOOST_AUTO_TEST_CASE(steps_come_in_both_languages)
{
  for (const auto& vendor : vendors()) {
    const auto of = manifest_of(vendor.name);
    const auto english = manifest({std::string{vendor.name}, "--lang", "en"});
    const auto german = manifest({std::string{vendor.name}, "--lang", "de"});
    for (const auto& step : of.app.steps) {
      BOOST_TEST(holds(english.out + english.err, step.en), vendor.name);
      BOOST_TEST(holds(german.out + german.err, step.de), vendor.name);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_app_form_is_alone_on_stdout_and_has_what_the_plan_needs)
{
  const auto highest = manifest({"slack", "--write"});
  const auto lower = manifest({"slack", "--plan", "Business+"});
  const auto free = manifest({"slack", "--plan", "Free"});

  const auto form = parse_json(highest.out).value();
  const auto& display = *member(form, "display_information");
  BOOST_TEST(!member_text(display, "name").empty());
  BOOST_TEST(member_text(display, "name").size() <= 35U);
  BOOST_TEST(member_text(display, "description").size() <= 140U);
  BOOST_TEST(member(*member(form, "settings"), "token_rotation_enabled")->IsTrue());
  BOOST_TEST(member(*member(form, "settings"), "org_deploy_enabled")->IsTrue());
  BOOST_TEST(holds(highest.out, "\"admin.users:write\""));
  BOOST_TEST(!holds(highest.out, "\"users:read\"")); // admin.users.list serves there.
  BOOST_TEST(!holds(lower.out, "admin."));
  BOOST_TEST(!holds(lower.out, "auditlogs"));
  BOOST_TEST(holds(lower.out, "\"users:read\""));
  BOOST_TEST(holds(lower.out, "bot_user"));
  BOOST_TEST(!holds(free.out, "bot_user")); // No bot is needed, so none is asked for.
  BOOST_TEST(member(*member(parse_json(free.out).value(), "settings"), "org_deploy_enabled")
                 ->IsFalse());
}

BOOST_AUTO_TEST_CASE(what_must_hold_beside_the_permissions_is_said_once_and_in_both_languages)
{
  const auto english = manifest({"zoom", "--write"});
  const auto german = manifest({"zoom", "--lang", "de"});

  const std::string_view note = "accounts with \"master and sub accounts\" only";
  BOOST_TEST(holds(english.out, note), english.out);
  BOOST_TEST(english.out.find(note) == english.out.rfind(note));
  BOOST_TEST(holds(german.out, "Konten mit „master and sub accounts“"), german.out);
}

BOOST_AUTO_TEST_CASE(a_vendor_or_plan_that_is_not_there_is_refused_with_a_suggestion)
{
  const auto vendor = manifest({"slak"});
  const auto plan = manifest({"slack", "--plan", "Enterprize"});
  const auto none = manifest({"jitsi", "--plan", "Pro"});

  for (const auto* ended : {&vendor, &plan, &none}) {
    BOOST_TEST(ended->code == 2, ended->err);
    BOOST_TEST(ended->out.empty());
  }
  BOOST_TEST(holds(vendor.err, "did you mean \"slack\"?"), vendor.err);
  BOOST_TEST(holds(plan.err, "did you mean \"Enterprise\"?"), plan.err);
  BOOST_TEST(holds(none.err, "do not depend on a plan"), none.err);
}

BOOST_AUTO_TEST_SUITE_END()
