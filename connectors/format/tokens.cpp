#include "connectors/format/tokens.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace klausur {

namespace {

using std::string_view_literals::operator""sv;

bool
is_digit(char c)
{
  return c >= '0' && c <= '9';
}

bool
is_upper(char c)
{
  return c >= 'A' && c <= 'Z';
}

bool
is_lower(char c)
{
  return c >= 'a' && c <= 'z';
}

bool
is_hex(char c)
{
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

struct Form
{
  std::string_view begins;
  std::size_t shortest; ///< With its beginning.
};

constexpr std::array k_forms{
    Form{"AKIA", 20},  Form{"ASIA", 20},   Form{"AIza", 30},        Form{"ya29.", 20},
    Form{"xoxa-", 15}, Form{"xoxb-", 15},  Form{"xoxe-", 15},       Form{"xoxe.", 15},
    Form{"xoxp-", 15}, Form{"xoxr-", 15},  Form{"xoxs-", 15},       Form{"xapp-", 15},
    Form{"ghp_", 20},  Form{"gho_", 20},   Form{"ghu_", 20},        Form{"ghs_", 20},
    Form{"ghr_", 20},  Form{"glpat-", 15}, Form{"github_pat_", 20}, Form{"ATATT", 20},
    Form{"ATCTT", 20}, Form{"ATTA", 30},   Form{"sk_live_", 15},    Form{"rk_live_", 15},
    Form{"SG.", 30},   Form{"npm_", 20},   Form{"hvs.", 20},
};

/// `eyJhbGciOi...` twice, and a signature.
bool
is_signed_token(std::string_view word)
{
  const auto first = word.find('.');
  const auto second = word.find('.', first + 1);
  return word.starts_with("eyJ") && first != std::string_view::npos &&
         second != std::string_view::npos && word.size() > 20;
}

/// Whether what ends before `at` is a part of something longer: a version, a time, a name.
bool
goes_on_at(std::string_view text, std::size_t at)
{
  const auto is_letter_or_digit = [&](std::size_t place) {
    return place < text.size() && std::isalnum(static_cast<unsigned char>(text[place])) != 0;
  };
  return is_letter_or_digit(at) || text[at] == '_' ||
         ((text[at] == '.' || text[at] == ':') && is_letter_or_digit(at + 1));
}

/// Letters, digits, and how often one follows the other.
struct Mixture
{
  std::size_t digits = 0, upper = 0, lower = 0, turns = 0;
  bool hex = true;
};

Mixture
mixture_of(std::string_view word)
{
  Mixture mixture;
  int before = 0;
  for (const char c : word) {
    const int kind = is_digit(c) ? 1 : is_upper(c) ? 2 : is_lower(c) ? 3 : 0;
    mixture.digits += kind == 1 ? 1U : 0U;
    mixture.upper += kind == 2 ? 1U : 0U;
    mixture.lower += kind == 3 ? 1U : 0U;
    mixture.turns += kind != 0 && before != 0 && kind != before ? 1U : 0U;
    mixture.hex = mixture.hex && is_hex(c);
    before = kind;
  }
  return mixture;
}

bool
is_random(std::string_view word)
{
  constexpr std::size_t k_shortest = 20;
  if (word.size() < k_shortest) {
    return false;
  }
  const auto mixture = mixture_of(word);
  const bool letters = mixture.upper + mixture.lower > 0;
  if (mixture.hex) {
    return letters && mixture.digits >= 3;
  }
  return letters && mixture.digits >= 3 && mixture.turns >= 6;
}

/// `123e4567-e89b-12d3-a456-426614174000`
bool
is_uuid(std::string_view word)
{
  constexpr std::string_view form = "00000000-0000-0000-0000-000000000000";
  return word.size() == form.size() && std::ranges::equal(word, form, [](char c, char as) {
           return as == '-' ? c == '-' : is_hex(c);
         });
}

/// What base64 writes: its signs may stand anywhere in it.
bool
is_base64(std::string_view word)
{
  constexpr std::size_t k_shortest = 32;
  const bool of_signs = std::ranges::all_of(word, [](char c) {
    return is_digit(c) || is_upper(c) || is_lower(c) ||
           std::string_view{"+/=_-"}.find(c) != std::string_view::npos;
  });
  if (!of_signs || word.size() < k_shortest || word.front() == '/') {
    return false;
  }
  const auto mixture = mixture_of(word);
  return mixture.digits >= 3 && mixture.upper >= 3 && mixture.lower >= 3 && mixture.turns >= 10;
}

} // namespace

bool
is_known_token(std::string_view word)
{
  return is_signed_token(word) || std::ranges::any_of(k_forms, [&](const Form& form) {
           return word.starts_with(form.begins) && word.size() >= form.shortest;
         });
}

bool
has_random_part(std::string_view word)
{
  if (is_uuid(word) || is_base64(word)) {
    return true;
  }
  constexpr std::string_view between = "/.-_:=+@~%&";
  for (auto at = word.find_first_not_of(between); at != std::string_view::npos;) {
    const auto end = std::min(word.find_first_of(between, at), word.size());
    if (is_random(word.substr(at, end - at))) {
      return true;
    }
    at = word.find_first_not_of(between, end);
  }
  return false;
}

std::size_t
telephone_at(std::string_view text, std::size_t at)
{
  const bool begins = at == 0 || std::string_view{" \t\n\r:;,(\"'/"}.find(text[at - 1]) !=
                                     std::string_view::npos;
  const bool abroad = text[at] == '+';
  const bool bracket = text[at] == '(' && at + 1 < text.size() && is_digit(text[at + 1]);
  if (!begins || !(abroad || bracket || text[at] == '0')) {
    return 0;
  }
  const std::string_view between = abroad || bracket ? " ()/.-" : " ()/-";
  std::size_t digits = 0;
  std::size_t separators = 0;
  std::size_t end = at;
  for (auto i = at + (abroad ? 1U : 0U); i < text.size(); ++i) {
    if (is_digit(text[i])) {
      ++digits;
      end = i + 1;
    } else if (between.find(text[i]) != std::string_view::npos) {
      ++separators;
    } else {
      digits = i == end && goes_on_at(text, i) ? 0 : digits;
      break;
    }
  }
  constexpr std::size_t k_fewest = 7;
  constexpr std::size_t k_most = 15;
  const bool enough = digits >= k_fewest && digits <= k_most;
  return enough && (abroad || separators > 0 || digits >= 10) ? end - at : 0;
}

} // namespace klausur
