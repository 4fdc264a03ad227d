#include "connectors/format/yaml.hpp"

#include "connectors/base/encoding.hpp"
#include "connectors/format/pointer.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <istream>
#include <optional>
#include <streambuf>
#include <vector>

namespace klausur {

namespace {

constexpr std::size_t k_largest_file = std::size_t{8} << 20;

/// Ends the parser from inside its callbacks; never leaves this file.
struct Refused
{
  YAML::Mark at;
  std::string why;
};

class View final : public std::streambuf
{
public:
  explicit View(std::string_view text)
  {
    auto* begin = const_cast<char*>(text.data()); // a get area is never written to
    setg(begin, begin, begin + text.size());
  }
};

JsonValue
plain_scalar(const std::string& text, Json::AllocatorType& memory)
{
  if (text.empty() || text == "~" || text == "null") {
    return JsonValue{};
  }
  if (text == "true" || text == "false") {
    return JsonValue{text == "true"};
  }
  const char* begin = text.data();
  const char* end = begin + text.size();
  std::int64_t whole = 0;
  if (const auto got = std::from_chars(begin, end, whole);
      got.ec == std::errc{} && got.ptr == end) {
    return JsonValue{whole};
  }
  double fraction = 0;
  const bool number_like = text.find_first_not_of("+-.0123456789eE") == std::string::npos;
  if (const auto got = std::from_chars(begin, end, fraction);
      number_like && got.ec == std::errc{} && got.ptr == end && std::isfinite(fraction)) {
    return JsonValue{fraction};
  }
  return JsonValue{text.c_str(), static_cast<rapidjson::SizeType>(text.size()), memory};
}

/// Told of every value: its pointer, where it stands, and where its name does.
using Note =
    std::function<void(std::string pointer, const YAML::Mark& value, const YAML::Mark& name)>;

/// Builds the JSON value while the parser walks; notes the places if asked.
class Builder final : public YAML::EventHandler
{
public:
  explicit Builder(Json& target, Note note = {}) : m_target{target}, m_note{std::move(note)} {}

