#include "connectors/jitsi/javascript.hpp"

#include "connectors/base/plain_text.hpp"
#include "connectors/script/run_script.hpp"

#include <optional>

namespace klausur {

namespace {

/// The value of `name="..."` in a server-side include tag.
std::optional<std::string_view>
attribute(std::string_view tag, std::string_view name)
{
  for (std::size_t at = tag.find(name); at != std::string_view::npos;
       at = tag.find(name, at + 1)) {
    const std::size_t sign = tag.find_first_not_of(" \t\r\n", at + name.size());
    const bool apart = at > 0 && std::string_view{" \t\r\n"}.find(tag[at - 1]) != tag.npos;
    if (!apart || sign == tag.npos || tag[sign] != '=') {
      continue;
    }
    const std::size_t quote = tag.find_first_not_of(" \t\r\n", sign + 1);
    if (quote == tag.npos || (tag[quote] != '"' && tag[quote] != '\'')) {
      continue;
    }
    const std::size_t end = tag.find(tag[quote], quote + 1);
    if (end != tag.npos) {
      return tag.substr(quote + 1, end - quote - 1);
    }
  }
  return std::nullopt;
}

bool
is_echo(std::string_view tag)
{
  const std::size_t word = tag.find_first_not_of(" \t\r\n");
  return word != tag.npos && tag.substr(word).starts_with("echo ");
}

} // namespace

std::string
resolve_server_side_includes(std::string_view source)
{
  constexpr std::string_view opening = "<!--#";
  constexpr std::string_view closing = "-->";
  std::string answer;
  for (;;) {
    const std::size_t from = source.find(opening);
    const std::size_t to = source.find(closing, from == source.npos ? from : from + 5);
    if (from == source.npos || to == source.npos) {
      return answer.append(source);
    }
    const std::string_view tag =
        source.substr(from + opening.size(), to - from - opening.size());
    answer += source.substr(0, from);
    answer += is_echo(tag) ? attribute(tag, "default").value_or("(none)")
                           : source.substr(from, to + closing.size() - from);
    source.remove_prefix(to + closing.size());
  }
}

Result<EvaluatedScript>
evaluate_javascript(std::string_view source, std::string_view host,
                    std::span<const std::string> variables, const EvaluationLimits& limits)
{
  // Bytes that are no UTF-8 become what they become in a browser.
  Message task{valid_utf8(resolve_server_side_includes(source)), std::string{host}};
  task.insert(task.end(), variables.begin(), variables.end());
  return run_script("javascript", task, limits)
      .and_then([](const Message& answer) -> Result<EvaluatedScript> {
        auto json = parse_json(answer.empty() ? std::string_view{} : answer[0]);
        if (!json) {
          return tl::unexpected(json.error());
        }
        return EvaluatedScript{*std::move(json),
                               answer.size() > 1 ? valid_utf8(answer[1]) : ""};
      })
      .map_error([](Error error) {
        if (error.kind == Failure::unexpected) {
          error.what.insert(0, "cannot evaluate: ");
        }
        return error;
      });
}

} // namespace klausur
