#pragma once

#include "connectors/connector.hpp"
#include "connectors/rest/asker.hpp"
#include "connectors/rest/pull.hpp"

#include <string>
#include <vector>

namespace klausur {

struct ReadLimits
{
  int most_pages = 2000;    ///< More pages than this is an endless list.
  std::size_t at_once = 32; ///< Documents that are under way at one time.
};

/// Reads and writes a tenant as its manifest says: all that vendors of JSON over REST have
/// in common. What differs is the Dialect.
class RestReader
{
public:
  RestReader(const Workplace& at, Dialect& dialect, ReadLimits limits = {})
      : m_at{at}, m_dialect{dialect}, m_limits{limits}, m_asker{at.http, dialect}
  {
  }

  /// Read every document of the manifest that has a method, bases before what is read for
  /// each of their members. `already` holds what the vendor's own code has read. A list of
  /// identifiers that could not be read leaves a gap under the entry's own name,
  /// `boards/*`, unless the entry is optional; so does a sample (`left_out`).
  Task<Snapshot> read(std::vector<Reading> already = {});

  /// Read one document, `config` or `boards/7`.
  Task<Reading> read_document(std::string document);

  /// Send the changes of one document as its entry says. Of a document that is written member
  /// by member, the others are still written when one is refused.
  /// @error `unsupported`, before anything is sent, when no API writes it or not for this
  ///        member; else as patch.hpp, write_call.hpp and the dialect say.
  Task<Result<void>> write(std::string document, const std::vector<Change>& changes);

  /// Ask what the manifest's `identity` lists, and keep nothing of it but identifiers.
  /// @error `unsupported` where it lists nothing; `unexpected`: an answer names no identifier.
  Task<Result<Account>> whoami();

  [[nodiscard]] Asker& asker() { return m_asker; }

private:
  struct Job
  {
    const DocumentEntry* entry;
    std::string id;
    double turn; ///< 0 to 1: its place among those of its entry.
  };

  /// Jobs that several coroutines take from.
  struct Queue
  {
    std::vector<Job> jobs;
    std::size_t next = 0;
  };

  Task<std::vector<const DocumentEntry*>> entries_to_read(std::vector<Reading>& readings);
  Task<Result<void>> may_write(const DocumentEntry& entry, const std::string& document);
  Task<Result<void>> write_members(const DocumentEntry& entry,
                                   const std::vector<Change>& changes);
  Task<Result<void>> write_forms(const DocumentEntry& entry, const std::string& id,
                                 const std::vector<Change>& changes);
  Task<Result<void>> write_whole(const DocumentEntry& entry, const std::string& id,
                                 const std::vector<Change>& changes);
  Task<Result<void>> send(const DocumentEntry& entry, const std::string& id, Request request);
  Task<Result<std::vector<Change>>> with_what_it_wants(const DocumentEntry& entry,
                                                       const std::string& id,
                                                       const std::vector<Change>& changes);
  Task<void> read_stage(const std::vector<const DocumentEntry*>& stage,
                        std::vector<Reading>& readings);
  void add_each(const DocumentEntry& entry, const Address& each, std::vector<Job>& jobs,
                std::vector<Reading>& readings);
  Task<void> run(std::vector<Job> jobs, std::vector<Reading>& readings);
  Task<void> work_on(Queue& queue, std::vector<Reading>& readings);
  Task<void> bring_in(Pull& pull);
  [[nodiscard]] const Sieve* sieve_of(const DocumentEntry& entry) const;
  [[nodiscard]] Reading gap(const DocumentEntry& entry, Error error) const;

  const Workplace& m_at;
  Dialect& m_dialect;
  ReadLimits m_limits;
  Asker m_asker;
  TextPool m_texts; ///< What members of one list say: mostly the same.
};

} // namespace klausur
