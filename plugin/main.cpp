#include "plugin/commands/commands.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace {

constexpr const char* k_version_flag = "--version";
constexpr const char* k_version = "klausur " KLAUSUR_VERSION;

/// What could not be written to stdout is an error, not a success with less output.
int
finish(int code)
{
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) {
    return code;
  }
  std::fprintf(stderr, "klausur: the output could not be written: %s\n", std::strerror(errno));
  return static_cast<int>(klausur::Exit::usage);
}

} // namespace

int
main(int argc, char** argv)
{
  std::signal(SIGPIPE, SIG_IGN); // a closed pipe is an error to report, not a silent end
  if (argc == 2 && std::string_view{argv[1]} == k_version_flag) { // asked by scripts, often
    std::puts(k_version);
    return finish(0);
  }
  klausur::Session session;
  CLI::App app{"Examine conferencing and collaboration tenants for data protection, and put "
               "them right"};
  app.name("klausur");
  app.set_version_flag(k_version_flag, k_version);
  app.add_option("--config", session.options.config, "The configuration file");
  app.add_option("--data-dir", session.options.data_dir,
                 "Where policies/ and manifest/ are (default: found beside the program)");
  app.add_flag("--no-color", session.options.no_color, "No colour, also on a terminal");
  app.add_flag("--quiet", session.options.quiet, "No progress on stderr, errors only");
  app.require_subcommand(0, 1);
  app.fallthrough();
  for (const auto& entry : klausur::commands()) {
    entry.add(app, session);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ExtrasError&) {
    std::fprintf(stderr, "klausur: %s\n", klausur::unknown_word(app).c_str());
    return static_cast<int>(klausur::Exit::usage);
  } catch (const CLI::ParseError& stop) { // how CLI11 ends --help as well
    const int code = app.exit(stop);
    return finish(code == 0 ? 0 : static_cast<int>(klausur::Exit::usage));
  }
  if (!session.command) {
    std::fputs(app.help().c_str(), stderr);
    return static_cast<int>(klausur::Exit::usage);
  }
  return finish(static_cast<int>(session.command()));
}
