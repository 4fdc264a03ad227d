#include "plugin/listen/listener_module.hpp"

#include <cpprest/http_listener.h>
#include <pplx/threadpool.h>

#include <algorithm>
#include <exception>
#include <mutex>

namespace klausur {

namespace {

namespace web_http = web::http;
using web::http::experimental::listener::http_listener;

constexpr std::size_t k_threads = 8;

std::string
lower(std::string text)
{
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  });
  return text;
}

Inbound
inbound_from(web_http::http_request& request, std::string body)
{
  Inbound inbound{.method = request.method(),
                  .path = request.request_uri().path(),
                  .query = request.request_uri().query(),
                  .headers = {},
                  .body = std::move(body)};
  for (const auto& [name, value] : request.headers()) {
    inbound.headers.emplace_back(lower(name), value);
  }
  return inbound;
}

void
answer(const web_http::http_request& request, const Outbound& outbound)
{
  web_http::http_response response{static_cast<web_http::status_code>(outbound.status)};
  response.set_body(outbound.body, outbound.content_type);
  for (const auto& [name, value] : outbound.headers) {
    response.headers().add(name, value);
  }
  // A client that went away before its answer is no error of ours.
  request.reply(response).then([](const pplx::task<void>& sent) {
    try {
      sent.get();
    } catch (const std::exception&) {
    }
  });
}

void
receive(web_http::http_request request, const Handler& handler)
{
  if (request.headers().content_length() > k_largest_inbound) {
    answer(request, {.status = 413, .headers = {}, .body = R"({"error":"body too large"})"});
    return;
  }
  request.extract_vector().then([request, handler](const pplx::task<std::vector<unsigned char>>&
                                                       read) mutable {
    try {
      const auto bytes = read.get();
      if (bytes.size() > k_largest_inbound) {
        answer(request,
               {.status = 413, .headers = {}, .body = R"({"error":"body too large"})"});
        return;
      }
      answer(request, handler(inbound_from(request, std::string{bytes.begin(), bytes.end()})));
    } catch (const std::exception&) { // a connection that broke while it was read
      answer(request, {.status = 400, .headers = {}, .body = R"({"error":"bad request"})"});
    }
  });
}

} // namespace

} // namespace klausur

extern "C" [[gnu::visibility("default")]] void*
klausur_start_listening(const char* url, klausur::Handler handler, std::string& problem)
{
  static std::once_flag once;
  std::call_once(once,
                 [] { crossplat::threadpool::initialize_with_threads(klausur::k_threads); });
  try {
    auto listener = std::make_unique<klausur::http_listener>(utility::string_t{url});
    listener->support([handler = std::move(handler)](web::http::http_request request) {
      klausur::receive(request, handler);
    });
    listener->open().get();
    return listener.release();
  } catch (const std::exception& failure) {
    problem = failure.what();
    return nullptr;
  }
}

extern "C" [[gnu::visibility("default")]] void
klausur_stop_listening(void* running)
{
  const std::unique_ptr<klausur::http_listener> listener{
      static_cast<klausur::http_listener*>(running)};
  try {
    listener->close().get();
  } catch (const std::exception&) { // it is closed either way
  }
}
