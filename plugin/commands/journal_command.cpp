#include "plugin/commands/commands.hpp"
#include "plugin/journal/key_file.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

struct JournalOptions
{
  std::string what;
  std::string name;
  std::string head;
  bool lost = false;
  std::string by;
  std::string reason;
};

Exit
verify(Session& session, const Store& store, const std::string& head)
{
  std::optional<JournalHead> kept;
  if (!head.empty()) {
    auto parsed = parse_head(head);
    if (!parsed) {
      return session.refuse(parsed.error());
    }
    kept = std::move(*parsed);
  }
  const auto verdict = store.verify_journal(kept);
  if (!verdict) {
    return session.refuse(verdict.error());
  }
  session.print(to_sentence(*verdict) + "\n");
  if (!verdict->key.empty()) {
    session.print(fmt::format("signed by {}\n", verdict->key));
  }
  return verdict->flaw ? Exit::evidence_broken : Exit::within_threshold;
}

/// A key for a person who approves, and the name to list it by.
Exit
new_key(Session& session, const std::string& file)
{
  auto key = read_key(file);
  if (key && !*key) {
    key = SigningKey::make().and_then([&](const SigningKey& made) {
      return write_key(file, made).map([&] { return std::optional{made}; });
    });
  }
  if (!key) {
    return session.refuse(key.error());
  }
  session.print((*key)->public_key().name() + "\n");
  return Exit::within_threshold;
}

Exit
rotate(Session& session, Store& store)
{
  const auto key = store.rotate_journal_key(session.clock());
  if (!key) {
    return session.refuse(key.error());
  }
  session.print(fmt::format("from now on {} signs; the old one signed for it\n", *key));
  return Exit::within_threshold;
}

/// A new key where the old one is lost. Whether the entries are as they were written is looked
/// at before, by their own signatures.
Exit
go_on_without(Session& session, Store& store, const JournalOptions& options)
{
  const auto verdict = store.verify_entries();
  if (!verdict) {
    return session.refuse(verdict.error());
  }
  if (verdict->flaw) {
    session.warn(to_sentence(*verdict));
    return Exit::evidence_broken;
  }
  const auto key = store.replace_lost_key(options.by, options.reason, session.clock());
  if (!key) {
    return session.refuse(key.error());
  }
  session.print(fmt::format("from now on {} signs. No signature ties it to what stands before: "
                            "keep the head {}, with which the old key's part ends\n",
                            *key, verdict->head.text()));
  session.tell(
      "what was watched outside of the checks cannot be compared with what was before");
  return Exit::within_threshold;
}

Exit
work_on_journal(Session& session, const JournalOptions& options)
{
  const auto store = session.needed_store();
  if (!store) {
    return session.refuse(store.error());
  }
  if (options.what == "new-key") {
    return new_key(session, options.name);
  }
  if (options.what == "verify") {
    return verify(session, **store, options.head);
  }
  if (options.lost) {
    return go_on_without(session, **store, options);
  }
  if (const auto fault = journal_fault(session, **store)) {
    return *fault;
  }
  if (options.what == "rotate") {
    return rotate(session, **store);
  }
  if (auto done = (*store)->forget(options.name, session.clock()); !done) {
    return session.refuse(done.error());
  }
  session.tell("erased; the journal still knows the digest");
  return Exit::within_threshold;
}

} // namespace

std::optional<Exit>
journal_fault(Session& session, const Store& store)
{
  const auto verdict = store.verify_journal();
  if (!verdict) {
    return session.refuse(verdict.error());
  }
  if (!verdict->flaw) {
    return std::nullopt;
  }
  session.warn(to_sentence(*verdict));
  return Exit::evidence_broken;
}

void
add_journal(CommandLine& line, Session& session)
{
  auto command =
      line.add("journal", "Check that the journal is as it was written; exchange its "
                          "key; erase a person's name");
  auto options = std::make_shared<JournalOptions>();
  command.option("what", options->what, "verify, rotate, forget or new-key",
                 {.one_of = {"verify", "rotate", "forget", "new-key"}, .required = true});
  command.option("name", options->name,
                 "With forget: whose name is erased; with new-key: the file",
                 {.after = "what"});
  command.option("--head", options->head,
                 "With verify: a head that was kept elsewhere, as reports show it");
  command.flag("--lost", options->lost,
               "With rotate: the old key is lost and cannot sign for the new one; the journal "
               "goes on and says so ever after");
  command.option("--by", options->by, "With --lost: who says so, name and role");
  command.option("--reason", options->reason, "With --lost: how it was lost");
  command.footer(
      "verify names the first entry that was changed, removed, moved or rebuilt, and "
      "exits 5 then.");
  command.does([&session, options] { return work_on_journal(session, *options); },
               [options]() -> std::optional<Misuse> {
                 if (!options->head.empty() && options->what != "verify") {
                   return Misuse{"--head", "goes with verify"};
                 }
                 if (options->lost && options->what != "rotate") {
                   return Misuse{"--lost", "goes with rotate"};
                 }
                 if (options->lost == (options->by.empty() || options->reason.empty())) {
                   return Misuse{"--lost", "goes with --by and --reason, and needs both"};
                 }
                 if (options->name.empty() ==
                     (options->what == "forget" || options->what == "new-key")) {
                   return Misuse{"name", "goes with forget and new-key, which need it"};
                 }
                 return std::nullopt;
               });
}

} // namespace klausur
