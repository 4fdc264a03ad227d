#include "connectors/oauth/bearer.hpp"
#include "connectors/oauth/seal.hpp"
#include "connectors/oauth/token_file.hpp"
#include "tests/connectors/rest/desk.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace klausur;
using namespace klausur::test;
namespace fs = std::filesystem;

namespace {

/// A vendor whose refresh tokens work once, and a tenant that keeps them in a file.
struct Household
{
  Household()
  {
    std::string pattern = (fs::temp_directory_path() / "klausur-token-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    setenv("KLAUSUR_TEST_TOKEN_KEY", std::string(64, 'a').c_str(), 1);
    setenv("KLAUSUR_TEST_OTHER_KEY", std::string(64, 'b').c_str(), 1);
    setenv("KLAUSUR_TEST_SECRET", "client-s3cret", 1);
    desk.tenant.auth = {{"client_id", "C1"},
                        {"client_secret", "env:KLAUSUR_TEST_SECRET"},
                        {"refresh_token", "file:" + file().string()},
                        {"token_key", "env:KLAUSUR_TEST_TOKEN_KEY"}};
    write(file(), "rotating-0\n");
  }
  ~Household() { fs::remove_all(folder); }
  Household(const Household&) = delete;
  Household& operator=(const Household&) = delete;

  [[nodiscard]] fs::path file() const { return folder / "refresh"; }
  [[nodiscard]] fs::path next() const { return folder / "refresh.new"; }

  static void write(const fs::path& path, std::string_view text)
  {
    std::ofstream{path, std::ios::binary} << text;
  }
  static std::string text(const fs::path& path)
  {
    std::stringstream all;
    all << std::ifstream{path, std::ios::binary}.rdbuf();
    return all.str();
  }

  Reply answer(const Received& request)
  {
    if (!answers) {
      return {.fault = Fault::hang_up};
    }
    if (!has(request.body, fmt::format("refresh_token=rotating-{}", spent))) {
      return {.status = 400, .body = R"({"error":"invalid_grant"})"};
    }
    ++spent;
    return {.body = fmt::format(R"({{"access_token":"entrance-{0}","expires_in":1209600,)"
                                R"("refresh_token":"rotating-{0}"}})",
                                spent)};
  }

  /// A run of the program: what is sent as Authorization, or why there is nothing.
  std::string run()
  {
    Bearer bearer{desk.at, "/token"};
    Request request;
    const auto done = wait(desk.at, bearer.authorise(request));
    return done ? request.headers.front().second
                : std::string{name_of(done.error().kind)} + ": " + done.error().what;
  }

  fs::path folder;
  int spent = 0;
  bool answers = true;
  Desk desk{[this](const Received& request) { return answer(request); }};
};

/// As if the disk were full: no file may grow beyond `bytes`.
class FullDisk
{
public:
  explicit FullDisk(rlim_t bytes)
  {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &m_before);
    rlimit tight = m_before;
    tight.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &tight);
  }
  ~FullDisk() { setrlimit(RLIMIT_FSIZE, &m_before); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

private:
  rlimit m_before{};
};

} // namespace

BOOST_AUTO_TEST_SUITE(token_file_test)

BOOST_AUTO_TEST_CASE(a_bare_token_is_taken_once_and_nothing_of_it_stays_readable)
{
  Household home;

  BOOST_TEST(home.run() == "Bearer entrance-1");

  const auto kept = home.text(home.file());
  BOOST_TEST(Seal::is_sealed(kept));
  BOOST_TEST(!has(kept, "rotating"));
  BOOST_TEST(!has(kept, "entrance"));
  const auto mode = fs::status(home.file()).permissions() & fs::perms::all;
  BOOST_TEST((mode == (fs::perms::owner_read | fs::perms::owner_write)));
  BOOST_TEST(!fs::exists(home.next()));
}

BOOST_AUTO_TEST_CASE(the_next_run_spends_no_token_until_the_end_that_the_answer_named)
{
  Household home;
  BOOST_TEST(home.run() == "Bearer entrance-1");

  home.desk.seconds += 1209600 - 61;
  BOOST_TEST(home.run() == "Bearer entrance-1");
  BOOST_TEST(home.spent == 1);
  home.desk.seconds += 1;
  BOOST_TEST(home.run() == "Bearer entrance-2");
}

