#include "plugin/backup/backup.hpp"
#include "plugin/commands/commands.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

/// What does not hold is told with the code that evidence has.
Exit
refuse_broken(Session& session, const Error& error)
{
  const Exit exit = session.refuse(error);
  return error.kind == Failure::unexpected ? Exit::evidence_broken : exit;
}

std::string
default_name(Time now)
{
  std::string at = to_text(now);
  at.erase(std::remove_if(at.begin(), at.end(), [](char c) { return c == '-' || c == ':'; }),
           at.end());
  return "klausur-backup-" + at + ".tar";
}

std::string
words_for(const JournalHead& head)
{
  return head.number == 0 ? "an empty journal" : "the journal up to " + head.text();
}

Exit
back_up_store(Session& session, const std::string& output)
{
  const auto store = session.needed_store();
  const auto place = store ? session.store_place() : tl::unexpected(store.error());
  if (!place) {
    return session.refuse(place.error());
  }
  const std::string file = output.empty() ? default_name(session.clock()) : output;
  const auto made = back_up(**store, place->key, session.clock(), file);
  if (!made) {
    return refuse_broken(session, made.error());
  }
  session.print(file + "\n");
  session.tell(
      fmt::format("it holds the store, {}{}, and was read again. Whoever has it can sign "
                  "as the journal does: keep it like the key. Not in it: the "
                  "configuration and the secrets that it refers to",
                  words_for(made->head),
                  made->has_key ? ", and its keys" : "; no key, for none is kept in a file"));
  return Exit::within_threshold;
}

struct RestoreOptions
{
  std::string archive;
  std::string head;
};

Exit
restore_store(Session& session, const RestoreOptions& options)
{
  const auto place = session.store_place();
  const auto head = options.head.empty() ? Result<std::optional<JournalHead>>{std::nullopt}
                                         : parse_head(options.head).map([](JournalHead given) {
                                             return std::optional{std::move(given)};
                                           });
  if (!place || !head) {
    return session.refuse(place ? head.error() : place.error());
  }
  const auto done = restore(
      {.archive = options.archive, .store = place->file, .key = place->key, .head = *head},
      session.clock());
  if (!done) {
    return refuse_broken(session, done.error());
  }
  session.print(place->file.string() + "\n");
  session.tell(fmt::format(
      "verified and put back as it was on {}: {}{}. What was written later "
      "is not in it: hold it against a later report with klausur journal "
      "verify --head HEAD",
      to_text(done->made_at), words_for(done->head), done->has_key ? ", with its keys" : ""));
  return Exit::within_threshold;
}

} // namespace

void
add_backup(CommandLine& line, Session& session)
{
  auto command = line.add("backup", "Write store and keys into one file, and read it again");
  auto output = std::make_shared<std::string>();
  command.option("--output", *output, "A file that is not there yet");
  command.footer("The file is a tar archive of mode 0600. It holds the journal's key.");
  command.does([&session, output] { return back_up_store(session, *output); });
}

void
add_restore(CommandLine& line, Session& session)
{
  auto command = line.add("restore", "Verify a backup and put store and keys where the "
                                     "configuration says");
  auto options = std::make_shared<RestoreOptions>();
  command.option("file", options->archive, "What klausur backup wrote", {.required = true});
  command.option("--head", options->head,
                 "A head of the journal that was kept elsewhere, as reports show it: has to be "
                 "in it");
  command.footer("Overwrites nothing. Exits 5 when the file is damaged, not complete, or its "
                 "journal does not hold.");
  command.does([&session, options] { return restore_store(session, *options); });
}

} // namespace klausur
