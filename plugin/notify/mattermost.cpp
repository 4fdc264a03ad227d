#include "plugin/notify/mattermost.hpp"

#include "connectors/base/plain_text.hpp"
#include "connectors/format/json.hpp"
#include "connectors/format/shapes.hpp"
#include "connectors/http/secret.hpp"
#include "plugin/report/groups.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

constexpr std::size_t k_most_items = 20; ///< More are counted and not listed.
constexpr std::size_t k_longest_value = 200;

Phrase
words_of(Turn turn)
{
  switch (turn) {
  case Turn::appeared:
    return {"New deviation", "Neue Abweichung"};
  case Turn::worsened:
    return {"Worse than before", "Verschlechtert"};
  case Turn::resolved:
    return {"Resolved", "Behoben"};
  }
  return {};
}

/// Text that Markdown leaves alone, for values that come from a tenant.
std::string
as_code(std::string_view given)
{
  std::string text = printable(given);
  if (text.size() > k_longest_value) {
    std::size_t end = k_longest_value;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
      --end; // never inside a character
    }
    text.resize(end);
    text += "...";
  }
  std::ranges::replace(text, '`', '\'');
  return "`" + text + "`";
}

std::string
item_text(const NewsItem& item, Language language)
{
  const Finding& finding = *item.finding;
  const Phrase turn = words_of(item.turn);
  const std::string says = item.turn == Turn::resolved
                               ? std::string{title_of(finding, language)}
                               : sentence_of(finding, language);
  std::string text = fmt::format("**{}** ({}): {}\n", turn.in(language),
                                 word_for(finding.severity).in(language), says);
  if (!finding.setting.empty()) {
    const std::string observed = finding.observed ? to_text(*finding.observed) : "-";
    text += fmt::format("{}: {}", as_code(finding.setting.text()), as_code(observed));
    if (item.turn != Turn::resolved && finding.expected) {
      text += fmt::format(", {} {}", Phrase{"expected", "erwartet"}.in(language),
                          expectation_in(*finding.expected, language));
    }
    text += "\n";
  }
  if (item.turn != Turn::resolved) {
    text += fmt::format("{}: {}\n", finding.control->id, finding.control->reason.in(language));
    if (!finding.note->empty()) { // As that a waiver is broken.
      text += fmt::format("{}\n", finding.note->in(language));
    }
  }
  return text;
}

/// Which attestation is to be renewed, by what it answers for; nobody is named.
std::string
reminder_text(const Reminder& reminder, const TenantReport& report, Language language, Time now)
{
  const Attestation& attestation = *reminder.attestation;
  const auto finding = std::ranges::find_if(report.findings, [&](const Finding& each) {
    return each.id == attestation.check || each.control->id == attestation.check;
  });
  const auto days = std::chrono::ceil<std::chrono::days>(attestation.until - now).count();
  const std::string day = day_text(attestation.until);
  const std::string when =
      reminder.ended
          ? fmt::format(
                "{} {}",
                Phrase{"Attestation ended on", "Bestätigung abgelaufen am"}.in(language), day)
      : language == Language::de ? fmt::format("Bestätigung endet in {} {} ({})", days,
                                               days == 1 ? "Tag" : "Tagen", day)
                                 : fmt::format("Attestation ends in {} {} ({})", days,
                                               days == 1 ? "day" : "days", day);
  return fmt::format(
      "**{}**: {}{}\n{}\n", when, as_code(attestation.check),
      finding == report.findings.end() ? "" : fmt::format(" {}", title_of(*finding, language)),
      reminder.ended ? Phrase{"Until it is renewed nobody answers for it.",
                              "Bis zur Erneuerung steht niemand mehr dafür ein."}
                           .in(language)
                     : Phrase{"Please renew it: klausur attest.",
                              "Bitte erneuern Sie sie: klausur attest."}
                           .in(language));
}

std::string_view
colour_of(const News& news)
{
  const bool open = std::ranges::any_of(
      news.items, [](const NewsItem& item) { return item.turn != Turn::resolved; });
  const bool critical = std::ranges::any_of(news.items, [](const NewsItem& item) {
    return item.turn != Turn::resolved && item.finding->severity == Severity::critical;
  });
  return critical ? "danger" : open || !news.reminders.empty() ? "warning" : "good";
}

std::string
headline(const TenantReport& report, const News& news, Language language)
{
  const auto count = [&](Turn turn) {
    return std::ranges::count(news.items, turn, &NewsItem::turn);
  };
  const auto opened = count(Turn::appeared) + count(Turn::worsened);
  const bool doubtful = report.light == Light::yellow && !report.settled;
  const std::string renew =
      news.reminders.empty() ? ""
                             : fmt::format(", {} {}", news.reminders.size(),
                                           Phrase{"to be renewed", "zu erneuern"}.in(language));
  return fmt::format("{} ({}): {} {}, {} {}{}. {}: {}{}", report.name, report.vendor, opened,
                     Phrase{"new or worse", "neu oder schlechter"}.in(language),
                     count(Turn::resolved), Phrase{"resolved", "behoben"}.in(language), renew,
                     words::light.in(language), word_for(report.light).in(language),
                     doubtful ? fmt::format(" ({})", words::not_settled.in(language)) : "");
}

