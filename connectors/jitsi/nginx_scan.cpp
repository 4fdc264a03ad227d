#include "connectors/jitsi/nginx_scan.hpp"

#include "connectors/base/encoding.hpp"
#include "connectors/jitsi/nginx_served.hpp"
#include "connectors/jitsi/unclear.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace klausur::jitsi {

namespace {

constexpr int k_deepest = 32;

class Scanner
{
public:
  explicit Scanner(std::string_view text) : m_text{text} {}

  std::vector<NginxDirective> level(int depth)
  {
    std::vector<NginxDirective> all;
    NginxDirective directive;
    while (const auto token = next()) {
      if (m_sign == '}') {
        break;
      }
      if (m_sign == ';') {
        finish(directive, all);
      } else if (m_sign == '{') {
        auto inside = depth < k_deepest ? level(depth + 1) : skipped();
        directive.inside = std::move(inside);
        finish(directive, all);
      } else {
        directive.words.push_back(*token);
      }
    }
    finish(directive, all);
    return all;
  }

private:
  static void finish(NginxDirective& directive, std::vector<NginxDirective>& all)
  {
    if (!directive.words.empty()) {
      all.push_back(std::move(directive));
    }
    directive = {};
  }

  std::vector<NginxDirective> skipped()
  {
    for (int open = 1; open > 0;) {
      const auto token = next();
      if (!token) {
        break;
      }
      open += m_sign == '{' ? 1 : m_sign == '}' ? -1 : 0;
    }
    return {};
  }

  void skip_blanks()
  {
    while (m_at < m_text.size()) {
      if (m_text[m_at] == '#') {
        m_at = std::min(m_text.find('\n', m_at), m_text.size());
      } else if (std::string_view{" \t\r\n"}.find(m_text[m_at]) != std::string_view::npos) {
        ++m_at;
      } else {
        break;
      }
    }
  }

  std::string quoted(char quote)
  {
    std::string word;
    for (++m_at; m_at < m_text.size() && m_text[m_at] != quote; ++m_at) {
      if (m_text[m_at] == '\\' && m_at + 1 < m_text.size()) {
        ++m_at;
      }
      word += m_text[m_at];
    }
    m_at = std::min(m_at + 1, m_text.size());
    return word;
  }

  std::optional<std::string> next()
  {
    skip_blanks();
    m_sign = 0;
    if (m_at >= m_text.size()) {
      return std::nullopt;
    }
    const char first = m_text[m_at];
    if (first == '"' || first == '\'') {
      return quoted(first);
    }
    if (std::string_view{";{}"}.find(first) != std::string_view::npos) {
      ++m_at;
      m_sign = first;
      return std::string{first};
    }
    std::string word;
    while (m_at < m_text.size() &&
           std::string_view{" \t\r\n;"}.find(m_text[m_at]) == std::string_view::npos) {
      // A brace ends a word, unless it belongs to a variable: ${name}.
      const bool opens = m_text[m_at] == '{';
      if ((opens || m_text[m_at] == '}') && !(opens && word.ends_with('$'))) {
        break;
      }
      if (opens) {
        const auto end = std::min(m_text.find('}', m_at), m_text.size() - 1);
        word.append(m_text.substr(m_at, end - m_at + 1));
        m_at = end + 1;
        continue;
      }
      word += m_text[m_at++];
    }
    return word;
  }

