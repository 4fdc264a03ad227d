#include "plugin/commands/commands.hpp"
#include "plugin/daemon/daemon.hpp"
#include "plugin/office/tenant_faults.hpp"

namespace klausur {

namespace {

Exit
serve(Session& session)
{
  const auto store = session.needed_store();
  if (!store) {
    return session.refuse(store.error());
  }
  if (const auto fault = journal_fault(session, **store)) {
    return *fault;
  }
  const auto load = [&session]() -> Result<std::shared_ptr<Setup>> {
    const auto file = find_configuration(session.options.config);
    const auto data_dir = find_data_dir(session.options.data_dir);
    if (!file || !data_dir) {
      return data_dir ? fail(Failure::invalid, "the configuration is gone")
                      : tl::unexpected(data_dir.error());
    }
    auto configuration = load_configuration(*file, *data_dir);
    auto library = Library::open(*data_dir);
    if (!configuration || !library) {
      return tl::unexpected(configuration ? library.error() : configuration.error());
    }
    if (auto work = all_can_work(*configuration, *library); !work) {
      return tl::unexpected(work.error());
    }
    for (const auto& tenant : configuration->tenants) { // a broken policy is found now
      const auto judge = library->judge(tenant);
      if (!judge) {
        return tl::unexpected(judge.error());
      }
    }
    return std::make_shared<Setup>(Setup{std::move(*configuration), std::move(*library)});
  };
  const auto ended = Daemon{load, **store, session.redactor, session.clock}.run();
  return ended ? Exit::within_threshold : session.refuse(ended.error());
}

} // namespace

void
add_serve(CommandLine& line, Session& session)
{
  auto command =
      line.add("serve", "Watch the tenants: examine each on its schedule and tell the chats");
  command.footer("GET /health and GET /metrics on serve: listen (127.0.0.1:9180). SIGHUP loads "
                 "the configuration anew, SIGTERM ends.");
  command.does([&session] { return serve(session); });
}

} // namespace klausur
