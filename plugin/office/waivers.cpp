#include "plugin/office/waivers.hpp"

#include "connectors/format/suggest.hpp"
#include "plugin/journal/key_file.hpp"
#include "policies/engine/standing.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

constexpr std::chrono::days k_longest{365};
constexpr std::chrono::days k_longest_critical{90};
constexpr std::size_t k_two = 2;

tl::unexpected<Error>
refuse(std::string what)
{
  return fail(Failure::invalid, std::move(what));
}

/// How grave the check or control is for this configuration.
Result<Severity>
severity_of(const Office& office, const Tenant& tenant, const std::string& id)
{
  return office.library.policy(tenant.vendor).and_then([&](const Policy* policy) {
    const auto& knobs = office.configuration.knobs;
    std::vector<std::string> known;
    for (const auto& check : policy->checks) {
      const Control* control = office.library.catalogue().find(check.control);
      if (check.id == id) {
        return Result<Severity>{
            raised({.control = control, .severity = severity_of(check, *control)}, knobs)};
      }
      known.push_back(check.id);
    }
    if (const Control* control = office.library.catalogue().find(id)) {
      return Result<Severity>{severity_under(*control, knobs)};
    }
    return Result<Severity>{refuse(fmt::format("\"{}\" is no check of {} and no control{}", id,
                                               tenant.vendor, did_you_mean(id, known)))};
  });
}

Result<Time>
end_in(const WaiverRequest& request, Severity severity, Time now)
{
  const auto longest = severity == Severity::critical ? k_longest_critical : k_longest;
  const auto until = parse_time(request.until + "T00:00:00Z");
  if (!until || *until <= now) {
    return refuse("--until needs a day to come, like 2027-02-28: no deviation is accepted for "
                  "ever");
  }
  if (*until > now + longest) {
    return refuse(
        fmt::format("a deviation of a {} check is accepted for at most {} days: until "
                    "{}",
                    name_of(severity), longest.count(), day_text(now + longest)));
  }
  return *until;
}

/// The listed person to whom the key in the file belongs.
Result<std::pair<Approver, SigningKey>>
approver_with(const Configuration& configuration, const std::string& file)
{
  auto key = read_key(file);
  if (!key || !*key) {
    return key ? refuse(fmt::format("{}: there is no such key file", file))
               : tl::unexpected(key.error());
  }
  const auto known =
      std::ranges::find(configuration.approvers, (*key)->public_key().name(), &Approver::key);
  if (known == configuration.approvers.end()) {
    return refuse(fmt::format("{}: {} is not listed under approvers: in the configuration",
                              file, (*key)->public_key().name()));
  }
  return std::pair{*known, std::move(**key)};
}

/// Who requests it: where it takes two persons the one of the key, who is listed.
Result<Approver>
requester_of(const Office& office, const WaiverRequest& request, bool takes_two)
{
  if (!takes_two) {
    return request.by.empty() ? Result<Approver>{refuse("a waiver needs --by NAME: who answers "
                                                        "for it")}
                              : Result<Approver>{Approver{request.by, ""}};
  }
  if (request.key.empty()) {
    return refuse("a critical deviation takes two persons: ask with --key FILE, your key that "
                  "is listed under approvers:");
  }
  return approver_with(office.configuration, request.key)
      .map([](const std::pair<Approver, SigningKey>& found) { return found.first; });
}

/// The key with which it was requested, as the journal has it; empty: with none.
Result<std::string>
requesting_key_of(const Store& store, std::string_view id)
{
  return store.journal("").and_then(
      [&](const std::vector<JournalEntry>& entries) -> Result<std::string> {
        for (const auto& entry : entries) {
          const auto known = entry.kind == WaiverMade::k_kind ? typed(entry) : Result<Entry>{};
          const auto* made = known ? std::get_if<WaiverMade>(&*known) : nullptr;
          if (made != nullptr && made->id == id) {
            return made->key;
          }
        }
        return std::string{};
      });
}

/// The live one for the same place, which a new one follows on.
Result<std::string>
predecessor_of(const Store& store, const Waiver& waiver, Time now)
{
  return store.waivers().map([&](const std::vector<Waiver>& all) {
    const auto found = std::ranges::find_if(all, [&](const Waiver& each) {
      return each.is_live(now) && each.tenant == waiver.tenant && each.check == waiver.check &&
             each.scope == waiver.scope;
    });
    return found == all.end() ? std::string{} : found->id;
  });
}

Json
value_of(const std::string& text)
{
  auto json = parse_json(text);
  return json ? std::move(*json) : json_string(text);
}

bool
is_meant(const Waiver& waiver, const Finding& finding)
{
  return waiver.check == finding.id && (waiver.scope.empty() || finding.scope == waiver.scope);
}

