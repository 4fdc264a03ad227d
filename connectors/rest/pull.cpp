#include "connectors/rest/pull.hpp"

#include "connectors/format/json.hpp"
#include "connectors/model/setting.hpp"
#include "connectors/rest/sample.hpp"
#include "connectors/rest/spans.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

/// The list that stands at `steps`; nullptr when there is none.
const JsonValue*
list_at(const JsonValue& page, const Pointer& steps)
{
  const auto* list = value_at(page, steps);
  return list != nullptr && list->IsArray() ? list : nullptr;
}

void
append(Json& whole, const Pointer& steps, const Json& page)
{
  const auto* more = list_at(page, steps);
  const auto* found = list_at(whole, steps);
  if (more == nullptr || found == nullptr) {
    return; // The list itself is not kept.
  }
  auto& memory = whole.GetAllocator();
  auto& list = const_cast<JsonValue&>(*found); // A part of `whole`, which is ours to change.
  for (const auto& each : more->GetArray()) {
    list.PushBack(JsonValue{each, memory}, memory);
  }
}

/// The items of a whole list as one object by their key.
Result<Json>
keyed(const JsonValue& whole, const List& wanted)
{
  const auto* list = list_at(whole, wanted.items);
  Json object{rapidjson::kObjectType};
  for (rapidjson::SizeType i = 0; list != nullptr && i < list->Size(); ++i) {
    const auto* name = value_at((*list)[i], wanted.key);
    if (name == nullptr || !name->IsString() || name->GetStringLength() == 0) {
      return fail(Failure::unexpected,
                  fmt::format("item {} has no text at {}", i, pointer_text(wanted.key)));
    }
    set_member(object, text_of(*name), (*list)[i], object.GetAllocator());
  }
  return packed_copy_of(object);
}

std::vector<std::string>
texts_of(const std::vector<Pointer>& pointers)
{
  std::vector<std::string> texts;
  std::ranges::transform(pointers, std::back_inserter(texts), &pointer_text);
  return texts;
}

/// Whether an answer is the document that was asked for, and not something else that says 200.
Result<void>
is_meant(const JsonValue& answer, const Read& read)
{
  if (!read.list && !answer.IsObject() && !answer.IsArray()) {
    return fail(Failure::unexpected, "is neither an object nor a list");
  }
  const bool holds = std::ranges::any_of(
      read.holds, [&](const Pointer& steps) { return value_at(answer, steps) != nullptr; });
  if (!read.holds.empty() && !holds) {
    return fail(Failure::unexpected, fmt::format("holds nothing of what was asked for ({})",
                                                 fmt::join(texts_of(read.holds), ", ")));
  }
  return {};
}

} // namespace

Pull::Pull(const Workplace& at, const DocumentEntry& entry, std::string id, int most_pages,
           const Sieve* sieve)
    : m_at{at}, m_entry{entry}, m_id{std::move(id)}, m_begun_at{at.clock()},
      m_most_pages{most_pages}, m_pager{list(), most_pages, most_items()}, m_sieve{sieve,
                                                                                   [](auto*) {}}
{
  for (const auto& fact : entry.facts) {
    m_list_is_kept = m_list_is_kept && fact->place() == Fact::Place::beside;
  }
  begin();
}

/// As if nothing had been read.
void
Pull::begin()
{
  m_tallies.clear();
  for (const auto& fact : m_entry.facts) {
    m_tallies.push_back(fact->begin(m_begun_at));
  }
  m_pager = Pager{list(), m_most_pages, most_items()};
  m_span = 0;
  m_begun = false;
  m_content = Json{};
}

Pull::Pull(const Workplace& at, const DocumentEntry& entry, std::string id,
           const std::vector<Pointer>& along)
    : m_at{at}, m_entry{entry}, m_id{std::move(id)}, m_begun_at{at.clock()},
      m_most_pages{1}, m_pager{list(), m_most_pages}, m_sieve{std::make_shared<const Sieve>(
                                                          along, Sieve::Ends::whole)}
{
}

std::string
Pull::place() const
{
  return fmt::format("{} {}", m_entry.read.method, shown(m_entry.read.path, m_id));
}

Result<Question>
Pull::next() const
{
  const auto& read = m_entry.read;
  const Blanks blanks{m_at, m_id};
  const auto base = host_url(m_at, read.host);
  const auto path = expand(read.path, blanks, Encoding::url);
  if (!base || !path) {
    return tl::unexpected(base ? path.error() : base.error());
  }
  std::map<std::string, std::string> parameters;
  for (const auto& [name, pattern] : read.query) {
    auto value = expand(pattern, blanks, Encoding::none);
    if (!value) {
      return tl::unexpected(value.error());
    }
    if (!value->empty() || !is_optional(pattern)) {
      parameters[name] = std::move(*value);
    }
  }
  for (auto& [name, value] : m_pager.parameters()) {
    parameters[name] = std::move(value);
  }
  for (auto& [name, value] :
       read.spans ? days_of(*read.spans, m_span, m_begun_at) : Parameters{}) {
    parameters[name] = std::move(value);
  }
  Question question{.place = place(),
                    .document = m_entry.name,
                    .needs = m_entry.needs.read,
                    .statuses = m_entry.statuses,
                    .on_own_host = !read.host.empty()};
  auto& request = question.request;
  request.method = read.method;
  request.limit = m_entry.needs.read.limit;
  request.url = *base + *path;
  request.headers = {{"Accept", "application/json"}};
  const Parameters list{parameters.begin(), parameters.end()};
  if (read.method == "POST") {
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.body = form_text(list);
  } else {
    request.url = m_pager.url().empty() ? with_query(std::move(request.url), list)
                                        : with_own_query(m_pager.url(), list);
  }
  return question;
}

