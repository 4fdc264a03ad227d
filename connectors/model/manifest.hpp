#pragma once

#include "connectors/base/text.hpp"
#include "connectors/format/json.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// How the pages of a list follow each other. `kind` says which of the names are used:
/// `none`; `page` (a counter in `parameter`, until a page is shorter than `size`);
/// `cursor` (the value at `next` goes into `parameter`, until it is empty or missing);
/// `link` (an RFC 5988 Link header with rel="next"); `offset` (items so far, until a page
/// is shorter than `size`).
struct Paging
{
  std::string kind = "none";
  std::string parameter;
  std::string next;  ///< JSON Pointer in the answer.
  std::string total; ///< JSON Pointer of the number of all items, where the vendor tells
                     ///< it: a list that ends before is a gap, not a short list.
  std::string size_parameter;
  int size = 0;
  int first = 0; ///< The first page's number.
};

/// How far back a vendor is asked that lets nobody ask for a long time at once: stretch
/// after stretch, each of so many whole days (UTC), the newest ends today. With `exact` they
/// are points in time, of which the last is no longer within.
struct Spans
{
  std::string from; ///< The query parameters of the first and the last day.
  std::string to;
  int days = 0;
  int count = 1;
  bool exact = false;
};

/// How many of the members that `each` gives are read, unless the tenant's parameter says
/// another number or `all`.
struct Sample
{
  std::string parameter; ///< `sample_users`; empty: all are read.
  int size = 0;
};

/// How many items of a list are so. An item that does not hold what is asked for is silent.
struct Count
{
  std::vector<std::string> any;             ///< JSON Pointers in an item: one of them is true.
  std::vector<std::string> none;            ///< None of them is true.
  std::map<std::string, std::string> texts; ///< These texts stand at these pointers.
  std::string is_null;                      ///< What stands there is null.
  std::string list; ///< Not their number but this value of each, an identifier.
};

/// What a log says of each thing by its newest item: evidence where nobody can be asked.
struct Newest
{
  std::string by;     ///< JSON Pointer of the thing's name in an item; empty: no log.
  std::string prefix; ///< Only things whose name begins so; they are named without it.
  std::string place;  ///< Of where it happened: each place has a newest item of its own.
  std::string time;   ///< Of a number that rises with time.
  std::map<std::string, std::string> values; ///< By name, of what the thing is now. The
                                             ///< first one that an item holds is shown.
};

/// How one value is written where the API has a method of its own for it: a form with who is
/// meant and what the value is.
struct WriteCall
{
  std::string setting; ///< `/duration_days`; a `*` stands for who is meant, which else is the
                       ///< `*` of the document.
  std::string who;     ///< Field names.
  std::string value;
};

