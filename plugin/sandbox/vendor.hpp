#pragma once

#include "connectors/format/json.hpp"
#include "connectors/model/manifest.hpp"
#include "plugin/listen/listener.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// The tokens that a sandbox takes, and how often each still works.
class Tokens
{
public:
  /// A token that works from now on.
  void add(std::string token);
  /// A new one, `<prefix>1`, `<prefix>2` ...
  [[nodiscard]] std::string issue(std::string_view prefix);
  /// Counts one use. False: unknown, used up or revoked.
  [[nodiscard]] bool use(std::string_view token);
  void revoke(std::string_view token);
  /// Every token, also those that are issued later, works for this many more requests;
  /// negative: for ever.
  void expire_after(int requests);

private:
  std::map<std::string, int, std::less<>> m_left; ///< Negative: for ever.
  int m_lifetime = -1;
  int m_issued = 0;
};

/// A request, taken apart, with what the vendor's code may read and change while it answers
/// (nobody else does meanwhile).
struct Call
{
  const Inbound& inbound;
  std::map<std::string, std::string, std::less<>> captures; ///< Decoded: `{id}` of the route.
  std::map<std::string, std::string, std::less<>> query;    ///< Decoded; the last one counts.
  const Json& body; ///< JSON; of a form an object of texts; null when there is none or it
                    ///< cannot be read.
  Json& state;
  Tokens& tokens;

  [[nodiscard]] std::string_view capture(std::string_view name) const;
  [[nodiscard]] std::string_view parameter(std::string_view name,
                                           std::string_view otherwise = {}) const;
  /// A number in the query, or `otherwise` when it is missing or no number.
  [[nodiscard]] int number(std::string_view name, int otherwise) const;
  /// What follows `Bearer ` in Authorization, or an empty view.
  [[nodiscard]] std::string_view bearer() const;
  [[nodiscard]] Json::AllocatorType& memory() const { return state.GetAllocator(); }
};

struct Route
{
  std::string_view method;
  std::string_view path; ///< `/v2/users/{id}`: a step in braces stands for one step; a last
                         ///< step `*` for all that follows.
  std::function<Outbound(Call&)> answer;
  bool open = false;           ///< Needs no token: refusal() is not asked.
  std::string_view limit = {}; ///< Key in limits(); empty: `default`.
};

/// One vendor's admin API, imitated: what a vendor's .cpp derives from. Written from the
/// vendor's documentation and never from the connector that it is to test.
class SandboxVendor
{
public:
  virtual ~SandboxVendor() = default;

  /// What a fresh tenant holds. `out-of-the-box` (or empty) and `hardened` are always known.
  /// @error `invalid`: no such variant.
  [[nodiscard]] virtual Result<Json> initial(std::string_view variant) const = 0;

  /// The first route that fits answers.
  [[nodiscard]] virtual std::vector<Route> routes() const = 0;

  /// Tokens that work from the start.
  [[nodiscard]] virtual std::vector<std::string> tokens() const { return {}; }

  /// Refuse a call that does not come with a good token, in the vendor's words; nullopt:
  /// it is let in. Uses the token once.
  [[nodiscard]] virtual std::optional<Outbound> refusal(Call& call) const = 0;

  [[nodiscard]] virtual Outbound not_found(const Call& call) const = 0;

  /// Limits that are enforced from the start, by Route::limit.
  [[nodiscard]] virtual std::map<std::string, Limit, std::less<>> limits() const { return {}; }

  /// The answer to one request too many.
  /// @param wait  Whole seconds until the next one is let in, at least 1.
  [[nodiscard]] virtual Outbound too_many(int wait) const = 0;

  /// This sandbox as an entry under `tenants:` of klausur.yaml, without `name`.
  /// @param url      Where it listens.
  /// @param secrets  The directory that holds the files of secrets().
  [[nodiscard]] virtual Json tenant(const std::string& url,
                                    const std::string& secrets) const = 0;

  /// Files that tenant() refers to: name and content.
  [[nodiscard]] virtual std::map<std::string, std::string> secrets() const { return {}; }
};

[[nodiscard]] Outbound json_answer(int status, const JsonValue& body);
[[nodiscard]] Outbound text_answer(int status, std::string body);

/// A Json from text that is written in the source. Ends the process when it is not JSON.
[[nodiscard]] Json literal(std::string_view text);

} // namespace klausur
