#include "connectors/http/write_call.hpp"

#include "connectors/format/json.hpp"
#include "connectors/http/asker.hpp"
#include "connectors/http/template.hpp"
#include "connectors/model/setting.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

/// The form that writes `change`; empty when `call` does not.
Parameters
form_of(const WriteCall& call, const Change& change)
{
  const auto address = parse_address(change.setting);
  const auto pattern = parse_pointer(call.pointer);
  if (!address || !pattern || address->steps.size() != pattern->size() ||
      !matches(call.document, address->document)) {
    return {};
  }
  auto who = identifier_in(call.document, address->document);
  for (std::size_t i = 0; i < pattern->size(); ++i) {
    if ((*pattern)[i] == "*") {
      who = address->steps[i];
    } else if ((*pattern)[i] != address->steps[i]) {
      return {};
    }
  }
  const Json& to = change.to;
  return {{std::string{call.who}, who},
          {std::string{call.value}, to.IsString() ? std::string{text_of(to)} : to_text(to)}};
}

} // namespace

Result<void>
write_calls(const Workplace& at, Dialect& dialect, std::span<const WriteCall> calls,
            std::string_view document, const std::vector<Change>& changes)
{
  const auto* entry = at.manifest.entry_of(document);
  std::vector<Parameters> forms;
  for (const auto& change : changes) {
    Parameters form;
    for (const auto& call : calls) {
      form = form.empty() ? form_of(call, change) : std::move(form);
    }
    if (form.empty() || entry == nullptr || entry->write_method.empty()) {
      return fail(Failure::unsupported,
                  fmt::format("no API writes \"{}\": change it by hand", change.setting));
    }
    forms.push_back(std::move(form));
  }
  if (forms.empty()) {
    return {};
  }
  const auto base = host_url(at, entry->host);
  if (!base) {
    return tl::unexpected(base.error());
  }
  DocumentEntry as_written = *entry; // With the permissions that writing needs.
  as_written.scopes = entry->write_scopes;
  Asker asker{at.http, dialect};
  for (const auto& form : forms) {
    Question question{.entry = &as_written,
                      .request = {},
                      .place = fmt::format("{} {}", entry->write_method, entry->write_path)};
    question.request.method = entry->write_method;
    question.request.url = *base + entry->write_path;
    question.request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    question.request.body = form_text(form);
    question.request.limit = entry->write_path.substr(1); // Counted apart from reading.
    question.request.repeatable = false;
    if (auto told = asker.tell(question); !told) {
      return told;
    }
  }
  return {};
}

} // namespace klausur
