#include "tests/support/hocon_oracle.hpp"

#include "connectors/jitsi/hocon.hpp"

#include <hocon/config.hpp>
#include <hocon/config_render_options.hpp>

#include <map>

namespace klausur::test {

namespace {

/// As text that is the same for the same values: 7, 7.0 and 7e0 are one.
std::string
levelled(const JsonValue& value)
{
  if (value.IsNumber()) {
    return std::to_string(value.GetDouble());
  }
  if (value.IsArray()) {
    std::string text = "[";
    for (const auto& each : value.GetArray()) {
      text += levelled(each) + ",";
    }
    return text + "]";
  }
  if (!value.IsObject()) {
    return to_text(value);
  }
  std::map<std::string, std::string> members;
  for (const auto& each : value.GetObject()) {
    members[std::string{text_of(each.name)}] = levelled(each.value);
  }
  std::string text = "{";
  for (const auto& [name, said] : members) {
    text += name + ":" + said + ",";
  }
  return text + "}";
}

} // namespace

std::optional<std::string>
oracle_reading(const std::string& text)
{
  try {
    const auto read = hocon::config::parse_string(text)->resolve();
    const hocon::config_render_options as_json{false, false, false, true};
    const auto json = parse_json(read->root()->render(as_json));
    return json ? std::optional{levelled(*json)} : std::nullopt;
  } catch (const hocon::config_exception&) {
    return std::nullopt;
  }
}

std::optional<std::string>
our_reading(const std::string& text, std::string& why)
{
  const auto read = parse_hocon(text, {.name = "main.conf"});
  why = read ? "" : read.error().what;
  return read ? std::optional{levelled(*read)} : std::nullopt;
}

} // namespace klausur::test
