#include "plugin/evidence/export_bundle.hpp"

#include "connectors/base/hex.hpp"
#include "connectors/format/digest.hpp"
#include "connectors/format/ed25519.hpp"
#include "plugin/evidence/bundle.hpp"
#include "plugin/evidence/record_json.hpp"
#include "plugin/evidence/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <system_error>

namespace klausur {

namespace fs = std::filesystem;

namespace {

template<typename Record>
Json
list_of(const std::vector<Record>& records, Json (*json_of)(const Record&))
{
  Json list{rapidjson::kArrayType};
  for (const auto& each : records) {
    list.PushBack(JsonValue{json_of(each), list.GetAllocator()}, list.GetAllocator());
  }
  return list;
}

/// Writes the files of one bundle.
class Export
{
public:
  Export(const Store& store, const EvidenceRequest& request, fs::path folder)
      : m_store{store}, m_request{request}, m_folder{std::move(folder)}
  {
  }

  [[nodiscard]] Result<EvidenceContents> run()
  {
    return make_folders()
        .and_then([&] { return write_journal(); })
        .and_then([&] { return write_plans(); })
        .and_then([&] { return write_extracts(); })
        .and_then([&] { return write_runs(); })
        .and_then([&] { return write_decisions(); })
        .and_then([&] { return write_people(); })
        .and_then([&] { return write_summaries(); })
        .and_then([&] { return write("README.txt", how_to_verify()); })
        .and_then([&] { return seal(); })
        .map([&] {
          m_contents.files = m_digests.size();
          return m_contents;
        });
  }

private:
  [[nodiscard]] Result<void> make_folders()
  {
    std::error_code problem;
    if (fs::exists(m_folder, problem)) {
      return fail(Failure::invalid, fmt::format("{} is there already: name a directory that is "
                                                "not",
                                                m_folder.string()));
    }
    for (const char* name : {"journal", "keys", "plans", "runs"}) {
      fs::create_directories(m_folder / name, problem);
      if (problem) {
        return fail(Failure::invalid,
                    fmt::format("{}: {}", (m_folder / name).string(), problem.message()));
      }
    }
    return {};
  }

  [[nodiscard]] Result<void> write(const std::string& file, std::string_view text)
  {
    std::ofstream out{m_folder / file, std::ios::binary};
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (!out) {
      return fail(Failure::invalid, fmt::format("{} could not be written: is the disk full?",
                                                (m_folder / file).string()));
    }
    m_digests[file] = sha256(text).substr(7);
    return {};
  }

  [[nodiscard]] bool is_in_time(Time at) const
  {
    return at >= m_request.from && at < m_request.to;
  }

  /// Every place in the chain from the first to the last entry of that time, also of other
  /// tenants: without them nobody could tell that none is missing.
  [[nodiscard]] Result<void> write_journal()
  {
    auto entries = m_store.journal("");
    if (!entries) {
      return tl::unexpected(entries.error());
    }
    // Not each entry by its own time: a clock that was set back would leave a hole.
    const auto is_meant = [&](const JournalEntry& entry) {
      return !entry.key.empty() && is_in_time(entry.at);
    };
    const auto end = std::find_if(entries->rbegin(), entries->rend(), is_meant).base();
    for (auto each = std::ranges::find_if(*entries, is_meant); each < end; ++each) {
      if (auto written = write_key(each->key).and_then([&] { return write_entry(*each); });
          !written) {
        return written;
      }
    }
    return {};
  }

  [[nodiscard]] Result<void> write_key(const std::string& name)
  {
    const std::string file = fmt::format("keys/{}.pem", name.substr(8));
    if (m_digests.contains(file)) {
      return {};
    }
    return PublicKey::named(name).and_then(
        [&](const PublicKey& key) { return write(file, key.pem()); });
  }

  [[nodiscard]] Result<void> write_entry(const JournalEntry& entry)
  {
    const std::string text = entry_text(entry, canonical_text(entry.body));
    const bool is_ours = entry.tenant == m_request.tenant || entry.tenant.empty();
    if (entry.tenant == m_request.tenant) {
      ++m_contents.entries;
      m_entries.push_back({entry.number, entry.at, entry.kind, canonical_text(entry.body)});
      if (entry.kind == RunBegun::k_kind) {
        m_plans.insert(std::string{member_text(entry.body, "plan")});
      }
      note_people(entry.body);
    }
    return write(entry_file(entry.number, ".link"), link_text(entry, sha256(text)))
        .and_then([&] {
          return write(entry_file(entry.number, ".sig"), bytes_of_hex(entry.signature));
        })
        .and_then([&] {
          return is_ours ? write(entry_file(entry.number, ".entry"), text) : Result<void>{};
        });
  }

  void note_people(const JsonValue& body)
  {
    for (const auto& each : body.GetObject()) {
      if (each.value.IsString() && text_of(each.value).starts_with("hmac-sha256:")) {
        m_people.insert(std::string{text_of(each.value)});
      }
    }
  }

  /// The plans that were written, as their files had them. Earlier versions kept none.
  [[nodiscard]] Result<void> write_plans()
  {
    for (const auto& hash : m_plans) {
      const auto text = m_store.plan(hash);
      if (!text) {
        return tl::unexpected(text.error());
      }
      const auto digits = hash.substr(std::min(hash.find(':') + 1, hash.size()));
      if (*text) {
        if (auto written = write(fmt::format("plans/{}.json", digits), **text); !written) {
          return written;
        }
      }
    }
    return {};
  }

