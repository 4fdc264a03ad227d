#include "plugin/office/attestation_record.hpp"

#include "connectors/base/letters.hpp"
#include "connectors/format/digest.hpp"
#include "connectors/format/suggest.hpp"

#include <fmt/format.h>
#include <rapidjson/pointer.h>

#include <algorithm>
#include <array>

namespace klausur {

namespace fs = std::filesystem;

namespace {

constexpr const char* k_schema = "policies/schemas/attestation.schema.json";

/// What the checklist says of a type: after how many days it is reviewed, and which of its own
/// fields is the day on which it ends by itself.
struct Kind
{
  std::string_view type;
  int review_days;
  const char* end = nullptr;
};

constexpr std::array k_kinds{
    Kind{"ATT-DPA", 365},
    Kind{"ATT-SUB", 92},
    Kind{"ATT-TIA", 365},
    Kind{"ATT-DPIA", 1095},
    Kind{"ATT-WC", 0, "end_date"},
    Kind{"ATT-REC", 365},
    Kind{"ATT-INFO", 365},
    Kind{"ATT-ROPA", 365},
    Kind{"ATT-TIER", 0, "renewal_on"},
    Kind{"ATT-CERT", 0, "valid_until"},
    Kind{"ATT-DEL", 365},
};

/// `ATT-DPA`: `dpa`, the name of the object with its own fields.
std::string
section_of(std::string_view type)
{
  return in_lower_case(type.substr(4));
}

/// `ATT-DPA` and so on; nullptr: the schema let something pass that it should not.
const Kind*
kind_of(std::string_view type)
{
  const auto found = std::ranges::find(k_kinds, type, &Kind::type);
  return found == k_kinds.end() ? nullptr : &*found;
}

/// nullptr: nothing is there.
const JsonValue*
find_at(const JsonValue& root, const std::string& pointer)
{
  return rapidjson::Pointer{pointer.data(), pointer.size()}.Get(root);
}

/// One way through one record.
class RecordReader
{
public:
  RecordReader(const Office& office, const Tenant& tenant, SourceFile source)
      : m_office{office}, m_tenant{tenant}, m_source{std::move(source)},
        m_kind{*kind_of(member_text(m_source.json, "type"))}, m_now{office.clock()}
  {
  }

  [[nodiscard]] Result<std::vector<Attestation>> run(const fs::path& folder)
  {
    return check_section()
        .and_then([&] { return read_days(); })
        .and_then([&] { return check_controls(); })
        .and_then([&] { return check_predecessor(); })
        .and_then([&] { return read_documents(folder); })
        .map([&] { return made(); });
  }

private:
  [[nodiscard]] const Json& json() const { return m_source.json; }

  [[nodiscard]] Result<void> check_section()
  {
    const std::string own = section_of(m_kind.type);
    for (const auto& kind : k_kinds) {
      const std::string name = section_of(kind.type);
      if ((member(json(), name) != nullptr) != (name == own)) {
        return m_source.refuse(
            name == own ? "/type" : "/" + name,
            name == own ? fmt::format("{} needs its own fields under {}:", m_kind.type, own)
                        : fmt::format("{}: goes with {}, and this is {}", name, kind.type,
                                      m_kind.type));
      }
    }
    const auto* purposes =
        m_kind.type == "ATT-DPA" ? find_at(json(), "/dpa/own_purpose_clauses") : nullptr;
    if (purposes != nullptr && purposes->IsTrue() &&
        find_at(json(), "/dpa/own_purpose_text") == nullptr) {
      return m_source.refuse("/dpa/own_purpose_clauses",
                             "the vendor's own purposes have to be said: own_purpose_text:");
    }
    return {};
  }

  /// The day at a place; nullopt: none is given.
  [[nodiscard]] Result<std::optional<Time>> day_at(const std::string& pointer) const
  {
    const auto* text = find_at(json(), pointer);
    if (text == nullptr) {
      return std::optional<Time>{};
    }
    const auto day = parse_time(std::string{text_of(*text)} + "T00:00:00Z");
    return day ? Result<std::optional<Time>>{*day}
               : m_source.refuse(pointer, "there is no such day");
  }

