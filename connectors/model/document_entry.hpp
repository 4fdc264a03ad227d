#pragma once

#include "connectors/base/result.hpp"
#include "connectors/base/text.hpp"
#include "connectors/model/setting.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace klausur {

class Fact;

/// When a list whose pages are counted has come to its end. There is no `short page`: a page
/// that is shorter than the others is not always the last one.
enum class Ends {
  empty_page, ///< With a page without items.
  total,      ///< When there are as many as the vendor says, which then has to say it.
};

/// What is counted from page to page.
enum class Step { page, item };

/// Pages or items are counted: the number goes into the parameter `into`.
struct Numbered
{
  std::string into;
  int first = 0;
  Step step = Step::page;
  Ends ends = Ends::empty_page;
};

/// What stands at `next` in a page goes into the parameter `into`, until it is empty.
struct Cursor
{
  std::string into;
  Pointer next;
};

/// A header names the next page: RFC 8288, rel="next".
struct NextHeader
{
};

/// What stands at `next` in a page is the whole address of the next one, on the same host.
struct NextUrl
{
  Pointer next;
};

/// How pages follow each other; nothing: there is one page.
using Paging = std::variant<std::monostate, Numbered, Cursor, NextHeader, NextUrl>;

/// Where the answer holds a list. The pages of a list are joined there.
struct List
{
  Pointer items;
  Pointer key;   ///< In each item: the items become an object by this text, so that addresses
                 ///< and comparisons do not hang on their order.
  Pointer total; ///< Of the number of all items: fewer are a gap, not a short list.
  Paging paging;
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
  std::string parameter; ///< `sample_users`
  int size = 0;
};

/// How a document is read.
struct Read
{
  std::string method; ///< GET or POST. Empty: the vendor's own code reads it.
  std::string path;   ///< Appended to the host; `{id}` and `{auth.NAME}` are filled in.
  std::string host;   ///< Key in Manifest::hosts; empty: the base.
  std::map<std::string, std::string> query; ///< Or form fields, when the method is POST.
  std::optional<List> list;                 ///< Nothing: the answer is one object.
  std::vector<Pointer> holds; ///< Of these every such answer has one at least: without any it
                              ///< is something else that says 200, and a gap.
  std::optional<Spans> spans;
  std::optional<Address> each; ///< Of the identifiers of all members that it is read for,
                               ///< `user_list#/users/*/id`. Nothing: it is read once.
  std::optional<Sample> sample;
};

/// How one value is written where the API has a method of its own for it: a form with who is
/// meant and what the value is.
struct WriteCall
{
  Pointer setting; ///< A `*` stands for who is meant, which else is the `*` of the document.
  std::string who; ///< Field names.
  std::string value;
};

/// Something above a document that decides in its place: another document that says `true` at a
/// setting's own pointer, or above it.
struct HeldBy
{
  Address at; ///< `config_environment#`; a `*` is that of the document.
  Text says;  ///< Who decides, and what people do about it.
};

/// How the changes of a document are sent.
struct Write
{
  /// `json` is a nested object of the changed leaves; in `form` and `query` a nested value is
  /// named with slashes, `prefs/selfJoin=false`.
  enum class Body { json, form, query };

  std::string method; ///< Empty: no API writes this document.
  std::string path;
  Body body = Body::json;
  std::vector<Pointer> along;    ///< Values that the API wants along when something beside them
                                 ///< is changed: they are read first and sent as they are.
  std::optional<WriteCall> call; ///< Nothing: all changes of a document are one request.
  std::string each; ///< `board/*`: each member of this document is written as that one.
  std::optional<Address> where;    ///< `sites#/*/default`: only the members for which this is
                                   ///< true can be written.
  std::vector<std::string> before; ///< Documents, as entries name them, that are written later
                                   ///< than this one.
  std::chrono::seconds settles_within{5}; ///< How long the old value may still be read.
  std::vector<HeldBy> held_by;
};

/// What must be granted and bought, and how often one may ask.
struct Needs
{
  std::vector<std::string> scopes;  ///< Permissions, by their current names.
  std::vector<std::string> classic; ///< By the older names, where a vendor has both.
  std::string token;                ///< Whose permissions these are: `user` or `bot`.
  std::string plan;                 ///< In the vendor's words.
  std::string up_to; ///< The last plan on which it is so; empty: on all from `plan`.
  std::string limit; ///< Key in Manifest::limits; empty: `default`.
  Text note;         ///< What must hold beside the permissions; may be empty.
};

/// What an HTTP status means beyond the rule: 404 is `unsupported`.
using Statuses = std::map<int, Failure>;

/// One kind of document that a tenant's API gives. What reading takes is not what writing
/// takes.
struct DocumentEntry
{
  std::string name; ///< `config`; `boards/*` is read once for every member of `each`.
  Read read;
  std::vector<std::shared_ptr<const Fact>> facts; ///< What stands in the place of the list.
  Write write;
  struct
  {
    Needs read;
    Needs write;
  } needs;
  Statuses statuses;
  bool optional = false; ///< Read only when `each` gave something or the code asks.
  bool watched = false;  ///< The tenant's own settings: of what nobody looks at stay
                         ///< digests, so that its change is seen.
  std::vector<Pointer> watched_below; ///< Only there; empty: all of it.
  std::vector<Pointer> fleeting; ///< `volatile`: what changes by itself, and is not watched.
  std::set<std::string, std::less<>> names; ///< Of its members that are the vendor's, and
                                            ///< nobody's.
  std::string source;

  [[nodiscard]] bool is_read_by_api() const { return !read.method.empty(); }
  [[nodiscard]] bool is_written_by_api() const { return !write.method.empty(); }
};

} // namespace klausur
