#pragma once

#include <map>
#include <string>
#include <string_view>

namespace klausur::jitsi {

/// The versions of the packages of Jitsi and Prosody that are installed, by name, out of
/// dpkg's list (/var/lib/dpkg/status).
[[nodiscard]] std::map<std::string, std::string> installed_packages(std::string_view status);

} // namespace klausur::jitsi
