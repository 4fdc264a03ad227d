#include "connectors/model/setting.hpp"

#include "connectors/format/pointer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace klausur {

namespace {

std::string
decoded(std::string_view step)
{
  std::string out;
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (step[i] == '~' && i + 1 < step.size() && (step[i + 1] == '0' || step[i + 1] == '1')) {
      out += step[++i] == '0' ? '~' : '/';
    } else {
      out += step[i];
    }
  }
  return out;
}

const JsonValue*
step_into(const JsonValue& value, const std::string& step)
{
  if (value.IsArray()) {
    rapidjson::SizeType index = 0;
    const auto* end = step.data() + step.size();
    const auto [stop, problem] = std::from_chars(step.data(), end, index);
    const bool usable = problem == std::errc{} && stop == end && index < value.Size();
    return usable ? &value[index] : nullptr;
  }
  return member(value, step);
}

void
collect(const JsonValue* value, const std::vector<std::string>& steps, std::size_t at,
        std::vector<std::string>& taken, std::vector<Place>& places)
{
  if (at == steps.size() || value == nullptr) {
    taken.insert(taken.end(), steps.begin() + static_cast<std::ptrdiff_t>(at), steps.end());
    places.push_back({taken, value});
    taken.resize(taken.size() - (steps.size() - at));
    return;
  }
  const auto go = [&](const JsonValue* next, std::string name) {
    taken.push_back(std::move(name));
    collect(next, steps, at + 1, taken, places);
    taken.pop_back();
  };
  if (steps[at] == "*" && value->IsObject()) {
    for (const auto& each : value->GetObject()) {
      go(&each.value, std::string{text_of(each.name)});
    }
  } else if (steps[at] == "*" && value->IsArray()) {
    for (rapidjson::SizeType i = 0; i < value->Size(); ++i) {
      go(&(*value)[i], std::to_string(i));
    }
  } else if (steps[at] == "*") {
    go(nullptr, "*");
  } else {
    go(step_into(*value, steps[at]), steps[at]);
  }
}

} // namespace

Result<Pointer>
parse_pointer(std::string_view text)
{
  if (!text.empty() && text.front() != '/') {
    return fail(Failure::invalid, fmt::format("\"{}\": a pointer must begin with /", text));
  }
  std::vector<std::string> steps;
  while (!text.empty()) {
    text.remove_prefix(1);
    const auto end = std::min(text.find('/'), text.size());
    steps.push_back(decoded(text.substr(0, end)));
    text.remove_prefix(end);
  }
  return steps;
}

Result<Address>
parse_address(std::string_view text)
{
  const auto hash = text.find('#');
  if (hash == std::string_view::npos || hash == 0) {
    return fail(Failure::invalid,
                fmt::format("\"{}\" is not an address; write document#/pointer", text));
  }
  auto steps = parse_pointer(text.substr(hash + 1));
  if (!steps) {
    return fail(Failure::invalid,
                fmt::format("\"{}\": the pointer after # must begin with /", text));
  }
  return Address{.document = std::string{text.substr(0, hash)}, .steps = std::move(*steps)};
}

std::string
to_text(const Address& address)
{
  return address.document + "#" + pointer_text(address.steps);
}

std::string
pointer_text(const Pointer& pointer)
{
  std::string text;
  for (const auto& step : pointer) {
    text += "/" + encoded_step(step);
  }
  return text;
}

bool
matches(std::string_view pattern, std::string_view name)
{
  while (!pattern.empty() && pattern.front() != '*') {
    if (name.empty() || name.front() != pattern.front()) {
      return false;
    }
    pattern.remove_prefix(1);
    name.remove_prefix(1);
  }
  if (pattern.empty()) {
    return name.empty();
  }
  pattern.remove_prefix(1);
  for (std::size_t taken = 0;; ++taken) {
    if (matches(pattern, name.substr(taken))) {
      return true;
    }
    if (taken == name.size() || name[taken] == '/') {
      return false;
    }
  }
}

const JsonValue*
value_at(const JsonValue& root, const std::vector<std::string>& steps)
{
  const JsonValue* value = &root;
  for (const auto& step : steps) {
    value = step_into(*value, step);
    if (value == nullptr) {
      return nullptr;
    }
  }
  return value;
}

const JsonValue*
value_for(const JsonValue& root, const Address& address, std::string_view id)
{
  auto steps = address.steps;
  std::ranges::replace(steps, "*", std::string{id});
  return value_at(root, steps);
}

std::vector<Place>
places_at(const JsonValue& root, const std::vector<std::string>& steps)
{
  std::vector<Place> places;
  std::vector<std::string> taken;
  collect(&root, steps, 0, taken, places);
  return places;
}

} // namespace klausur
