#include "connectors/model/write_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

namespace klausur {

namespace {

/// Longest paths over `before:`.
class Ranks
{
public:
  explicit Ranks(const Manifest& manifest) : m_manifest{manifest}
  {
    for (const auto& entry : manifest.documents) {
      for (const auto& later : entry.write.before) {
        m_earlier[later].push_back(&entry);
      }
    }
  }

  [[nodiscard]] Result<std::map<std::string, std::size_t>> run()
  {
    for (const auto& entry : m_manifest.documents) {
      if (auto rank = rank_of(entry); !rank) {
        return tl::unexpected(rank.error());
      }
    }
    return std::move(m_ranks);
  }

private:
  Result<std::size_t> rank_of(const DocumentEntry& entry)
  {
    if (const auto known = m_ranks.find(entry.name); known != m_ranks.end()) {
      return known->second;
    }
    if (!m_open.insert(entry.name).second) {
      return fail(Failure::invalid,
                  fmt::format("{}: {} is written before itself by way of \"before\"",
                              m_manifest.vendor, entry.name));
    }
    std::size_t rank = entry.read.each ? 0 : m_manifest.documents.size();
    for (const auto* earlier : m_earlier[entry.name]) {
      const auto of = rank_of(*earlier);
      if (!of) {
        return of;
      }
      rank = std::max(rank, *of + 1);
    }
    m_open.erase(entry.name);
    return m_ranks[entry.name] = rank;
  }

  const Manifest& m_manifest;
  std::map<std::string, std::vector<const DocumentEntry*>> m_earlier;
  std::map<std::string, std::size_t> m_ranks;
  std::set<std::string> m_open;
};

/// What `before:` names has to be there.
Result<void>
check_names(const Manifest& manifest)
{
  for (const auto& entry : manifest.documents) {
    for (const auto& later : entry.write.before) {
      if (std::ranges::find(manifest.documents, later, &DocumentEntry::name) ==
          manifest.documents.end()) {
        return fail(Failure::invalid,
                    fmt::format("{}: before: there is no document \"{}\"", entry.name, later));
      }
    }
  }
  return {};
}

} // namespace

Result<std::map<std::string, std::size_t>>
ranks_of(const Manifest& manifest)
{
  return check_names(manifest).and_then([&] { return Ranks{manifest}.run(); });
}

} // namespace klausur
