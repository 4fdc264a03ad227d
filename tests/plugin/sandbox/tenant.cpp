#include "tests/plugin/sandbox/tenant.hpp"

#include "connectors/format/json.hpp"
#include "policies/engine/looked_at.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>

namespace klausur::test {

namespace fs = std::filesystem;

namespace {

fs::path
scratch_folder()
{
  std::string pattern = (fs::temp_directory_path() / "klausur-tenant-XXXXXX").string();
  BOOST_TEST_REQUIRE(mkdtemp(pattern.data()) != nullptr);
  return pattern;
}

Tenant
tenant_from(const JsonValue& json)
{
  Tenant tenant;
  tenant.name = "acme";
  tenant.vendor = member_text(json, "vendor");
  tenant.base_url = member_text(json, "base_url");
  tenant.files = member_text(json, "files");
  tenant.url = member_text(json, "url");
  for (const auto& [name, into] : {std::pair{"hosts", &tenant.hosts}, {"auth", &tenant.auth}}) {
    if (const auto* given = member(json, name)) {
      for (const auto& each : given->GetObject()) {
        into->emplace(text_of(each.name), text_of(each.value));
      }
    }
  }
  return tenant;
}

} // namespace

TenantAtSandbox::TenantAtSandbox(std::string_view vendor, std::string_view variant)
    : folder{scratch_folder()}, m_open{connector_for(vendor)->open}
{
  auto opened = Sandbox::open(vendor, {.variant = std::string{variant}});
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().what));
  sandbox = std::move(*opened);
  for (const auto& [name, content] : sandbox->vendor().secrets()) {
    fs::create_directories((folder / name).parent_path());
    std::ofstream{folder / name} << content;
  }
  tenant = tenant_from(sandbox->vendor().tenant(sandbox->url(), folder.string()));
  const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  policy = load_policy(KLAUSUR_SOURCE_DIR, vendor, catalogue).value();
  m_kept = looked_at(policy);
  m_keeper = std::make_unique<Keeper>(policy.manifest, m_kept, "");
  options.proxy = {};
}

TenantAtSandbox::~TenantAtSandbox()
{
  std::error_code ignored; // a scratch folder that stays harms nobody
  fs::remove_all(folder, ignored);
}

Workplace
TenantAtSandbox::workplace()
{
  if (!m_http) {
    m_http = std::make_unique<Http>(options, redactor);
  }
  return {tenant, policy.manifest, *m_http, clock, redactor, m_keeper.get()};
}

void
TenantAtSandbox::look_at(std::string_view address)
{
  m_kept.add(parse_address(address).value());
}

Snapshot
TenantAtSandbox::read()
{
  auto snapshot = read_by(m_open, workplace());
  m_keeper->keep(snapshot);
  return snapshot;
}

Reading
TenantAtSandbox::read_document(std::string_view document)
{
  auto reading = read_document_by(m_open, workplace(), document);
  m_keeper->keep(reading);
  return reading;
}

Result<void>
TenantAtSandbox::write(std::string_view document, const std::vector<Change>& changes)
{
  return write_by(m_open, workplace(), document, changes);
}

Result<Account>
TenantAtSandbox::whoami()
{
  const auto at = workplace();
  const auto session = m_open(at);
  return at.http.loop().wait(session->whoami());
}

std::string
said(const Reading& reading)
{
  return reading.document.str() + ": " +
         (reading.content ? to_text(*reading.content)
                          : std::string{name_of(reading.content.error().kind)} + ": " +
                                reading.content.error().what);
}

bool
is_read_or_not_offered(const Reading& reading)
{
  return reading.content.has_value() || reading.content.error().kind == Failure::unsupported;
}

} // namespace klausur::test
