#pragma once

#include "plugin/sandbox/sandbox.hpp"
#include "plugin/sandbox/state.hpp"
#include "tests/support/program.hpp"

#include <fmt/format.h>

#include <regex>

namespace klausur::test {

/// Where the tenant is written, and a setting that every plan for it changes: true is written
/// to false.
inline constexpr const char* k_patch = "/api/v4/config/patch";
inline constexpr const char* k_gif = "/ServiceSettings/EnableGifPicker";

/// A sandbox server as the tenant `chat`, another one as the place where people are told,
/// and the program set up for both.
struct ChatTenant
{
  explicit ChatTenant(const std::string& variant = "", std::string_view more = "")
      : tenant{Sandbox::open("mattermost", {.variant = variant}).value()},
        chat{Sandbox::open("mattermost").value()}
  {
    program.write("token", "sandboxadmintoken000000001");
    program.write("reader", "sandboxreadertoken00000001");
    configure(more);
  }

  /// @param credentials  Of the tenant, `auth: ...`; `{0}/token` is an administrator's,
  ///                     `{0}/reader` may read.
  void configure(std::string_view more, std::string_view credentials = k_one) const
  {
    const auto directory = program.directory.string();
    program.write(
        "klausur.yaml",
        fmt::format("store: sqlite://{0}/klausur.db\n"
                    "serve: {{listen: '127.0.0.1:0'}}\n"
                    "tenants:\n"
                    "  - {{name: chat, vendor: mattermost, base_url: '{1}', every: 1s, "
                    "{4}}}\n"
                    "notify:\n"
                    "  - {{channel: mattermost, url: '{2}', token: 'file:{0}/token', "
                    "room: privacy, language: de}}\n{3}",
                    directory, tenant->url(), chat->url(), more,
                    fmt::format(fmt::runtime(credentials), directory)));
  }

  [[nodiscard]] Ended run(std::vector<std::string> arguments) const
  {
    arguments.insert(arguments.begin(), {"--data-dir", KLAUSUR_SOURCE_DIR});
    return program.run(std::move(arguments));
  }

  [[nodiscard]] std::unique_ptr<Running> start(std::vector<std::string> arguments) const
  {
    arguments.insert(arguments.begin(), {"--data-dir", KLAUSUR_SOURCE_DIR});
    return program.start(std::move(arguments), {}, "bg");
  }

  /// JSON text of what the tenant's server holds.
  [[nodiscard]] std::string value(const std::string& setting) const
  {
    const Json state = tenant->state();
    const auto* found = find_at(state, "/config" + setting);
    return found == nullptr ? "nothing" : to_text(*found);
  }

  void change(const std::string& setting, std::string_view json) const
  {
    const auto done = tenant->change("/config" + setting, parse_json(json).value());
    if (!done) {
      throw std::runtime_error{done.error().what};
    }
  }

  [[nodiscard]] std::size_t posts() const
  {
    const Json state = chat->state();
    return find_at(state, "/posts")->Size();
  }

  [[nodiscard]] std::string last_post() const
  {
    const Json state = chat->state();
    const auto* all = find_at(state, "/posts");
    return all->Empty() ? "" : to_text(*std::prev(all->End()));
  }

  static constexpr std::string_view k_one = "auth: {{token: 'file:{0}/token'}}";
  static constexpr std::string_view k_two =
      "auth: {{token: 'file:{0}/reader'}}, write_auth: {{token: 'file:{0}/token'}}";

  Program program;
  std::shared_ptr<Sandbox> tenant;
  std::unique_ptr<Sandbox> chat;
};

/// The run that `apply` tells of; empty when it tells of none.
inline std::string
run_named_in(const Ended& ended)
{
  std::smatch found;
  return std::regex_search(ended.out, found, std::regex{"run (\\S+)"}) ? found[1].str() : "";
}

} // namespace klausur::test
