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

} // namespace

Result<void>
RestReader::write(std::string_view document, const std::vector<Change>& changes)
{
  const auto* entry = m_at.manifest.entry_of(document);
  if (entry == nullptr || !entry->is_written_by_api()) {
    return fail(Failure::unsupported,
                fmt::format("no API writes \"{}\": change it by hand", document));
  }
  if (auto allowed = may_write(*entry, document); !allowed) {
    return allowed;
  }
  if (!entry->write.each.empty()) {
    return write_members(*entry, changes);
  }
  const auto id = identifier_in(entry->name, document);
  return entry->write.call ? write_forms(*entry, id, changes)
                           : write_whole(*entry, id, changes);
}

/// Whether the entry's `where` holds for the member, as the tenant says it now.
Result<void>
RestReader::may_write(const DocumentEntry& entry, std::string_view document)
{
  const auto& where = entry.write.where;
  if (!where) {
    return {};
  }
  const auto asked = read_document(where->document);
  if (!asked.content) {
    return tl::unexpected(asked.content.error());
  }
  const auto id = identifier_in(entry.name, document);
  const auto* value = value_for(*asked.content, *where, id);
  if (value != nullptr && value->IsTrue()) {
    return {};
  }
  return fail(Failure::unsupported,
              fmt::format("{}: the API changes it only where {} is true, and for {} it is not. "
                          "Change it by hand.",
                          document, to_text(*where), id));
}

Result<void>
RestReader::write_members(const DocumentEntry& entry, const std::vector<Change>& changes)
{
  const auto members = by_member(changes, entry.write.each);
  if (!members) {
    return tl::unexpected(members.error());
  }
  std::optional<Error> first;
  std::size_t refused = 0;
  for (const auto& [member, of_member] : *members) {
    const auto done = write(member, of_member);
    if (!done && !is_of_one_member(done.error())) {
      return done;
    }
    if (!done) {
      ++refused;
      first = first ? first : done.error();
    }
  }
  if (first && refused > 1) {
    first->what += fmt::format(" {} of {} were refused.", refused, members->size());
  }
  return first ? Result<void>{tl::unexpected(std::move(*first))} : Result<void>{};
}

Result<void>
RestReader::write_forms(const DocumentEntry& entry, const std::string& id,
                        const std::vector<Change>& changes)
{
  const auto forms = forms_of(*entry.write.call, entry.name, changes);
  if (!forms) {
    return tl::unexpected(forms.error());
  }
  for (const auto& form : *forms) {
    auto told = send(entry, id, [&](Request& request) -> Result<void> {
      request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
      request.body = form_text(form);
      return {};
    });
    if (!told) {
      return told;
    }
  }
  return {};
}

Result<void>
RestReader::write_whole(const DocumentEntry& entry, const std::string& id,
                        const std::vector<Change>& changes)
{
  const auto all = with_what_it_wants(entry, id, changes);
  if (!all) {
    return tl::unexpected(all.error());
  }
  return send(entry, id,
              [&](Request& request) { return fill_body(request, entry.write.body, *all); });
}

Result<void>
RestReader::send(const DocumentEntry& entry, const std::string& id,
                 const std::function<Result<void>(Request&)>& fill)
{
  const auto base = host_url(m_at, entry.read.host);
  const auto path = expand(entry.write.path, {m_at, id}, Encoding::url);
  if (!base || !path) {
    return tl::unexpected(base ? path.error() : base.error());
  }
  Question question{.place =
                        fmt::format("{} {}", entry.write.method, shown(entry.write.path, id)),
                    .document = entry.name,
                    .needs = entry.needs.write,
                    .statuses = entry.statuses,
                    .on_own_host = !entry.read.host.empty()};
  auto& request = question.request;
  request.method = entry.write.method;
  request.url = *base + *path;
  request.limit = entry.needs.write.limit;
  request.repeatable = false;
  return fill(request)
      .and_then([&] { return m_asker.tell(question); })
      .map_error([&](Error error) {
        error.what = m_at.redactor.redact(error.what);
        return error;
      });
}

/// The changes with what the API wants along with them, as the tenant has it now.
Result<std::vector<Change>>
RestReader::with_what_it_wants(const DocumentEntry& entry, const std::string& id,
                               const std::vector<Change>& changes)
{
  const auto& along = entry.write.along;
  Json content{rapidjson::kObjectType};
  if (!along.empty()) {
    std::vector<Pull> pulls;
    pulls.emplace_back(m_at, entry, id, along);
    while (!pulls.front().is_finished()) {
      go_on(pulls);
    }
    auto reading = std::move(pulls.front()).reading(m_texts);
    if (!reading.content) {
      return tl::unexpected(reading.content.error());
    }
    content = std::move(*reading.content);
  }
  return with_siblings(changes, along, content);
}

} // namespace klausur
