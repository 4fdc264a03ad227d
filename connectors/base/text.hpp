#pragma once

#include <string>
#include <string_view>

namespace klausur {

enum class Language { en, de };

/// One sentence in both languages that we speak. Both are always given: the loader
/// refuses a text with only one.
struct Text
{
  std::string en;
  std::string de;

  [[nodiscard]] const std::string& in(Language language) const
  {
    return language == Language::de ? de : en;
  }
  [[nodiscard]] bool empty() const { return en.empty() && de.empty(); }
  bool operator==(const Text&) const = default;
};

} // namespace klausur