/// One call to the server; anything but success is an Error with the server's own words.
Result<Json>
call(Http& http, Request request)
{
  const std::string where = request.method + " " + request.url;
  auto response = http.send(request);
  if (!response) {
    return tl::unexpected(response.error());
  }
  auto json = parse_json(response->body);
  if (response->status >= 200 && response->status < 300) {
    return json;
  }
  const auto said =
      sentence_without_secrets(json ? member_text(*json, "message") : std::string_view{});
  const bool refused = response->status == 401 || response->status == 403;
  const Failure kind = refused                   ? Failure::unauthorised
                       : response->status == 404 ? Failure::invalid
                                                 : Failure::unreachable;
  return fail(kind, fmt::format("{}: HTTP {} {}", where, response->status, said));
}

struct Server
{
  const NotifyChannel& channel;
  std::string base;
  std::string token;

  [[nodiscard]] Request request(std::string_view method, std::string_view path,
                                std::string body = {}) const
  {
    return {
        .method = std::string{method},
        .url = base + std::string{path},
        .headers = {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}},
        .body = std::move(body),
        .repeatable = method == "GET"};
  }
};

bool
is_id(std::string_view room)
{
  constexpr std::size_t id_length = 26;
  return room.size() == id_length && std::ranges::all_of(room, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
         });
}

Result<std::string>
id_in(const Json& json)
{
  return std::string{member_text(json, "id")};
}

Result<std::string>
channel_id(const Server& server, Http& http)
{
  const std::string& room = server.channel.room;
  if (is_id(room)) {
    return room;
  }
  if (const auto slash = room.find('/'); slash != std::string::npos) {
    return call(http, server.request(
                          "GET", fmt::format("/api/v4/teams/name/{}/channels/name/{}",
                                             room.substr(0, slash), room.substr(slash + 1))))
        .and_then(id_in);
  }
  const auto teams = call(http, server.request("GET", "/api/v4/users/me/teams"));
  if (!teams) {
    return tl::unexpected(teams.error());
  }
  if (!teams->IsArray()) {
    return fail(Failure::unexpected, server.base + ": the list of teams is no list");
  }
  for (const auto& team : teams->GetArray()) {
    const auto found =
        call(http, server.request("GET", fmt::format("/api/v4/teams/{}/channels/name/{}",
                                                     member_text(team, "id"), room)));
    if (found) {
      return id_in(*found);
    }
    if (found.error().kind != Failure::invalid) {
      return tl::unexpected(found.error());
    }
  }
  return fail(
      Failure::invalid,
      fmt::format("{}: the bot is in no team that has a channel \"{}\"", server.base, room));
}

} // namespace

std::string
compose_mattermost(const NotifyChannel& channel, const TenantReport& report, const News& news,
                   Time now)
{
  const Language language = channel.language;
  std::string text;
  for (std::size_t i = 0; i < std::min(news.items.size(), k_most_items); ++i) {
    text += item_text(news.items[i], language) + "\n";
  }
  if (news.items.size() > k_most_items) {
    text += fmt::format("{} {}\n", news.items.size() - k_most_items,
                        Phrase{"more; see the report", "weitere; siehe Bericht"}.in(language));
  }
  for (const auto& each : news.reminders) {
    text += reminder_text(each, report, language, now) + "\n";
  }
  if (!news.journal_head.empty()) {
    text += fmt::format("Journal: {}\n", as_code(news.journal_head));
  }
  const std::string title = headline(report, news, language);
  Json post{rapidjson::kObjectType};
  const std::string shown = printable_lines(text);
  auto& memory = post.GetAllocator();
  JsonValue attachment{rapidjson::kObjectType};
  set_member(attachment, "fallback", title, memory);
  set_member(attachment, "color", colour_of(news), memory);
  set_member(attachment, "title", title, memory);
  set_member(attachment, "text", shown, memory);
  const std::string& outlook = report.outlook.in(language);
  set_member(attachment, "footer",
             printable(report.reason.in(language) + (outlook.empty() ? "" : " ") + outlook),
             memory);
  JsonValue attachments{rapidjson::kArrayType};
  attachments.PushBack(attachment, memory);
  JsonValue props{rapidjson::kObjectType};
  set_member(props, "attachments", attachments, memory);
  set_member(post, "message", "", memory);
  set_member(post, "props", props, memory);
  return to_text(post);
}

namespace {

Result<Server>
server_of(const NotifyChannel& channel, Redactor& redactor)
{
  return resolve_secret(channel.token, redactor).map([&](std::string token) {
    Server server{channel, channel.url, std::move(token)};
    while (server.base.ends_with('/')) {
      server.base.pop_back();
    }
    return server;
  });
}

} // namespace

Result<void>
look_at_mattermost(const NotifyChannel& channel, Http& http, Redactor& redactor)
{
  const auto server = server_of(channel, redactor);
  if (!server) {
    return tl::unexpected(server.error());
  }
  const auto found =
      is_id(channel.room)
          ? call(http, server->request("GET", "/api/v4/channels/" + channel.room))
                .and_then(id_in)
          : channel_id(*server, http);
  return found.map([](const std::string&) {});
}

Result<void>
send_mattermost(const NotifyChannel& channel, std::string_view body, Http& http,
                Redactor& redactor)
{
  const auto server = server_of(channel, redactor);
  auto post = server ? parse_json(body) : tl::unexpected(server.error());
  if (!post) {
    return tl::unexpected(post.error());
  }
  return channel_id(*server, http)
      .and_then([&](const std::string& id) {
        set_member(*post, "channel_id", id, post->GetAllocator());
        return call(http, server->request("POST", "/api/v4/posts", to_text(*post)));
      })
      .map([](const Json&) {});
}

} // namespace klausur
