#include "connectors/rest/write_call.hpp"

#include "connectors/format/json.hpp"
#include "connectors/model/setting.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

/// The form that writes `change`; empty when `call` does not write it.
Parameters
form_of(const WriteCall& call, std::string_view document, const Change& change)
{
  const auto address = parse_address(change.setting);
  const auto& pattern = call.setting;
  if (!address || address->steps.size() != pattern.size()) {
    return {};
  }
  auto who = identifier_in(document, address->document);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == "*") {
      who = address->steps[i];
    } else if (pattern[i] != address->steps[i]) {
      return {};
    }
  }
  const Json& to = change.to;
  return {{call.who, who},
          {call.value, to.IsString() ? std::string{text_of(to)} : to_text(to)}};
}

} // namespace

Result<std::vector<Parameters>>
forms_of(const WriteCall& call, std::string_view document, const std::vector<Change>& changes)
{
  std::vector<Parameters> forms;
  for (const auto& change : changes) {
    auto form = form_of(call, document, change);
    if (form.empty()) {
      return fail(Failure::unsupported,
                  fmt::format("no API writes \"{}\": change it by hand", change.setting));
    }
    forms.push_back(std::move(form));
  }
  return forms;
}

Result<std::map<std::string, std::vector<Change>>>
by_member(const std::vector<Change>& changes, std::string_view pattern)
{
  std::map<std::string, std::vector<Change>> members;
  for (const auto& change : changes) {
    auto address = parse_address(change.setting);
    if (!address || address->steps.size() < 2) {
      return fail(Failure::invalid,
                  fmt::format("{} is no setting of one member", change.setting));
    }
    address->document = document_name(pattern, address->steps.front());
    address->steps.erase(address->steps.begin());
    members[address->document].push_back(
        {.setting = to_text(*address), .to = copy_of(change.to)});
  }
  return members;
}

} // namespace klausur
