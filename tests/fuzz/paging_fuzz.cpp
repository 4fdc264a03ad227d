#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "connectors/http/url.hpp"
#include "connectors/rest/pull.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace klausur;

namespace {

constexpr int k_most_pages = 8;
constexpr const char* k_base = "https://vendor.example";

/// One list of each kind, as a manifest would say it.
DocumentEntry
entry_of(std::uint8_t kind)
{
  const std::array<Paging, 6> pagings{
      Numbered{.into = "page", .first = 1},
      Numbered{.into = "page", .first = 0, .step = Step::item, .ends = Ends::total},
      Cursor{"cursor", {"next"}},
      NextHeader{},
      std::monostate{},
      Numbered{.into = "at", .first = 0, .step = Step::item}};
  DocumentEntry entry;
  entry.name = "list";
  entry.read.method = "GET";
  entry.read.path = "/list";
  entry.read.query = {{"filter", "open & \"shut\""}};
  entry.read.list = List{.items = {"items"},
                         .key = kind % 2 == 0 ? Pointer{} : Pointer{"id"},
                         .total = {"total"},
                         .paging = pagings[kind % pagings.size()]};
  return entry;
}

/// The next line of what the server says; empty: it says nothing more.
std::string
line_of(std::string_view& rest)
{
  const auto end = std::min(rest.find('\n'), rest.size());
  std::string line{rest.substr(0, end)};
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

/// Our host and our filter, whatever the server's links say.
void
check_question(const Question& question)
{
  const auto& url = question.request.url;
  const auto origin = origin_of(url);
  if (!origin || *origin != origin_of(k_base).value() ||
      url.find("filter=open%20%26%20%22shut%22") == std::string::npos) {
    std::abort();
  }
}

} // namespace

/// A conversation with a server that says anything: the first byte chooses the kind of paging,
/// each line is a page, and a line that begins with `L` is the Link header of the page after
/// it.
extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  if (size == 0) {
    return 0;
  }
  static Redactor redactor;
  static Http http{HttpOptions{}, redactor};
  static const Clock k_clock = [] { return Time{std::chrono::seconds{1'800'000'000}}; };
  std::string_view rest{reinterpret_cast<const char*>(data) + 1, size - 1};
  Tenant tenant;
  tenant.name = "fuzz";
  tenant.base_url = k_base;
  const Manifest manifest;
  const Workplace at{tenant, manifest, http, k_clock, redactor};
  const auto entry = entry_of(data[0]);
  Pull pull{at, entry, "", k_most_pages, /*sieve=*/nullptr};
  int pages = 0;
  while (!pull.is_finished()) {
    if (++pages > 2 * k_most_pages) { // A list that moved is looked at twice.
      std::abort();
    }
    const auto question = pull.next();
    if (!question) {
      pull.give_up(question.error());
      break;
    }
    check_question(*question);
    Response response;
    response.status = 200;
    response.body = line_of(rest);
    if (response.body.starts_with('L')) {
      response.headers.emplace_back("link", response.body.substr(1));
      response.body = line_of(rest);
    }
    auto page = parse_json(response.body);
    pull.take(response, std::move(page), question->request.url);
  }
  TextPool texts;
  const auto reading = std::move(pull).reading(texts);
  if (reading.content && !parse_json(to_text(*reading.content))) {
    std::abort();
  }
  return 0;
}
