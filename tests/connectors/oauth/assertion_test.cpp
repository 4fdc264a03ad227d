#include "connectors/oauth/assertion.hpp"
#include "connectors/oauth/token.hpp"
#include "tests/connectors/rest/desk.hpp"
#include "tests/support/assertions.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::test;

namespace {

constexpr std::string_view k_passphrase = "correct horse";

const Claims k_claims{.issuer = "robot@example.org",
                      .subject = "admin@example.org",
                      .audience = "https://token.example.org/",
                      .scope = "a b",
                      .life = std::chrono::seconds{600}};

Json
claims_now(const Claims& claims = k_claims)
{
  return claims_at(claims, Time{std::chrono::seconds{1'000}}).value();
}

} // namespace

BOOST_AUTO_TEST_SUITE(assertion_test)

BOOST_AUTO_TEST_CASE(both_signatures_are_good_to_a_verifier_of_their_own_kind_only)
{
  const RsaPair pair;
  const auto key = AssertionKey::from_pem(pair.private_pem()).value();
  Json header{rapidjson::kObjectType};
  set_member(header, "kid", "k1", header.GetAllocator());

  const auto rs = key.sign(header, claims_now(), SignedBy::rs256).value();
  const auto ps = key.sign(header, claims_now(), SignedBy::ps256).value();

  BOOST_TEST(pair.verifies(rs, /*by_pss=*/false));
  BOOST_TEST(!pair.verifies(rs, /*by_pss=*/true));
  BOOST_TEST(pair.verifies(ps, /*by_pss=*/true));
  BOOST_TEST(!pair.verifies(ps, /*by_pss=*/false));
  BOOST_TEST(part_of(rs, 0) == R"({"alg":"RS256","typ":"JWT","kid":"k1"})");
  BOOST_TEST(part_of(ps, 0) == R"({"alg":"PS256","typ":"JWT","kid":"k1"})");
  BOOST_TEST(part_of(rs, 1) ==
             R"({"iss":"robot@example.org","sub":"admin@example.org",)"
             R"("aud":"https://token.example.org/","scope":"a b","iat":1000,"exp":1600})");
  BOOST_TEST(!pair.verifies(rs.substr(0, rs.size() - 2) + "AA", /*by_pss=*/false));
}

BOOST_AUTO_TEST_CASE(numbers_of_assertions_never_come_again)
{
  auto claims = k_claims;
  claims.is_numbered = true;
  const auto first = claims_now(claims);

  BOOST_TEST(member_text(first, "jti") != member_text(claims_now(claims), "jti"));
  BOOST_TEST(member(first, "nbf")->GetInt64() == 1000);
}

BOOST_AUTO_TEST_CASE(an_encrypted_key_opens_with_its_passphrase_and_nothing_else)
{
  const RsaPair pair;
  const auto pem = pair.private_pem(k_passphrase);

  BOOST_TEST(AssertionKey::from_pem(pem, std::string{k_passphrase}).has_value());
  for (const auto& wrong :
       {std::string{}, std::string{"wrong horse"}, std::string(5000, 'x')}) {
    const auto key = AssertionKey::from_pem(pem, wrong);
    BOOST_TEST_REQUIRE(!key.has_value());
    BOOST_TEST((key.error().kind == Failure::invalid));
    BOOST_TEST(has(key.error().what, "the passphrase does not open it"), key.error().what);
    BOOST_TEST(!has(key.error().what, "horse"));
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_key_for_this_is_refused_without_showing_it)
{
  const std::string weak = RsaPair{1024}.private_pem();
  BOOST_TEST(has(AssertionKey::from_pem(weak).error().what, "2048 bits"));
  for (const std::string text : {"", "s3cret", "-----BEGIN PRIVATE KEY-----\ns3cret\n"}) {
    const auto what = AssertionKey::from_pem(text).error().what;
    BOOST_TEST(has(what, "no private key in PEM"), what);
    BOOST_TEST(!has(what, "s3cret"), what);
  }
}

BOOST_AUTO_TEST_CASE(each_renewal_asserts_anew_and_a_refusal_means_what_its_code_says)
{
  const RsaPair pair;
  const auto key = AssertionKey::from_pem(pair.private_pem()).value();
  std::string refusal;
  Desk desk{[&](const Received&) {
    return refusal.empty() ? Reply{.body = R"({"access_token":"token-1","expires_in":3600})"}
                           : Reply{.status = 401, .body = refusal};
  }};
  const auto source = [&] {
    return TokenSource{desk.http,
                       desk.redactor,
                       desk.clock,
                       {.url = desk.server.url("/token"),
                        .user = {},
                        .password = {},
                        .form = {{"grant_type", "jwt"}},
                        .refresh_token = {},
                        .proof =
                            [&](Time now) {
                              return claims_at(k_claims, now)
                                  .and_then([&](const Json& claims) {
                                    return key.sign(Json{rapidjson::kObjectType}, claims,
                                                    SignedBy::rs256);
                                  })
                                  .map([](std::string text) {
                                    return Parameters{{"assertion", std::move(text)}};
                                  });
                            },
                        .kinds = {{"unauthorized_client", Failure::forbidden}}}};
  };
  auto tokens = source();
  BOOST_TEST(wait(desk.at, tokens.access_token()).has_value());
  desk.seconds += 3600;
  BOOST_TEST(wait(desk.at, tokens.access_token()).has_value());

  const auto received = desk.server.received();
  BOOST_TEST_REQUIRE(received.size() == 2U);
  BOOST_TEST(received[0].body.starts_with("grant_type=jwt&assertion=ey"));
  BOOST_TEST(received[0].body != received[1].body);
  BOOST_TEST(has(part_of(received[1].body, 1), R"("iat":1000003600,"exp":1000004200)"));

  refusal = R"({"error":"unauthorized_client"})";
  BOOST_TEST((wait(desk.at, source().access_token()).error().kind == Failure::forbidden));
  refusal = R"({"error":"invalid_grant"})";
  const auto error = wait(desk.at, source().access_token()).error();
  BOOST_TEST((error.kind == Failure::unauthorised));
  BOOST_TEST(has(error.what, "invalid_grant). Check whose key it is"), error.what);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_asserted_is_said_and_nothing_is_sent)
{
  Desk desk{[](const Received&) { return Reply{}; }};
  TokenSource tokens{
      desk.http,
      desk.redactor,
      desk.clock,
      {.url = desk.server.url("/token"),
       .user = {},
       .password = {},
       .form = {},
       .refresh_token = {},
       .proof = [](Time) -> Result<Parameters> { return fail(Failure::invalid, "no key"); }}};

  BOOST_TEST(wait(desk.at, tokens.access_token()).error().what == "no key");
  BOOST_TEST(desk.server.requests() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
