#include "connectors/format/yaml.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <cmath>
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

std::string
encoded(std::string_view name)
{
  std::string out = "/";
  for (const char c : name) {
    out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return out;
}

/// Builds the JSON value while the parser walks; notes the place of one pointer if asked.
class Builder final : public YAML::EventHandler
{
public:
  explicit Builder(Json& target) : m_target{target} {}
  Builder(Json& target, std::string_view wanted) : m_target{target}, m_wanted{wanted} {}

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

  YAML::Mark place;
  YAML::Mark key_place;

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
    return level.pointer +
           (level.key ? encoded(*level.key) : fmt::format("/{}", level.value.Size()));
  }

  void note_place(const YAML::Mark& mark)
  {
    if (!m_wanted) {
      return;
    }
    const std::string here = pointer_here();
    const bool on_the_way = m_wanted->starts_with(here) && (m_wanted->size() == here.size() ||
                                                            (*m_wanted)[here.size()] == '/');
    if (on_the_way) {
      place = mark;
      key_place = m_open.empty() || !m_open.back().key ? mark : m_open.back().key_mark;
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
    m_open.push_back({JsonValue{type}, std::nullopt, mark, m_wanted ? pointer_here() : ""});
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
  std::optional<std::string> m_wanted;
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

} // namespace

Result<Json>
parse_yaml(std::string_view text, std::string_view file)
{
  if (text.size() > k_largest_file) {
    return fail(Failure::invalid, fmt::format("{}: larger than 8 MiB", file));
  }
  Json json;
  Builder builder{json};
  if (const auto refused = walk(text, builder)) {
    return fail(Failure::invalid,
                fmt::format("{}: {}", shown(file, refused->at), refused->why));
  }
  return json;
}

std::string
place_in_yaml(std::string_view text, std::string_view file, std::string_view pointer, bool key)
{
  Json json;
  Builder builder{json, pointer};
  (void)walk(text, builder); // the text was accepted before; a place found so far is shown
  return shown(file, key ? builder.key_place : builder.place);
}

} // namespace klausur
