#include "plugin/sandbox/running.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

int
integer(const JsonValue& object, std::string_view name, int otherwise)
{
  const auto* value = member(object, name);
  return value != nullptr && value->IsInt() ? value->GetInt() : otherwise;
}

Outbound
problem(int status, std::string_view what)
{
  Json answer{rapidjson::kObjectType};
  set_member(answer, "error", what, answer.GetAllocator());
  return json_answer(status, answer);
}

} // namespace

Fault
fault_from_json(const JsonValue& json)
{
  Fault fault;
  fault.path = member_text(json, "path", fault.path);
  fault.method = member_text(json, "method");
  fault.times = integer(json, "times", fault.times);
  fault.delay = std::chrono::milliseconds{integer(json, "delay_ms", 0)};
  const auto* applied = member(json, "applied");
  fault.applied = applied != nullptr && applied->IsTrue();
  fault.answer.status = integer(json, "status", fault.answer.status);
  if (const auto* body = member(json, "body"); body != nullptr) {
    fault.answer.body = body->IsString() ? std::string{text_of(*body)} : to_text(*body);
  }
  const auto* headers = member(json, "headers");
  if (headers != nullptr && headers->IsObject()) {
    for (const auto& each : headers->GetObject()) {
      fault.answer.headers.emplace_back(
          text_of(each.name), each.value.IsString() ? text_of(each.value) : std::string_view{});
    }
  }
  return fault;
}

Json
RunningSandbox::account() const
{
  Json answer{rapidjson::kObjectType};
  auto& memory = answer.GetAllocator();
  JsonValue requests{rapidjson::kArrayType};
  for (const auto& each : m_log) {
    JsonValue line{rapidjson::kObjectType};
    set_member(line, "method", each.method, memory);
    set_member(line, "path", each.path, memory);
    set_member(line, "status", JsonValue{each.status}, memory);
    requests.PushBack(line, memory);
  }
  set_member(answer, "requests", requests, memory);
  set_member(answer, "violations", JsonValue{static_cast<std::uint64_t>(m_violations)}, memory);
  return answer;
}

Result<void>
RunningSandbox::order(std::string_view name, const JsonValue& body)
{
  if (name == "change") {
    const auto* value = member(body, "value");
    return value == nullptr ? fail(Failure::invalid, "there is no \"value\"")
                            : set_at(m_state, member_text(body, "pointer"), *value);
  }
  if (name == "fault") {
    m_faults.push_back(fault_from_json(body));
    return {};
  }
  if (name == "expire") {
    m_tokens.expire_after(integer(body, "after", 0));
    return {};
  }
  if (name == "limit") {
    const auto* seconds = member(body, "per_seconds");
    const double per = seconds != nullptr && seconds->IsNumber() ? seconds->GetDouble() : 1;
    if (per <= 0) {
      return fail(Failure::invalid, "\"per_seconds\" has to be more than 0");
    }
    limit(member_text(body, "name", "default"),
          {.requests = integer(body, "requests", 0), .per_seconds = per});
    return {};
  }
  return fail(Failure::invalid, fmt::format("there is no order \"{}\"", name));
}

Outbound
RunningSandbox::control(const Inbound& inbound)
{
  const std::string_view name = std::string_view{inbound.path}.substr(sizeof "/_sandbox/" - 1);
  const std::lock_guard lock{m_mutex};
  if (inbound.method == "GET" && name == "state") {
    return json_answer(200, m_state);
  }
  if (inbound.method == "GET" && name == "log") {
    return json_answer(200, account());
  }
  if (inbound.method != "POST") {
    return problem(404, "see plugin/sandbox/README.md");
  }
  const auto body = parse_json(inbound.body);
  if (!body) {
    return problem(400, body.error().what);
  }
  const auto done = order(name, *body);
  return done ? json_answer(200, Json{rapidjson::kObjectType})
              : problem(400, done.error().what);
}

} // namespace klausur
