#include "connectors/files/file_tree.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <vector>

using namespace klausur;
using klausur::test::holds;
namespace fs = std::filesystem;

namespace {

/// A copied tree; what lies beside it must never be seen.
struct Copy
{
  Copy()
  {
    folder.write("outside", "OUTSIDE");
    folder.write("copy/etc/app/main.conf", "main");
    tree = FileTree::open(root()).value();
  }

  [[nodiscard]] fs::path root() const { return folder.path() / "copy"; }
  fs::path link(const char* name, const fs::path& target) const
  {
    fs::create_directories((root() / name).parent_path());
    fs::create_symlink(target, root() / name);
    return root() / name;
  }

  TemporaryFolder folder;
  FileTree tree;
};

std::string
text_in(const FileTree& tree, const fs::path& file)
{
  const auto text = tree.read(file);
  return text ? *text : "refused: " + text.error().what;
}

} // namespace

BOOST_AUTO_TEST_SUITE(file_tree_test)

BOOST_AUTO_TEST_CASE(a_file_is_read_by_its_shown_path)
{
  const Copy copy;

  BOOST_TEST(text_in(copy.tree, copy.root() / "etc/app/main.conf") == "main");
  BOOST_TEST(text_in(copy.tree, copy.root() / "etc/../etc/app/./main.conf") == "main");
}

BOOST_AUTO_TEST_CASE(nothing_leads_out_of_the_tree)
{
  const Copy copy;
  const fs::path outside = copy.folder.path() / "outside";
  copy.link("a", outside);
  copy.link("b", "../outside");
  copy.link("c", "../../../../../../../../../../" / outside.relative_path());
  copy.link("up", "..");
  copy.link("absolute", copy.folder.path());
  copy.link("self", "/proc/self/root");

  for (const char* name :
       {"a", "b", "c", "up/outside", "absolute/outside", "self/etc/hostname", "../outside"}) {
    const std::string text = text_in(copy.tree, copy.root() / name);
    BOOST_TEST(holds(text, "refused: "), name << ": " << text);
    BOOST_TEST(!holds(text, "OUTSIDE"));
  }
  BOOST_TEST(holds(text_in(copy.tree, outside), "is not part of"));
  BOOST_TEST((copy.tree.kind_of(copy.root() / "a") == FileKind::nothing));
  BOOST_TEST((copy.tree.kind_of(outside) == FileKind::nothing));
  BOOST_TEST(!copy.tree.is_there(outside));
  BOOST_TEST(!copy.tree.list(copy.root() / "..").has_value());
  BOOST_TEST(!copy.tree.mode_of(copy.root() / "a").has_value());
  BOOST_TEST(!copy.tree.below(copy.root() / "absolute").has_value());
}

BOOST_AUTO_TEST_CASE(absolute_links_lead_into_the_tree_as_on_the_machine_it_was_copied_from)
{
  const Copy copy;
  copy.link("etc/app/conf.d/site", "/etc/app/main.conf");
  copy.link("srv", "/etc");

  BOOST_TEST(text_in(copy.tree, copy.root() / "etc/app/conf.d/site") == "main");
  BOOST_TEST(text_in(copy.tree, copy.root() / "srv/app/main.conf") == "main");
  BOOST_TEST(copy.tree.place_of("/etc/app").value() == copy.root() / "etc/app");
}

