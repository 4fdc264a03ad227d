#include "connectors/jitsi/prosody.hpp"

#include "connectors/jitsi/prosody_sandbox.hpp"

namespace klausur {

namespace {

Result<std::string>
evaluate(const FileTree& files, const std::filesystem::path& main_file,
         const EvaluationLimits& limits)
{
  ProsodySandbox sandbox{limits, files};
  if (auto done = sandbox.run_file(main_file); !done) {
    return tl::unexpected(done.error());
  }
  return sandbox.answer().map([](const Json& answer) { return to_text(answer); });
}

} // namespace

Result<Json>
read_prosody(const FileTree& files, const std::filesystem::path& main_file,
             const EvaluationLimits& limits)
{
  const auto file = main_file.lexically_normal();
  return run_limited(limits, [&] { return evaluate(files, file, limits); })
      .map_error([&](Error error) {
        // A limit knows no place; everything else begins with the file it is about.
        if (error.what.find(": ") == std::string::npos) {
          error.what = file.string() + ": cannot evaluate: " + error.what;
        }
        return error;
      })
      .and_then([](const std::string& text) { return parse_json(text); });
}

} // namespace klausur
