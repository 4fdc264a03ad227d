#pragma once

#include "connectors/format/json.hpp"
#include "connectors/model/kept.hpp"
#include "connectors/model/setting.hpp"
#include "tests/support/program.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace klausur::test {

/// In every text that is planted, and in nothing else.
inline constexpr std::string_view k_plant = "pl4nted";

/// Texts of every shape that is masked where a check looks: secrets and people's data.
[[nodiscard]] const std::vector<std::string>& shaped_texts();

/// Texts without any shape: names of people, words of people. They stand where nobody looks, or
/// where a check only asks whether there is something.
[[nodiscard]] const std::vector<std::string>& free_texts();

/// Change each plain value below, and give each object and list one member more. `change` says
/// what stands there then; a null changes nothing.
void plant(JsonValue& value, Json::AllocatorType& memory,
           const std::function<std::string(const Pointer&)>& change);

/// The same for the documents of a snapshot's file, with the address of each value.
void plant_in_snapshot(Json& file, const std::function<std::string(const Address&)>& change);

/// Whether what stands there, or in the list that it belongs to, is kept.
[[nodiscard]] bool is_kept(const Kept& kept, const Address& at);

/// The files below the program's directory that hold a planted text, in their name or in
/// themselves, each with what stands around it. Those that `given` names are not looked at.
[[nodiscard]] std::string leaks_in(const Program& program,
                                   const std::vector<std::string>& given);

/// The place of the first planted text, with what stands around it; empty: there is none.
[[nodiscard]] std::string leak_in(std::string_view text);

} // namespace klausur::test
