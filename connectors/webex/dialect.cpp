#include "connectors/webex/dialect.hpp"

#include "connectors/base/percent.hpp"
#include "connectors/format/json.hpp"
#include "connectors/rest/template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::webex {

namespace {

/// Parameters that take a person's address.
constexpr std::array<std::string_view, 2> k_addressed{"userEmail=", "hostEmail="};

/// Where the value of the parameter stands in the address; npos when it does not.
std::size_t
value_of(const std::string& url, std::string_view name)
{
  for (auto at = url.find(name); at != std::string::npos; at = url.find(name, at + 1)) {
    if (at > 0 && (url[at - 1] == '?' || url[at - 1] == '&')) {
      return at + name.size();
    }
  }
  return std::string::npos;
}

std::string_view
first_address(const JsonValue& person)
{
  const auto* emails = member(person, "emails");
  const bool any = emails != nullptr && emails->IsArray() && !emails->Empty();
  return any && (*emails)[0].IsString() ? text_of((*emails)[0]) : std::string_view{};
}

} // namespace

Task<Result<void>>
WebexDialect::authorise(Request& request, const Needs& /*needs*/)
{
  for (const auto name : k_addressed) {
    const auto at = value_of(request.url, name);
    if (at == std::string::npos) {
      continue;
    }
    const auto size = std::min(request.url.find('&', at), request.url.size()) - at;
    const auto id = request.url.substr(at, size);
    if (id.find("%40") != std::string::npos || id.find('@') != std::string::npos) {
      continue; // A further page, whose address is the vendor's own.
    }
    const auto address = co_await address_of(id);
    if (!address) {
      co_return tl::unexpected(address.error());
    }
    request.url.replace(at, size, *address);
  }
  co_return co_await m_bearer.authorise(request);
}

Task<Result<std::string>>
WebexDialect::address_of(const std::string& encoded_id)
{
  if (const auto known = m_addresses.find(encoded_id); known != m_addresses.end()) {
    co_return known->second;
  }
  const auto* people = m_at.manifest.entry_of("people");
  const auto base = host_url(m_at, "");
  if (!base) {
    co_return tl::unexpected(base.error());
  }
  Question question{.place = "GET /people/" + encoded_id,
                    .needs =
                        people == nullptr ? Question::nothing_needed() : people->needs.read};
  question.request.url = *base + "/people/" + encoded_id;
  if (auto good = co_await m_bearer.authorise(question.request); !good) {
    co_return tl::unexpected(good.error());
  }
  const auto response = co_await m_at.http.fetch(question.request);
  if (!response) {
    co_return tl::unexpected(response.error());
  }
  const auto person = understand({question, *response});
  if (!person) {
    co_return tl::unexpected(person.error());
  }
  const auto address = first_address(*person);
  if (address.empty()) {
    co_return fail(Failure::unexpected, question.place + ": this person has no address");
  }
  co_return m_addresses[encoded_id] = percent_encoded(address);
}

std::vector<Pointer>
WebexDialect::own_of(std::string_view document) const
{
  return document == "people" ? std::vector<Pointer>{{"items", "*", "emails"}}
                              : std::vector<Pointer>{};
}

Result<Json>
WebexDialect::understand(const Answer& answer) const
{
  const auto& errors = m_at.manifest.errors;
  auto understood = understand_rest(answer, errors);
  if (understood || understood.error().kind != Failure::forbidden) {
    return understood;
  }
  const auto body = parse_json(answer.response.body);
  const auto words = body ? member_text(*body, "message") : std::string_view{};
  if (words.find("required scopes") == std::string_view::npos) {
    return understood;
  }
  const auto reference = complaint_in(*body, errors).detail;
  return tl::unexpected(refusal(answer, Failure::forbidden,
                                fmt::format("a scope, role or licence is missing{}{}",
                                            reference.empty() ? "" : "; ", reference)));
}

void
WebexDialect::learn_addresses(Reading& people)
{
  if (!people.content) {
    return;
  }
  for (auto& person : people.content->GetObject()) {
    if (const auto address = first_address(person.value); !address.empty()) {
      m_addresses[percent_encoded(text_of(person.name))] = percent_encoded(address);
    }
    person.value.RemoveMember("emails");
  }
  people.content = packed_copy_of(*people.content);
}

} // namespace klausur::webex
