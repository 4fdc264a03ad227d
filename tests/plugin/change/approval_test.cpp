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

BOOST_AUTO_TEST_CASE(what_deletes_or_locks_out_takes_two_and_a_way_back_does_not)
{
  ChangeSet set;
  set.changes = {change("a#/x", "0", "1")};
  BOOST_TEST(!takes_two(set));
  for (const Danger danger : {Danger::deletes, Danger::own_access, Danger::sign_in}) {
    set.changes[0].risks = std::vector<Risk>{{.danger = danger, .says = {}}};
    BOOST_TEST(takes_two(set));
  }
  set.bond.run = "run-1";
  BOOST_TEST(!takes_two(set));
  set.bond.run.clear();
  for (const Danger danger : {Danger::restart, Danger::people}) {
    set.changes[0].risks = std::vector<Risk>{{.danger = danger, .says = {}}};
    BOOST_TEST(!takes_two(set));
  }
}

BOOST_AUTO_TEST_SUITE_END()
