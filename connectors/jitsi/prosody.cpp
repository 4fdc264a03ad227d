#include "connectors/jitsi/prosody.hpp"

#include "connectors/jitsi/prosody_sandbox.hpp"

#include <functional>

namespace klausur {

namespace {

/// Run something in a sandbox in a child, and read the child's answer.
Result<Json>
evaluated(const FileTree& files, const std::filesystem::path& file,
          const EvaluationLimits& limits,
          const std::function<Result<void>(ProsodySandbox&)>& run)
{
  const auto answer = [&]() -> Result<std::string> {
    ProsodySandbox sandbox{limits, files};
    if (auto done = run(sandbox); !done) {
      return tl::unexpected(done.error());
    }
    return sandbox.answer().map([](const Json& json) { return to_text(json); });
  };
  return run_limited(limits, answer)
      .map_error([&](Error error) {
        // A limit knows no place; everything else begins with the file it is about.
        if (error.what.find(": ") == std::string::npos) {
          error.what = file.string() + ": cannot evaluate: " + error.what;
        }
        return error;
      })
      .and_then([](const std::string& text) { return parse_json(text); });
}

} // namespace

Result<Json>
read_prosody(const FileTree& files, const std::filesystem::path& main_file,
             const EvaluationLimits& limits)
{
  const auto file = main_file.lexically_normal();
  return evaluated(files, file, limits,
                   [&](ProsodySandbox& sandbox) { return sandbox.run_file(file); });
}

Result<Json>
read_prosody_text(const FileTree& files, const std::string& text,
                  const std::filesystem::path& shown, const EvaluationLimits& limits)
{
  return evaluated(files, shown, limits,
                   [&](ProsodySandbox& sandbox) { return sandbox.run_given(text, shown); });
}

} // namespace klausur
