#pragma once

#include "connectors/files/file_tree.hpp"
#include "connectors/format/json.hpp"
#include "connectors/script/limits.hpp"

#include <filesystem>
#include <string>

namespace klausur {

/// Evaluate a Prosody configuration in the confined child (connectors/script), which has no
/// files: those that an `Include` names are read here. They are files of the tree: relative
/// ones beside the including one, absolute ones where the tree has them (globs in the order
/// of names). What an absolute glob names in a folder that the tree does not hold may exist
/// where the tree comes from, so it is an error.
///
/// @return {"files": ["/etc/prosody/prosody.cfg.lua", ...]  in the order read,
///          "notes": ["..."]                                what was seen and not followed,
///          "global": {"modules_enabled": ["bosh"], ...},
///          "hosts": [{"name": "meet.example.org", "kind": "VirtualHost" | "Component",
///                     "module": "muc" (only components that name one), "options": {...}}]}
///         A section that is opened again is one entry. Sequences are arrays, maps objects,
///         mixed tables objects whose indexes are text.
/// @error As FileTree::read() for a file; `unexpected` with file:line for everything else: a
///        Lua error, a forbidden function (by name), bytecode, an Include that ends in itself,
///        a limit.
[[nodiscard]] Result<Json> read_prosody(const FileTree& files,
                                        const std::filesystem::path& main_file,
                                        const EvaluationLimits& limits = {});

/// The same of a text that nobody has as a file: `shown` stands for it, and what it includes
/// lies beside that.
[[nodiscard]] Result<Json> read_prosody_text(const FileTree& files, const std::string& text,
                                             const std::filesystem::path& shown,
                                             const EvaluationLimits& limits = {});

} // namespace klausur
