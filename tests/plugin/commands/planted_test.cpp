// What is planted where no check looks is kept nowhere; where one looks, what has the shape of
// a secret or of a person's data is masked. Of every document of every vendor.

#include "connectors/model/keeper.hpp"
#include "policies/engine/load.hpp"
#include "policies/engine/looked_at.hpp"
#include "tests/plugin/commands/fixtures.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>

using namespace klausur;
using namespace klausur::test;

namespace {

constexpr std::string_view k_plant = "pl4nted";

/// Put a text in the place of every text, number and switch, and one more member into every
/// object and list.
void
plant(JsonValue& value, std::string_view text, std::string_view name,
      Json::AllocatorType& memory)
{
  const auto planted = [&] {
    return JsonValue{text.data(), static_cast<rapidjson::SizeType>(text.size()), memory};
  };
  if (value.IsObject()) {
    for (auto& each : value.GetObject()) {
      plant(each.value, text, name, memory);
    }
    set_member(value, name, text, memory);
  } else if (value.IsArray()) {
    for (auto& each : value.GetArray()) {
      plant(each, text, name, memory);
    }
    value.PushBack(planted(), memory);
  } else if (!value.IsNull()) {
    value = planted();
  }
}

/// Everywhere where the planted text stands, the address has to be one that is kept.
void
expect_only_kept(const JsonValue& value, Address& at, const Kept& kept, const Address& list)
{
  const auto go_on = [&](std::string step, const JsonValue& inner, bool in_list) {
    const Address above = at;
    at.steps.push_back(std::move(step));
    expect_only_kept(inner, at, kept, in_list ? above : at);
    at.steps.pop_back();
  };
  if (value.IsObject()) {
    for (const auto& each : value.GetObject()) {
      go_on(std::string{text_of(each.name)}, each.value, false);
    }
  } else if (value.IsArray()) {
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
      go_on(std::to_string(i), value[i], true);
    }
  } else if (value.IsString() && text_of(value).find(k_plant) != std::string_view::npos) {
    Address doubted = at; // What a connector could not tell stands in the value's place.
    while (!doubted.steps.empty() && doubted.steps.back() != "unclear" &&
           doubted.steps.back() != "because") {
      doubted.steps.pop_back();
    }
    if (!doubted.steps.empty()) {
      doubted.steps.pop_back();
    }
    BOOST_TEST((kept.holds(at) || kept.holds(list) || kept.holds(doubted)), to_text(at));
  }
}

/// Each shipped policy with what it looks at, and each of its scenarios.
void
for_each_scenario(
    const std::function<void(const Keeper&, const Kept&, const std::filesystem::path&)>& take)
{
  const auto catalogue = load_catalogue(k_root).value();
  for (const auto& vendor : vendors_with_policies(k_root)) {
    const auto policy = load_policy(k_root, vendor, catalogue).value();
    const Kept kept = looked_at(policy);
    const Keeper keeper{policy.manifest, kept, "a key"};
    for (const auto& scenario : scenarios_of(vendor)) {
      take(keeper, kept, scenario);
    }
  }
}

void
plant_in(Snapshot& snapshot, std::string_view text, std::string_view name)
{
  for (auto& reading : snapshot.readings) {
    if (reading.content) {
      plant(*reading.content, text, name, reading.content->GetAllocator());
    }
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(planted_test)

BOOST_AUTO_TEST_CASE(what_no_check_looks_at_is_not_kept)
{
  std::size_t documents = 0;
  for_each_scenario([&](const Keeper& keeper, const Kept& kept, const auto& scenario) {
    auto snapshot = snapshot_of(scenario);
    plant_in(snapshot, k_plant, "erika.mustermann@example.org");
    keeper.keep(snapshot);
    for (const auto& reading : snapshot.readings) {
      if (reading.content) {
        Address at{reading.document.str(), {}};
        expect_only_kept(*reading.content, at, kept, at);
        ++documents;
      }
    }
    const auto text = to_text(to_json(snapshot));
    BOOST_TEST(text.find("mustermann") == std::string::npos, scenario);
  });
  BOOST_TEST(documents > 200U);
}

BOOST_AUTO_TEST_CASE(what_has_the_shape_of_a_secret_or_a_person_is_masked_where_a_check_looks)
{
  constexpr std::pair<std::string_view, std::string_view> shapes[] = {
      {"postgres://me:pl4nted@db:5432/x", "pl4nted"},
      {"https://meet.example.org/x?jwt=pl4nted&a=b", "pl4nted"},
      {"https://hooks.example.org/services/T0/B1/pl4nted", "pl4nted"},
      {"https://0pl4nted0@sentry.example.org/7", "pl4nted"},
      {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.pl4nted", "pl4nted"},
      {"xoxb-12345678901-pl4nted", "pl4nted"},
      {"{\"credential\": \"pl4nted\", \"urls\": [\"turn:t\"]}", "pl4nted"},
      {"erika.mustermann@example.org", "mustermann"},
      {"Please call Erika Mustermann, +49 30 1234567", "Mustermann"},
      {"Frau Mustermann (e.mustermann@example.org)", "Mustermann"},
  };
  for_each_scenario([&](const Keeper& keeper, const Kept&, const auto& scenario) {
    for (const auto& [text, secret] : shapes) {
      auto snapshot = snapshot_of(scenario);
      plant_in(snapshot, text, "more");
      keeper.keep(snapshot);
      BOOST_TEST(to_text(to_json(snapshot)).find(secret) == std::string::npos,
                 scenario << " " << text);
    }
  });
}

BOOST_AUTO_TEST_SUITE_END()
