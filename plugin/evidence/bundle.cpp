#include "plugin/evidence/bundle.hpp"

#include "connectors/base/hex.hpp"
#include "connectors/format/digest.hpp"
#include "connectors/format/ed25519.hpp"
#include "connectors/format/json.hpp"
#include "connectors/format/source_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <system_error>

namespace klausur {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_largest = std::size_t{512} << 20;

/// The rest of the line that begins with `name` and a space.
std::string
line_of(const std::string& text, std::string_view name)
{
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(std::string{name} + " ")) {
      return line.substr(name.size() + 1);
    }
  }
  return {};
}

/// One look at one bundle.
class Check
{
public:
  explicit Check(fs::path folder) : m_folder{std::move(folder)} {}

  [[nodiscard]] Result<BundleVerdict> run()
  {
    const auto manifest = read_file(m_folder / k_manifest, k_largest);
    const auto pem = read_file(m_folder / "key.pem", k_largest);
    if (!manifest || !pem) {
      return fail(Failure::invalid,
                  fmt::format("{} is no bundle of evidence: {}", m_folder.string(),
                              manifest ? pem.error().what : manifest.error().what));
    }
    check_manifest(*manifest);
    check_signature(*manifest, *pem);
    check_keys();
    check_chain();
    return std::move(m_verdict);
  }

private:
  void flaw(std::string_view file, std::string_view what)
  {
    m_verdict.flaws.push_back(fmt::format("{}: {}", file, what));
  }

  [[nodiscard]] std::string text_of(const std::string& file)
  {
    auto text = read_file(m_folder / file, k_largest);
    if (!text) {
      flaw(file, "cannot be read");
    }
    return text ? std::move(*text) : std::string{};
  }

  void check_manifest(const std::string& manifest)
  {
    std::istringstream lines{manifest};
    for (std::string line; std::getline(lines, line);) {
      constexpr std::size_t k_digits = 64;
      const std::string file = line.size() > k_digits + 2 ? line.substr(k_digits + 2) : "";
      if (file.empty() || file.starts_with('/') || file.find("..") != std::string::npos) {
        flaw(k_manifest, "a line is not understood");
        continue;
      }
      m_listed.insert(file);
      ++m_verdict.files;
      if (sha256(text_of(file)) != "sha256:" + line.substr(0, k_digits)) {
        flaw(file, "was changed");
      }
    }
    std::error_code problem;
    for (fs::recursive_directory_iterator each{m_folder, problem}, end; !problem && each != end;
         each.increment(problem)) {
      const auto file = fs::relative(each->path(), m_folder, problem).string();
      const bool known = m_listed.contains(file) || file == k_manifest ||
                         file == "manifest.sig" || each->is_directory(problem);
      if (!known) {
        flaw(file, "was added");
      }
    }
  }

  void check_signature(const std::string& manifest, const std::string& pem)
  {
    const auto key = PublicKey::from_pem(pem);
    if (!key || !key->verifies(manifest, hex_of(text_of("manifest.sig")))) {
      return flaw("manifest.sig", "does not hold");
    }
    m_verdict.key = key->name();
  }

  void check_keys()
  {
    for (const auto& file : m_listed) {
      if (file.starts_with("keys/")) {
        if (auto key = PublicKey::from_pem(text_of(file))) {
          m_keys.emplace(key->name(), std::move(*key));
        }
      }
    }
  }

  void check_chain()
  {
    std::string expected_previous;
    std::int64_t expected_number = 0;
    std::string key_now;
    for (const auto& file : m_listed) { // In the order of their numbers.
      if (!file.starts_with("journal/") || !file.ends_with(".link")) {
        continue;
      }
      ++m_verdict.entries;
      const std::string link = text_of(file);
      const std::string stem = file.substr(0, file.size() - 5);
      const auto number =
          static_cast<std::int64_t>(std::strtoll(line_of(link, "number").c_str(), nullptr, 10));
      if (entry_file(number, ".link") != file ||
          (expected_number != 0 && number != expected_number)) {
        flaw(file, "stands in another's place, or one before it is missing");
      }
      if (!expected_previous.empty() && line_of(link, "previous") != expected_previous) {
        flaw(file, "does not follow on the one before it");
      }
      check_link(file, stem, link, key_now);
      expected_number = number + 1;
      expected_previous = sha256(link);
    }
    if (!key_now.empty() && key_now != m_verdict.key) {
      flaw("key.pem", "is not the key that signs the journal at its end");
    }
  }

