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
  if (entry == nullptr || entry->write_method.empty()) {
    return fail(Failure::unsupported,
                fmt::format("no API writes \"{}\": change it by hand", document));
  }
  if (auto allowed = may_write(*entry, document); !allowed) {
    return allowed;
  }
  if (!entry->write_each.empty()) {
    return write_members(*entry, changes);
  }
  const auto id = identifier_in(entry->name, document);
  return entry->write_call.setting.empty() ? write_whole(*entry, id, changes)
                                           : write_forms(*entry, id, changes);
}

/// Whether the entry's `write_where` holds for the member, as the tenant says it now.
Result<void>
RestReader::may_write(const DocumentEntry& entry, std::string_view document)
{
  const auto where = parse_address(entry.write_where);
  if (entry.write_where.empty() || !where) {
    return entry.write_where.empty() ? Result<void>{} : tl::unexpected(where.error());
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
                          document, entry.write_where, id));
}

Result<void>
RestReader::write_members(const DocumentEntry& entry, const std::vector<Change>& changes)
{
  const auto members = by_member(changes, entry.write_each);
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
  const auto forms = forms_of(entry, changes);
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
              [&](Request& request) { return fill_body(request, entry.write_body, *all); });
}

Result<void>
RestReader::send(const DocumentEntry& entry, const std::string& id,
                 const std::function<Result<void>(Request&)>& fill)
{
  DocumentEntry as_written = entry; // With the permissions that writing needs.
  as_written.scopes = entry.write_scopes;
  const auto base = host_url(m_at, entry.host);
  const auto path = expand(entry.write_path, {m_at, id}, Encoding::url);
  if (!base || !path) {
    return tl::unexpected(base ? path.error() : base.error());
  }
  Question question{.entry = &as_written,
                    .request = {},
                    .place =
                        fmt::format("{} {}", entry.write_method, shown(entry.write_path, id))};
  auto& request = question.request;
  request.method = entry.write_method;
  request.url = *base + *path;
  request.limit = entry.write_limit.empty() ? entry.limit : entry.write_limit;
  request.repeatable = false;
  return fill(request)
      .and_then([&] { return m_asker.tell(question); })
      .map_error([&](Error error) {
        error.what = m_at.redactor.redact(error.what);
        return error;
      });
}

/// The changes with the entry's `write_with`, as the tenant has them now.
Result<std::vector<Change>>
RestReader::with_what_it_wants(const DocumentEntry& entry, const std::string& id,
                               const std::vector<Change>& changes)
{
  Json content{rapidjson::kObjectType};
  if (!entry.write_with.empty()) {
    DocumentEntry wanted = entry;
    wanted.keep = entry.write_with;
    std::vector<Reading> readings;
    run({{&wanted, id, 0}}, readings);
    if (!readings.front().content) {
      return tl::unexpected(readings.front().content.error());
    }
    content = std::move(*readings.front().content);
  }
  return with_siblings(changes, entry.write_with, content);
}

} // namespace klausur