BOOST_AUTO_TEST_CASE(a_copy_of_etc_under_another_name_has_its_links_lead_into_it)
{
  const TemporaryFolder folder;
  folder.write("backup/app/avail/site", "site");
  folder.write("outside", "OUTSIDE");
  fs::create_directory(folder.path() / "backup/app/enabled");
  fs::create_symlink("/etc/app/avail/site", folder.path() / "backup/app/enabled/site");
  fs::create_symlink("../avail/site", folder.path() / "backup/app/enabled/near");
  fs::create_symlink(folder.path() / "outside", folder.path() / "backup/app/out");
  fs::create_symlink("../../../outside", folder.path() / "backup/app/up");

  const auto tree = FileTree::around_etc(folder.path() / "backup").value();

  BOOST_TEST(text_in(tree, folder.path() / "backup/app/enabled/site") == "site");
  BOOST_TEST(text_in(tree, folder.path() / "backup/app/enabled/near") == "site");
  BOOST_TEST(tree.place_of("/etc/app/x").value() == folder.path() / "backup/app/x");
  BOOST_TEST(!tree.place_of("/usr/share/app").has_value());
  for (const char* name : {"out", "up"}) {
    BOOST_TEST(holds(text_in(tree, folder.path() / "backup/app" / name), "no such file"), name);
  }
}

BOOST_AUTO_TEST_CASE(around_etc_the_rest_of_the_machine_is_there_and_nothing_above)
{
  const Copy copy;
  copy.folder.write("copy/usr/share/app/x", "x");

  const auto tree = FileTree::around_etc(copy.root() / "etc/").value();

  BOOST_TEST(tree.directory() == copy.root());
  BOOST_TEST(!tree.is_this_machine());
  BOOST_TEST(text_in(tree, tree.place_of("/usr/share/app/x").value()) == "x");
  BOOST_TEST(FileTree::around_etc("/etc").value().is_this_machine());
}

