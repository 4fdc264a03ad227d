#include "plugin/commands/demo_stage.hpp"

#include "connectors/registry.hpp"
#include "plugin/office/output.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

namespace klausur {

namespace fs = std::filesystem;

namespace {

Result<fs::path>
temporary_directory()
{
  std::error_code problem;
  const fs::path parent = fs::temp_directory_path(problem);
  std::string path = (problem ? fs::path{"/tmp"} : parent) / "klausur-demo-XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) {
    return fail(Failure::invalid,
                fmt::format("{}: could not be made: {}", path, std::strerror(errno)));
  }
  return fs::path{path};
}

Json
chat_channel(const std::string& url, const fs::path& directory, Language language)
{
  Json channel{rapidjson::kObjectType};
  auto& memory = channel.GetAllocator();
  set_member(channel, "channel", DemoStage::k_chat, memory);
  set_member(channel, "url", url, memory);
  set_member(channel, "token", fmt::format("file:{}/mattermost-token", directory.string()),
             memory);
  set_member(channel, "room", "it/privacy", memory);
  set_member(channel, "at_least", "yellow", memory);
  set_member(channel, "language", language == Language::de ? "de" : "en", memory);
  JsonValue tenants{rapidjson::kArrayType};
  tenants.PushBack(JsonValue{DemoStage::k_tenant, memory}, memory);
  set_member(channel, "tenants", tenants, memory);
  return channel;
}

} // namespace

Result<std::unique_ptr<DemoStage>>
DemoStage::set_up(Language language)
{
  auto directory = temporary_directory();
  if (!directory) {
    return tl::unexpected(directory.error());
  }
  std::unique_ptr<DemoStage> stage{new DemoStage{std::move(*directory)}};
  return stage->open_sandboxes()
      .and_then([&] { return stage->write_files(language); })
      .map([&] { return std::move(stage); });
}

DemoStage::~DemoStage()
{
  m_sandboxes.clear(); // nobody asks any more before the files go
  std::error_code left_behind;
  fs::remove_all(m_directory, left_behind);
}

Result<void>
DemoStage::open_sandboxes()
{
  const auto vendors = Sandbox::vendors();
  if (!vendors) {
    return tl::unexpected(vendors.error());
  }
  for (const auto& vendor : *vendors) {
    if (connector_for(vendor) == nullptr) {
      continue; // a vendor that can be imitated and not yet be asked
    }
    auto opened = Sandbox::open(vendor);
    if (!opened) {
      return tl::unexpected(opened.error());
    }
    m_sandboxes.emplace(vendor, std::move(*opened));
  }
  return {};
}

Json
DemoStage::configured(Language language) const
{
  Json file{rapidjson::kObjectType};
  auto& memory = file.GetAllocator();
  set_member(file, "language", language == Language::de ? "de" : "en", memory);
  set_member(file, "store", fmt::format("sqlite://{}/klausur.db", m_directory.string()),
             memory);
  JsonValue tenants{rapidjson::kArrayType};
  for (const auto& [vendor, sandbox] : m_sandboxes) {
    const Json entry = sandbox->vendor().tenant(sandbox->url(), m_directory);
    JsonValue tenant{rapidjson::kObjectType};
    set_member(tenant, "name", "demo-" + vendor, memory);
    for (const auto& each : entry.GetObject()) {
      set_member(tenant, text_of(each.name), each.value, memory);
    }
    tenants.PushBack(tenant, memory);
  }
  set_member(file, "tenants", tenants, memory);
  JsonValue notify{rapidjson::kArrayType};
  const Json channel = chat_channel(chat().url(), m_directory, language);
  notify.PushBack(JsonValue{channel, memory}, memory);
  set_member(file, "notify", notify, memory);
  return file;
}

Result<void>
DemoStage::write_files(Language language) const
{
  for (const auto& [vendor, sandbox] : m_sandboxes) {
    for (const auto& [name, content] : sandbox->vendor().secrets()) {
      const fs::path path = m_directory / name;
      std::error_code problem;
      fs::create_directories(path.parent_path(), problem);
      if (auto written = write_file(path, content); !written) {
        return written;
      }
    }
  }
  return write_file(configuration(), to_pretty_text(configured(language)));
}

} // namespace klausur
