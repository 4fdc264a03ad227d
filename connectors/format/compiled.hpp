#pragma once

#include "connectors/format/source_file.hpp"

#include <span>

namespace klausur {

/// A YAML file that is shipped, and the JSON Schema that it is held against.
struct ShippedFile
{
  std::filesystem::path yaml;
  std::filesystem::path schema;
};

/// What `klausur-compile` makes of the shipped files, beside the program.
inline constexpr const char* k_compiled_file = "klausur-compiled.bin";

/// Read shipped files and hold them against their schemas, once for all starts of the program:
/// the bytes of the compiled file. Each part stands behind the very bytes of YAML and schema
/// that it was made of, and is taken for no others.
/// @error `invalid`: as load_source().
[[nodiscard]] Result<std::string> compile(std::span<const ShippedFile> files);

/// Read a shipped file: what it says from the compiled file when that holds these very bytes of
/// YAML and schema, else from the YAML itself. Both ways give the same SourceFile, with its
/// digest. A compiled file that is missing, old, torn or damaged is passed over in silence:
/// nothing is lost but time.
/// @param compiled  Empty: the one that belongs to the program.
/// @error `invalid`: as load_source().
[[nodiscard]] Result<SourceFile> load_shipped(const ShippedFile& file,
                                              const std::filesystem::path& compiled = {});

} // namespace klausur
