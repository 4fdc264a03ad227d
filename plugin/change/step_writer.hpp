#pragma once

#include "plugin/change/look.hpp"
#include "plugin/change/notes.hpp"
#include "plugin/change/places.hpp"
#include "plugin/office/stop.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <vector>

namespace klausur {

/// Writes step after step of a set that was checked and shown.
class StepWriter
{
public:
  /// @param results  By change; what stands there already is not written.
  StepWriter(Talk& talk, Notes& notes, const Stop& stop, const ChangeSet& set,
             std::vector<std::optional<ChangeResult>>& results);

  /// The changes of one step, document by document: read, compare, journal the intent, write,
  /// read back, journal the outcome.
  /// @error The journal cannot be written: nothing more is done.
  [[nodiscard]] Result<void> write(std::span<const std::size_t> changes);

private:
  using Indexes = std::vector<std::size_t>;

  [[nodiscard]] Result<void> write_document(Indexes open);
  void hold_back(Indexes& open);
  [[nodiscard]] Result<void> compare(Indexes& open);
  [[nodiscard]] Result<void> note_intents(const Indexes& open);
  /// @param again  Nobody has repeated it so far.
  [[nodiscard]] Result<void> attempt(Indexes open, bool again);
  [[nodiscard]] Result<void> divide(Indexes open, const Result<void>& sent, bool again);
  [[nodiscard]] Result<void> send(const Indexes& open);

  enum class Verdicts : std::uint8_t {
    applied_only, ///< Only that it is there.
    sure,         ///< What no further look would change.
    all           ///< Time is up.
  };
  /// Look until all is decided or time is up; what is decided leaves `open`.
  [[nodiscard]] Result<void> read_back(Indexes& open, const Result<void>& sent,
                                       std::chrono::milliseconds patience, Verdicts at_last);
  [[nodiscard]] Result<void> look(Indexes& open, const Result<void>& sent, Verdicts verdicts);
  void settle(std::size_t change, ChangeResult result, const JsonValue* seen);
  [[nodiscard]] std::chrono::milliseconds patience_of(std::size_t change) const;
  [[nodiscard]] SettingText place_of(std::size_t change) const;

  Talk& m_talk;
  Notes& m_notes;
  const Stop& m_stop;
  const ChangeSet& m_set;
  std::vector<std::optional<ChangeResult>>& m_results;
  const Places m_places;
};

} // namespace klausur
