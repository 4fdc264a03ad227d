#include "connectors/format/json.hpp"
#include "connectors/model/setting.hpp"
#include "connectors/rest/patch.hpp"
#include "connectors/rest/rest.hpp"
#include "connectors/rest/write_call.hpp"

#include <fmt/format.h>

#include <optional>

namespace klausur {

namespace {

/// A member's own refusal: no reason not to write the others.
bool
is_of_one_member(const Error& error)
{
  return error.kind == Failure::forbidden || error.kind == Failure::unsupported;
}

/// The request with what the entry says of it. What is to be changed may stand in its query.
Request
addressed(Request request, const DocumentEntry& entry, std::string address)
{
  const auto query = request.url;
  request.method = entry.write.method;
  request.url = std::move(address);
  if (!query.empty()) {
    request.url += request.url.find('?') == std::string::npos ? query : "&" + query.substr(1);
  }
  request.limit = entry.needs.write.limit;
  request.repeatable = false;
  return request;
}

} // namespace

Task<Result<void>>
RestReader::write(std::string document, const std::vector<Change>& changes)
{
  const auto* entry = m_at.manifest.entry_of(document);
  if (entry == nullptr || !entry->is_written_by_api()) {
    co_return fail(Failure::unsupported,
                   fmt::format("no API writes \"{}\": change it by hand", document));
  }
  if (auto allowed = co_await may_write(*entry, document); !allowed) {
    co_return allowed;
  }
  if (!entry->write.each.empty()) {
    co_return co_await write_members(*entry, changes);
  }
  const auto id = identifier_in(entry->name, document);
  if (entry->write.call) {
    co_return co_await write_forms(*entry, id, changes);
  }
  co_return co_await write_whole(*entry, id, changes);
}

/// Whether the entry's `where` holds for the member, as the tenant says it now.
Task<Result<void>>
RestReader::may_write(const DocumentEntry& entry, const std::string& document)
{
  const auto& where = entry.write.where;
  if (!where) {
    co_return Result<void>{};
  }
  const auto asked = co_await read_document(where->document);
  if (!asked.content) {
    co_return tl::unexpected(asked.content.error());
  }
  const auto id = identifier_in(entry.name, document);
  const auto* value = value_for(*asked.content, *where, id);
  if (value != nullptr && value->IsTrue()) {
    co_return Result<void>{};
  }
  co_return fail(
      Failure::unsupported,
      fmt::format("{}: an API exists, but not for this token: it changes only where {} "
                  "is true, and for {} it is not. Change it by hand, by the check's "
                  "console path.",
                  document, to_text(*where), id));
}

Task<Result<void>>
RestReader::write_members(const DocumentEntry& entry, const std::vector<Change>& changes)
{
  const auto members = by_member(changes, entry.write.each);
  if (!members) {
    co_return tl::unexpected(members.error());
  }
  std::optional<Error> first;
  std::size_t refused = 0;
  for (const auto& [member, of_member] : *members) {
    const auto done = co_await write(member, of_member);
    if (!done && !is_of_one_member(done.error())) {
      co_return done;
    }
    if (!done) {
      ++refused;
      first = first ? first : done.error();
    }
  }
  if (!first) {
    co_return Result<void>{};
  }
  if (refused > 1) {
    first->what += fmt::format(" {} of {} were refused.", refused, members->size());
  }
  co_return tl::unexpected(std::move(*first));
}

Task<Result<void>>
RestReader::write_forms(const DocumentEntry& entry, const std::string& id,
                        const std::vector<Change>& changes)
{
  const auto forms = forms_of(*entry.write.call, entry.name, changes);
  if (!forms) {
    co_return tl::unexpected(forms.error());
  }
  for (const auto& form : *forms) {
    Request request;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = form_text(form);
    const auto told = co_await send(entry, id, std::move(request));
    if (!told) {
      co_return told;
    }
  }
  co_return Result<void>{};
}

Task<Result<void>>
RestReader::write_whole(const DocumentEntry& entry, const std::string& id,
                        const std::vector<Change>& changes)
{
  const auto all = co_await with_what_it_wants(entry, id, changes);
  if (!all) {
    co_return tl::unexpected(all.error());
  }
  Request request;
  if (auto filled = fill_body(request, entry.write.body, *all); !filled) {
    co_return filled;
  }
  co_return co_await send(entry, id, std::move(request));
}

/// @param request  Its body and headers; a query in its `url` is added to the entry's path.
Task<Result<void>>
RestReader::send(const DocumentEntry& entry, const std::string& id, Request request)
{
  const auto base = host_url(m_at, entry.read.host);
  const auto path = expand(entry.write.path, {m_at, id}, Encoding::url);
  if (!base || !path) {
    co_return tl::unexpected(base ? path.error() : base.error());
  }
  const Question question{
      .place = fmt::format("{} {}", entry.write.method, shown(entry.write.path, id)),
      .request = addressed(std::move(request), entry, *base + *path),
      .document = entry.name,
      .needs = entry.needs.write,
      .statuses = entry.statuses,
      .on_own_host = !entry.read.host.empty()};
  auto told = co_await m_asker.tell(question);
  if (!told) {
    told.error().what = m_at.redactor.redact(told.error().what);
  }
  co_return told;
}

/// The changes with what the API wants along with them, as the tenant has it now.
Task<Result<std::vector<Change>>>
RestReader::with_what_it_wants(const DocumentEntry& entry, const std::string& id,
                               const std::vector<Change>& changes)
{
  const auto& along = entry.write.along;
  Json content{rapidjson::kObjectType};
  if (!along.empty()) {
    Pull pull{m_at, entry, id, along};
    co_await bring_in(pull);
    auto reading = std::move(pull).reading(m_texts);
    if (!reading.content) {
      co_return tl::unexpected(reading.content.error());
    }
    content = std::move(*reading.content);
  }
  co_return with_siblings(changes, along, content);
}

} // namespace klausur
