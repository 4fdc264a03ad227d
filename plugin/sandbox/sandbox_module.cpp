#include "plugin/sandbox/sandbox_module.hpp"

#include "plugin/sandbox/running.hpp"
#include "plugin/sandbox/vendors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur {

namespace {

struct Entry
{
  std::string_view vendor;
  std::unique_ptr<SandboxVendor> (*make)();
};

constexpr std::array k_vendors{
    Entry{"google", make_google_sandbox},
    Entry{"jitsi", make_jitsi_sandbox},
    Entry{"mattermost", make_mattermost_sandbox},
    Entry{"slack", make_slack_sandbox},
    Entry{"trello", make_trello_sandbox},
    Entry{"webex", make_webex_sandbox},
    Entry{"zoom", make_zoom_sandbox},
};

} // namespace

} // namespace klausur

extern "C" [[gnu::visibility("default")]] void
klausur_open_sandbox(std::string_view vendor, klausur::SandboxOptions options,
                     klausur::Result<std::unique_ptr<klausur::Sandbox>>& opened)
{
  using namespace klausur;
  const auto* const entry = std::ranges::find(k_vendors, vendor, &Entry::vendor);
  if (entry == k_vendors.end()) {
    opened = fail(Failure::invalid, fmt::format("there is no sandbox of \"{}\"", vendor));
    return;
  }
  opened = RunningSandbox::start(entry->make(), std::move(options));
}

extern "C" [[gnu::visibility("default")]] void
klausur_list_sandboxes(std::vector<std::string_view>& vendors)
{
  for (const auto& entry : klausur::k_vendors) {
    vendors.push_back(entry.vendor);
  }
}