  /// Entries of these kinds as one list, for people; what counts is the journal.
  [[nodiscard]] Json extract(std::initializer_list<std::string_view> kinds) const
  {
    Json list{rapidjson::kArrayType};
    for (const auto& each : m_entries) {
      if (std::ranges::find(kinds, each.kind) == kinds.end()) {
        continue;
      }
      Json made = object_of({{"entry", std::to_string(each.number)},
                             {"at", to_text(each.at)},
                             {"kind", each.kind}});
      if (const auto body = parse_json(each.body)) {
        set_member(made, "says", *body, made.GetAllocator());
      }
      list.PushBack(JsonValue{made, list.GetAllocator()}, list.GetAllocator());
    }
    return list;
  }

  [[nodiscard]] Result<void> write_extracts()
  {
    return write("approvals.json",
                 to_pretty_text(extract({Approval::k_kind, WaiverApproved::k_kind})))
        .and_then([&] {
          return write("receipts.json",
                       to_pretty_text(extract({RunBegun::k_kind, Intent::k_kind,
                                               WriteOutcome::k_kind, RunEnded::k_kind})));
        });
  }

  [[nodiscard]] Result<void> write_runs()
  {
    auto runs = m_store.runs(m_request.tenant, k_most_runs);
    if (!runs) {
      return tl::unexpected(runs.error());
    }
    std::erase_if(*runs, [&](const RunRecord& run) { return !is_in_time(run.at); });
    std::reverse(runs->begin(), runs->end());
    std::string before;
    for (const auto& run : *runs) {
      const auto findings = m_store.findings(run.id, m_request.tenant);
      if (!findings) {
        return tl::unexpected(findings.error());
      }
      std::string text = to_pretty_text(list_of(*findings, finding_json));
      if (text == before) { // Most runs find what the one before did.
        continue;
      }
      if (auto written = write_run(run.id, text); !written) {
        return written;
      }
      before = std::move(text);
    }
    m_contents.runs = runs->size();
    m_runs = std::move(*runs);
    return write("runs.json", to_pretty_text(list_of(m_runs, run_json)));
  }

  [[nodiscard]] Result<void> write_run(const std::string& id, const std::string& findings)
  {
    const auto snapshot = m_store.snapshot(id, m_request.tenant);
    if (!snapshot) {
      return tl::unexpected(snapshot.error());
    }
    return write(fmt::format("runs/{}.findings.json", id), findings).and_then([&] {
      return *snapshot ? write(fmt::format("runs/{}.values.json", id),
                               to_pretty_text(to_json(**snapshot)))
                       : Result<void>{};
    });
  }

  [[nodiscard]] Result<void> write_decisions()
  {
    auto waivers = m_store.waivers();
    auto attestations = m_store.attestations();
    if (!waivers || !attestations) {
      return tl::unexpected(waivers ? attestations.error() : waivers.error());
    }
    const auto is_anothers = [&](const auto& each) { return each.tenant != m_request.tenant; };
    std::erase_if(*waivers, is_anothers);
    std::erase_if(*attestations, is_anothers);
    m_waivers = list_of(*waivers, waiver_json);
    m_attestations = list_of(*attestations, attestation_json);
    return write("waivers.json", to_pretty_text(m_waivers)).and_then([&] {
      return write("attestations.json", to_pretty_text(m_attestations));
    });
  }

  [[nodiscard]] Result<void> write_people()
  {
    Json names{rapidjson::kObjectType};
    for (const auto& digest : m_people) {
      const auto name = m_store.person(digest);
      if (!name) {
        return tl::unexpected(name.error());
      }
      if (*name) {
        set_member(names, digest, **name, names.GetAllocator());
      }
    }
    return write("people.json", to_pretty_text(names));
  }

  [[nodiscard]] Result<void> write_summaries()
  {
    const Summary summary{m_request.tenant, m_request.from, m_request.to,  m_runs,
                          m_entries,        m_waivers,      m_attestations};
    return write("summary.en.html", summary_html(summary, Language::en)).and_then([&] {
      return write("summary.de.html", summary_html(summary, Language::de));
    });
  }

  [[nodiscard]] Result<void> seal()
  {
    const auto key = m_store.evidence_key();
    if (!key) {
      return tl::unexpected(key.error());
    }
    if (auto written = write("key.pem", key->public_key().pem()); !written) {
      return written;
    }
    std::string manifest;
    for (const auto& [file, digest] : m_digests) {
      manifest += fmt::format("{}  {}\n", digest, file);
    }
    const auto signature = key->sign(manifest);
    if (!signature) {
      return tl::unexpected(signature.error());
    }
    return write(std::string{k_manifest}, manifest).and_then([&] {
      return write("manifest.sig", bytes_of_hex(*signature));
    });
  }

  static constexpr std::size_t k_most_runs = 1'000'000;

  const Store& m_store;
  const EvidenceRequest& m_request;
  fs::path m_folder;
  EvidenceContents m_contents;
  std::map<std::string, std::string> m_digests; ///< By file.
  std::set<std::string> m_people;
  std::set<std::string> m_plans; ///< Hashes.
  std::vector<RunRecord> m_runs;
  std::vector<SummaryEntry> m_entries;
  Json m_waivers;
  Json m_attestations;
};

} // namespace

Result<EvidenceContents>
export_bundle(const Store& store, const EvidenceRequest& request, const fs::path& folder)
{
  return Export{store, request, folder}.run();
}

} // namespace klausur
