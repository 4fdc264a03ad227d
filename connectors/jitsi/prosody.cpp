#include "connectors/jitsi/prosody.hpp"

#include "connectors/script/run_script.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <utility>

namespace klausur {

namespace {

namespace fs = std::filesystem;

/// Answers the child's questions for files.
class Includes
{
public:
  Includes(const FileTree& tree, std::size_t most_bytes) : m_tree{tree}, m_left{most_bytes} {}

  [[nodiscard]] Result<std::string> read(const fs::path& file)
  {
    return m_tree.read(file, m_left).map([&](std::string text) {
      m_left -= std::min(m_left, text.size());
      return text;
    });
  }

  [[nodiscard]] Message answer(const Message& question)
  {
    if (question.size() != 4 || question[1] != "include") {
      return failure({Failure::unexpected, "asked for what there is not", {}});
    }
    const auto answer = included(question[2], question[3]);
    return answer ? *answer : failure(answer.error());
  }

private:
  /// Where a named file lies; it may stand for several.
  [[nodiscard]] Result<fs::path> place_of(const std::string& target,
                                          const std::string& from) const
  {
    const fs::path named{target};
    if (!named.is_absolute()) {
      return (fs::path{from}.parent_path() / named).lexically_normal();
    }
    const auto place = m_tree.place_of(named);
    return place ? Result<fs::path>{*place} : not_part(target, from);
  }

  [[nodiscard]] tl::unexpected<Error> not_part(const std::string& target,
                                               const std::string& from) const
  {
    return fail(Failure::unexpected,
                fmt::format("{}: Include \"{}\" names what is not part of {}", from, target,
                            m_tree.directory().string()));
  }

  [[nodiscard]] Result<Message> included(const std::string& target, const std::string& from)
  {
    const auto place = place_of(target, from);
    if (!place) {
      return tl::unexpected(place.error());
    }
    if (place->filename().string().find_first_of("*?") != std::string::npos) {
      return matching(*place, target, from);
    }
    Message answer{"files"};
    auto done = add(answer, *place);
    return done ? Result<Message>{std::move(answer)} : tl::unexpected(done.error());
  }

  [[nodiscard]] Result<Message> matching(const fs::path& pattern, const std::string& target,
                                         const std::string& from)
  {
    const fs::path folder = pattern.parent_path();
    if (m_tree.kind_of(folder) == FileKind::nothing) {
      const bool may_be_elsewhere = fs::path{target}.is_absolute() &&
                                    !m_tree.is_this_machine() &&
                                    !m_tree.is_folder(folder.parent_path());
      return may_be_elsewhere
                 ? Result<Message>{not_part(target, from)}
                 : Message{"none", fmt::format("there is no folder {}", folder.string())};
    }
    const auto entries = m_tree.list(folder);
    if (!entries) {
      return tl::unexpected(entries.error());
    }
    Message answer{"files"};
    for (const FileEntry& each : *entries) {
      if (::fnmatch(pattern.filename().c_str(), each.name.c_str(), FNM_PERIOD) != 0) {
        continue;
      }
      if (auto done = add(answer, folder / each.name); !done) {
        return tl::unexpected(done.error());
      }
    }
    return answer;
  }

  [[nodiscard]] Result<void> add(Message& answer, const fs::path& file)
  {
    return read(file).map([&](std::string text) {
      answer.push_back(file.string());
      answer.push_back(std::move(text));
    });
  }

  const FileTree& m_tree;
  std::size_t m_left;
};

Result<Json>
json_in(const Message& answer)
{
  return parse_json(answer.empty() ? std::string_view{} : answer.front());
}

/// Evaluate a text that stands for the file of this name.
Result<Json>
evaluated(const std::string& name, const std::string& text, Includes& includes,
          const EvaluationLimits& limits)
{
  return run_script("lua", {name, text}, limits,
                    [&](const Message& question) { return includes.answer(question); })
      .map_error([&](Error error) {
        // A limit knows no place; everything else begins with the file it is about.
        if (error.kind == Failure::unexpected && error.what.find(": ") == std::string::npos) {
          error.what = name + ": cannot evaluate: " + error.what;
        }
        return error;
      })
      .and_then(json_in);
}

} // namespace

Result<Json>
read_prosody(const FileTree& files, const fs::path& main_file, const EvaluationLimits& limits)
{
  const std::string name = main_file.lexically_normal().string();
  Includes includes{files, limits.files};
  const auto text = includes.read(name);
  return text ? evaluated(name, *text, includes, limits) : tl::unexpected(text.error());
}

Result<Json>
read_prosody_text(const FileTree& files, const std::string& text, const fs::path& shown,
                  const EvaluationLimits& limits)
{
  Includes includes{files, limits.files};
  return evaluated(shown.lexically_normal().string(), text, includes, limits);
}

} // namespace klausur
