#include "connectors/base/plain_text.hpp"
#include "plugin/report/groups.hpp"
#include "plugin/report/report.hpp"

#include <cmath>

namespace klausur {

namespace {

constexpr int k_format = 1;

/// Builds the report as a Json. Members stand in the order in which they are added.
class Builder
{
public:
  explicit Builder(Json& document) : m_memory{document.GetAllocator()} {}

  JsonValue run(const RunReport& report) const;
  JsonValue knobs(const RunReport& report) const;
  /// All but the findings.
  JsonValue tenant(const TenantReport& tenant) const;
  JsonValue finding(const Finding& finding) const;
  JsonValue gap(const TenantReport& tenant, const TenantReport::Gap& gap) const;
  void add(JsonValue& object, std::string_view name, JsonValue value) const
  {
    object.AddMember(text(name), value, m_memory);
  }
  void append(JsonValue& list, JsonValue value) const { list.PushBack(value, m_memory); }

private:
  JsonValue text(std::string_view given) const
  {
    const std::string valid = valid_utf8(given);
    return {valid.data(), static_cast<rapidjson::SizeType>(valid.size()), m_memory};
  }
  JsonValue text_or_null(std::string_view given) const
  {
    return given.empty() ? JsonValue{} : text(given);
  }
  JsonValue both(const Text& given) const;
  JsonValue both_or_null(const Shared<Text>& given) const
  {
    return given->empty() ? JsonValue{} : both(*given);
  }
  JsonValue value_or_null(const Shared<Json>& given) const
  {
    return given ? JsonValue{*given, m_memory} : JsonValue{};
  }
  JsonValue last_settled(const TenantReport& tenant) const;
  JsonValue points(const TenantReport& tenant) const;
  JsonValue rated_points(const TenantReport& tenant) const;
  JsonValue exposure(const Exposure& exposure) const;
  JsonValue grounds(const Exposure& exposure) const;
  JsonValue waived(const Shared<Waiver>& waiver) const;
  JsonValue remedy(const Finding& finding) const;

