#include "plugin/change/step_writer.hpp"

#include "connectors/model/setting.hpp"
#include "plugin/change/ordered.hpp"
#include "plugin/change/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace klausur {

namespace {

using Milliseconds = std::chrono::milliseconds;

constexpr Milliseconds k_first_wait{100};
constexpr Milliseconds k_longest_wait{1000};
constexpr Milliseconds k_silence{2000};     ///< Before what got no answer is sent once more.
constexpr Milliseconds k_odd_refusal{1000}; ///< For an answer that may hide a yes.

/// Whether one part of the request may be the reason, and the others may go on.
bool
is_divisible(const Error& error)
{
  return error.kind == Failure::unexpected || error.kind == Failure::unsupported ||
         error.kind == Failure::invalid;
}

const JsonValue*
value_at_place(const Reading& reading, const SettingText& place)
{
  const auto steps = parse_pointer(std::string_view{place.pointer}.substr(1));
  return steps ? value_at(*reading.content, *steps) : nullptr;
}

} // namespace

StepWriter::StepWriter(Talk& talk, Notes& notes, const Stop& stop, const ChangeSet& set,
                       std::vector<std::optional<ChangeResult>>& results)
    : m_talk{talk}, m_notes{notes}, m_stop{stop}, m_set{set}, m_results{results},
      m_places{places_of(set.changes)}
{
}

SettingText
StepWriter::place_of(std::size_t change) const
{
  return written_as(m_set.changes[change].setting, m_talk.manifest());
}

Milliseconds
StepWriter::patience_of(std::size_t change) const
{
  const auto* entry = m_talk.manifest().entry_of(place_of(change).document.str());
  return entry == nullptr ? Milliseconds{0} : Milliseconds{entry->write.settles_within};
}

void
StepWriter::settle(std::size_t change, ChangeResult result, const JsonValue* seen)
{
  m_results[change] = std::move(result);
  m_notes.add_outcome(m_set.changes[change], *m_results[change], seen);
}

/// Whatever the steps of a file say: what is of two documents is two requests.
Result<void>
StepWriter::write(std::span<const std::size_t> changes)
{
  std::vector<std::pair<SharedText, Indexes>> requests;
  for (const std::size_t each : changes) {
    const SharedText document = place_of(each).document;
    const auto known =
        std::ranges::find(requests, document, &std::pair<SharedText, Indexes>::first);
    if (m_results[each]) {
      continue;
    }
    if (known == requests.end()) {
      requests.push_back({document, {each}});
    } else {
      known->second.push_back(each);
    }
  }
  for (auto& [document, open] : requests) {
    if (auto done = write_document(std::move(open)); !done) {
      return done;
    }
  }
  return {};
}

Result<void>
StepWriter::write_document(Indexes open)
{
  hold_back(open);
  if (open.empty()) {
    return {};
  }
  return compare(open).and_then([&]() -> Result<void> {
    if (open.empty() || m_stop.requested()) {
      return {};
    }
    return note_intents(open).and_then([&] { return attempt(open, /*again=*/true); });
  });
}

/// What it needs has to be there.
void
StepWriter::hold_back(Indexes& open)
{
  std::erase_if(open, [&](std::size_t each) {
    for (const auto& need : m_set.changes[each].after) {
      const auto at = m_places.find(need);
      if (at && (!m_results[*at] || !is_done(m_results[*at]->outcome))) {
        m_results[each] = {Outcome::held_back,
                           fmt::format("{} has to be changed first, and was not", need.text())};
        return true;
      }
    }
    return false;
  });
}

Result<void>
StepWriter::compare(Indexes& open)
{
  const Reading reading = m_talk.read(place_of(open.front()).document.str());
  std::erase_if(open, [&](std::size_t each) {
    if (!reading.content) {
      m_results[each] = {Outcome::failed, "it could not be read before the write: " +
                                              reading.content.error().what};
      return true;
    }
    const JsonValue* now = value_at_place(reading, place_of(each));
    auto result = before_write(m_set.changes[each], now);
    if (!result) {
      return false;
    }
    settle(each, std::move(*result), now);
    return true;
  });
  return m_notes.flush();
}