  /// From when until when it counts: it ends with the first of its own end, the next review and
  /// what its type says.
  [[nodiscard]] Result<void> read_days()
  {
    const auto from = day_at("/valid_from");
    const auto issued = day_at("/issued_on");
    const auto review = day_at("/next_review_on");
    const std::string own = m_kind.end == nullptr
                                ? std::string{}
                                : fmt::format("/{}/{}", section_of(m_kind.type), m_kind.end);
    const auto until = day_at("/valid_until");
    const auto own_end = own.empty() ? Result<std::optional<Time>>{std::nullopt} : day_at(own);
    for (const auto* each : {&from, &issued, &review, &until, &own_end}) {
      if (!*each) {
        return tl::unexpected(each->error());
      }
    }
    m_from = from->value_or(m_now);
    const auto* given = member(json(), "review_interval_days");
    const int days = given == nullptr ? m_kind.review_days : given->GetInt();
    std::optional<Time> end = *until;
    const auto earlier = [&](const std::optional<Time>& other) {
      end = !end ? other : other ? std::optional{std::min(*end, *other)} : end;
    };
    earlier(*own_end);
    earlier(*review);
    if (days > 0 && !*review) {
      earlier(std::chrono::floor<std::chrono::days>(m_from) + std::chrono::days{days});
    }
    if (!end) {
      return m_source.refuse("/type",
                             fmt::format("{} needs an end: valid_until:", m_kind.type));
    }
    m_until = *end;
    if (m_until <= m_now || m_until <= m_from) {
      return m_source.refuse(
          *until ? "/valid_until" : "/type",
          fmt::format("it ends on {}, before it counts: an attestation needs "
                      "an end to come",
                      day_text(m_until)));
    }
    return *issued && **issued > m_now ? m_source.refuse("/issued_on", "that day is to come")
                                       : Result<void>{};
  }

  [[nodiscard]] Result<void> check_controls()
  {
    const auto& controls = *member(json(), "controls");
    for (rapidjson::SizeType i = 0; i < controls.Size(); ++i) {
      const std::string id{text_of(controls[i])};
      const std::string place = fmt::format("/controls/{}", i);
      if (const auto known = can_be_attested(m_office, m_tenant, id); !known) {
        return m_source.refuse(place, known.error().what);
      }
      const Control* control = m_office.library.catalogue().find(id);
      if (control != nullptr && !control->attestation.empty() &&
          control->attestation != m_kind.type) {
        return m_source.refuse(place, fmt::format("{} is answered for by {}, and this is {}",
                                                  id, control->attestation, m_kind.type));
      }
      m_controls.push_back(id);
    }
    return {};
  }

  [[nodiscard]] Result<void> check_predecessor()
  {
    const std::string before{member_text(json(), "supersedes")};
    if (before.empty()) {
      return {};
    }
    const auto all = m_office.store->attestations();
    if (!all) {
      return tl::unexpected(all.error());
    }
    const bool known = std::ranges::any_of(*all, [&](const Attestation& each) {
      return each.id == before && each.tenant == m_tenant.name;
    });
    return known ? Result<void>{}
                 : m_source.refuse("/supersedes", "the tenant has no attestation of this id");
  }

  /// Digests take the place of files.
  [[nodiscard]] Result<void> read_documents(const fs::path& folder)
  {
    auto& evidence = m_source.json["evidence"];
    auto& memory = m_source.json.GetAllocator();
    for (rapidjson::SizeType i = 0; i < evidence.Size(); ++i) {
      JsonValue& each = evidence[i];
      const std::string place = fmt::format("/evidence/{}", i);
      const std::string file{member_text(each, "file")};
      if (file.empty() && member_text(each, "sha256").empty()) {
        return m_source.refuse(place, "a document needs file: or sha256:");
      }
      if (!file.empty()) {
        const auto bytes = read_file(folder / file);
        if (!bytes) {
          return m_source.refuse(place + "/file", bytes.error().what);
        }
        const std::string digest = sha256(*bytes);
        if (const auto said = member_text(each, "sha256"); !said.empty() && said != digest) {
          return m_source.refuse(place + "/sha256",
                                 "the file has another digest: it is another document");
        }
        set_member(each, "sha256", digest, memory);
        if (member(each, "filename") == nullptr) {
          set_member(each, "filename", fs::path{file}.filename().string(), memory);
        }
        each.RemoveMember("file");
      }
      m_document = m_document.empty() ? std::string{member_text(each, "sha256")} : m_document;
    }
    return {};
  }

  [[nodiscard]] std::string person_at(const char* name) const
  {
    const auto* person = member(json(), name);
    return person == nullptr ? std::string{}
                             : fmt::format("{}, {}", member_text(*person, "name"),
                                           member_text(*person, "role"));
  }

