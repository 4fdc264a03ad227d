#include "connectors/rest/facts/pointers.hpp"

#include "connectors/format/read_members.hpp"

namespace klausur {

Result<Pointer>
pointer_in(const JsonValue& object, std::string_view name)
{
  return parse_pointer(member_text(object, name));
}

Result<std::vector<Pointer>>
pointers_in(const JsonValue& object, std::string_view name)
{
  std::vector<Pointer> pointers;
  for (const auto& text : texts_in(object, name)) {
    auto pointer = parse_pointer(text);
    if (!pointer) {
      return tl::unexpected(std::move(pointer.error()));
    }
    pointers.push_back(std::move(*pointer));
  }
  return pointers;
}

Result<PointersAndTexts>
wanted_texts_in(const JsonValue& object, std::string_view name)
{
  PointersAndTexts wanted;
  for (const auto& [text, value] : named_texts_in(object, name)) {
    auto pointer = parse_pointer(text);
    if (!pointer) {
      return tl::unexpected(std::move(pointer.error()));
    }
    wanted.emplace_back(std::move(*pointer), value);
  }
  return wanted;
}

} // namespace klausur
