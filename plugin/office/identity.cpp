#include "plugin/office/identity.hpp"

#include "connectors/format/digest.hpp"
#include "connectors/http/secret.hpp"
#include "plugin/office/visit.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

/// One that waits for its answer.
struct Question
{
  const Tenant* tenant;
  std::optional<std::string> account{}; ///< Nothing: it could not be asked.
};

Task<void>
ask(const Office& office, Question& question, const Policy& policy, Loop& loop)
{
  const Tenant& tenant = *question.tenant;
  Visit visit{tenant, policy, loop, office.clock, office.redactor};
  const auto account = co_await visit.session().whoami();
  if (account && !account->id.empty()) {
    question.account = sha256(tenant.vendor + "\n" + account->id);
  } else if (!account && account.error().kind == Failure::unsupported) {
    question.account = account_by_address(tenant, policy.manifest);
  }
}

Task<void>
ask_next_ones(const Office& office, std::vector<Question>& questions,
              const std::vector<const Policy*>& policies, std::size_t& next, Loop& loop,
              const Stop& stop)
{
  while (next < questions.size() && !stop.requested()) {
    const auto i = next++;
    co_await ask(office, questions[i], *policies[i], loop);
  }
}

} // namespace

std::string
account_by_address(const Tenant& tenant, const Manifest& manifest)
{
  const auto& base = tenant.base_url.empty() ? manifest.base_url : tenant.base_url;
  std::string text = fmt::format("klausur address 1\n{}\n{}\n{}\n{}", tenant.vendor, base,
                                 tenant.files, tenant.url);
  for (const auto& [name, host] : tenant.hosts) {
    text += fmt::format("\n{} {}", name, host);
  }
  for (const auto& [name, value] : tenant.auth) {
    text += is_secret_reference(value) ? "" : fmt::format("\n{} {}", name, value);
  }
  return sha256(text);
}

Result<void>
follow_renames(const Office& office, std::span<const Tenant* const> tenants, Stop& stop)
{
  std::vector<Question> questions;
  std::vector<const Policy*> policies;
  for (const Tenant* tenant : tenants) {
    const auto known = office.store->account(tenant->name);
    const auto policy = office.library.policy(tenant->vendor);
    if (!known || !policy) {
      return tl::unexpected(known ? policy.error() : known.error());
    }
    if (!*known) {
      questions.push_back({tenant});
      policies.push_back(*policy);
    }
  }
  {
    Loop loop;
    const Stop::Reach reach{stop, loop};
    std::size_t next = 0;
    for (std::size_t i = 0; i < std::min(questions.size(), office.at_once); ++i) {
      loop.start(ask_next_ones(office, questions, policies, next, loop, stop), [] {});
    }
    loop.run();
  }
  std::vector<std::string> configured;
  std::ranges::transform(office.configuration.tenants, std::back_inserter(configured),
                         &Tenant::name);
  for (const auto& each : questions) {
    if (!each.account) {
      continue;
    }
    if (auto kept = office.store->know_account(each.tenant->name, *each.account, configured,
                                               office.clock());
        !kept) {
      return kept;
    }
  }
  return {};
}

Result<std::string>
known_account(const Store& store, std::string_view tenant)
{
  return store.account(tenant).and_then(
      [&](const std::optional<std::string>& account) -> Result<std::string> {
        if (!account) {
          return fail(Failure::invalid,
                      fmt::format("{} has not told yet whose it is: klausur doctor {} says why",
                                  tenant, tenant));
        }
        return *account;
      });
}

} // namespace klausur
