#include "plugin/commands/commands.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace {

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
  if (argc == 2 && std::string_view{argv[1]} == "--version") { // asked by scripts, often
    std::puts("klausur " KLAUSUR_VERSION);
    return finish(0);
  }
  klausur::Session session;
  klausur::CommandLine line{"klausur",
                            "Examine conferencing and collaboration tenants for data "
                            "protection, and put them right",
                            KLAUSUR_VERSION};
  auto everywhere = line.everywhere();
  everywhere.option("--config", session.options.config, "The configuration file");
  everywhere.option("--data-dir", session.options.data_dir,
                    "Where policies/ and manifest/ are (default: found beside the program)");
  everywhere.flag("--no-color", session.options.no_color, "No colour, also on a terminal");
  everywhere.flag("--quiet", session.options.quiet, "No progress on stderr, errors only");
  for (const auto& entry : klausur::commands()) {
    entry.add(line, session);
  }
  const auto chosen = line.parse(argc, argv);
  return finish(static_cast<int>(chosen.action ? chosen.action() : chosen.exit));
}
