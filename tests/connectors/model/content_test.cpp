#include "connectors/model/content.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

constexpr const char* k_text = R"({"on":true,"names":["a","b"],"days":30})";

} // namespace

BOOST_AUTO_TEST_SUITE(content_test)

BOOST_AUTO_TEST_CASE(a_packed_content_reads_as_before)
{
  TextPool pool;
  Content content = parse_json(k_text);
  content.pack(pool);

  BOOST_TEST(content.has_value());
  BOOST_TEST(content.text() == k_text);
  BOOST_TEST((*content)["days"].GetInt() == 30);
  content.drop_tree();
  BOOST_TEST(content->MemberCount() == 3U);
}

BOOST_AUTO_TEST_CASE(contents_that_say_the_same_share_one_text)
{
  TextPool pool;
  Content one = parse_json(k_text);
  Content other = parse_json(k_text);
  Content different = parse_json("{}");
  for (Content* each : {&one, &other, &different}) {
    each->pack(pool);
  }

  BOOST_TEST(one.text().str().data() == other.text().str().data());
  BOOST_TEST(different.text() == "{}");
}

BOOST_AUTO_TEST_CASE(a_change_to_a_packed_content_is_kept)
{
  TextPool pool;
  Content content = parse_json(k_text);
  content.pack(pool);

  set_member(*content, "on", false, content->GetAllocator());
  content.drop_tree(); // There is no text that says the same, so it stays.

  BOOST_TEST((*content)["on"].IsFalse());
  content.pack(pool);
  BOOST_TEST(content.text() == R"({"on":false,"names":["a","b"],"days":30})");
}

BOOST_AUTO_TEST_CASE(a_gap_stays_a_gap_and_has_no_tree)
{
  TextPool pool;
  Content gap = fail(Failure::forbidden, "no", "read:x");
  gap.pack(pool);
  gap.drop_tree();

  BOOST_TEST(!gap.has_value());
  BOOST_TEST((gap.error().kind == Failure::forbidden));
  BOOST_TEST(gap.error().scope == "read:x");
  Content unread = parse_json("{");
  BOOST_TEST((unread.error().kind == Failure::unexpected));
}

BOOST_AUTO_TEST_CASE(a_content_that_nobody_set_is_null)
{
  BOOST_TEST(Content {} -> IsNull());
  BOOST_TEST(Content::packed("[1]")->Size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
