#include "tests/plugin/sandbox/client.hpp"

#include "plugin/sandbox/state.hpp"

namespace klausur::test {

namespace {

std::unique_ptr<Sandbox>
opened(std::string_view vendor, SandboxOptions options)
{
  auto sandbox = Sandbox::open(vendor, std::move(options));
  BOOST_TEST_REQUIRE(sandbox.has_value(), (sandbox ? "" : sandbox.error().what));
  return std::move(*sandbox);
}

} // namespace

std::string
Answer::at(std::string_view pointer) const
{
  const auto* value = find_at(json, pointer);
  return value == nullptr ? "(absent)" : to_text(*value);
}

Client::Client(std::string_view vendor, SandboxOptions options)
    : Client{opened(vendor, std::move(options))}
{
}

Client::Client(std::shared_ptr<Sandbox> open)
    : sandbox{std::move(open)}, m_http{std::make_unique<Http>(HttpOptions{.attempts = 1},
                                                              *m_redactor)}
{
}

Answer
Client::ask(std::string_view method, std::string_view path, std::string_view body)
{
  Request request{.method = std::string{method},
                  .url = sandbox->url() + std::string{path},
                  .headers = {},
                  .body = std::string{body},
                  .limit = {},
                  .repeatable = false};
  if (!authorisation.empty()) {
    request.headers.emplace_back("Authorization", authorisation);
  } else if (!token.empty()) {
    request.headers.emplace_back("Authorization", "Bearer " + token);
  }
  if (!body.empty()) {
    request.headers.emplace_back("Content-Type", content_type);
  }
  auto response = m_http->send(request);
  BOOST_TEST_REQUIRE(response.has_value(), (response ? "" : response.error().what));
  auto json = parse_json(response->body);
  return {.status = response->status,
          .body = response->body,
          .json = json ? std::move(*json) : Json{},
          .response = std::move(*response)};
}

} // namespace klausur::test