/// One kind of document that a tenant's API gives, and how it is read and written.
struct DocumentEntry
{
  std::string name;   ///< `config`; `boards/*` is read once for every member of `each`.
  std::string method; ///< GET or POST. Empty: the vendor's own code reads it.
  std::string path;   ///< Appended to the host; `{id}` and `{auth.NAME}` are filled in.
  std::string host;   ///< Key in Manifest::hosts; empty: the base.
  std::map<std::string, std::string> query; ///< Or form fields, when the method is POST.
  std::string items; ///< JSON Pointer of the list in each page; pages are joined there.
  std::string key;   ///< JSON Pointer in each item: the items become an object by this text,
                     ///< so that addresses and comparisons do not hang on their order.
  Paging paging;
  Spans spans;
  std::string ages; ///< JSON Pointer of a time in each item. The list itself is forgotten:
                    ///< what stays is `count`, `oldest_days` and `newest_days` (whole days,
                    ///< null when there is no item).
  std::map<std::string, std::string> ages_of; ///< Only items that hold these texts at these
                                              ///< pointers have an age: {/status: available}.
  std::map<std::string, Count> counts; ///< By name: the list itself is forgotten, these stay.
  std::vector<std::string> skip; ///< Items for which one of these flags is true count nowhere.
  Newest newest;                 ///< The log itself is forgotten.
  std::vector<std::string> durations; ///< Pointers of texts such as `30d`, `2m`, `1y`: beside
                                      ///< each stands `NAME_days` then, a number.
  std::string each;                   ///< Address of the identifiers, `user_list#/users/*/id`.
  Sample sample;
  std::vector<std::string> keep;   ///< Pointers that are kept, all others are forgotten at
                                   ///< once. Empty: everything is kept.
                                   ///< A `*` stands for every member.
  std::vector<std::string> secret; ///< What is masked: pointers (with `*`), or bare names,
                                   ///< which stand for every member so called at any depth
                                   ///< and in any letter case.
  std::vector<std::string> scopes; ///< Permissions that reading needs, current names.
  std::vector<std::string> write_scopes;
  std::vector<std::string> classic_scopes; ///< The older names, where a vendor has both.
  std::vector<std::string> classic_write_scopes;
  std::string token;        ///< Whose permissions these are: `user` or `bot`.
  std::string write_method; ///< Empty: no API writes this document.
  std::string write_path;
  std::string write_body;  ///< How changes are sent: `json` (or empty; a nested object of the
                           ///< changed leaves), `form` or `query` (`prefs/selfJoin=false`).
  WriteCall write_call;    ///< Empty: all changes of a document go into one request.
  std::string write_each;  ///< `board/*`: each member of this document is written as that one.
  std::string write_where; ///< `sites#/*/default`: only the members for which this is true can
                           ///< be written. Empty: all.
  std::vector<std::string> write_with; ///< Pointers of values that the API wants along when
                                       ///< something beside them is changed: they are read
                                       ///< first and sent as they are.
  std::string limit;                   ///< Key in Manifest::limits; empty: `default`.
  std::string write_limit;             ///< Empty: that of reading.
  std::string plan;  ///< What the tenant must have bought, in the vendor's words.
  std::string up_to; ///< The last plan on which it is read; empty: on all from `plan`.
  std::map<int, std::string> statuses; ///< What an HTTP status means here beyond the rule:
                                       ///< {404: unsupported}, {501: unsupported}.
  bool optional = false; ///< Read only when `each` gave something or the code asks.
  std::string source;
};

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
  std::map<std::string, std::string> kinds; ///< What a code means, by the kinds of Failure.
};

/// Requests allowed in a stretch of time.
struct Limit
{
  int requests = 0; ///< 0: not limited.
  double per_seconds = 1;
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
  std::vector<Factor> factors;
  std::string dpa_mode;  ///< incorporated, clickwrap, countersign, none, not_needed
  std::string lifecycle; ///< supported, deprecated, retired
  std::map<std::string, Text> not_applicable; ///< control id -> why it does not apply
};

/// What manifest/<vendor>.yaml says.
struct Manifest
{
  std::string vendor;
  Text title;
  std::string base_url;                     ///< Empty: every tenant gives its own.
  std::map<std::string, std::string> hosts; ///< Further hosts: `token: https://...`.
  std::string version;                      ///< Address of the product's version, or empty.
  std::vector<std::string> auth;            ///< Names under `auth:` that a tenant must give.
  std::vector<std::string> plans;           ///< In rising order; empty: none are told apart.
  PlanSource plan_at;
  ErrorCodes errors;
  App app;
  std::map<std::string, Limit> limits;
  std::vector<DocumentEntry> documents;
  std::vector<Variant> variants;

  /// The entry that `document` belongs to (`boards/7` to `boards/*`), or nullptr.
  [[nodiscard]] const DocumentEntry* entry_of(std::string_view document) const;

  /// Whether the plan has what `entry` needs, and reads it there. A plan that is not in
  /// `plans` has everything.
  [[nodiscard]] bool is_offered(const DocumentEntry& entry, std::string_view plan) const;
};

} // namespace klausur
