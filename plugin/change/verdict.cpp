#include "plugin/change/verdict.hpp"

#include "policies/engine/expectation.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

bool
is_as_found(const PlannedChange& change, const JsonValue* now)
{
  return now == nullptr ? !change.from : change.from && same_setting(*now, *change.from);
}

ChangeResult
unreadable(const Result<void>& sent, const Error& error)
{
  if (sent) {
    return {Outcome::not_verified, "it was written, and could not be read back: " + error.what};
  }
  return {Outcome::not_verified,
          fmt::format("whether it was written is not known: {} And it could not be read back: "
                      "{}",
                      sent.error().what, error.what)};
}

/// The tenant still has the old value.
std::optional<ChangeResult>
without_effect(const Result<void>& sent, const JsonValue* now, bool late)
{
  switch (sent_as(sent)) {
  case Sent::refused:
    // An answer that nobody could read may have been a yes.
    return sent.error().kind == Failure::unexpected && !late
               ? std::nullopt
               : std::optional{ChangeResult{Outcome::refused, sent.error().what}};
  case Sent::taken:
  case Sent::silent:
    if (!late) {
      return std::nullopt;
    }
    return ChangeResult{Outcome::failed,
                        sent
                            ? fmt::format("the vendor accepted the write, but the tenant still "
                                          "has {}",
                                          shown_value(now))
                            : sent.error().what};
  }
  return std::nullopt;
}

} // namespace

std::string
shown_value(const JsonValue* value)
{
  return value == nullptr ? "nothing" : to_text(*value);
}

std::optional<ChangeResult>
before_write(const PlannedChange& change, const JsonValue* now)
{
  if (now != nullptr && same_setting(*now, *change.to)) {
    return ChangeResult{Outcome::already, ""};
  }
  if (is_as_found(change, now)) {
    return std::nullopt;
  }
  return ChangeResult{Outcome::conflict,
                      fmt::format("the plan found {}, the tenant now has {}; plan again",
                                  shown_value(change.from ? &*change.from : nullptr),
                                  shown_value(now))};
}

Sent
sent_as(const Result<void>& answer)
{
  if (answer) {
    return Sent::taken;
  }
  switch (answer.error().kind) {
  case Failure::unreachable:
    return Sent::silent;
  default:
    return Sent::refused;
  }
}

std::optional<ChangeResult>
outcome_of(const PlannedChange& change, const Result<void>& sent,
           const Result<const JsonValue*>& now, bool late)
{
  if (!now) {
    return late ? std::optional{unreadable(sent, now.error())} : std::nullopt;
  }
  if (*now != nullptr && same_setting(**now, *change.to)) {
    return ChangeResult{Outcome::applied, ""};
  }
  if (is_as_found(change, *now)) {
    return without_effect(sent, *now, late);
  }
  return late ? std::optional{ChangeResult{
                    Outcome::conflict,
                    fmt::format("the tenant has a third value now, {}, and was left with it",
                                shown_value(*now))}}
              : std::nullopt;
}

} // namespace klausur
