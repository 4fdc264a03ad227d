#include "plugin/office/session.hpp"

#include "connectors/base/plain_text.hpp"
#include "connectors/http/secret.hpp"
#include "plugin/office/tenant_faults.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace klausur {

namespace {

void
say_on_stderr(const std::string& text)
{
  std::fprintf(stderr, "%s\n", text.c_str()); // when nobody takes it there is nobody to tell
}

/// Where the configuration says that the journal's key is.
Result<JournalKey>
journal_key_of(const Configuration& configuration, Redactor& redactor)
{
  constexpr std::string_view file = "file:";
  const std::string& reference = configuration.journal_key;
  if (reference.empty() || reference.starts_with(file)) {
    return JournalKey{.file = reference.substr(reference.empty() ? 0 : file.size()), .pem = {}};
  }
  return resolve_secret(reference, redactor).map([](std::string pem) {
    return JournalKey{.file = {}, .pem = std::move(pem)};
  });
}

tl::unexpected<Error>
needs_a_store()
{
  return fail(Failure::invalid, "this needs a history: set store: "
                                "sqlite:///var/lib/klausur/klausur.db in the configuration");
}

} // namespace

Session::Session() : clock{system_time} {}

Result<const Configuration*>
Session::configuration(bool needed)
{
  if (m_configuration) {
    return &*m_configuration;
  }
  const auto file = find_configuration(options.config);
  if (!file && needed) {
    return fail(Failure::invalid,
                "no configuration was found: give --config FILE, set KLAUSUR_CONFIG, or write "
                "./klausur.yaml or /etc/klausur/klausur.yaml");
  }
  if (!file) {
    m_configuration.emplace();
    return &*m_configuration;
  }
  return find_data_dir(options.data_dir)
      .and_then([&](const auto& data_dir) { return load_configuration(*file, data_dir); })
      .map([&](Configuration loaded) -> const Configuration* {
        m_configuration = std::move(loaded);
        return &*m_configuration;
      });
}

Result<Library*>
Session::library()
{
  if (m_library) {
    return &*m_library;
  }
  return find_data_dir(options.data_dir)
      .and_then([](const auto& data_dir) { return Library::open(data_dir); })
      .map([&](Library opened) {
        m_library = std::move(opened);
        return &*m_library;
      });
}

Result<Store*>
Session::store()
{
  if (m_store) {
    return &*m_store;
  }
  const auto configured = configuration(/*needed=*/false);
  if (!configured) {
    return tl::unexpected(configured.error());
  }
  if ((*configured)->store.empty()) {
    return static_cast<Store*>(nullptr);
  }
  return journal_key_of(**configured, redactor)
      .and_then(
          [&](JournalKey key) { return Store::open((*configured)->store, std::move(key)); })
      .map([&](Store opened) {
        m_store = std::move(opened);
        return &*m_store;
      });
}

Result<Store*>
Session::needed_store()
{
  return store().and_then([](Store* opened) -> Result<Store*> {
    return opened == nullptr ? needs_a_store() : Result<Store*>{opened};
  });
}

Result<Session::StorePlace>
Session::store_place()
{
  const auto configured = configuration();
  if (!configured) {
    return tl::unexpected(configured.error());
  }
  if ((*configured)->store.empty()) {
    return needs_a_store();
  }
  return store_file((*configured)->store).and_then([&](const auto& file) -> Result<StorePlace> {
    if (file.empty()) {
      return fail(Failure::invalid, "the store is in memory only: there is no file of it");
    }
    return journal_key_of(**configured, redactor).map([&](JournalKey key) {
      return StorePlace{file, journal_key_for(file, std::move(key))};
    });
  });
}

Result<Office>
Session::office(bool configuration_needed)
{
  const auto configured = configuration(configuration_needed);
  if (!configured) {
    return tl::unexpected(configured.error());
  }
  const auto opened = library();
  if (!opened) {
    return tl::unexpected(opened.error());
  }
  if (auto work = all_can_work(**configured, **opened); !work) {
    return tl::unexpected(work.error());
  }
  const auto kept = store();
  if (!kept) {
    return tl::unexpected(kept.error());
  }
  if (const auto sentence = unused_proxy(**configured); !sentence.empty()) {
    warn(sentence);
  }
  return Office{**configured, **opened, *kept, redactor, clock};
}

Language
Session::language(std::string_view asked) const
{
  if (!asked.empty()) {
    return asked == "de" ? Language::de : Language::en;
  }
  const auto file = find_configuration(options.config);
  const auto data_dir = find_data_dir(options.data_dir);
  if (!file || !data_dir) {
    return Language::en;
  }
  // A configuration that is broken is none of the business of who needs none.
  const auto loaded = load_configuration(*file, *data_dir);
  return loaded ? loaded->language : Language::en;
}

void
Session::print(std::string_view text)
{
  const std::string shown = printable_lines(redactor.redact(text), colour());
  std::fwrite(shown.data(), 1, shown.size(), stdout); // main() looks whether all was taken
}

void
Session::tell(std::string_view text)
{
  if (!options.quiet) {
    say_on_stderr(printable_lines(redactor.redact(text)));
  }
}

void
Session::warn(std::string_view text)
{
  say_on_stderr("klausur: " + printable_lines(redactor.redact(text)));
}

Exit
Session::refuse(const Error& error)
{
  warn(error.what);
  // That the journal was cut is none of the kinds: the store tells whether this says so.
  const auto whole = m_store ? m_store->check_journal_end() : Result<void>{};
  if (!whole && error.what.find(whole.error().what) != std::string::npos) {
    return whole.error().kind == Failure::invalid ? Exit::evidence_broken : Exit::incomplete;
  }
  switch (error.kind) {
  case Failure::invalid:
    return Exit::usage;
  case Failure::conflict:
    return Exit::remediation_failed;
  default:
    return Exit::incomplete;
  }
}

bool
Session::colour() const
{
  const bool wanted = std::getenv("NO_COLOR") == nullptr; // NOLINT(concurrency-mt-unsafe)
  return !options.no_color && wanted && ::isatty(STDOUT_FILENO) == 1;
}

std::size_t
Session::width() const
{
  constexpr std::size_t otherwise = 100;
  winsize size{};
  const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : otherwise;
}

} // namespace klausur
