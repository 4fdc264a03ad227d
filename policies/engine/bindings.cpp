#include "policies/engine/bindings.hpp"

#include <algorithm>
#include <iterator>

namespace klausur {

namespace {

/// `pattern` with each `*` replaced by the next binding.
std::string
bound_text(std::string_view pattern, const std::vector<std::string>& bindings,
           std::size_t& next)
{
  std::string text;
  for (const char c : pattern) {
    if (c == '*' && next < bindings.size()) {
      text += bindings[next++];
    } else {
      text += c;
    }
  }
  return text;
}

} // namespace

bool
has_star(const Address& address)
{
  return address.document.find('*') != std::string::npos ||
         std::ranges::find(address.steps, "*") != address.steps.end();
}

Address
bound(const Address& pattern, const std::vector<std::string>& bindings)
{
  std::size_t next = 0;
  Address address{.document = bound_text(pattern.document, bindings, next), .steps = {}};
  for (const auto& step : pattern.steps) {
    address.steps.push_back(bound_text(step, bindings, next));
  }
  return address;
}

std::vector<std::string>
stars_in(std::string_view pattern, std::string_view name)
{
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) {
    return {};
  }
  const std::string_view rest = pattern.substr(star + 1);
  for (std::size_t end = star; end <= name.size(); ++end) {
    if (matches(rest, name.substr(end))) {
      std::vector<std::string> found{std::string{name.substr(star, end - star)}};
      std::ranges::move(stars_in(rest, name.substr(end)), std::back_inserter(found));
      return found;
    }
  }
  return {};
}

} // namespace klausur
