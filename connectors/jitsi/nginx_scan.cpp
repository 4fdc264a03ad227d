#include "connectors/jitsi/nginx_scan.hpp"

#include "connectors/base/encoding.hpp"

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

/// What the directives on one level, and below, say.
struct Said
{
  std::optional<std::string> access_log;
  std::string format;
  std::optional<std::string> hsts;
  std::string server_tokens;
  std::vector<std::string> ssl_protocols;
  bool transcripts = false;
  std::set<std::string> proxied;
};

std::string
host_in(std::string_view url)
{
  const auto scheme = url.find("://");
  url = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  return std::string{url.substr(0, url.find_first_of(":/?"))};
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
    said.ssl_protocols.assign(each.words.begin() + 1, each.words.end());
  } else if (is_called(each, "proxy_pass")) {
    const std::string host = host_in(argument(each, 1));
    if (!host.empty() && host.find('$') == std::string::npos) {
      said.proxied.insert(host);
    }
  } else if (is_called(each, "location")) {
    for (const auto& word : each.words) {
      said.transcripts = said.transcripts || word.find("transcripts") != std::string::npos;
    }
  }
}

void
hear_all(const std::vector<NginxDirective>& level, Said& said, bool servers)
{
  for (const auto& each : level) {
    hear(each, said);
    if (servers || !is_called(each, "server")) {
      hear_all(each.inside, said, servers);
    }
  }
}

void
find_servers(const std::vector<NginxDirective>& level, std::vector<const NginxDirective*>& all)
{
  for (const auto& each : level) {
    if (is_called(each, "server") && each.words.size() == 1) {
      all.push_back(&each);
    } else {
      find_servers(each.inside, all);
    }
  }
}

bool
serves(const NginxDirective& server, std::string_view host)
{
  return std::ranges::any_of(server.inside, [&](const NginxDirective& each) {
    return is_called(each, "server_name") &&
           std::ranges::find(each.words, host) != each.words.end();
  });
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

Json
to_json(const Said& said)
{
  Json document{rapidjson::kObjectType};
  auto& memory = document.GetAllocator();
  set_member(document, "access_log", said.access_log.value_or("default"), memory);
  if (!said.format.empty()) {
    set_member(document, "access_log_format", said.format, memory);
  }
  set_member(document, "hsts", said.hsts.has_value(), memory);
  if (said.hsts) {
    const auto at = said.hsts->find("max-age=");
    int seconds = 0;
    const char* end = said.hsts->data() + said.hsts->size();
    if (at != std::string::npos &&
        std::from_chars(said.hsts->data() + at + 8, end, seconds).ec == std::errc{}) {
      set_member(document, "hsts_max_age", JsonValue{seconds}, memory);
    }
  }
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

std::vector<NginxDirective>
scan_nginx(std::string_view text)
{
  const std::string readable = as_utf8(std::string{text});
  return Scanner{readable}.level(0);
}

Json
nginx_document(const std::vector<NginxDirective>& files, std::string_view host)
{
  std::vector<const NginxDirective*> servers;
  find_servers(files, servers);
  const bool named = std::ranges::any_of(
      servers, [&](const NginxDirective* server) { return serves(*server, host); });
  Said around;
  hear_all(files, around, /*servers=*/false);
  Said inside;
  for (const NginxDirective* server : servers) {
    if (!named || serves(*server, host)) {
      hear_all(server->inside, inside, /*servers=*/true);
    }
  }
  return to_json(laid_over(std::move(around), std::move(inside)));
}

} // namespace klausur::jitsi
