#include "connectors/format/schema.hpp"
#include "connectors/format/source_file.hpp"
#include "connectors/format/yaml.hpp"
#include "connectors/model/manifest_reader.hpp"
#include "connectors/rest/facts/kinds.hpp"
#include "policies/engine/expectation.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace klausur;

namespace {

/// All schemas that a file of ours is held against.
const Result<Schema>&
schema_of(std::string_view name)
{
  static const auto k_configuration =
      load_schema(KLAUSUR_SOURCE_DIR "/manifest/schemas/configuration.schema.json");
  static const auto k_manifest =
      load_schema(KLAUSUR_SOURCE_DIR "/manifest/schemas/manifest.schema.json");
  static const auto k_checks =
      load_schema(KLAUSUR_SOURCE_DIR "/policies/schemas/checks.schema.json");
  return name == "manifest" ? k_manifest : name == "checks" ? k_checks : k_configuration;
}

/// Everything in it that could be meant as an expectation.
void
compile_all(const JsonValue& value)
{
  if (const auto expectation = Expectation::compile(value)) {
    (void)expectation->match(value);
    (void)expectation->named_values();
  }
  if (value.IsObject()) {
    for (const auto& each : value.GetObject()) {
      compile_all(each.value);
    }
  } else if (value.IsArray()) {
    for (const auto& each : value.GetArray()) {
      compile_all(each);
    }
  }
}

} // namespace

/// Any bytes as YAML, and what comes of it as configuration, policy, manifest and expectation.
extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const std::string text{reinterpret_cast<const char*>(data), size};
  auto json = parse_yaml(text, "fuzz.yaml");
  if (!json) {
    return 0;
  }
  if (!parse_json(to_text(*json))) {
    std::abort();
  }
  compile_all(*json);
  for (const std::string_view name : {"configuration", "manifest", "checks"}) {
    const auto& schema = schema_of(name);
    if (!schema) {
      std::abort();
    }
    const SourceFile file{"fuzz.yaml", text, copy_of(*json)};
    if (schema->accepts(file.json) && name == "manifest") {
      (void)manifest_from(file, fact_kinds());
    }
  }
  return 0;
}
