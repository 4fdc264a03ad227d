#include "connectors/registry.hpp"

#include "connectors/google/google.hpp"
#include "connectors/jitsi/jitsi.hpp"
#include "connectors/mattermost/mattermost.hpp"
#include "connectors/slack/slack.hpp"
#include "connectors/trello/trello.hpp"
#include "connectors/webex/webex.hpp"
#include "connectors/zoom/zoom.hpp"

#include <algorithm>
#include <array>

namespace klausur {

std::span<const Connector>
vendors()
{
  static constexpr std::array k_vendors{
      Connector{"google", &open_google},
      Connector{"jitsi", &open_jitsi},
      Connector{"mattermost", &open_mattermost},
      Connector{"slack", &open_slack},
      Connector{"trello", &open_trello},
      Connector{"webex", &open_webex},
      Connector{"zoom", &open_zoom},
  };
  return k_vendors;
}

const Connector*
connector_for(std::string_view vendor)
{
  const auto all = vendors();
  const auto found = std::ranges::find(all, vendor, &Connector::name);
  return found == all.end() ? nullptr : &*found;
}

} // namespace klausur
