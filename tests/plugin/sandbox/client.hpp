#pragma once

#include "connectors/format/json.hpp"
#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "plugin/sandbox/sandbox.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>

namespace klausur::test {

struct Answer
{
  int status = 0;
  std::string body;
  Json json; ///< Null when the body is no JSON.
  Response response;

  /// The value at a pointer as JSON text; `(absent)` when there is none.
  [[nodiscard]] std::string at(std::string_view pointer) const;
};

/// One vendor's sandbox and a client that asks it over real HTTP, once per request.
class Client
{
public:
  explicit Client(std::string_view vendor, SandboxOptions options = {});
  /// Of one that is open.
  explicit Client(std::shared_ptr<Sandbox> open);

  Answer ask(std::string_view method, std::string_view path, std::string_view body = {});

  std::shared_ptr<Sandbox> sandbox;
  std::string token;
  std::string authorisation; ///< The whole header, where it is not Bearer and the token.
  std::string content_type = "application/json";

private:
  std::unique_ptr<Redactor> m_redactor = std::make_unique<Redactor>();
  std::unique_ptr<Http> m_http;
};

} // namespace klausur::test
