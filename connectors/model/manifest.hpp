#pragma once

#include "connectors/base/text.hpp"
#include "connectors/format/json.hpp"
#include "connectors/model/document_entry.hpp"
#include "connectors/model/limit.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// A part of an app's form that is not always needed.
struct AppPart
{
  std::string token; ///< Only where this token needs a permission; empty: always.
  std::string plan;  ///< Only on this plan and those above; empty: on all.
  Json form;
};

/// What an admin registers at the vendor beside the permissions themselves.
struct App
{
  std::vector<Text> steps;
  Json form; ///< What is pasted there, or null. An empty list stands where permissions go.
  std::map<std::string, std::string> scopes_at; ///< By token: JSON Pointer in `form`.
  std::vector<AppPart> parts;
};

/// Where a tenant says which plan it has, and what the API's names for them are in `plans`.
struct PlanSource
{
  std::string setting; ///< Address; empty: nobody says it.
  std::map<std::string, std::string> names;
};

/// What an answer says of itself when it is a refusal.
struct ErrorCodes
{
  std::string code;      ///< JSON Pointer of a code, a text or a number; empty: none.
  std::string scopes;    ///< Of the permissions that are missing.
  std::string reference; ///< Of what the vendor's support asks for.
  std::map<std::string, std::string> kinds;  ///< What a code means, by the kinds of Failure.
  std::map<std::string, std::string> advice; ///< What to do next, for codes of which the kind
                                             ///< does not tell it.
};

/// One of the seven exposure factors (checklist.md section 2.2) with its grounds.
struct Factor
{
  std::string name; ///< J H C P E O B
  int value = 0;    ///< 0 to 2
  Text reason;
  std::string source;
  std::string as_of;
  bool verified = false;
};

/// Facts of one product variant and plan: what no setting can change.
struct Variant
{
  std::string id; ///< `self-hosted`, `free`
  Text title;
  std::string when_setting; ///< Address; empty: the variant for all the rest.
  Json when_expect;
  std::optional<Json> when_absent_means; ///< Where the vendor documents what a missing key
                                         ///< means; else it is not told.
  std::vector<Factor> factors;
  std::string dpa_mode;  ///< incorporated, clickwrap, countersign, none, not_needed
  std::string lifecycle; ///< supported, deprecated, retired
  std::map<std::string, Text> not_applicable; ///< control id -> why it does not apply
};

/// A question whose answer tells whose the credentials are, or what they open.
struct IdentityQuestion
{
  DocumentEntry entry;     ///< How it is asked. It is no document: nothing of it is kept.
  std::vector<Pointer> id; ///< Those of them that the answer has name what is judged.
  Pointer holder;          ///< Empty: this question does not tell it.
};

/// Until when the vendor maintains its releases, as one source tells it. A release is named by
/// its first parts: `11.7` is every 11.7.x. Days are ISO 8601.
struct SupportFacts
{
  std::string source;
  std::string as_of; ///< Of the source: what is released later it cannot know.
  bool verified = false;
  std::map<std::string, std::string> until; ///< The last day.
  /// For releases of which only a day is known by which support had ended.
  std::map<std::string, std::string> ended_by;
};

/// The names under a tenant's `auth:`.
struct Auth
{
  std::vector<std::vector<std::string>> ways; ///< One of them is given whole. None: no auth.
  std::vector<std::string> may;               ///< What may stand there too.
};

/// What manifest/<vendor>.yaml says.
struct Manifest
{
  std::string vendor;
  Text title;
  std::string base_url;                     ///< Empty: every tenant gives its own.
  std::map<std::string, std::string> hosts; ///< Further hosts: `token: https://...`.
  std::string version;                      ///< Address of the product's version, or empty.
  Auth auth;
  bool files_or_url = false;      ///< A tenant gives `files`, `url` or both, and no `base_url`.
  std::vector<std::string> plans; ///< In rising order; empty: none are told apart.
  PlanSource plan_at;
  ErrorCodes errors;
  App app;
  std::map<std::string, Limit> limits;
  std::vector<IdentityQuestion> identity; ///< None: the vendor's own code tells it, or nobody.
  std::vector<DocumentEntry> documents;
  /// Documents without which nothing may be concluded from what the vendor says it lacks: a
  /// wrong address and a dead credential answer everything alike. A tenant is not rated
  /// while one of them was not read.
  std::vector<std::string> mandatory;
  std::vector<Variant> variants;
  std::vector<SupportFacts> support; ///< Empty: the vendor's releases are not told apart.

  /// The entry that `document` belongs to (`boards/7` to `boards/*`), or nullptr.
  [[nodiscard]] const DocumentEntry* entry_of(std::string_view document) const;

  /// Whether `plan` has what begins with the plan `from` and ends with `up_to` (empty: with
  /// none). A plan that is not in `plans` has everything.
  [[nodiscard]] bool is_offered(std::string_view from, std::string_view up_to,
                                std::string_view plan) const;
  [[nodiscard]] bool is_offered(const Needs& needs, std::string_view plan) const
  {
    return is_offered(needs.plan, needs.up_to, plan);
  }
};

} // namespace klausur
