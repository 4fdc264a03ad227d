#include "plugin/change/approval.hpp"
#include "tests/plugin/change/bench.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::test;

namespace {

/// Two people and a plan that they are asked about.
struct People
{
  Signer ada = signer("Ada");
  Signer bob = signer("Bob");
  std::vector<Approver> listed{ada.person, bob.person};
  Bond bond{.tenant = "t", .made_at = k_now, .ends_at = k_now + k_plan_life};

  static Signer signer(std::string name)
  {
    auto key = SigningKey::make().value();
    Approver person{std::move(name), key.public_key().name()};
    return {std::move(person), std::move(key)};
  }

  /// As the journal has it.
  [[nodiscard]] static JournalEntry kept(const Approval& approval)
  {
    JournalEntry entry;
    entry.kind = Approval::k_kind;
    entry.body = body_of(Entry{approval}, [](const std::string&) { return "digest"; });
    return entry;
  }

  [[nodiscard]] std::optional<std::string>
  missing(const JournalEntry& entry, const Signer& requester, Time now = k_now) const
  {
    return missing_approval(std::span{&entry, 1}, "sha256:1", bond, requester.person.key,
                            listed, now);
  }
};

} // namespace

BOOST_AUTO_TEST_SUITE(approval_test)

BOOST_AUTO_TEST_CASE(somebody_else_has_to_sign_and_the_requester_does_not_count)
{
  const People people;
  const auto entry = People::kept(approval_by(people.bob, "sha256:1", people.bond).value());

  BOOST_TEST(!people.missing(entry, people.ada).has_value());
  BOOST_TEST(people.missing(entry, people.bob).has_value());
  BOOST_TEST(people.missing(JournalEntry{}, people.ada).has_value());
}

BOOST_AUTO_TEST_CASE(an_approval_is_for_one_plan_ends_with_it_and_cannot_be_altered)
{
  const People people;
  const auto approval = approval_by(people.bob, "sha256:1", people.bond).value();

  BOOST_TEST(
      people.missing(People::kept(approval), people.ada, people.bond.ends_at).has_value());
  auto other = approval;
  other.plan = "sha256:2";
  BOOST_TEST(people.missing(People::kept(other), people.ada).has_value());
  auto longer = approval;
  longer.ends_at = people.bond.ends_at + std::chrono::hours{1};
  BOOST_TEST(people.missing(People::kept(longer), people.ada).has_value());
  auto forged = approval;
  forged.signature = approval_by(people.ada, "sha256:1", people.bond)->signature;
  BOOST_TEST(people.missing(People::kept(forged), people.ada).has_value());
}

BOOST_AUTO_TEST_CASE(a_key_that_is_not_listed_approves_nothing)
{
  const People people;
  const auto stranger = People::signer("Eve");
  const auto entry = People::kept(approval_by(stranger, "sha256:1", people.bond).value());

  BOOST_TEST(people.missing(entry, people.ada).has_value());
}

BOOST_AUTO_TEST_CASE(an_approval_that_lasts_longer_than_its_plan_is_none)
{
  const People people;
  auto longer = people.bond;
  longer.ends_at += std::chrono::hours{1};
  const auto entry = People::kept(approval_by(people.bob, "sha256:1", longer).value());

  BOOST_TEST(people.missing(entry, people.ada).has_value());
}

BOOST_AUTO_TEST_CASE(an_approval_of_a_plan_of_another_tenant_is_none)
{
  const People people;
  auto elsewhere = people.bond;
  elsewhere.tenant = "other";
  const auto entry = People::kept(approval_by(people.bob, "sha256:1", elsewhere).value());

  BOOST_TEST(people.missing(entry, people.ada).has_value());
}

BOOST_AUTO_TEST_CASE(the_key_of_the_requester_under_another_name_approves_nothing)
{
  People people;
  const auto entry = People::kept(approval_by(people.ada, "sha256:1", people.bond).value());
  people.listed = {{"Eve", people.ada.person.key}, people.bob.person};

  BOOST_TEST(people.missing(entry, people.ada).has_value());
  BOOST_TEST(people.missing(entry, people.bob).has_value()); // It was signed as Ada.
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_back_revives_no_approval)
{
  const People people;
  const auto later = [&] {
    JournalEntry entry;
    entry.kind = RunEnded::k_kind;
    entry.at = people.bond.ends_at;
    return entry;
  };
  std::vector<JournalEntry> entries;
  entries.push_back(later()); // A fault of the clock before it was given.
  entries.push_back(People::kept(approval_by(people.bob, "sha256:1", people.bond).value()));
  const auto missing = [&] {
    return missing_approval(entries, "sha256:1", people.bond, people.ada.person.key,
                            people.listed, k_now);
  };

  BOOST_TEST(!missing().has_value());
  entries.push_back(later());
  BOOST_TEST(missing().has_value());
}

BOOST_AUTO_TEST_CASE(what_deletes_or_locks_out_takes_two_and_what_four_eyes_see_always_does)
{
  ChangeSet set;
  Tenant tenant;
  set.changes = {change("a#/x", "0", "1")};
  BOOST_TEST(!takes_two(set, tenant));
  for (const Danger danger : {Danger::deletes, Danger::own_access, Danger::sign_in}) {
    set.changes[0].risks = std::vector<Risk>{{.danger = danger, .says = {}}};
    BOOST_TEST(takes_two(set, tenant));
  }
  for (const Danger danger : {Danger::restart, Danger::people}) {
    set.changes[0].risks = std::vector<Risk>{{.danger = danger, .says = {}}};
    BOOST_TEST(!takes_two(set, tenant));
  }
  tenant.four_eyes = true;
  BOOST_TEST(takes_two(set, tenant));
  set.bond.run = "run-1";
  BOOST_TEST(takes_two(set, tenant));
  tenant.four_eyes = false;
  BOOST_TEST(!takes_two(set, tenant));
}

BOOST_AUTO_TEST_SUITE_END()