  Json::AllocatorType& m_memory;
};

JsonValue
object()
{
  return JsonValue{rapidjson::kObjectType};
}

/// Rounded, so that the shortest text of the number is the one that was meant.
JsonValue
one_decimal(double number)
{
  return JsonValue{std::isfinite(number) ? std::round(number * 10.0) / 10.0 : 0.0};
}

JsonValue
Builder::both(const Text& given) const
{
  JsonValue made = object();
  add(made, "en", text(given.en));
  add(made, "de", text(given.de));
  return made;
}

JsonValue
Builder::run(const RunReport& report) const
{
  JsonValue made = object();
  add(made, "id", text(report.id));
  add(made, "at", text(to_text(report.at)));
  add(made, "version", text(report.version));
  add(made, "policies", text(report.policies));
  if (!report.journal_head.empty()) {
    add(made, "journal", text(report.journal_head));
  }
  return made;
}

JsonValue
Builder::knobs(const RunReport& report) const
{
  JsonValue made = object();
  for (const auto& [name, value] : knobs_of(report)) {
    const bool flag = value == "true" || value == "false";
    add(made, name, flag ? JsonValue{value == "true"} : text(value));
  }
  return made;
}

JsonValue
Builder::grounds(const Exposure& exposure) const
{
  JsonValue list{rapidjson::kArrayType};
  for (const auto& factor : exposure.variant->factors) {
    JsonValue made = object();
    add(made, "factor", text(factor.name));
    add(made, "value", JsonValue{shown_value(exposure, factor)});
    add(made, "reason", both(factor.reason));
    add(made, "source", text(factor.source));
    add(made, "as_of", text(factor.as_of));
    add(made, "verified", JsonValue{factor.verified});
    append(list, std::move(made));
  }
  return list;
}

JsonValue
Builder::exposure(const Exposure& exposure) const
{
  JsonValue made = object();
  const bool known = exposure.variant != nullptr;
  JsonValue factors = object();
  if (known) {
    for (const auto& factor : exposure.variant->factors) {
      add(factors, factor.name, JsonValue{shown_value(exposure, factor)});
    }
  }
  add(made, "total", known ? JsonValue{exposure.total} : JsonValue{});
  add(made, "band", known ? text(exposure.band) : JsonValue{});
  add(made, "lowest", JsonValue{known ? exposure.total : exposure.lowest});
  add(made, "highest", JsonValue{known ? exposure.total : exposure.highest});
  add(made, "factors", std::move(factors));
  add(made, "grounds", known ? grounds(exposure) : JsonValue{rapidjson::kArrayType});
  return made;
}

JsonValue
Builder::waived(const Shared<Waiver>& waiver) const
{
  if (!waiver) {
    return {};
  }
  JsonValue made = object();
  add(made, "id", text(waiver->id));
  add(made, "accepted", JsonValue{waiver->accepted, m_memory});
  add(made, "reason", text(waiver->reason));
  add(made, "approver", text(waiver->approver));
  add(made, "until", text(to_text(waiver->until)));
  return made;
}

JsonValue
Builder::remedy(const Finding& finding) const
{
  JsonValue made = object();
  if (finding.remedy) {
    add(made, "set", value_or_null(finding.remedy));
  }
  if (finding.check != nullptr) {
    const Remedy& remedy = finding.check->remedy;
    if (remedy.lock) {
      add(made, "lock", text(to_text(*remedy.lock)));
    }
    if (!remedy.steps.empty()) {
      add(made, "steps", both(remedy.steps));
    }
  }
  return made.ObjectEmpty() ? JsonValue{} : std::move(made);
}

JsonValue
Builder::finding(const Finding& finding) const
{
  JsonValue made = object();
  add(made, "check", text(finding.id));
  add(made, "control", text(finding.control->id));
  add(made, "point", text(name_of(finding.control->point)));
  add(made, "severity", text(name_of(finding.severity)));
  add(made, "status", text(name_of(finding.status)));
  add(made, "scope", text(finding.scope));
  add(made, "setting", text_or_null(finding.setting.text()));
  add(made, "reported", JsonValue{finding.observed.has_value()});
  add(made, "observed", value_or_null(finding.observed));
  add(made, "expected", value_or_null(finding.expected));
  add(made, "why", both_or_null(finding.why));
  add(made, "note", both_or_null(finding.note));
  add(made, "missing_scope", text_or_null(finding.missing_scope));
  add(made, "source", text_or_null(finding.source));
  add(made, "read_at", finding.read_at ? text(to_text(*finding.read_at)) : JsonValue{});
  add(made, "waived", waived(finding.waived));
  add(made, "remedy", remedy(finding));
  const bool fails = finding.status == Status::fail;
  add(made, "deviation",
      fails ? both({sentence_of(finding, Language::en), sentence_of(finding, Language::de)})
            : JsonValue{});
  add(made, "title",
      both({std::string{title_of(finding, Language::en)},
            std::string{title_of(finding, Language::de)}}));
  return made;
}

JsonValue
Builder::last_settled(const TenantReport& tenant) const
{
  if (!tenant.last_settled) {
    return {};
  }
  JsonValue made = object();
  add(made, "light", text(name_of(tenant.last_settled->light)));
  add(made, "at", text(to_text(tenant.last_settled->at)));
  return made;
}

JsonValue
Builder::points(const TenantReport& tenant) const
{
  JsonValue made = object();
  for (const auto& [point, rated] : tenant.points) {
    add(made, name_of(point), text(name_of(rated.light)));
  }
  return made;
}

JsonValue
Builder::rated_points(const TenantReport& tenant) const
{
  JsonValue made = object();
  for (const auto& [point, rated] : tenant.points) {
    JsonValue one = object();
    add(one, "light", text(name_of(rated.light)));
    add(one, "settled", JsonValue{rated.settled()});
    add(one, "proven", text(name_of(rated.proven)));
    add(one, "at_worst", text(name_of(rated.at_worst)));
    add(one, "reason", both(rated.reason));
    add(made, name_of(point), std::move(one));
  }
  return made;
}

JsonValue
Builder::tenant(const TenantReport& tenant) const
{
  JsonValue made = object();
  const Variant* variant = tenant.exposure.variant;
  add(made, "name", text(tenant.name));
  add(made, "vendor", text(tenant.vendor));
  add(made, "version", text_or_null(tenant.version));
  add(made, "variant", variant == nullptr ? JsonValue{} : text(variant->id));
  add(made, "taken_at", text(to_text(tenant.taken_at)));
  add(made, "light", text(name_of(tenant.light)));
  add(made, "settled", JsonValue{tenant.settled});
  add(made, "proven", text(name_of(tenant.proven)));
  add(made, "at_worst", text(name_of(tenant.at_worst)));
  add(made, "last_settled", last_settled(tenant));
  add(made, "asterisk", JsonValue{tenant.asterisk});
  add(made, "insecure", JsonValue{tenant.insecure});
  add(made, "reason", both(tenant.reason));
  add(made, "outlook", tenant.outlook.empty() ? JsonValue{} : both(tenant.outlook));
  add(made, "points", points(tenant));
  add(made, "rated_points", rated_points(tenant));
  add(made, "exposure", exposure(tenant.exposure));
  add(made, "score", tenant.score ? one_decimal(*tenant.score) : JsonValue{});
  add(made, "coverage", one_decimal(tenant.coverage));
  JsonValue moves{rapidjson::kArrayType};
  for (const auto& move : tenant.moves) {
    append(moves, both(move));
  }
  add(made, "moves", std::move(moves));
  JsonValue unread{rapidjson::kArrayType};
  for (const auto& document : tenant.unread) {
    append(unread, text(document));
  }
  add(made, "unread", std::move(unread));
  return made;
}

JsonValue
Builder::gap(const TenantReport& tenant, const TenantReport::Gap& gap) const
{
  JsonValue made = object();
  add(made, "tenant", text(tenant.name));
  add(made, "document", text(gap.document));
  add(made, "why", text(gap.why));
  add(made, "scope", text_or_null(gap.scope));
  add(made, "kind", text(name_of(gap.kind)));
  return made;
}

/// Writes the report, each finding as soon as it is built.
class ReportWriter
{
public:
  explicit ReportWriter(SinkStream& out) : m_out{out} {}

