#include "connectors/base/plain_text.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(plain_text_test)

BOOST_AUTO_TEST_CASE(valid_text_comes_back_as_it_was)
{
  for (const std::string_view text :
       {"", "plain", "Prüfung", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xd7\xa9\xd7\x9c",
        "\xf4\x8f\xbf\xbf"}) {
    BOOST_TEST(valid_utf8(text) == text);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_utf8_is_replaced_byte_by_byte)
{
  const std::string mark = "\xef\xbf\xbd";
  BOOST_TEST(valid_utf8("a\xff"
                        "b") == "a" + mark + "b");
  BOOST_TEST(valid_utf8("\xc3") == mark);                                  // cut off
  BOOST_TEST(valid_utf8("\xc0\xaf") == mark + mark);                       // overlong
  BOOST_TEST(valid_utf8("\xe0\x80\xaf") == mark + mark + mark);            // overlong
  BOOST_TEST(valid_utf8("\xed\xa0\x80") == mark + mark + mark);            // surrogate
  BOOST_TEST(valid_utf8("\xf4\x90\x80\x80") == mark + mark + mark + mark); // beyond the last
}

BOOST_AUTO_TEST_CASE(any_bytes_become_valid_and_stay_so)
{
  std::mt19937 random{20261124};
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(random() % 24, '\0');
    for (char& byte : bytes) {
      byte = static_cast<char>(random());
    }
    const std::string once = valid_utf8(bytes);
    BOOST_TEST(valid_utf8(once) == once);
    BOOST_TEST(printable(bytes).find('\x1b') == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(what_a_terminal_would_obey_is_shown)
{
  BOOST_TEST(printable("a\x1b[31mb") == "a\\u001b[31mb");
  BOOST_TEST(printable("a\xe2\x80\xae"
                       "b") == "a\\u202eb");
  BOOST_TEST(printable("\xc2\x9b"
                       "1m") == "\\u009b1m");
  BOOST_TEST(printable("a\r\n\tb") == "a   b");
  BOOST_TEST(printable("\xd7\xa9\xd7\x9c") == "\xd7\xa9\xd7\x9c");
}

BOOST_AUTO_TEST_CASE(what_nobody_would_see_is_shown)
{
  BOOST_TEST(printable("a\xe2\x80\x8b"
                       "b") == "a\\u200bb");                     // no width
  BOOST_TEST(printable("\xf3\xa0\x81\x81") == "\\udb40\\udc41"); // a tag
  BOOST_TEST(printable("\xef\xbb\xbf") == "\\ufeff");
  BOOST_TEST(printable("\xc2\xad") == "\\u00ad");
}

BOOST_AUTO_TEST_CASE(lines_and_our_own_colours_pass_the_last_door_and_nothing_else)
{
  BOOST_TEST(printable_lines("one\ntwo\x1b[2J") == "one\ntwo\\u001b[2J");
  BOOST_TEST(printable_lines("\x1b[1;31mred\x1b[0m", /*coloured=*/true) ==
             "\x1b[1;31mred\x1b[0m");
  BOOST_TEST(printable_lines("\x1b]0;title\x07", /*coloured=*/true) ==
             "\\u001b]0;title\\u0007");
  BOOST_TEST(printable_lines("\x1b[31mred") == "\\u001b[31mred");
}

BOOST_AUTO_TEST_CASE(columns_are_characters_and_not_bytes)
{
  BOOST_TEST(columns_of("Prüfung") == 7U);
  BOOST_TEST(columns_of("e\xcc\x81") == 1U);    // a mark over the letter
  BOOST_TEST(columns_of("\xe4\xb8\xad") == 2U); // wide
  BOOST_TEST(first_columns("ÄÖÜ", 2) == "ÄÖ");
  BOOST_TEST(first_columns("a\xe4\xb8\xad", 2) == "a");
}

BOOST_AUTO_TEST_CASE(lines_break_between_words)
{
  BOOST_TEST(wrapped("eins zwei drei vier fünf", 2, 18) == "eins zwei drei\n  vier fünf");
  BOOST_TEST(wrapped("äääääää öööööööö", 0, 16) == "äääääää öööööööö");
  BOOST_TEST(wrapped("äääääää ööööööööö", 0, 16) == "äääääää\nööööööööö");
  BOOST_TEST(wrapped("", 2, 20) == "");
}

BOOST_AUTO_TEST_CASE(a_word_longer_than_the_line_is_broken)
{
  BOOST_TEST(wrapped("see " + std::string(40, 'x'), 0, 16) == "see\n" + std::string(16, 'x') +
                                                                  "\n" + std::string(16, 'x') +
                                                                  "\n" + std::string(8, 'x'));
}

BOOST_AUTO_TEST_SUITE_END()
