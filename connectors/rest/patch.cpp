#include "connectors/rest/patch.hpp"

#include "connectors/format/json.hpp"
#include "connectors/model/setting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace klausur {

namespace {

bool
is_index(std::string_view step)
{
  return !step.empty() &&
         std::ranges::all_of(step, [](unsigned char c) { return std::isdigit(c) != 0; });
}

Result<std::vector<std::string>>
writable_steps(const Change& change)
{
  const auto address = parse_address(change.setting);
  if (!address) {
    return tl::unexpected(address.error());
  }
  if (address->steps.empty() ||
      std::ranges::find(address->steps, "*") != address->steps.end()) {
    return fail(Failure::invalid,
                fmt::format("\"{}\" is not one setting: it cannot be written", change.setting));
  }
  if (std::ranges::any_of(address->steps, is_index)) {
    return fail(Failure::unsupported,
                fmt::format("\"{}\" stands in a list, and a list can only be written whole. "
                            "Change it by hand.",
                            change.setting));
  }
  return address->steps;
}

bool
begins_with(const std::vector<std::string>& steps, const std::vector<std::string>& start)
{
  return start.size() <= steps.size() && std::equal(start.begin(), start.end(), steps.begin());
}

Result<std::vector<std::vector<std::string>>>
all_steps(const std::vector<Change>& changes)
{
  std::vector<std::vector<std::string>> all;
  for (const auto& change : changes) {
    auto steps = writable_steps(change);
    if (!steps) {
      return tl::unexpected(steps.error());
    }
    for (const auto& other : all) {
      if (begins_with(*steps, other) || begins_with(other, *steps)) {
        return fail(Failure::invalid,
                    fmt::format("\"{}\" is changed twice in one write", change.setting));
      }
    }
    all.push_back(std::move(*steps));
  }
  return all;
}

} // namespace

Result<void>
put_at(JsonValue& object, const std::vector<std::string>& steps, const JsonValue& value,
       Json::AllocatorType& memory)
{
  JsonValue* at = &object;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    if (member(*at, steps[i]) == nullptr) {
      set_member(*at, steps[i], JsonValue{rapidjson::kObjectType}, memory);
    }
    at = &at->FindMember(steps[i])->value;
    if (!at->IsObject()) {
      return fail(
          Failure::invalid,
          fmt::format("\"{}\" holds no settings: nothing can be put into it", steps[i]));
    }
  }
  set_member(*at, steps.back(), value, memory);
  return {};
}

Result<std::vector<Change>>
with_siblings(const std::vector<Change>& changes, const std::vector<Pointer>& pointers,
              const JsonValue& content)
{
  const auto all = all_steps(changes);
  if (!all) {
    return tl::unexpected(all.error());
  }
  std::vector<Change> together;
  const auto add = [&](std::string setting, const JsonValue& to) {
    auto& change = together.emplace_back();
    change.setting = std::move(setting);
    change.to = copy_of(to);
  };
  for (const auto& change : changes) {
    add(change.setting, change.to);
  }
  for (const auto& steps : pointers) {
    const bool beside = std::ranges::any_of(*all, [&](const auto& changed) {
      return std::equal(changed.begin(), changed.end() - 1, steps.begin(), steps.end() - 1);
    });
    const bool is_changed = std::ranges::find(*all, steps) != all->end();
    const auto* value = value_at(content, steps);
    if (beside && !is_changed && value != nullptr) {
      const auto address = parse_address(changes.front().setting);
      add(to_text(Address{address->document, steps}), *value);
    }
  }
  return together;
}

Result<Json>
merged(const std::vector<Change>& changes)
{
  const auto all = all_steps(changes);
  if (!all) {
    return tl::unexpected(all.error());
  }
  Json body{rapidjson::kObjectType};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto put = put_at(body, (*all)[i], changes[i].to, body.GetAllocator());
    if (!put) {
      return tl::unexpected(put.error());
    }
  }
  return body;
}

Result<Parameters>
flattened(const std::vector<Change>& changes)
{
  const auto all = all_steps(changes);
  if (!all) {
    return tl::unexpected(all.error());
  }
  Parameters parameters;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const Json& to = changes[i].to;
    parameters.emplace_back(fmt::format("{}", fmt::join((*all)[i], "/")),
                            to.IsString() ? std::string{text_of(to)} : to_text(to));
  }
  return parameters;
}

Result<void>
fill_body(Request& request, Write::Body form, const std::vector<Change>& changes)
{
  if (form == Write::Body::json) {
    return merged(changes).map([&](const Json& body) {
      request.headers.emplace_back("Content-Type", "application/json");
      request.body = to_text(body);
    });
  }
  return flattened(changes).map([&](const Parameters& parameters) {
    if (form == Write::Body::query) {
      request.url = with_query(std::move(request.url), parameters);
    } else {
      request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
      request.body = form_text(parameters);
    }
  });
}

} // namespace klausur