  void write(const RunReport& report);

private:
  void tenant(const TenantReport& tenant);

  /// Build one part and write it; its memory serves the next one.
  template<typename Build> void send(Build build)
  {
    {
      Json document{&m_memory};
      build(Builder{document}).Accept(m_out);
    }
    m_memory.Clear();
  }

  PrettyStream m_out;
  Json::AllocatorType m_memory;
};

void
ReportWriter::tenant(const TenantReport& tenant)
{
  m_out.StartObject();
  Json head{rapidjson::kObjectType};
  static_cast<JsonValue&>(head) = Builder{head}.tenant(tenant);
  for (const auto& each : head.GetObject()) {
    send_key(m_out, text_of(each.name));
    each.value.Accept(m_out);
  }
  send_key(m_out, "findings");
  m_out.StartArray();
  for (const auto& each : tenant.findings) {
    send([&](const Builder& builder) { return builder.finding(each); });
  }
  m_out.EndArray();
  m_out.EndObject();
}

void
ReportWriter::write(const RunReport& report)
{
  m_out.StartObject();
  send_key(m_out, "format");
  m_out.Int(k_format);
  send_key(m_out, "run");
  send([&](const Builder& builder) { return builder.run(report); });
  send_key(m_out, "knobs");
  send([&](const Builder& builder) { return builder.knobs(report); });
  send_key(m_out, "tenants");
  m_out.StartArray();
  for (const auto& each : report.tenants) {
    tenant(each);
  }
  m_out.EndArray();
  send_key(m_out, "incomplete");
  m_out.StartArray();
  for (const auto& each : report.tenants) {
    for (const auto& gap : each.gaps) {
      send([&](const Builder& builder) { return builder.gap(each, gap); });
    }
  }
  m_out.EndArray();
  m_out.EndObject();
}

} // namespace

void
write_json_report(const RunReport& report, const TextSink& sink)
{
  SinkStream out{sink};
  ReportWriter{out}.write(report);
  out.Put('\n');
  out.Flush();
}

} // namespace klausur