BOOST_AUTO_TEST_CASE(a_narrowed_tree_opens_its_places_and_looks_where_a_link_leads)
{
  const Copy copy;
  copy.folder.write("copy/etc/shadow", "SHADOW");
  copy.folder.write("copy/etc/application", "OTHER");
  copy.folder.write("copy/srv/moved/x", "moved");
  copy.link("etc/app/stolen", "/etc/shadow");
  copy.link("etc/app/near", "main.conf");
  copy.link("etc/moved", "/srv/moved");
  copy.link("etc/all", "/");
  const auto etc = copy.root() / "etc";

  const auto tree = copy.tree.narrowed_to({etc / "app", etc / "moved", etc / "all"});

  BOOST_TEST(text_in(tree, etc / "app/main.conf") == "main");
  BOOST_TEST(text_in(tree, etc / "app/near") == "main");
  BOOST_TEST(text_in(tree, etc / "moved/x") == "moved");
  for (const char* name : {"app/stolen", "shadow", "application", "all/etc/shadow"}) {
    const std::string text = text_in(tree, etc / name);
    BOOST_TEST(holds(text, "where nothing of the deployment belongs"), name << ": " << text);
  }
  BOOST_TEST(!tree.list(etc).has_value());
  BOOST_TEST(!copy.tree.narrowed_to({}).read(etc / "app/main.conf").has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_file_is_named_and_never_waited_for)
{
  const Copy copy;
  BOOST_REQUIRE(::mkfifo((copy.root() / "fifo").c_str(), 0600) == 0);
  const int listening = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto name = (copy.root() / "socket").string();
  name.copy(static_cast<char*>(address.sun_path), sizeof address.sun_path - 1);
  BOOST_REQUIRE(
      ::bind(listening, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  ::close(listening);

  BOOST_TEST(holds(text_in(copy.tree, copy.root() / "fifo"), "is a FIFO"));
  BOOST_TEST(holds(text_in(copy.tree, copy.root() / "socket"), "is a socket"));
  BOOST_TEST(holds(text_in(copy.tree, copy.root() / "etc"), "is a directory"));
  BOOST_TEST(holds(text_in(FileTree::open("/").value(), "/dev/zero"), "is a device"));
  BOOST_TEST((copy.tree.kind_of(copy.root() / "fifo") == FileKind::other));
}

BOOST_AUTO_TEST_CASE(a_file_beyond_the_limit_is_refused_whatever_its_size_says)
{
  const Copy copy;
  copy.folder.write("copy/ten", "0123456789");

  BOOST_TEST(*copy.tree.read(copy.root() / "ten", 10) == "0123456789");
  BOOST_TEST(copy.tree.read(copy.root() / "ten", 9).error().what ==
             (copy.root() / "ten").string() + ": larger than 9 bytes");
  // Files of /proc have no size until they are read.
  const auto proc = FileTree::open("/proc").value();
  BOOST_TEST(!proc.read("/proc/cpuinfo").value().empty());
  BOOST_TEST(!proc.read("/proc/cpuinfo", 5).has_value());
}

BOOST_AUTO_TEST_CASE(a_folder_is_listed_by_name_with_what_each_entry_is_itself)
{
  const Copy copy;
  copy.link("etc/app/b", "main.conf");
  fs::create_directory(copy.root() / "etc/app/a");

  const auto entries = copy.tree.list(copy.root() / "etc/app").value();

  BOOST_TEST_REQUIRE(entries.size() == 3U);
  BOOST_TEST(entries[0].name == "a");
  BOOST_TEST((entries[0].kind == FileKind::folder));
  BOOST_TEST((entries[1].kind == FileKind::link));
  BOOST_TEST(entries[2].name == "main.conf");
  BOOST_TEST((copy.tree.kind_of(copy.root() / "etc/app/b") == FileKind::file));
}

BOOST_AUTO_TEST_CASE(a_link_to_nowhere_is_there_and_leads_to_nothing)
{
  const Copy copy;
  copy.link("dead", "nowhere");
  copy.link("circle", "circle");

  for (const char* name : {"dead", "circle"}) {
    BOOST_TEST(copy.tree.is_there(copy.root() / name));
    BOOST_TEST((copy.tree.kind_of(copy.root() / name) == FileKind::nothing));
  }
  BOOST_TEST(!copy.tree.is_there(copy.root() / "none"));
  BOOST_TEST(holds(text_in(copy.tree, copy.root() / "circle"), "lead in a circle"));
}

BOOST_AUTO_TEST_CASE(a_walk_tells_of_files_at_any_depth_and_of_no_links)
{
  const Copy copy;
  copy.folder.write("copy/srv/a", "1");
  copy.folder.write("copy/srv/deep/er/b", "22");
  copy.link("srv/out", copy.folder.path());
  std::uint64_t bytes = 0;
  const auto add = [&bytes](const FileFacts& file) { bytes += file.size; };

  BOOST_TEST(copy.tree.walk(copy.root() / "srv", 100, add).has_value());
  BOOST_TEST(bytes == 3U);
  BOOST_TEST(!copy.tree.walk(copy.root() / "srv", 2, add).has_value());
  BOOST_TEST(!copy.tree.walk(copy.root() / "none", 100, add).has_value());
  BOOST_TEST(!copy.tree.walk(copy.folder.path(), 100, add).has_value());
}

BOOST_AUTO_TEST_CASE(what_may_not_be_read_is_forbidden_and_named)
{
  if (::geteuid() == 0) {
    return; // nothing is closed to root
  }
  const Copy copy;
  const auto file = copy.root() / "etc/app/main.conf";
  fs::permissions(file, fs::perms::none);

  const auto text = copy.tree.read(file);

  BOOST_TEST_REQUIRE(!text.has_value());
  BOOST_TEST((text.error().kind == Failure::forbidden));
  BOOST_TEST(text.error().scope == file.string());
}

BOOST_AUTO_TEST_CASE(what_is_no_directory_is_no_tree)
{
  const Copy copy;

  for (const char* name : {"none", "etc/app/main.conf"}) {
    const auto tree = FileTree::open(copy.root() / name);
    BOOST_TEST_REQUIRE(!tree.has_value());
    BOOST_TEST((tree.error().kind == Failure::invalid));
  }
  BOOST_TEST(!FileTree{}.is_there("/etc"));
  BOOST_TEST(!FileTree{}.read("/etc/hostname").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