  std::string_view m_text;
  std::size_t m_at = 0;
  char m_sign = 0; ///< The brace or semicolon that next() came to; 0 for a word.
};

/// What the directives on one level, and below, say.
struct Said
{
  std::optional<std::string> access_log;
  std::string format;
  std::optional<std::string> hsts;
  bool drops_headers =
      false; ///< The place of the pages sends headers, and not those around it.
  std::string server_tokens;
  std::vector<std::string> ssl_protocols;
  bool transcripts = false;
  std::set<std::string> proxied;
  std::string unseen; ///< A file that is included and is not among those given.
};

std::string
host_in(std::string_view url)
{
  const auto scheme = url.find("://");
  url = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  return std::string{url.substr(0, url.find_first_of(":/?"))};
}

/// Files that come with nginx and set what nobody asks about here.
bool
is_harmless(std::string_view included)
{
  const auto name = included.substr(included.rfind('/') + 1);
  return name == "mime.types" || name.find("_params") != std::string_view::npos ||
         included.find("modules-enabled") != std::string_view::npos;
}

void
hear(const NginxDirective& each, Said& said)
{
  if (is_called(each, "access_log")) {
    // A location that logs makes the answer; one that is silent does not undo it.
    const std::string target = argument(each, 1);
    if (!said.access_log || *said.access_log == "off") {
      said.access_log = target;
      said.format = argument(each, 2).find('=') == std::string::npos ? argument(each, 2) : "";
    }
  } else if (is_called(each, "add_header") || is_called(each, "more_set_headers")) {
    std::string name = argument(each, 1);
    std::ranges::transform(name, name.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (name.starts_with("strict-transport-security")) {
      said.hsts = argument(each, 2).empty() ? name : argument(each, 2);
    }
  } else if (is_called(each, "server_tokens")) {
    said.server_tokens = argument(each, 1);
  } else if (is_called(each, "ssl_protocols")) {
    // Of several servers on one address, the default one's may count.
    for (std::size_t i = 1; i < each.words.size(); ++i) {
      if (std::ranges::find(said.ssl_protocols, each.words[i]) == said.ssl_protocols.end()) {
        said.ssl_protocols.push_back(each.words[i]);
      }
    }
  } else if (is_called(each, "proxy_pass")) {
    const std::string host = host_in(argument(each, 1));
    if (!host.empty() && host.find('$') == std::string::npos) {
      said.proxied.insert(host);
    }
  } else if (is_called(each, "include") && !is_harmless(argument(each, 1))) {
    said.unseen = argument(each, 1);
  } else if (is_called(each, "location")) {
    for (const auto& word : each.words) {
      said.transcripts = said.transcripts || word.find("transcripts") != std::string::npos;
    }
  }
}

/// A header that one place alone sends does not hold for the others.
bool
is_one_place(const NginxDirective& block)
{
  return is_called(block, "location") && block.words.back() != "/";
}

/// nginx inherits headers only where none is added.
bool
drops_headers(const NginxDirective& block)
{
  if (!is_called(block, "location") ||
      (block.words.back() != "/" && block.words.back() != "@root_path")) {
    return false;
  }
  Said own;
  bool adds = false;
  for (const auto& each : block.inside) {
    adds = adds || is_called(each, "add_header");
    hear(each, own);
  }
  return adds && !own.hsts;
}

void
hear_all(const std::vector<NginxDirective>& level, Said& said, bool servers)
{
  for (const auto& each : level) {
    hear(each, said);
    if (servers || !is_called(each, "server")) {
      const auto hsts = said.hsts;
      hear_all(each.inside, said, servers);
      said.hsts = is_one_place(each) ? hsts : said.hsts;
      said.drops_headers = said.drops_headers || drops_headers(each);
    }
  }
}

/// What the server says goes before what is said around it.
Said
laid_over(Said around, Said server)
{
  if (server.access_log) {
    around.access_log = server.access_log;
    around.format = server.format;
  }
  around.hsts = server.hsts ? server.hsts : around.hsts;
  if (!server.server_tokens.empty()) {
    around.server_tokens = server.server_tokens;
  }
  if (!server.ssl_protocols.empty()) {
    around.ssl_protocols = server.ssl_protocols;
  }
  around.drops_headers = around.drops_headers || server.drops_headers;
  around.transcripts = around.transcripts || server.transcripts;
  around.proxied.merge(server.proxied);
  return around;
}

template<typename Texts>
void
set_texts(Json& document, std::string_view name, const Texts& texts)
{
  JsonValue list{rapidjson::kArrayType};
  for (const std::string& text : texts) {
    JsonValue value{text.c_str(), static_cast<rapidjson::SizeType>(text.size()),
                    document.GetAllocator()};
    list.PushBack(value, document.GetAllocator());
  }
  set_member(document, name, list, document.GetAllocator());
}

/// A header that says zero ends what an earlier one has begun; one that says nothing is none.
void
add_hsts(Json& document, const std::optional<std::string>& header, bool dropped)
{
  auto& memory = document.GetAllocator();
  if (header && header->find('$') != std::string::npos) {
    const JsonValue said{header->c_str(), memory};
    set_member(document, "hsts", unclear(&said, nullptr, "a variable of nginx says it", memory),
               memory);
    return;
  }
  const auto at = header ? header->find("max-age=") : std::string::npos;
  int seconds = 0;
  if (at != std::string::npos) {
    const std::string_view text{*header};
    const auto from = text.find_first_not_of('"', at + 8);
    std::from_chars(text.data() + std::min(from, text.size()), text.data() + text.size(),
                    seconds);
  }
  set_member(document, "hsts", seconds > 0, memory);
  if (seconds > 0 && dropped) {
    const JsonValue sent{true};
    constexpr std::string_view k_because = "a location adds headers, and sends no other ones";
    set_member(document, "hsts", unclear(&sent, nullptr, k_because, memory), memory);
    return;
  }
  if (header) {
    set_member(document, "hsts_max_age", JsonValue{seconds}, memory);
  }
}

/// An included file that was not seen may say what is not said beside it.
void
doubt_what_is_not_said(Json& document, const Said& inside)
{
  auto& memory = document.GetAllocator();
  const auto because =
      fmt::format("nginx includes {}, which is not among the files given", inside.unseen);
  const JsonValue anything{"anything"};
  const auto doubt = [&](const char* name) {
    const JsonValue* said = member(document, name);
    if (said == nullptr || !said->IsTrue()) {
      set_member(document, name, unclear(said, &anything, because, memory), memory);
    }
  };
  for (const char* name : {"access_log", "hsts", "server_tokens", "transcripts"}) {
    doubt(name);
  }
  if (inside.ssl_protocols.empty()) { // nginx refuses to be told twice.
    doubt("ssl_protocols");
  }
}

Json
to_json(const Said& said)
{
  Json document{rapidjson::kObjectType};
  auto& memory = document.GetAllocator();
  set_member(document, "access_log", said.access_log.value_or("default"), memory);
  if (!said.format.empty()) {
    set_member(document, "access_log_format", said.format, memory);
  }
  add_hsts(document, said.hsts, said.drops_headers);
  set_member(document, "server_tokens",
             said.server_tokens.empty() ? std::string_view{"on"} : said.server_tokens, memory);
  if (!said.ssl_protocols.empty()) {
    set_texts(document, "ssl_protocols", said.ssl_protocols);
  }
  set_member(document, "transcripts", said.transcripts, memory);
  set_texts(document, "proxied", said.proxied);
  return document;
}

} // namespace

bool
is_called(const NginxDirective& directive, std::string_view name)
{
  return !directive.words.empty() && directive.words.front() == name;
}

std::string
argument(const NginxDirective& directive, std::size_t which)
{
  return directive.words.size() > which ? directive.words[which] : std::string{};
}

std::vector<NginxDirective>
scan_nginx(std::string_view text)
{
  const std::string readable = as_utf8(std::string{text});
  return Scanner{readable}.level(0);
}

Json
nginx_document(const std::vector<NginxDirective>& files, std::string_view host)
{
  Said around;
  hear_all(files, around, /*servers=*/false);
  Said inside;
  for (const NginxDirective* server : servers_of(files, host)) {
    hear_all(server->inside, inside, /*servers=*/true);
  }
  Said all = laid_over(std::move(around), inside);
  for (const NginxDirective* protocols : protocols_of_defaults(files)) {
    hear(*protocols, all);
  }
  Json document = to_json(all);
  if (!inside.unseen.empty()) {
    doubt_what_is_not_said(document, inside);
  }
  return document;
}

} // namespace klausur::jitsi
