#pragma once

#include "plugin/sandbox/vendor.hpp"

namespace klausur {

[[nodiscard]] std::unique_ptr<SandboxVendor> make_google_sandbox();
[[nodiscard]] std::unique_ptr<SandboxVendor> make_jitsi_sandbox();
[[nodiscard]] std::unique_ptr<SandboxVendor> make_mattermost_sandbox();
[[nodiscard]] std::unique_ptr<SandboxVendor> make_slack_sandbox();
[[nodiscard]] std::unique_ptr<SandboxVendor> make_trello_sandbox();
[[nodiscard]] std::unique_ptr<SandboxVendor> make_webex_sandbox();
[[nodiscard]] std::unique_ptr<SandboxVendor> make_zoom_sandbox();

} // namespace klausur