BOOST_AUTO_TEST_CASE(a_bare_token_is_sealed_before_it_is_spent)
{
  Household home;
  home.answers = false;

  BOOST_TEST(home.run().starts_with("unreachable"));

  BOOST_TEST(Seal::is_sealed(home.text(home.file())));
  home.answers = true;
  BOOST_TEST(home.run() == "Bearer entrance-1");
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_opened_is_refused_and_neither_sent_nor_overwritten)
{
  Household home;
  BOOST_TEST(home.run() == "Bearer entrance-1");
  const auto kept = home.text(home.file());
  auto tampered = kept;
  tampered[40] = tampered[40] == '0' ? '1' : '0';

  for (const auto& broken : {kept.substr(0, kept.size() / 2), tampered, std::string{"\n"}}) {
    home.write(home.file(), broken);
    const auto words = home.run();
    BOOST_TEST(words.starts_with("invalid"), words);
    BOOST_TEST(has(words, home.file().string()), words);
    BOOST_TEST(home.text(home.file()) == broken);
  }
  home.write(home.file(), kept);
  home.desk.tenant.auth["token_key"] = "env:KLAUSUR_TEST_OTHER_KEY";
  BOOST_TEST(has(home.run(), "another key"));
  home.desk.tenant.auth.erase("token_key");
  BOOST_TEST(has(home.run(), "token_key"));
  home.desk.tenant.auth["token_key"] = "env:KLAUSUR_TEST_SECRET";
  BOOST_TEST(has(home.run(), "openssl rand -hex 32"));

  BOOST_TEST(home.text(home.file()) == kept);
  BOOST_TEST(home.spent == 1);
}

BOOST_AUTO_TEST_CASE(a_crash_after_the_new_tokens_are_written_loses_nothing)
{
  Household home;
  BOOST_TEST(home.run() == "Bearer entrance-1");
  const auto before = home.text(home.file());
  home.desk.seconds += 1209600;
  BOOST_TEST(home.run() == "Bearer entrance-2");
  // The old file stands, the new one is whole beside it: the rename never happened. Behind
  // the line there may still be the room that was reserved.
  home.write(home.next(), home.text(home.file()) + std::string(100, '\0'));
  home.write(home.file(), before);

  BOOST_TEST(home.run() == "Bearer entrance-2");

  BOOST_TEST(home.spent == 2);
  BOOST_TEST(!fs::exists(home.next()));
}

BOOST_AUTO_TEST_CASE(
    a_crash_amid_the_writing_keeps_the_old_token_and_says_so_when_it_is_refused)
{
  Household home;
  BOOST_TEST(home.run() == "Bearer entrance-1");
  const auto kept = home.text(home.file());
  for (const auto& half :
       {kept.substr(0, 60) + std::string(100, '\0'), std::string(64, '\0'), std::string{}}) {
    home.write(home.next(), half);
    BOOST_TEST(home.run() == "Bearer entrance-1"); // Its time has not come: all is well.
    BOOST_TEST(home.text(home.file()) == kept);
  }

  home.desk.seconds += 1209600;
  home.spent = 7; // The vendor gave a next one, which nobody has.
  const auto words = home.run();

  BOOST_TEST(words.starts_with("unauthorised"), words);
  BOOST_TEST(has(words, "cut off"), words);
}

BOOST_AUTO_TEST_CASE(an_answer_that_never_came_is_remembered_by_the_next_run)
{
  Household home;
  home.answers = false;
  BOOST_TEST(home.run().starts_with("unreachable"));
  home.answers = true;
  home.spent = 7;

  BOOST_TEST(has(home.run(), "cut off"));

  BOOST_TEST(!has(home.run(), "cut off")); // The vendor has answered: no doubt is left.
}

BOOST_AUTO_TEST_CASE(on_a_full_disk_no_token_is_spent)
{
  Household home;
  BOOST_TEST(home.run() == "Bearer entrance-1");
  home.desk.seconds += 1209600;
  const auto kept = home.text(home.file());
  {
    const FullDisk full{1024};
    const auto words = home.run();
    BOOST_TEST(words.starts_with("unreachable"), words);
    BOOST_TEST(has(words, "room"), words);
  }
  BOOST_TEST(home.spent == 1);
  BOOST_TEST(home.text(home.file()) == kept);

  BOOST_TEST(home.run() == "Bearer entrance-2");
}

BOOST_AUTO_TEST_CASE(without_a_key_the_bare_refresh_token_is_kept_and_nothing_else)
{
  Household home;
  home.desk.tenant.auth.erase("token_key");

  BOOST_TEST(home.run() == "Bearer entrance-1");

  BOOST_TEST(home.text(home.file()) == "rotating-1\n");
}

BOOST_AUTO_TEST_CASE(no_secret_is_in_a_message)
{
  Household home;
  home.spent = 7;

  const auto words = home.desk.redactor.redact(home.run() + " rotating-0 client-s3cret");

  BOOST_TEST(!has(words, "rotating-0"));
  BOOST_TEST(!has(words, "client-s3cret"));
  BOOST_TEST(home.desk.redactor.redact(std::string(64, 'a')) == "***");
}

BOOST_AUTO_TEST_SUITE_END()