Result<void>
StepWriter::note_intents(const Indexes& open)
{
  for (const std::size_t each : open) {
    m_notes.add_intent(m_set.changes[each]);
  }
  return m_notes.flush();
}

Result<void>
StepWriter::send(const Indexes& open)
{
  std::vector<Change> changes;
  for (const std::size_t each : open) {
    changes.push_back({place_of(each).text(), copy_of(*m_set.changes[each].to)});
  }
  return m_talk.write(place_of(open.front()).document.str(), changes);
}

Result<void>
StepWriter::attempt(Indexes open, bool again)
{
  const auto sent = send(open);
  const Sent as = sent_as(sent);
  if (as == Sent::refused && is_divisible(sent.error()) && open.size() > 1) {
    return divide(std::move(open), sent, again);
  }
  if (as == Sent::silent && again) {
    return read_back(open, sent, k_silence, Verdicts::sure).and_then([&] {
      return open.empty() ? Result<void>{} : attempt(open, /*again=*/false);
    });
  }
  const auto patience = as != Sent::refused                        ? patience_of(open.front())
                        : sent.error().kind == Failure::unexpected ? k_odd_refusal
                                                                   : Milliseconds{0};
  return read_back(open, sent, patience, Verdicts::all);
}

/// One refusal says nothing about the others: each part is sent by itself, so that each failure
/// has its own reason. What belongs together stays together.
Result<void>
StepWriter::divide(Indexes open, const Result<void>& sent, bool again)
{
  if (auto looked = look(open, sent, Verdicts::applied_only); !looked) {
    return looked;
  }
  const auto bundle = [&](std::size_t each) -> std::string_view {
    const Check* check = m_set.changes[each].check;
    return check == nullptr ? std::string_view{} : check->remedy.bundle;
  };
  std::ranges::stable_sort(open, {}, bundle);
  auto half = open.begin() + static_cast<std::ptrdiff_t>(open.size() / 2);
  while (half != open.end() && half != open.begin() && !bundle(*half).empty() &&
         bundle(*half) == bundle(*(half - 1))) {
    ++half;
  }
  if (half == open.end()) { // One bundle: it was refused as a whole.
    return open.empty() ? Result<void>{}
                        : read_back(open, sent, Milliseconds{0}, Verdicts::all);
  }
  return attempt({open.begin(), half}, again).and_then([&] {
    return attempt({half, open.end()}, again);
  });
}

Result<void>
StepWriter::read_back(Indexes& open, const Result<void>& sent, Milliseconds patience,
                      Verdicts at_last)
{
  const auto end = std::chrono::steady_clock::now() + patience;
  Milliseconds wait = k_first_wait;
  while (!open.empty()) {
    const bool late = std::chrono::steady_clock::now() >= end;
    if (auto looked = look(open, sent, late ? at_last : Verdicts::sure); !looked || late) {
      return looked;
    }
    if (!open.empty()) {
      std::this_thread::sleep_for(wait);
      wait = std::min(2 * wait, k_longest_wait);
    }
  }
  return {};
}

Result<void>
StepWriter::look(Indexes& open, const Result<void>& sent, Verdicts verdicts)
{
  const Reading reading = m_talk.read(place_of(open.front()).document.str());
  // A credential that is dead stays dead: waiting does not help.
  const bool is_over =
      verdicts == Verdicts::all ||
      (!reading.content && reading.content.error().kind == Failure::unauthorised);
  std::erase_if(open, [&](std::size_t each) {
    using Value = Result<const JsonValue*>;
    const Value now = reading.content ? Value{value_at_place(reading, place_of(each))}
                                      : tl::unexpected(reading.content.error());
    auto result = outcome_of(m_set.changes[each], sent, now, is_over);
    const bool counts =
        result && (verdicts != Verdicts::applied_only || result->outcome == Outcome::applied);
    if (counts) {
      settle(each, std::move(*result), now ? *now : nullptr);
    }
    return counts;
  });
  return m_notes.flush();
}

} // namespace klausur
