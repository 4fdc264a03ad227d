#include "plugin/sandbox/vendors.hpp"

#include <array>

namespace klausur {

std::span<const SandboxEntry>
sandbox_vendors()
{
  static constexpr std::array k_vendors{
      SandboxEntry{"jitsi", make_jitsi_sandbox},
      SandboxEntry{"mattermost", make_mattermost_sandbox},
      SandboxEntry{"slack", make_slack_sandbox},
      SandboxEntry{"trello", make_trello_sandbox},
      SandboxEntry{"webex", make_webex_sandbox},
      SandboxEntry{"zoom", make_zoom_sandbox},
  };
  return k_vendors;
}

} // namespace klausur
