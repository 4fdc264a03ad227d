#pragma once

#include "policies/engine/expectation_words.hpp"

namespace klausur {

/// Reads what stands behind words into an expectation's Words, and collects what is wrong.
class ArgumentReader
{
public:
  explicit ArgumentReader(std::vector<Objection>& objections) : m_objections{objections} {}

  void type(const JsonValue& argument, const std::string& here, Expectation::Words& words);
  void values(const JsonValue& argument, const std::string& here, Expectation::Words& words);
  void number(const Word& word, const JsonValue& argument, const std::string& here,
              Expectation::Words& words);
  void count(const Word& word, const JsonValue& argument, const std::string& here,
             Expectation::Words& words);
  void pattern(const JsonValue& argument, const std::string& here, Expectation::Words& words);
  void names(const JsonValue& argument, const std::string& here, Expectation::Words& words);

  /// Whether a list of plain values is short enough; complains when it is not.
  bool few_enough(const JsonValue& list, const std::string& here);

private:
  void complain(std::string pointer, std::string what);
  Types named_type(const JsonValue& name, const std::string& here);

  std::vector<Objection>& m_objections;
};

/// Neither a list nor a mapping.
[[nodiscard]] inline bool
is_plain(const JsonValue& value)
{
  return !value.IsObject() && !value.IsArray();
}

} // namespace klausur
