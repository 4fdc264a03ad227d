#include "connectors/script/inside/javascript.hpp"

#include "connectors/script/inside/browser.hpp"
#include "connectors/script/inside/engine_text.hpp"
#include "connectors/script/inside/values.hpp"
#include "connectors/script/limits.hpp"

#include <fmt/format.h>
#include <js/CompilationAndEvaluation.h>
#include <js/Exception.h>
#include <js/HelperThreadAPI.h>
#include <js/Initialization.h>
#include <js/MemoryCallbacks.h>
#include <js/SourceText.h>
#include <js/Stack.h>
#include <jsapi.h>
#include <jsfriendapi.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace klausur::inside {

namespace {

constexpr std::size_t k_stack = std::size_t{1} << 20;
constexpr std::uint32_t k_nursery = std::uint32_t{1} << 20;
constexpr std::size_t k_longest_message = 300;

/// Why a script stopped.
struct Stop
{
  std::string what;       ///< `line 3: TypeError: ...`; empty: it was made to stop.
  bool of_engine = false; ///< A limit of this engine, which another would not have.
};

/// Takes the pending exception away.
Stop
take_stop(JSContext* context)
{
  JS::ExceptionStack exception{context};
  if (!JS_IsExceptionPending(context) || !JS::StealPendingExceptionStack(context, &exception)) {
    return {};
  }
  JS::ErrorReportBuilder builder{context};
  if (!builder.init(context, exception, JS::ErrorReportBuilder::NoSideEffects)) {
    JS_ClearPendingException(context);
    return {"an error that cannot be described", true};
  }
  const JSErrorReport& report = *builder.report();
  // What a script throws itself may hold anything, secrets too.
  const JS::RootedValue thrown{context, exception.exception()};
  const JS::RootedObject object{context, thrown.isObject() ? &thrown.toObject() : nullptr};
  const bool by_engine = object && JS_ErrorFromException(context, object) != nullptr &&
                         report.errorMessageName != nullptr;
  const std::string said = by_engine ? std::string{builder.toStringResult().c_str()}
                                     : std::string{"an error that the script throws itself"};
  return {fmt::format("line {}: {}", report.lineno, said.substr(0, k_longest_message)),
          by_engine && report.exnType == JSEXN_INTERNALERR};
}

/// Where the engine can report it, and where it can only crash.
void
on_no_memory(JSContext* /*context*/, void* /*data*/)
{
  ::_exit(k_exit_without_memory);
}
void
on_unhandled_no_memory(std::size_t /*wanted*/)
{
  ::_exit(k_exit_without_memory);
}

class JavaScript final : public Engine
{
public:
  explicit JavaScript(const Evaluation& evaluation) : m_evaluation{evaluation} {}

  [[nodiscard]] bool start()
  {
    JS::DisableJitBackend(); // no memory that is written and executed
    if (!JS_Init()) {
      return false;
    }
    // No threads: what one of them would do is done where it is waited for.
    JS::SetHelperThreadTaskCallback([](JS::DispatchReason) {}, 1, k_stack);
    const std::size_t most = std::numeric_limits<std::uint32_t>::max();
    m_context = JS_NewContext(static_cast<std::uint32_t>(std::min(m_evaluation.memory, most)));
    if (m_context == nullptr) {
      return false;
    }
    JS_SetGCParameter(m_context, JSGC_MAX_NURSERY_BYTES, k_nursery);
    JS_SetNativeStackQuota(m_context, k_stack);
    JS::SetOutOfMemoryCallback(m_context, on_no_memory, nullptr);
    js::AutoEnterOOMUnsafeRegion::setAnnotateOOMAllocationSizeCallback(on_unhandled_no_memory);
    return js::UseInternalJobQueues(m_context) && JS::InitSelfHostedCode(m_context);
  }

  Message evaluate(const Message& task) override
  {
    if (task.size() < 2) {
      return failure({Failure::unexpected, "was given no script", {}});
    }
    Browser browser{task[1]};
    const JS::RootedObject window{m_context, browser.make_window(m_context)};
    if (!window) {
      return failure(memory_exceeded(m_evaluation.memory));
    }
    const JSAutoRealm realm{m_context, window};
    std::string stopped;
    if (auto done = run(task[0], browser, stopped); !done) {
      return failure(done.error());
    }
    auto values = read(task, browser);
    return values ? Message{"done", *std::move(values), std::move(stopped)}
                  : failure(values.error());
  }

private:
  /// @param stopped  Set when it ended as it would have ended in a browser.
  [[nodiscard]] Result<void> run(const std::string& source, const Browser& browser,
                                 std::string& stopped)
  {
    // The engine declares a script's names in its first line: a line of its own is put there.
    const std::string text = "\n" + source;
    const JS::RootedScript script{m_context, compiled(text)};
    if (!script) {
      return refused(take_stop(m_context));
    }
    JS::RootedValue ignored{m_context};
    const bool ran = JS_ExecuteScript(m_context, script, &ignored);
    const Stop stop = ran || !browser.question().empty() ? Stop{} : take_stop(m_context);
    js::RunJobs(m_context); // what promises bring comes before the page's next script
    if (!browser.question().empty()) {
      return unanswered(browser);
    }
    if (!ran && (stop.what.empty() || stop.of_engine)) {
      return refused(stop);
    }
    stopped = stop.what;
    return {};
  }

  JSScript* compiled(const std::string& text)
  {
    JS::CompileOptions options{m_context};
    options.setFileAndLine("script", k_declarations);
    JS::SourceText<mozilla::Utf8Unit> source;
    const bool set =
        source.init(m_context, text.data(), text.size(), JS::SourceOwnership::Borrowed);
    return set ? JS::Compile(m_context, options, source) : nullptr;
  }

  /// A variable may be one that no object holds (`let`); one that was never reached is none.
  [[nodiscard]] bool read_variable(const std::string& name, JS::MutableHandleValue value)
  {
    const std::string text = fmt::format("typeof {0} === 'undefined' ? undefined : {0}", name);
    const JS::RootedScript script{m_context, compiled(text)};
    if (script && JS_ExecuteScript(m_context, script, value)) {
      return true;
    }
    value.setUndefined();
    const bool thrown = JS_IsExceptionPending(m_context);
    JS_ClearPendingException(m_context);
    return thrown;
  }

  [[nodiscard]] Result<std::string> read(const Message& task, const Browser& browser)
  {
    ValueWriter values{m_context, m_evaluation.answer};
    JS::RootedValue value{m_context};
    values.begin();
    for (std::size_t each = 2; each < task.size(); ++each) {
      if (read_variable(task[each], &value) && values.member(task[each], value)) {
        continue;
      }
      if (!browser.question().empty()) {
        return unanswered(browser);
      }
      if (!values.problem().empty()) {
        return fail(Failure::unexpected, values.problem());
      }
      return refused(take_stop(m_context));
    }
    values.end();
    return values.text();
  }

  static tl::unexpected<Error> unanswered(const Browser& browser)
  {
    return fail(Failure::unexpected,
                browser.question() + "; what it sets then is not the same for everybody, or "
                                     "not known here");
  }

  static tl::unexpected<Error> refused(const Stop& stop)
  {
    return fail(Failure::unexpected, stop.what.empty() ? "was ended by the engine" : stop.what);
  }

  Evaluation m_evaluation;
  JSContext* m_context = nullptr;
};

} // namespace

std::unique_ptr<Engine>
make_javascript(const Evaluation& evaluation)
{
  auto engine = std::make_unique<JavaScript>(evaluation);
  return engine->start() ? std::move(engine) : nullptr;
}

} // namespace klausur::inside