/// Why the waiver covers nothing any more; empty: it does, or nobody can tell.
std::string
spent(const Waiver& waiver, const TenantReport& report)
{
  bool seen = false;
  bool moved = false;
  for (const auto& finding : report.findings) {
    if (!is_meant(waiver, finding)) {
      continue;
    }
    if (finding.waived || (finding.status != Status::pass && finding.status != Status::fail)) {
      return {};
    }
    seen = true;
    moved = moved || finding.status == Status::fail;
  }
  return !seen ? "" : moved ? "broken: the value is another one" : "met: the check passes";
}

} // namespace

std::string
text_of(const Waiver& waiver)
{
  Json json{rapidjson::kObjectType};
  auto& memory = json.GetAllocator();
  for (const auto& [name, value] :
       {std::pair{"id", &waiver.id}, std::pair{"tenant", &waiver.tenant},
        std::pair{"check", &waiver.check}, std::pair{"scope", &waiver.scope},
        std::pair{"reason", &waiver.reason}, std::pair{"requested_by", &waiver.requested_by}}) {
    set_member(json, name, *value, memory);
  }
  set_member(json, "value", waiver.accepted, memory);
  set_member(json, "until", to_text(waiver.until), memory);
  return "klausur-waiver-1\n" + canonical_text(json) + "\n";
}

Result<WaiverDecision>
waive(const Office& office, const WaiverRequest& request)
{
  const Time now = office.clock();
  const auto tenants = select_tenants(office.configuration, std::vector{request.tenant});
  if (!tenants) {
    return tl::unexpected(tenants.error());
  }
  const auto severity = severity_of(office, *tenants->front(), request.check);
  if (!severity) {
    return tl::unexpected(severity.error());
  }
  if (request.value.empty() || request.reason.empty()) {
    return refuse("a waiver needs --value JSON, the value that is accepted (another one is not "
                  "waived), and --reason TEXT");
  }
  const bool takes_two =
      *severity == Severity::critical && office.configuration.approvers.size() >= k_two;
  const auto until = end_in(request, *severity, now);
  const auto by = requester_of(office, request, takes_two);
  if (!until || !by) {
    return tl::unexpected(until ? by.error() : until.error());
  }
  WaiverDecision made{.waiver = {.id = "w-" + new_run_id(now),
                                 .tenant = request.tenant,
                                 .check = request.check,
                                 .scope = request.scope,
                                 .accepted = value_of(request.value),
                                 .reason = request.reason,
                                 .approver = takes_two ? "" : by->name,
                                 .until = *until,
                                 .requested_by = by->name,
                                 .from = now},
                      .waits = takes_two};
  const auto before = predecessor_of(*office.store, made.waiver, now);
  if (!before) {
    return tl::unexpected(before.error());
  }
  made.waiver.after = *before;
  auto kept = office.store->add(made.waiver, by->key);
  if (kept && !before->empty() && !takes_two) {
    kept = office.store->end_waiver(*before, now, by->name, "replaced by " + made.waiver.id);
  }
  return kept.map([&] { return std::move(made); });
}

Result<void>
approve_waiver(const Office& office, std::string_view id, const std::string& key)
{
  const auto who = approver_with(office.configuration, key);
  const auto all = office.store->waivers();
  if (!who || !all) {
    return tl::unexpected(who ? all.error() : who.error());
  }
  const auto found = std::ranges::find_if(*all, [&](const Waiver& each) {
    return each.id == id && each.approver.empty() && office.clock() < each.until;
  });
  if (found == all->end()) {
    return refuse(fmt::format("there is no waiver {} that waits for a second person", id));
  }
  const auto requester = requesting_key_of(*office.store, id);
  if (!requester) {
    return tl::unexpected(requester.error());
  }
  if (found->requested_by == who->first.name || *requester == who->first.key) {
    return refuse(
        fmt::format("{} requested it: another person has to approve it", found->requested_by));
  }
  const auto signature = who->second.sign(text_of(*found));
  if (!signature) {
    return tl::unexpected(signature.error());
  }
  const auto done = office.store->approve_waiver(id,
                                                 {.id = std::string{id},
                                                  .by = {.name = who->first.name, .digest = {}},
                                                  .key = who->first.key,
                                                  .signature = *signature},
                                                 office.clock());
  if (!done || found->after.empty()) {
    return done;
  }
  return office.store->end_waiver(found->after, office.clock(), who->first.name,
                                  fmt::format("replaced by {}", id));
}

Result<void>
end_spent_waivers(Store& store, const TenantReport& report, Time now)
{
  const auto all = store.waivers();
  if (!all) {
    return tl::unexpected(all.error());
  }
  for (const auto& waiver : *all) {
    if (waiver.tenant != report.name || !waiver.is_live(now)) {
      continue;
    }
    if (const auto why = spent(waiver, report); !why.empty()) {
      if (auto ended = store.end_waiver(waiver.id, now, "", why); !ended) {
        return ended;
      }
    }
  }
  return {};
}

} // namespace klausur
