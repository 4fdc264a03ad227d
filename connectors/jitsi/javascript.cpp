#include "connectors/jitsi/javascript.hpp"

#include "connectors/jitsi/capped_memory.hpp"
#include "connectors/jitsi/encoding.hpp"
#include "connectors/jitsi/javascript_arrows.hpp"

#include <duktape.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <optional>

namespace klausur {

namespace {

constexpr std::string_view k_dialect =
    "the engine knows ES5 and part of ES6: let, template literals and `...`, for example, "
    "cannot be evaluated";
constexpr std::size_t k_longest_message = 300;

struct Program
{
  std::string_view source;
  std::span<const std::string> variables;
};

using Heap = std::unique_ptr<duk_context, decltype(&duk_destroy_heap)>;

Heap
make_heap(CappedMemory& memory)
{
  const auto allocate = [](void* owner, duk_size_t size) {
    return size == 0 ? nullptr : static_cast<CappedMemory*>(owner)->allocate(size);
  };
  const auto reallocate = [](void* owner, void* block, duk_size_t size) -> void* {
    if (size == 0) {
      static_cast<CappedMemory*>(owner)->release(block);
      return nullptr;
    }
    return static_cast<CappedMemory*>(owner)->reallocate(block, size);
  };
  const auto release = [](void* owner, void* block) {
    static_cast<CappedMemory*>(owner)->release(block);
  };
  // Duktape requires that this does not return; the parent sees the signal.
  const auto fatal = [](void*, const char*) { std::abort(); };
  return {duk_create_heap(allocate, reallocate, release, &memory, fatal), duk_destroy_heap};
}

/// Runs under duk_safe_call: an error jumps out of it, so nothing here has a destructor.
duk_ret_t
run(duk_context* engine, void* argument)
{
  const auto& program = *static_cast<const Program*>(argument);
  duk_push_string(engine, "file");
  duk_compile_lstring_filename(engine, 0, program.source.data(), program.source.size());
  duk_call(engine, 0);
  const duk_idx_t answer = duk_push_bare_object(engine);
  for (const std::string& name : program.variables) {
    duk_get_global_lstring(engine, name.data(), name.size());
    if (duk_is_undefined(engine, -1) || duk_is_function(engine, -1)) {
      duk_pop(engine);
    } else {
      duk_put_prop_lstring(engine, answer, name.data(), name.size());
    }
  }
  duk_json_encode(engine, answer);
  return 1;
}

/// The error on the stack's top as text; the text stays owned by the stack.
duk_ret_t
describe(duk_context* engine, void*)
{
  int line = 0;
  if (duk_is_error(engine, -1)) {
    duk_get_prop_string(engine, -1, "lineNumber");
    line = duk_to_int(engine, -1);
    duk_pop(engine);
  }
  const char* message = duk_safe_to_string(engine, -1);
  if (line > 0) {
    duk_push_sprintf(engine, "line %d: %s", line, message);
  }
  return 1;
}

std::string_view
text_on_top(duk_context* engine)
{
  duk_size_t size = 0;
  const char* text = duk_get_lstring(engine, -1, &size);
  return text == nullptr ? std::string_view{"an error without a message"}
                         : std::string_view{text, size};
}

tl::unexpected<Error>
failed(duk_context* engine, const CappedMemory& memory, const EvaluationLimits& limits)
{
  const bool described = duk_safe_call(engine, describe, nullptr, 1, 1) == DUK_EXEC_SUCCESS;
  std::string message = utf8_of_cesu8(text_on_top(engine).substr(0, k_longest_message));
  // Without memory the engine cannot always say so: then it is an error in error handling.
  const auto mentions = [&](const char* words) { return message.find(words) != message.npos; };
  if (memory.exceeded() &&
      (!described || mentions("alloc failed") || mentions("DoubleError"))) {
    return tl::unexpected(memory_exceeded(limits));
  }
  if (mentions("SyntaxError")) {
    message += fmt::format("; {}", k_dialect);
  }
  constexpr std::array k_of_browsers{"'document'", "'window'", "'location'", "'navigator'",
                                     "'localStorage'"};
  if (mentions("ReferenceError") && std::ranges::any_of(k_of_browsers, mentions)) {
    message += "; only a browser has that, so what this file sets is known to nobody else";
  }
  return fail(Failure::unexpected, std::move(message));
}

Result<std::string>
evaluate(Program program, const EvaluationLimits& limits)
{
  CappedMemory memory{limits.memory};
  const Heap heap = make_heap(memory);
  if (!heap) {
    return tl::unexpected(memory_exceeded(limits));
  }
  if (duk_safe_call(heap.get(), run, &program, 0, 1) != DUK_EXEC_SUCCESS) {
    return failed(heap.get(), memory, limits);
  }
  return utf8_of_cesu8(text_on_top(heap.get()));
}

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

Result<Json>
evaluate_javascript(std::string_view source, std::span<const std::string> variables,
                    const EvaluationLimits& limits)
{
  const std::string resolved = without_arrow_functions(resolve_server_side_includes(source));
  return run_limited(limits,
                     [&] {
                       return evaluate({resolved, variables}, limits);
                     })
      .and_then([](const std::string& text) { return parse_json(text); })
      .map_error([](Error error) {
        error.what.insert(0, "cannot evaluate: ");
        return error;
      });
}

} // namespace klausur
