#include "connectors/rest/rest.hpp"

#include "connectors/format/digest.hpp"
#include "connectors/format/json.hpp"
#include "connectors/model/setting.hpp"
#include "connectors/rest/offer.hpp"
#include "connectors/rest/sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

namespace klausur {

namespace {

/// What `each` of an entry gives: identifiers, and why there may be more of them.
struct Identifiers
{
  std::vector<std::string> all{};
  std::optional<Error> missing{};
};

std::string
identifier_text(const JsonValue* value)
{
  if (value == nullptr || !(value->IsString() || value->IsUint64() || value->IsInt64())) {
    return {};
  }
  return value->IsString() ? std::string{text_of(*value)} : to_text(*value);
}

Identifiers
identifiers_of(const Address& each, const std::vector<Reading>& readings)
{
  Identifiers found;
  std::set<std::string> known;
  for (const auto& reading : readings) {
    if (!matches(each.document, reading.document)) {
      continue;
    }
    if (!reading.content) {
      found.missing = reading.content.error();
      continue;
    }
    for (const auto& place : places_at(*reading.content, each.steps)) {
      auto id = identifier_text(place.value);
      if (id.empty()) {
        found.missing =
            Error{Failure::unexpected,
                  fmt::format("{} holds no identifier at {}", reading.document,
                              to_text(Address{reading.document.str(), place.steps})),
                  ""};
      } else if (known.insert(id).second) {
        found.all.push_back(std::move(id));
      }
    }
  }
  return found;
}

std::string
version_in(const Manifest& manifest, const std::vector<Reading>& readings)
{
  const auto address = parse_address(manifest.version);
  const auto found = address
                         ? std::ranges::find(readings, address->document, &Reading::document)
                         : readings.end();
  if (found == readings.end() || !found->content) {
    return {};
  }
  const auto* value = value_at(*found->content, address->steps);
  return value != nullptr && value->IsString() ? std::string{text_of(*value)} : std::string{};
}

/// Keep `most` of the identifiers, chosen by their hash: the same ones each time, and few
/// others when the list grows.
void
choose(std::vector<std::string>& identifiers, std::size_t most)
{
  std::vector<std::pair<std::string, std::string>> drawn;
  drawn.reserve(identifiers.size());
  for (auto& id : identifiers) {
    drawn.emplace_back(sha256(id), std::move(id));
  }
  std::ranges::sort(drawn);
  drawn.resize(most);
  identifiers.clear();
  for (auto& [hash, id] : drawn) {
    identifiers.push_back(std::move(id));
  }
  std::ranges::sort(identifiers);
}

} // namespace

Reading
RestReader::gap(const DocumentEntry& entry, Error error) const
{
  return {entry.name, fmt::format("{} {}", entry.read.method, shown(entry.read.path, "")),
          m_at.clock(), tl::unexpected(std::move(error))};
}

/// Everything that this tenant's plan has and nobody has read; why not goes to `readings`.
Task<std::vector<const DocumentEntry*>>
RestReader::entries_to_read(std::vector<Reading>& readings)
{
  if (const auto where = parse_address(m_at.manifest.plan_at.setting)) {
    readings.push_back(co_await read_document(where->document));
  }
  auto offer = what_is_offered(m_at, readings);
  std::erase_if(offer.entries, [&](const DocumentEntry* entry) {
    const bool on_request = entry->optional && !entry->read.each;
    return !entry->is_read_by_api() || on_request ||
           std::ranges::find(readings, entry->name, &Reading::document) != readings.end();
  });
  std::ranges::move(offer.missing, std::back_inserter(readings));
  co_return std::move(offer.entries);
}

Task<Snapshot>
RestReader::read(std::vector<Reading> already)
{
  Snapshot snapshot{.tenant = m_at.tenant.name,
                    .vendor = m_at.tenant.vendor,
                    .taken_at = m_at.clock(),
                    .version = {},
                    .variant = m_at.tenant.variant,
                    .readings = std::move(already)};
  auto left = co_await entries_to_read(snapshot.readings);
  while (!left.empty()) {
    const auto waits = [&](const DocumentEntry* entry) {
      const auto& each = entry->read.each;
      const auto* base = each ? m_at.manifest.entry_of(each->document) : nullptr;
      return std::ranges::find(left, base) != left.end();
    };
    const auto middle = std::stable_partition(left.begin(), left.end(),
                                              [&](const auto* entry) { return !waits(entry); });
    if (middle == left.begin()) {
      for (const auto* entry : left) {
        snapshot.readings.push_back(gap(*entry, {Failure::invalid,
                                                 entry->name + ": `each` goes in a circle in "
                                                               "the manifest",
                                                 ""}));
      }
      break;
    }
    const std::vector<const DocumentEntry*> stage{left.begin(), middle};
    co_await read_stage(stage, snapshot.readings);
    left.erase(left.begin(), middle);
  }
  snapshot.version = version_in(m_at.manifest, snapshot.readings);
  snapshot.seal();
  co_return snapshot;
}

Task<void>
RestReader::read_stage(const std::vector<const DocumentEntry*>& stage,
                       std::vector<Reading>& readings)
{
  std::vector<Job> jobs;
  for (const auto* entry : stage) {
    const auto begin = jobs.size();
    if (entry->read.each) {
      add_each(*entry, *entry->read.each, jobs, readings);
    } else {
      jobs.push_back({entry, "", 0});
    }
    for (std::size_t i = begin; i < jobs.size(); ++i) {
      jobs[i].turn = static_cast<double>(i - begin) / static_cast<double>(jobs.size() - begin);
    }
  }
  // Evenly mixed, so that no rate limit is idle while another one is waited for.
  std::ranges::stable_sort(jobs, {}, &Job::turn);
  co_await run(std::move(jobs), readings);
}

void
RestReader::add_each(const DocumentEntry& entry, const Address& each, std::vector<Job>& jobs,
                     std::vector<Reading>& readings)
{
  auto found = identifiers_of(each, readings);
  const bool is_listed = std::ranges::any_of(readings, [&](const Reading& reading) {
    return matches(each.document, reading.document);
  });
  if (!is_listed && each.document.find('*') == std::string::npos) {
    found.missing = Error{Failure::unexpected, each.document + " was not read", ""};
  }
  if (found.missing && !entry.optional) {
    auto error = std::move(*found.missing);
    error.what = fmt::format("{}: not asked for {}, because {}", entry.name,
                             found.all.empty() ? "any" : "some", error.what);
    readings.push_back(gap(entry, std::move(error)));
  }
  const auto part = std::ranges::find(readings, each.document + "/*", &Reading::document);
  if (part != readings.end() && !part->content) {
    readings.push_back(gap(entry, part->content.error())); // Nor were these asked for all.
  }
  const auto all = found.all.size();
  if (const auto most = sample_of(entry, m_at.tenant); most && *most < all) {
    choose(found.all, *most);
    readings.push_back(
        gap(entry, {Failure::left_out,
                    fmt::format("{}: {} of {} were read. For all of them, set {}: all under "
                                "`parameters:` of the tenant.",
                                entry.name, *most, all, entry.read.sample->parameter),
                    ""}));
  }
  for (auto& id : found.all) {
    jobs.push_back({&entry, std::move(id), 0});
  }
}

/// So many at one time, and the next as soon as one is there.
Task<void>
RestReader::run(std::vector<Job> jobs, std::vector<Reading>& readings)
{
  Queue queue{.jobs = std::move(jobs)};
  std::vector<Task<void>> hands;
  for (std::size_t i = 0; i < std::min(m_limits.at_once, queue.jobs.size()); ++i) {
    hands.push_back(work_on(queue, readings));
  }
  co_await all_of(std::move(hands));
}

const Sieve*
RestReader::sieve_of(const DocumentEntry& entry) const
{
  return m_at.keeper == nullptr
             ? nullptr
             : m_at.keeper->sieve_of_pages(entry, m_dialect.own_of(entry.name));
}

Task<void>
RestReader::work_on(Queue& queue, std::vector<Reading>& readings)
{
  while (queue.next < queue.jobs.size()) {
    auto& job = queue.jobs[queue.next++];
    Pull pull{m_at, *job.entry, std::move(job.id), m_limits.most_pages, sieve_of(*job.entry)};
    co_await bring_in(pull);
    if (auto part = pull.left_out()) {
      readings.push_back(gap(pull.entry(), std::move(*part)));
      readings.back().document = pull.entry().name + "/*";
    }
    const bool last =
        m_at.keeper != nullptr && pull.entry().read.each && m_at.keeper->is_last(pull.entry());
    readings.push_back(std::move(pull).reading(m_texts, last ? m_at.keeper : nullptr));
  }
}

/// Page after page.
Task<void>
RestReader::bring_in(Pull& pull)
{
  while (!pull.is_finished()) {
    const auto question = pull.next();
    if (!question) {
      pull.give_up(question.error());
      break;
    }
    auto answer = co_await m_asker.ask(*question);
    pull.take(answer.response, std::move(answer.json), question->request.url);
  }
}

Task<Reading>
RestReader::read_document(std::string document)
{
  const auto* entry = m_at.manifest.entry_of(document);
  if (entry == nullptr || !entry->is_read_by_api()) {
    const auto kind = entry == nullptr ? Failure::invalid : Failure::unsupported;
    co_return Reading{document, "", m_at.clock(),
                      fail(kind, fmt::format("manifest/{}.yaml does not say how to read \"{}\"",
                                             m_at.manifest.vendor, document))};
  }
  Pull pull{m_at, *entry, identifier_in(entry->name, document), m_limits.most_pages,
            sieve_of(*entry)};
  co_await bring_in(pull);
  co_return std::move(pull).reading(m_texts);
}

} // namespace klausur
