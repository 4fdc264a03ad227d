#include "policies/engine/fill.hpp"

#include "connectors/format/pointer.hpp"
#include "connectors/format/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace klausur {

namespace {

/// The text `$name` without its sign; empty for anything else.
std::string_view
parameter_in(const JsonValue& value)
{
  const bool names_one = value.IsString() && text_of(value).starts_with('$');
  return names_one ? text_of(value).substr(1) : std::string_view{};
}

Objection
no_such_parameter(const std::string& here, std::string_view name, const JsonValue& parameters)
{
  std::vector<std::string> names;
  for (const auto& each : parameters.GetObject()) {
    names.emplace_back(text_of(each.name));
  }
  return {here, false,
          fmt::format("there is no parameter \"{}\"{}", name, did_you_mean(name, names))};
}

std::optional<Objection>
fill_in_place(JsonValue& value, const std::string& here, const JsonValue& parameters,
              Json::AllocatorType& memory)
{
  if (value.IsArray()) {
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
      if (auto wrong =
              fill_in_place(value[i], fmt::format("{}/{}", here, i), parameters, memory)) {
        return wrong;
      }
    }
  } else if (value.IsObject()) {
    for (auto& each : value.GetObject()) {
      if (auto wrong = fill_in_place(
              each.value, fmt::format("{}/{}", here, encoded_step(text_of(each.name))),
              parameters, memory)) {
        return wrong;
      }
    }
  } else if (const auto name = parameter_in(value); !name.empty()) {
    const JsonValue* parameter = member(parameters, name);
    if (parameter == nullptr) {
      return no_such_parameter(here, name, parameters);
    }
    value.CopyFrom(*parameter, memory);
  }
  return std::nullopt;
}

void
collect_parameters(const JsonValue& value, std::vector<std::string>& names)
{
  if (value.IsArray()) {
    for (const auto& each : value.GetArray()) {
      collect_parameters(each, names);
    }
  } else if (value.IsObject()) {
    for (const auto& each : value.GetObject()) {
      collect_parameters(each.value, names);
    }
  } else if (const std::string name{parameter_in(value)};
             !name.empty() && std::ranges::find(names, name) == names.end()) {
    names.push_back(name);
  }
}

} // namespace

tl::expected<Json, Objection>
fill(const JsonValue& value, const JsonValue& parameters)
{
  Json filled = packed_copy_of(value);
  if (auto wrong = fill_in_place(filled, "", parameters, filled.GetAllocator())) {
    return tl::unexpected(std::move(*wrong));
  }
  return filled;
}

tl::expected<Expectation, std::vector<Objection>>
compile_filled(const JsonValue& expect, const JsonValue& parameters)
{
  return fill(expect, parameters)
      .map_error([](Objection one) { return std::vector{std::move(one)}; })
      .and_then([](const Json& filled) { return Expectation::compile(filled); });
}

std::vector<std::string>
parameters_in(const JsonValue& value)
{
  std::vector<std::string> names;
  collect_parameters(value, names);
  return names;
}

} // namespace klausur
