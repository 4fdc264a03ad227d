#include "policies/engine/load.hpp"

#include "connectors/format/digest.hpp"
#include "connectors/format/read_members.hpp"
#include "connectors/model/manifest_reader.hpp"
#include "connectors/rest/facts/kinds.hpp"
#include "policies/engine/check_reader.hpp"
#include "policies/engine/sound_manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>

namespace klausur {

namespace {

Control
control_from(const JsonValue& json)
{
  Control control;
  control.id = text_in(json, "id");
  control.point = point_named(member_text(json, "point")).value_or(Point::SET);
  control.title = both_languages_in(json, "title");
  control.reason = both_languages_in(json, "reason");
  control.severity = severity_named(member_text(json, "severity")).value_or(Severity::low);
  for (const auto& way : texts_in(json, "automation")) {
    control.automation.automatic |= way == "auto";
    control.automation.attest |= way == "attest";
    control.automation.manual |= way == "manual";
  }
  if (const JsonValue* legal = member(json, "legal")) {
    for (const auto& each : legal->GetArray()) {
      control.legal.push_back({text_in(each, "at"), flag_in(each, "verified")});
    }
  }
  control.benchmarks = benchmarks_in(json);
  control.product_benchmarks = benchmarks_in(json, "product_benchmarks");
  if (const JsonValue* parameters = member(json, "parameters")) {
    for (const auto& each : parameters->GetObject()) {
      control.parameters.emplace(text_of(each.name), copy_of(each.value));
    }
  }
  control.attestation = text_in(json, "attestation");
  control.computed = flag_in(json, "computed");
  control.contradicts_hold = flag_in(json, "contradicts_hold");
  return control;
}

ShippedFile
catalogue_in(const std::filesystem::path& data_dir)
{
  return {data_dir / "policies/controls.yaml",
          data_dir / "policies/schemas/controls.schema.json"};
}

ShippedFile
manifest_in(const std::filesystem::path& data_dir, std::string_view vendor)
{
  return {data_dir / "manifest" / fmt::format("{}.yaml", vendor),
          data_dir / "manifest/schemas/manifest.schema.json"};
}

ShippedFile
checks_in(const std::filesystem::path& data_dir, std::string_view vendor)
{
  return {data_dir / "policies" / fmt::format("{}.yaml", vendor),
          data_dir / "policies/schemas/checks.schema.json"};
}

struct LoadedManifest
{
  SourceFile file;
  Manifest manifest;
};

Result<LoadedManifest>
load_manifest(const std::filesystem::path& data_dir, std::string_view vendor)
{
  auto file = load_shipped(manifest_in(data_dir, vendor));
  if (!file) {
    return tl::unexpected(file.error());
  }
  return variants_are_sound(*file)
      .and_then([&] { return manifest_from(*file, fact_kinds()); })
      .map([&](Manifest manifest) {
        return LoadedManifest{std::move(*file), std::move(manifest)};
      });
}

} // namespace

Result<Catalogue>
load_catalogue(const std::filesystem::path& data_dir)
{
  const auto file = load_shipped(catalogue_in(data_dir));
  if (!file) {
    return tl::unexpected(file.error());
  }
  Catalogue catalogue{
      .version = text_in(file->json, "version"), .controls = {}, .hash = file->digest};
  const JsonValue& controls = *member(file->json, "controls");
  for (rapidjson::SizeType i = 0; i < controls.Size(); ++i) {
    Control control = control_from(controls[i]);
    if (catalogue.find(control.id) != nullptr) {
      return file->refuse(fmt::format("/controls/{}/id", i),
                          fmt::format("the control \"{}\" is given twice", control.id));
    }
    catalogue.controls.push_back(std::move(control));
  }
  return catalogue;
}

Result<Policy>
load_policy(const std::filesystem::path& data_dir, std::string_view vendor,
            const Catalogue& catalogue)
{
  auto manifest = load_manifest(data_dir, vendor);
  if (!manifest) {
    return tl::unexpected(manifest.error());
  }
  const auto file = load_shipped(checks_in(data_dir, vendor));
  if (!file) {
    return tl::unexpected(file.error());
  }
  Policy policy{.vendor = std::string{vendor},
                .checks = {},
                .manifest = std::move(manifest->manifest),
                .hash = sha256(manifest->file.digest + file->digest)};
  const auto checks = read_checks(*file, catalogue, policy);
  if (auto remarks = remarks_on_manifest(manifest->file, policy, catalogue); !remarks.empty()) {
    return manifest->file.refuse(std::move(remarks));
  }
  return checks.map([&] { return std::move(policy); });
}

std::vector<ShippedFile>
shipped_files(const std::filesystem::path& data_dir)
{
  std::vector<ShippedFile> files{catalogue_in(data_dir)};
  for (const auto& vendor : vendors_with_policies(data_dir)) {
    files.push_back(checks_in(data_dir, vendor));
    files.push_back(manifest_in(data_dir, vendor));
  }
  return files;
}

std::vector<std::string>
vendors_with_policies(const std::filesystem::path& data_dir)
{
  std::vector<std::string> vendors;
  std::error_code problem; // a missing directory has no vendors
  for (const auto& entry :
       std::filesystem::directory_iterator{data_dir / "manifest", problem}) {
    const auto name = entry.path().stem().string();
    if (entry.path().extension() == ".yaml" &&
        std::filesystem::exists(data_dir / "policies" / (name + ".yaml"))) {
      vendors.push_back(name);
    }
  }
  std::ranges::sort(vendors);
  return vendors;
}

} // namespace klausur