  void OnDocumentStart(const YAML::Mark& mark) override
  {
    if (m_documents++ > 0) {
      throw Refused{mark, "a second document begins here; one file holds one document"};
    }
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { put(JsonValue{}, mark); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override
  {
    throw Refused{mark, "aliases (*name) are not accepted; write the value out"};
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& text) override
  {
    auto& memory = m_target.GetAllocator();
    if (!m_open.empty() && m_open.back().value.IsObject() && !m_open.back().key) {
      take_key(mark, text);
    } else if (tag == "?" || tag.empty()) {
      put(plain_scalar(text, memory), mark);
    } else if (tag == "!" || tag == "tag:yaml.org,2002:str") {
      put(JsonValue{text.c_str(), static_cast<rapidjson::SizeType>(text.size()), memory}, mark);
    } else {
      throw Refused{mark, fmt::format("the tag {} is not accepted", tag)};
    }
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override
  {
    open(rapidjson::kArrayType, mark);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override
  {
    open(rapidjson::kObjectType, mark);
  }
  void OnMapEnd() override { close(); }

private:
  struct Level
  {
    JsonValue value;
    std::optional<std::string> key;
    YAML::Mark key_mark;
    std::string pointer;
  };

  void take_key(const YAML::Mark& mark, const std::string& text)
  {
    Level& level = m_open.back();
    if (member(level.value, text) != nullptr) {
      throw Refused{mark, fmt::format("the key \"{}\" is given twice", text)};
    }
    level.key = text;
    level.key_mark = mark;
  }

  [[nodiscard]] std::string pointer_here() const
  {
    if (m_open.empty()) {
      return {};
    }
    const Level& level = m_open.back();
    return level.pointer + (level.key ? "/" + encoded_step(*level.key)
                                      : fmt::format("/{}", level.value.Size()));
  }

  void note_place(const YAML::Mark& mark)
  {
    if (m_note) {
      const bool named = !m_open.empty() && m_open.back().key;
      m_note(pointer_here(), mark, named ? m_open.back().key_mark : mark);
    }
  }

  void open(rapidjson::Type type, const YAML::Mark& mark)
  {
    if (!m_open.empty() && m_open.back().value.IsObject() && !m_open.back().key) {
      throw Refused{mark, "a key must be plain text"};
    }
    if (m_open.size() >= k_json_depth) {
      throw Refused{mark, fmt::format("nested deeper than {} levels", k_json_depth)};
    }
    note_place(mark);
    m_open.push_back({JsonValue{type}, std::nullopt, mark, m_note ? pointer_here() : ""});
  }

  void close()
  {
    JsonValue value = std::move(m_open.back().value);
    m_open.pop_back();
    attach(std::move(value));
  }

  void put(JsonValue value, const YAML::Mark& mark)
  {
    if (!m_open.empty() && m_open.back().value.IsObject() && !m_open.back().key) {
      throw Refused{mark, "a key must be plain text"};
    }
    note_place(mark);
    attach(std::move(value));
  }

  void attach(JsonValue value)
  {
    auto& memory = m_target.GetAllocator();
    if (m_open.empty()) {
      static_cast<JsonValue&>(m_target) = std::move(value);
      return;
    }
    Level& level = m_open.back();
    if (level.value.IsArray()) {
      level.value.PushBack(value, memory);
      return;
    }
    JsonValue key{level.key->c_str(), static_cast<rapidjson::SizeType>(level.key->size()),
                  memory};
    level.value.AddMember(key, value, memory);
    level.key.reset();
  }

  Json& m_target;
  Note m_note;
  std::vector<Level> m_open;
  int m_documents = 0;
};

std::string
shown(std::string_view file, const YAML::Mark& mark)
{
  return fmt::format("{}:{}:{}", file, mark.line + 1, mark.column + 1);
}

/// Walk the whole text; yaml-cpp's exceptions end here.
std::optional<Refused>
walk(std::string_view text, Builder& builder)
{
  View view{text};
  std::istream stream{&view};
  try {
    YAML::Parser parser{stream};
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Refused& refused) {
    return refused;
  } catch (const YAML::Exception& problem) {
    return Refused{problem.mark, problem.msg};
  }
  return std::nullopt;
}

/// The first line, from 1, that is no text in UTF-8. With a zero among the first bytes the
/// library would take the whole for UTF-16 or UTF-32.
std::optional<std::size_t>
line_without_text(std::string_view text)
{
  const auto is_control = [](char byte) {
    return static_cast<unsigned char>(byte) < 0x20 && byte != '\t' && byte != '\r';
  };
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto line = text.substr(0, text.find('\n'));
    if (!is_utf8(line) || std::ranges::any_of(line, is_control)) {
      return number;
    }
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return std::nullopt;
}

} // namespace

Result<Json>
parse_yaml(std::string_view text, std::string_view file)
{
  if (text.size() > k_largest_file) {
    return fail(Failure::invalid, fmt::format("{}: larger than 8 MiB", file));
  }
  if (const auto line = line_without_text(text)) {
    return fail(Failure::invalid,
                fmt::format("{}:{}: not text in UTF-8; save it as that", file, *line));
  }
  Json json;
  Builder builder{json};
  if (const auto refused = walk(text, builder)) {
    return fail(Failure::invalid,
                fmt::format("{}: {}", shown(file, refused->at), refused->why));
  }
  return json;
}

YamlPlaces::YamlPlaces(std::string_view text)
{
  const auto counted = [](const YAML::Mark& mark) {
    return Place{static_cast<std::size_t>(mark.line) + 1,
                 static_cast<std::size_t>(mark.column) + 1};
  };
  Json json;
  Builder builder{json,
                  [&](std::string pointer, const YAML::Mark& value, const YAML::Mark& name) {
                    m_places.emplace(std::move(pointer), Both{counted(value), counted(name)});
                  }};
  (void)walk(text, builder); // the text was accepted before; what was noted so far is told
}

YamlPlaces::Place
YamlPlaces::of(std::string_view pointer, bool name) const
{
  auto found = m_places.find(pointer);
  while (found == m_places.end() && !pointer.empty()) {
    pointer = pointer.substr(0, pointer.rfind('/'));
    found = m_places.find(pointer);
  }
  return found == m_places.end() ? Place{} : name ? found->second.name : found->second.value;
}

std::string
place_in_yaml(std::string_view text, std::string_view file, std::string_view pointer, bool name)
{
  const auto [line, column] = YamlPlaces{text}.of(pointer, name);
  return fmt::format("{}:{}:{}", file, line, column);
}

} // namespace klausur
