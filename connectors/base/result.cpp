#include "connectors/base/result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur {

namespace {

struct Name
{
  Failure kind;
  std::string_view name;
};

constexpr std::array k_names{
    Name{Failure::unauthorised, "unauthorised"}, Name{Failure::forbidden, "forbidden"},
    Name{Failure::unreachable, "unreachable"},   Name{Failure::unexpected, "unexpected"},
    Name{Failure::unsupported, "unsupported"},   Name{Failure::invalid, "invalid"},
    Name{Failure::conflict, "conflict"},         Name{Failure::left_out, "left_out"},
};

} // namespace

std::string_view
name_of(Failure kind)
{
  return std::ranges::find(k_names, kind, &Name::kind)->name;
}

Result<Failure>
failure_named(std::string_view name)
{
  const auto* found = std::ranges::find(k_names, name, &Name::name);
  if (found == k_names.end()) {
    return fail(Failure::invalid, fmt::format("\"{}\" is not a kind of failure", name));
  }
  return found->kind;
}

} // namespace klausur
