#include "connectors/jitsi/packages.hpp"

#include <algorithm>
#include <array>

namespace klausur::jitsi {

namespace {

constexpr std::array<std::string_view, 11> k_ours{"coturn",
                                                  "jibri",
                                                  "jicofo",
                                                  "jigasi",
                                                  "jitsi-meet",
                                                  "jitsi-meet-prosody",
                                                  "jitsi-meet-turnserver",
                                                  "jitsi-meet-web",
                                                  "jitsi-meet-web-config",
                                                  "jitsi-videobridge2",
                                                  "prosody"};

/// The value of a field in one paragraph; empty without it.
std::string_view
field(std::string_view paragraph, std::string_view name)
{
  while (!paragraph.empty()) {
    const auto end = std::min(paragraph.find('\n'), paragraph.size());
    const auto line = paragraph.substr(0, end);
    if (line.starts_with(name) && line.substr(name.size()).starts_with(": ")) {
      return line.substr(name.size() + 2);
    }
    paragraph.remove_prefix(std::min(end + 1, paragraph.size()));
  }
  return {};
}

} // namespace

std::map<std::string, std::string>
installed_packages(std::string_view status)
{
  std::map<std::string, std::string> packages;
  while (!status.empty()) {
    const auto end = std::min(status.find("\n\n"), status.size());
    const auto paragraph = status.substr(0, end);
    const auto name = field(paragraph, "Package");
    const bool ours = std::ranges::find(k_ours, name) != k_ours.end();
    if (ours && field(paragraph, "Status").ends_with(" installed")) {
      packages.insert_or_assign(std::string{name}, std::string{field(paragraph, "Version")});
    }
    status.remove_prefix(std::min(end + 2, status.size()));
  }
  return packages;
}

} // namespace klausur::jitsi