  void check_link(const std::string& file, const std::string& stem, const std::string& link,
                  std::string& key_now)
  {
    const std::string name = line_of(link, "key");
    const auto key = m_keys.find(name);
    if (key == m_keys.end() || !key->second.verifies(link, hex_of(text_of(stem + ".sig")))) {
      flaw(file, "its signature does not hold");
    }
    const bool has_entry = m_listed.contains(stem + ".entry");
    const std::string entry = has_entry ? text_of(stem + ".entry") : std::string{};
    if (!key_now.empty() && name != key_now && !says_lost(entry, key_now, name)) {
      flaw(file, "another key signed it than the one before it says");
    }
    key_now = name;
    if (!has_entry) {
      return;
    }
    if (sha256(entry) != line_of(link, "entry")) {
      flaw(stem + ".entry", "is not what the chain says");
    }
    if (line_of(entry, "kind") == "key") {
      const auto body = parse_json(line_of(entry, "body"));
      key_now = body ? member_text(*body, "key") : std::string_view{};
    }
  }

  /// A key that follows on a lost one signs for itself; that is noted, and no flaw.
  [[nodiscard]] bool says_lost(const std::string& entry, const std::string& before,
                               const std::string& after)
  {
    const auto body = parse_json(line_of(entry, "body"));
    const bool lost =
        body && line_of(entry, "kind") == "key" && member(*body, "lost") != nullptr &&
        member_text(*body, "before") == before && member_text(*body, "key") == after;
    if (lost) {
      m_verdict.lost_keys.push_back(before);
    }
    return lost;
  }

  fs::path m_folder;
  BundleVerdict m_verdict;
  std::set<std::string> m_listed;
  std::map<std::string, PublicKey> m_keys;
};

} // namespace

std::string
entry_file(std::int64_t number, std::string_view ending)
{
  return fmt::format("journal/{:08}{}", number, ending);
}

Result<BundleVerdict>
verify_bundle(const fs::path& folder)
{
  return Check{folder}.run();
}

std::string
how_to_verify()
{
  return R"txt(This directory is evidence: what was found in a tenant, what was decided and what was written, by whom
and when. Check it with klausur evidence verify DIRECTORY, or without that program:

1. No file was changed, and this list of them is signed:
     sha256sum --quiet --check manifest.sha256
     openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.sha256 -sigfile manifest.sig
2. Every entry of the journal is signed, and follows on the one before it:
     cd journal
     before=
     for link in *.link; do
       name=${link%.link}
       key=$(sed -n 's/^key ed25519://p' $link)
       openssl pkeyutl -verify -pubin -inkey ../keys/$key.pem -rawin -in $link -sigfile $name.sig || exit 1
       test -z "$before" || grep -qx "previous sha256:$before" $link || exit 1
       test ! -e $name.entry || grep -qx "entry sha256:$(sha256sum < $name.entry | cut -c1-64)" $link || exit 1
       before=$(sha256sum < $link | cut -c1-64)
     done
3. The key is the organisation's: compare key.pem with what klausur journal verify prints, or with a head in an
   earlier report. A bundle by itself cannot say whose key it is.

People stand as digests; people.json has the names that were not erased.


Dieses Verzeichnis ist ein Nachweis: was in einem Mandanten gefunden, was entschieden und was geschrieben wurde, von wem
und wann. Prüfen Sie es mit „klausur evidence verify VERZEICHNIS“, oder ohne dieses Programm mit den Befehlen oben:
1. Keine Datei wurde geändert, und die Liste ist signiert. 2. Jeder Eintrag des Journals ist signiert und folgt auf den
vorigen. 3. Ob der Schlüssel der Ihrer Organisation ist, sagt das Verzeichnis nicht: Vergleichen Sie key.pem mit der Ausgabe
von „klausur journal verify“ oder einem früheren Bericht.
Personen stehen als Prüfwerte da; people.json hat die Namen, die nicht gelöscht wurden.
)txt";
}

} // namespace klausur
