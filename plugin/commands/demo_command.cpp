#include "plugin/commands/commands.hpp"
#include "plugin/commands/demo_walk.hpp"

#include <fmt/format.h>

#include <system_error>

namespace klausur {

namespace {

struct DemoOptions
{
  std::string language;
  std::string output_dir = "klausur-demo";
};

Exit
demonstrate(Session& session, const DemoOptions& options)
{
  std::error_code problem;
  std::filesystem::create_directories(options.output_dir, problem);
  if (problem) {
    return session.refuse(
        {Failure::invalid,
         fmt::format("{}: could not be made: {}", options.output_dir, problem.message()), ""});
  }
  const auto stage = DemoStage::set_up(session.language(options.language));
  if (!stage) {
    return session.refuse(stage.error());
  }
  session.options.config = (*stage)->configuration();
  const auto office = session.office();
  if (!office) {
    return session.refuse(office.error());
  }
  const auto done = DemoWalk{session, *office, **stage, options.output_dir}.run();
  return done ? Exit::within_threshold : session.refuse(done.error());
}

} // namespace

void
add_demo(CommandLine& line, Session& session)
{
  auto command =
      line.add("demo", "Walk through audit, plan, apply and drift on a sandbox; asks nothing");
  auto options = std::make_shared<DemoOptions>();
  command.option("--lang", options->language, "Language of the explanations",
                 {.one_of = {"en", "de"}});
  command.option("--output-dir", options->output_dir, "Where the HTML reports go",
                 {.shows_default = true});
  command.footer("Needs no network and no configuration. Exits 0 when all went as shown.");
  command.does([&session, options] { return demonstrate(session, *options); });
}

} // namespace klausur
