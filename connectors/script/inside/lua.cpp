#include "connectors/script/inside/lua.hpp"

#include "connectors/script/inside/parent_line.hpp"
#include "connectors/script/inside/prosody_reader.hpp"

#include <utility>

namespace klausur::inside {

namespace {

Result<Included>
ask_for(std::string_view target, std::string_view from)
{
  say({"ask", "include", std::string{target}, std::string{from}});
  Message answer = hear();
  if (answer.front() == "failed") {
    return tl::unexpected(failure_in(answer));
  }
  Included included;
  if (answer.front() == "none") {
    included.note = answer.size() > 1 ? answer[1] : "";
  }
  for (std::size_t each = 1; answer.front() == "files" && each + 1 < answer.size(); each += 2) {
    included.files.push_back({std::move(answer[each]), std::move(answer[each + 1])});
  }
  return included;
}

class Lua final : public Engine
{
public:
  explicit Lua(const Evaluation& evaluation) : m_sandbox{evaluation.memory, ask_for} {}

  Message evaluate(const Message& task) override
  {
    if (task.size() != 2) {
      return failure({Failure::unexpected, "was given no file", {}});
    }
    if (auto done = m_sandbox.run_file({task[0], task[1]}); !done) {
      return failure(done.error());
    }
    const auto answer = m_sandbox.answer();
    return answer ? Message{"done", to_text(*answer)} : failure(answer.error());
  }

private:
  ProsodyReader m_sandbox;
};

} // namespace

std::unique_ptr<Engine>
make_lua(const Evaluation& evaluation)
{
  return std::make_unique<Lua>(evaluation);
}

} // namespace klausur::inside
