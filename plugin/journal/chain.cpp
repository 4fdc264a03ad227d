#include "plugin/journal/chain.hpp"

#include "connectors/format/digest.hpp"
#include "connectors/format/ed25519.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace klausur {

std::string
JournalHead::text() const
{
  return fmt::format("{}/{}", number, hash);
}

Result<JournalHead>
parse_head(std::string_view text)
{
  constexpr std::string_view mark = "sha256:";
  JournalHead head;
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto* end = text.data() + slash;
    if (std::from_chars(text.data(), end, head.number).ptr != end || head.number < 0) {
      return fail(Failure::invalid, "a head is written 12/sha256:..., as a report shows it");
    }
    text.remove_prefix(slash + 1);
  }
  if (!text.starts_with(mark) || text.size() != mark.size() + 64) {
    return fail(Failure::invalid, "a head is written 12/sha256:..., as a report shows it");
  }
  head.hash = text;
  return head;
}

std::string
entry_text(const JournalEntry& entry, std::string_view body)
{
  return fmt::format("klausur-entry-2\nat {}\nkind {}\ntenant {}\nbody {}\n", to_text(entry.at),
                     entry.kind, entry.tenant, body);
}

std::string
link_text(const JournalEntry& entry, std::string_view entry_hash)
{
  return fmt::format("klausur-link-2\nnumber {}\nentry {}\nprevious {}\nkey {}\n", entry.number,
                     entry_hash, entry.previous, entry.key);
}

Result<std::string>
hash_of(const JournalEntry& entry, std::string_view body)
{
  if (!entry.key.empty()) {
    return sha256(link_text(entry, sha256(entry_text(entry, body))));
  }
  return parse_json(body).map([&](const Json& json) {
    return sha256(fmt::format("{}\n{}\n{}\n{}\n{}\n{}", entry.number,
                              entry.at.time_since_epoch().count(), entry.kind, entry.tenant,
                              canonical_text(json), entry.previous));
  });
}

void
ChainCheck::flaw(std::int64_t entry, std::string what)
{
  if (!m_verdict.flaw || entry < m_verdict.flaw->entry) {
    m_verdict.flaw = JournalVerdict::Flaw{entry, std::move(what)};
  }
}

void
ChainCheck::take(const JournalEntry& entry, std::string_view body, std::string_view run)
{
  const std::string before = m_hashes.empty() ? sha256("") : m_hashes.back();
  const auto next = static_cast<std::int64_t>(m_hashes.size()) + 1;
  if (m_verdict.flaw) {
    return;
  }
  const auto hash = hash_of(entry, body);
  if (entry.number != next) {
    return flaw(std::min(next, entry.number), "it is missing, or stands in another's place");
  }
  if (!hash || *hash != entry.hash) {
    return flaw(next, "it was changed");
  }
  if (entry.previous != before) {
    return flaw(next, "it does not follow on the entry before it");
  }
  const auto json = parse_json(body);
  if (!json || member_text(*json, "run") != run) {
    return flaw(next, "it was moved to another run");
  }
  check_signature(entry, body);
  m_hashes.push_back(entry.hash);
  m_verdict.entries = next;
  m_verdict.head = {next, entry.hash};
}

void
ChainCheck::check_first_key(const JournalEntry& entry)
{
  if (entry.kind != KeyChange::k_kind) {
    return flaw(entry.number, "it is the first one that is signed and names no key");
  }
  m_verdict.key = entry.key;
  m_verdict.signed_since = entry.at;
  m_key_since = entry.number;
}

void
ChainCheck::take_break(const JournalEntry& entry, const JsonValue& body)
{
  const auto* lost = member(body, "lost");
  const bool is_break = lost != nullptr && lost->IsTrue() &&
                        member_text(body, "key") == entry.key &&
                        member_text(body, "before") == m_verdict.key;
  if (is_break) {
    m_verdict.breaks.push_back(
        {entry.number, entry.at, std::exchange(m_verdict.key, entry.key)});
  }
}

void
ChainCheck::check_signature(const JournalEntry& entry, std::string_view body)
{
  if (entry.key.empty()) {
    if (!m_verdict.key.empty()) {
      return flaw(entry.number, "it is not signed, but one before it is");
    }
    ++m_verdict.without_signature;
    return;
  }
  if (m_verdict.key.empty()) {
    check_first_key(entry);
  }
  const auto json = parse_json(body);
  if (json && entry.kind == KeyChange::k_kind) {
    take_break(entry, *json);
  }
  if (entry.key != m_verdict.key) {
    return flaw(entry.number, "another key signed it than the one before it says");
  }
  const auto key = PublicKey::named(entry.key);
  if (!key ||
      !key->verifies(link_text(entry, sha256(entry_text(entry, body))), entry.signature)) {
    return flaw(entry.number, "its signature does not hold: it was changed or rebuilt");
  }
  if (entry.kind == KeyChange::k_kind) {
    m_verdict.key = json ? member_text(*json, "key") : std::string_view{};
    m_key_since = entry.number;
  }
}

void
ChainCheck::expect(const JournalHead& head, std::string_view by)
{
  if (head.hash.empty() || (head.number == 0 && head.hash == sha256(""))) {
    return;
  }
  const auto number = static_cast<std::size_t>(head.number);
  if (number == 0) {
    if (std::ranges::find(m_hashes, head.hash) == m_hashes.end()) {
      flaw(m_verdict.entries + 1,
           fmt::format("no entry has the hash that {} names: the journal was cut off or "
                       "rebuilt since",
                       by));
    }
    return;
  }
  if (number > m_hashes.size()) {
    flaw(m_verdict.entries + 1,
         fmt::format("it is missing: {} names entry {} as the last one", by, number));
  } else if (m_hashes[number - 1] != head.hash) {
    flaw(head.number,
         fmt::format("it is not the one that {} names: the journal was rebuilt", by));
  }
}

void
ChainCheck::expect_key(std::string_view name)
{
  if (!m_verdict.key.empty() && m_verdict.key != name) {
    flaw(m_key_since, fmt::format("from it on another key signs than the one in use, {}: the "
                                  "journal was rebuilt, or the key was exchanged",
                                  name));
  }
}

std::string
to_sentence(const JournalVerdict& verdict)
{
  if (verdict.flaw) {
    return fmt::format("the journal does not hold: entry {}: {}. What stands before it can be "
                       "trusted, it and what follows cannot; compare with a backup",
                       verdict.flaw->entry, verdict.flaw->what);
  }
  std::string text = fmt::format("the journal holds: {} entries", verdict.entries);
  if (verdict.without_signature > 0) {
    text += verdict.signed_since
                ? fmt::format(", the first {} unsigned, before {}", verdict.without_signature,
                              to_text(*verdict.signed_since))
                : std::string{", all unsigned: an earlier version wrote them"};
  }
  text += verdict.entries > 0 ? ", head " + verdict.head.text() : "";
  for (const auto& each : verdict.breaks) {
    text +=
        fmt::format(". From entry {} on it is tied to what stands before it by no signature: "
                    "the key {} was said to be lost on {}; what stands before can be trusted "
                    "as far as a head that was kept elsewhere before that day names it",
                    each.entry, each.lost_key, to_text(each.at));
  }
  return text;
}

} // namespace klausur
