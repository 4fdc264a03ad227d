#include "connectors/registry.hpp"

#include "connectors/jitsi/jitsi.hpp"
#include "connectors/mattermost/mattermost.hpp"
#include "connectors/slack/slack.hpp"
#include "connectors/trello/trello.hpp"
#include "connectors/webex/webex.hpp"
#include "connectors/zoom/zoom.hpp"

#include <algorithm>
#include <array>

namespace klausur {

std::span<const Vendor>
vendors()
{
  static constexpr std::array k_vendors{
      Vendor{"jitsi", &make_jitsi}, Vendor{"mattermost", &make_mattermost},
      Vendor{"slack", &make_slack}, Vendor{"trello", &make_trello},
      Vendor{"webex", &make_webex}, Vendor{"zoom", &make_zoom},
  };
  return k_vendors;
}

std::unique_ptr<Connector>
connector_for(std::string_view vendor)
{
  const auto all = vendors();
  const auto found = std::ranges::find(all, vendor, &Vendor::name);
  return found == all.end() ? nullptr : found->make();
}

} // namespace klausur
