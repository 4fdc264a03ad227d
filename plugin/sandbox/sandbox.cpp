#include "plugin/sandbox/sandbox.hpp"

#include "connectors/base/module.hpp"
#include "plugin/sandbox/sandbox_module.hpp"

namespace klausur {

Result<std::unique_ptr<Sandbox>>
Sandbox::open(std::string_view vendor, SandboxOptions options)
{
  return module_function<OpenSandbox>(k_sandbox_module, k_open_sandbox)
      .and_then([&](OpenSandbox open) {
        Result<std::unique_ptr<Sandbox>> opened;
        open(vendor, std::move(options), opened);
        return opened;
      });
}

Result<std::vector<std::string_view>>
Sandbox::vendors()
{
  return module_function<ListSandboxes>(k_sandbox_module, k_list_sandboxes)
      .map([](ListSandboxes list) {
        std::vector<std::string_view> vendors;
        list(vendors);
        return vendors;
      });
}

} // namespace klausur
