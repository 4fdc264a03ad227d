#include "connectors/model/keeper.hpp"

#include "connectors/format/shapes.hpp"
#include "connectors/model/watch.hpp"

#include <algorithm>

namespace klausur {

namespace {

/// Names that stand in an address, or that the manifest gives: the vendor's own.
std::set<std::string, std::less<>>
known_names(const Manifest& manifest, const Kept& kept)
{
  std::set<std::string, std::less<>> names;
  for (const auto& [document, pointers] : kept.pointers()) {
    for (const auto& pointer : pointers) {
      const auto steps = parse_pointer(pointer);
      names.insert(steps->begin(), steps->end());
    }
  }
  for (const auto& entry : manifest.documents) {
    names.insert(entry.names.begin(), entry.names.end());
  }
  return names;
}

/// Where an answer holds what a document will: the items of a list that gets keys stand in the
/// list still.
Pointer
in_pages(const DocumentEntry& entry, Pointer pointer)
{
  const auto& list = entry.read.list;
  if (!list || list->key.empty()) {
    return pointer;
  }
  Pointer whole = list->items;
  whole.emplace_back("*");
  whole.insert(whole.end(), pointer.begin() + (pointer.empty() ? 0 : 1), pointer.end());
  return whole;
}

std::vector<Pointer>
pointers_in_pages(const Manifest& manifest, const Kept& kept, const DocumentEntry& entry,
                  const std::vector<Pointer>& own)
{
  std::vector<Pointer> all = own;
  const auto add = [&](Pointer pointer) { all.push_back(in_pages(entry, std::move(pointer))); };
  std::ranges::for_each(kept.pointers_of(entry.name), add);
  for (const auto& other : manifest.documents) {
    if (other.read.each && other.read.each->document == entry.name) {
      add(other.read.each->steps);
    }
  }
  if (const auto& list = entry.read.list; list && !list->key.empty()) {
    add({});
    Pointer key = list->key;
    key.insert(key.begin(), "*");
    add(std::move(key));
  }
  return all;
}

} // namespace

Keeper::Keeper(const Manifest& manifest, const Kept& kept, std::string digest_key)
    : m_manifest{manifest}, m_kept{kept}, m_digest_key{std::move(digest_key)},
      m_masking{kept.plain(), m_digest_key}, m_names{known_names(manifest, kept)}
{
}

void
Keeper::keep(Reading& reading) const
{
  if (reading.finished) {
    return;
  }
  reading.finished = true;
  if (const auto source = sentence_without_secrets(reading.source); source != reading.source) {
    reading.source = SharedText{source};
  }
  if (!reading.content) {
    reading.content = tl::unexpected(without_quotations(reading.content.error()));
    return;
  }
  const auto* entry = m_manifest.entry_of(reading.document);
  const auto& sieve = sieve_of(entry == nullptr ? reading.document.str() : entry->name);
  if (entry != nullptr && entry->watched && !m_digest_key.empty()) {
    reading.digests = to_text(digests_of(*reading.content, *entry, sieve,
                                         {m_manifest.vendor, m_digest_key, m_names}));
  }
  Json content = sieve(*reading.content);
  const auto& worded = worded_of(entry == nullptr ? reading.document.str() : entry->name);
  m_masking(content, content.GetAllocator(),
            worded.leads_on() || worded.ends() ? Branches{&worded} : Branches{});
  reading.content = packed_copy_of(content);
}

void
Keeper::keep(Snapshot& snapshot) const
{
  for (auto& reading : snapshot.readings) {
    keep(reading);
  }
  snapshot.kept = m_kept;
  snapshot.digest_key = m_digest_key.empty() ? std::string{} : name_of_key(m_digest_key);
}

const Sieve*
Keeper::sieve_of_pages(const DocumentEntry& entry, const std::vector<Pointer>& own) const
{
  if (entry.watched) {
    return nullptr;
  }
  const std::lock_guard lock{m_mutex};
  const auto known = m_pages.find(entry.name);
  return known != m_pages.end()
             ? &known->second
             : &m_pages.emplace(entry.name, pointers_in_pages(m_manifest, m_kept, entry, own))
                    .first->second;
}

bool
Keeper::is_last(const DocumentEntry& entry) const
{
  return std::ranges::none_of(m_manifest.documents, [&](const DocumentEntry& other) {
    return other.read.each && other.read.each->document == entry.name;
  });
}

const Branch&
Keeper::worded_of(const std::string& name) const
{
  const std::lock_guard lock{m_mutex};
  const auto known = m_worded.find(name);
  return (known != m_worded.end() ? known
                                  : m_worded.emplace(name, m_kept.worded_of(name)).first)
      ->second.root();
}

const Sieve&
Keeper::sieve_of(const std::string& name) const
{
  const std::lock_guard lock{m_mutex};
  const auto known = m_sieves.find(name);
  return known != m_sieves.end()
             ? known->second
             : m_sieves.emplace(name, m_kept.pointers_of(name)).first->second;
}

} // namespace klausur