void
Pull::take(const Response& response, Result<Json> page, const std::string& url)
{
  if (!page) {
    give_up(std::move(page.error()));
    return;
  }
  auto another = join(response, *page, url);
  if (another && !*another && !next_span()) {
    m_content = finished();
    m_finished = true;
    another = m_content.map([](const Json&) { return false; });
  }
  if (!another) {
    fail_with(another.error());
  }
}

void
Pull::fail_with(const Error& error)
{
  const bool moved = error.kind == Failure::conflict;
  if (moved && !m_is_second_look) {
    m_is_second_look = true;
    begin();
    return;
  }
  give_up({moved ? Failure::unexpected : error.kind,
           fmt::format("{}: {}{}. Nothing of it is used. Try again later; if it stays so, the "
                       "vendor has changed its API.",
                       place(), error.what,
                       moved ? ": the list moved while it was read, twice" : ""),
           ""});
}

/// The whole content as the entry wants it.
Result<Json>
Pull::finished()
{
  if (!m_tallies.empty()) {
    return computed(std::move(*m_content));
  }
  const bool is_keyed = list() != nullptr && !list()->key.empty();
  return is_keyed ? keyed(*m_content, *list()) : std::move(m_content);
}

/// With what the facts say beside it, or instead of it.
Result<Json>
Pull::computed(Json whole)
{
  Json content = m_list_is_kept ? std::move(whole) : Json{rapidjson::kObjectType};
  for (const auto& tally : m_tallies) {
    auto fields = tally->end();
    if (!fields) {
      return fields;
    }
    m_at.redactor.redact(*fields);
    merge(content, *fields, content.GetAllocator());
  }
  return packed_copy_of(content);
}

/// With `each` the members are sampled, not the list of one of them.
std::optional<std::size_t>
Pull::most_items() const
{
  return m_entry.read.each ? std::nullopt : sample_of(m_entry, m_at.tenant);
}

std::optional<Error>
Pull::left_out() const
{
  const auto& part = m_pager.part();
  if (!part) {
    return std::nullopt;
  }
  const auto of = part->total ? fmt::format("of {}", *part->total) : "and not the rest";
  return Error{Failure::left_out,
               fmt::format("{}: the first {} {} were read. For all of them, set {}: all under "
                           "`parameters:` of the tenant.",
                           m_entry.name, part->items, of, m_entry.read.sample->parameter),
               ""};
}

/// Goes back to the stretch of time before this one; false when it was the last.
bool
Pull::next_span()
{
  const auto& spans = m_entry.read.spans;
  if (!spans || m_span + 1 >= spans->count) {
    return false;
  }
  ++m_span;
  m_pager = Pager{list(), m_most_pages, most_items()};
  return true;
}

Result<bool>
Pull::join(const Response& response, const Json& page, const std::string& url)
{
  if (auto meant = is_meant(page, m_entry.read); !meant) {
    return tl::unexpected(std::move(meant.error()));
  }
  const auto* items = list() == nullptr ? nullptr : list_at(page, list()->items);
  if (list() != nullptr && items == nullptr) {
    return fail(Failure::unexpected,
                fmt::format("has no list at \"{}\"", pointer_text(list()->items)));
  }
  return m_pager.take(response, page, items, url).and_then([&](bool another) {
    return take_in(page, items).map([&] { return another; });
  });
}

Result<void>
Pull::take_in(const Json& page, const JsonValue* items)
{
  if (m_list_is_kept) {
    keep(page);
  }
  return tally(page, items);
}

Result<void>
Pull::tally(const Json& page, const JsonValue* items)
{
  for (const auto& tally : m_tallies) {
    if (items == nullptr) {
      if (auto taken = tally->take(page); !taken) {
        return taken;
      }
      continue;
    }
    for (const auto& item : items->GetArray()) {
      if (auto taken = tally->take(item); !taken) {
        return taken;
      }
    }
  }
  return {};
}

void
Pull::keep(const Json& page)
{
  Json kept = m_sieve ? (*m_sieve)(page) : packed_copy_of(page);
  m_at.redactor.redact(kept);
  if (!m_begun) {
    m_content = std::move(kept);
    m_begun = true;
  } else if (list() != nullptr) {
    append(*m_content, list()->items, kept);
  }
}

void
Pull::give_up(Error error)
{
  error.what = m_at.redactor.redact(error.what);
  m_content = tl::unexpected(std::move(error));
  m_finished = true;
}

Reading
Pull::reading(TextPool& texts, const Keeper* keeper) &&
{
  Reading reading{document_name(m_entry.name, m_id), texts.keep(place()), m_at.clock(),
                  std::move(m_content)};
  if (keeper != nullptr) {
    keeper->keep(reading);
  }
  if (!m_id.empty()) {
    reading.content.pack(texts);
  }
  return reading;
}

} // namespace klausur
