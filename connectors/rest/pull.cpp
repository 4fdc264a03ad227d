#include "connectors/rest/pull.hpp"

#include "connectors/format/json.hpp"
#include "connectors/model/setting.hpp"
#include "connectors/rest/facts/ages.hpp"
#include "connectors/rest/facts/counts.hpp"
#include "connectors/rest/facts/durations.hpp"
#include "connectors/rest/facts/newest.hpp"
#include "connectors/rest/spans.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

/// The list that `items` points at; nullptr when there is none.
const JsonValue*
list_at(const JsonValue& page, const std::vector<std::string>& steps)
{
  const auto* list = value_at(page, steps);
  return list != nullptr && list->IsArray() ? list : nullptr;
}

void
append(Json& whole, const std::vector<std::string>& steps, const Json& page)
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
keyed(const JsonValue& whole, const DocumentEntry& entry)
{
  const auto steps = parse_pointer(entry.items);
  const auto key = parse_pointer(entry.key);
  if (!steps || !key) {
    return tl::unexpected(steps ? key.error() : steps.error());
  }
  const auto* list = list_at(whole, *steps);
  Json object{rapidjson::kObjectType};
  for (rapidjson::SizeType i = 0; list != nullptr && i < list->Size(); ++i) {
    const auto* name = value_at((*list)[i], *key);
    if (name == nullptr || !name->IsString() || name->GetStringLength() == 0) {
      return fail(Failure::unexpected,
                  fmt::format("{}: item {} has no text at {}", entry.name, i, entry.key));
    }
    set_member(object, text_of(*name), (*list)[i], object.GetAllocator());
  }
  return packed_copy_of(object);
}

} // namespace

Pull::Pull(const Workplace& at, const DocumentEntry& entry, std::string id, int most_pages)
    : m_at{&at}, m_entry{&entry}, m_id{std::move(id)}, m_begun_at{at.clock()},
      m_most_pages{most_pages}, m_pager{entry.paging, most_pages}
{
}

std::string
Pull::place() const
{
  return fmt::format("{} {}", m_entry->method, shown(m_entry->path, m_id));
}

Result<Question>
Pull::next() const
{
  const Blanks blanks{*m_at, m_id};
  const auto base = host_url(*m_at, m_entry->host);
  const auto path = expand(m_entry->path, blanks, Encoding::url);
  if (!base || !path) {
    return tl::unexpected(base ? path.error() : base.error());
  }
  std::map<std::string, std::string> parameters;
  for (const auto& [name, pattern] : m_entry->query) {
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
  for (auto& [name, value] : days_of(m_entry->spans, m_span, m_begun_at)) {
    parameters[name] = std::move(value);
  }
  Question question{.entry = m_entry, .request = {}, .place = place()};
  auto& request = question.request;
  request.method = m_entry->method;
  request.limit = m_entry->limit;
  request.url = *base + *path;
  request.headers = {{"Accept", "application/json"}};
  const Parameters list{parameters.begin(), parameters.end()};
  if (m_entry->method == "POST") {
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.body = form_text(list);
  } else {
    request.url =
        m_pager.url().empty() ? with_query(std::move(request.url), list) : m_pager.url();
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
  const auto another = join(response, *page, url);
  if (!another) {
    give_up({another.error().kind,
             fmt::format("{}: {}. Nothing of it is used. Try again later; if it stays so, the "
                         "vendor has changed its API.",
                         place(), another.error().what),
             ""});
    return;
  }
  m_finished = !*another && !next_span();
  if (m_finished) {
    m_content = finished(*m_content);
  }
}

/// The whole content as the entry wants it.
Result<Json>
Pull::finished(Json& whole) const
{
  if (!m_entry->ages.empty()) {
    return ages_in(whole, *m_entry, m_begun_at);
  }
  if (!m_entry->counts.empty()) {
    return counts_in(whole, *m_entry);
  }
  if (!m_entry->newest.by.empty()) {
    return newest_in(whole, *m_entry);
  }
  add_days(whole, *m_entry);
  return m_entry->key.empty() ? Result<Json>{std::move(whole)} : keyed(whole, *m_entry);
}

/// Goes back to the stretch of time before this one; false when it was the last.
bool
Pull::next_span()
{
  if (m_entry->spans.from.empty() || m_span + 1 >= m_entry->spans.count) {
    return false;
  }
  ++m_span;
  m_pager = Pager{m_entry->paging, m_most_pages};
  return true;
}

Result<bool>
Pull::join(const Response& response, const Json& page, const std::string& url)
{
  const auto steps = parse_pointer(m_entry->items);
  const auto keep = Keep::of(*m_entry);
  if (!steps || !keep) {
    return tl::unexpected(steps ? keep.error() : steps.error());
  }
  const auto* list = list_at(page, *steps);
  const bool needs_list = m_entry->paging.kind != "none" || !m_entry->key.empty() ||
                          !m_entry->ages.empty() || !m_entry->counts.empty();
  if (list == nullptr && needs_list) {
    return fail(Failure::unexpected, fmt::format("has no list at \"{}\"", m_entry->items));
  }
  const auto another = m_pager.take(response, page, list == nullptr ? 0 : list->Size(), url);
  if (!another) {
    return another;
  }
  Json kept = (*keep)(page);
  m_at->redactor.redact(kept);
  if (!m_begun) {
    m_content = std::move(kept);
    m_begun = true;
  } else {
    append(*m_content, *steps, kept);
  }
  return another;
}

void
Pull::give_up(Error error)
{
  error.what = m_at->redactor.redact(error.what);
  m_content = tl::unexpected(std::move(error));
  m_finished = true;
}

Reading
Pull::reading(TextPool& texts) &&
{
  Reading reading{document_name(m_entry->name, m_id), texts.keep(place()), m_at->clock(),
                  std::move(m_content)};
  if (!m_id.empty()) {
    reading.content.pack(texts);
  }
  return reading;
}

} // namespace klausur