  [[nodiscard]] std::vector<Attestation> made()
  {
    const auto* holds = member(json(), "holds");
    Attestation one{.tenant = m_tenant.name,
                    .check = {},
                    .holds = holds == nullptr || holds->IsTrue(),
                    .statement = std::string{member_text(json(), "statement")},
                    .by = person_at("signed_by"),
                    .document = m_document,
                    .from = m_from,
                    .until = m_until,
                    .id = "a-" + new_run_id(m_now),
                    .type = std::string{m_kind.type},
                    .approved_by = person_at("approved_by")};
    // People have columns of their own, from which their names can be erased.
    for (const char* elsewhere : {"signed_by", "approved_by", "type", "statement", "holds"}) {
      m_source.json.RemoveMember(elsewhere);
    }
    one.details = canonical_text(m_source.json);
    std::vector<Attestation> all;
    for (const auto& control : m_controls) {
      one.check = control;
      all.push_back(one);
    }
    return all;
  }

  const Office& m_office;
  const Tenant& m_tenant;
  SourceFile m_source;
  const Kind& m_kind;
  Time m_now;
  Time m_from{};
  Time m_until{};
  std::vector<std::string> m_controls;
  std::string m_document;
};

/// A line for each member of an object of the schema, those that are needed first.
void
add_lines(std::string& text, const JsonValue& schema, const std::string& indent)
{
  const auto* required = member(schema, "required");
  const auto is_needed = [&](std::string_view name) {
    return required != nullptr &&
           std::ranges::any_of(required->GetArray(),
                               [&](const auto& each) { return text_of(each) == name; });
  };
  for (const bool needed : {true, false}) {
    for (const auto& each : member(schema, "properties")->GetObject()) {
      if (is_needed(text_of(each.name)) != needed) {
        continue;
      }
      std::string words{member_text(each.value, "description")};
      if (const auto* values = member(each.value, "enum")) {
        for (const auto& value : values->GetArray()) {
          words +=
              fmt::format("{}{}", &value == values->Begin() ? ": " : " | ", text_of(value));
        }
      }
      text +=
          fmt::format("{}{}{}:  # {}\n", indent, needed ? "" : "# ", text_of(each.name), words);
      const auto* items = member(each.value, "items");
      const auto& inner = items != nullptr ? *items : each.value;
      if (member(inner, "properties") != nullptr) {
        add_lines(text, inner, indent + (needed ? "  " : "#   "));
      }
    }
  }
}

} // namespace

Result<void>
can_be_attested(const Office& office, const Tenant& tenant, const std::string& id)
{
  const auto policy = office.library.policy(tenant.vendor);
  if (!policy) {
    return tl::unexpected(policy.error());
  }
  std::vector<std::string> known;
  for (const auto& control : office.library.catalogue().controls) {
    known.push_back(control.id);
  }
  for (const auto& check : (*policy)->checks) {
    if (!check.attest.empty()) {
      known.push_back(check.id);
    }
  }
  return std::ranges::find(known, id) != known.end()
             ? Result<void>{}
             : fail(Failure::invalid,
                    fmt::format("\"{}\" is no control, and no check that is attested{}", id,
                                did_you_mean(id, known)));
}

Result<std::vector<Attestation>>
attestations_in(const Office& office, const Tenant& tenant, const fs::path& record)
{
  return load_schema(office.library.data_dir() / k_schema)
      .and_then([&](const Schema& schema) { return load_source(record, schema); })
      .and_then([&](SourceFile source) {
        return RecordReader{office, tenant, std::move(source)}.run(record.parent_path());
      });
}

Result<std::string>
empty_record(const fs::path& data_dir, const std::string& type)
{
  const auto text = read_file(data_dir / k_schema);
  const auto schema = text ? parse_json(*text) : tl::unexpected(text.error());
  if (!schema) {
    return tl::unexpected(schema.error());
  }
  if (kind_of(type) == nullptr) {
    std::vector<std::string> types;
    for (const auto& kind : k_kinds) {
      types.emplace_back(kind.type);
    }
    return fail(Failure::invalid,
                fmt::format("\"{}\" is none of {}{}", type, fmt::join(types, ", "),
                            did_you_mean(type, types)));
  }
  Json common = copy_of(*schema);
  auto& properties = common["properties"];
  for (const auto& kind : k_kinds) {
    if (kind.type != type) {
      properties.RemoveMember(section_of(kind.type).c_str());
    }
  }
  common["required"].PushBack(JsonValue{json_string(section_of(type)), common.GetAllocator()},
                              common.GetAllocator());
  std::string made =
      fmt::format("# {}: fill in, take away what is not needed, and record it with\n"
                  "# klausur attest TENANT --record FILE\n",
                  type);
  add_lines(made, common, "");
  return made;
}

} // namespace klausur
