#pragma once

#include "connectors/format/json.hpp"
#include "connectors/model/setting.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace klausur::test {

/// What a specification says of one value.
struct Described
{
  bool found = false;
  std::set<std::string> values; ///< Its enumeration as JSON texts; empty: it names none.
};

/// One machine-readable description of an API: OpenAPI 3, Swagger 2, or a list of settings with
/// their `path`. Looks up; knows no vendor.
class Specification
{
public:
  /// @error `invalid`: unreadable, or no JSON.
  [[nodiscard]] static Result<Specification> load(const std::filesystem::path& file);

  [[nodiscard]] const std::string& digest() const { return m_digest; }

  /// What an answer to `method path` says at `pointer`, in any branch of its schema. Segments
  /// in braces and `me` stand for any segment.
  [[nodiscard]] Described answer(std::string_view method, std::string_view path,
                                 const Pointer& pointer) const;

  /// The same of the body, the query and the form of a request.
  [[nodiscard]] Described request(std::string_view method, std::string_view path,
                                  const Pointer& pointer) const;

  /// Whether the method is described at all.
  [[nodiscard]] bool knows(std::string_view method, std::string_view path) const;

  /// A list of settings has the one that the pointer names.
  [[nodiscard]] bool lists(const Pointer& pointer) const;

  /// It has an object of any content above it: what stands there is nobody's to describe.
  [[nodiscard]] bool lists_above(Pointer pointer) const;

private:
  [[nodiscard]] std::vector<const JsonValue*> operations(std::string_view method,
                                                         std::string_view path) const;
  [[nodiscard]] const JsonValue& resolved(const JsonValue& schema) const;
  void descend(const JsonValue& schema, const Pointer& pointer, std::size_t step, int depth,
               Described& described) const;

  Json m_json;
  std::string m_digest;
  std::string m_prefix; ///< Of the server's address or the base path.
};

} // namespace klausur::test
