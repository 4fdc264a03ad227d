#include "connectors/jitsi/files_mode.hpp"

#include "connectors/jitsi/docker_source.hpp"
#include "connectors/jitsi/legacy_properties.hpp"
#include "connectors/jitsi/server_files.hpp"
#include "connectors/jitsi/stored_files.hpp"
#include "connectors/jitsi/third_party.hpp"
#include "connectors/jitsi/ways.hpp"
#include "connectors/jitsi/web_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace klausur::jitsi {

namespace {

const JsonValue*
at_path(const Result<Json>& json, std::initializer_list<std::string_view> names)
{
  const JsonValue* value = json ? &*json : nullptr;
  for (const auto name : names) {
    value = value == nullptr ? nullptr : member(*value, name);
  }
  return value;
}

bool
is_true(const JsonValue* value)
{
  return value != nullptr && value->IsTrue();
}

} // namespace

FilesMode::FilesMode(const Workplace& at, const Served* served, Result<Deployment> deployment)
    : m_at{at}, m_served{served}, m_deployment{std::move(deployment)}
{
}

FilesMode::FilesMode(const Workplace& at, const Served* served)
    : FilesMode{at, served,
                find_deployment(at.tenant.files, member_text(at.tenant.parameters, "host"))}
{
  if (!m_deployment) {
    return;
  }
  auto ways = ways_of(*std::move(m_deployment));
  m_deployment = std::move(ways.front().deployment);
  ways.erase(ways.begin());
  for (auto& [deployment, because] : ways) {
    std::unique_ptr<FilesMode> way{new FilesMode{at, served, std::move(deployment)}};
    m_otherwise.emplace_back(std::move(way), std::move(because));
  }
}

const FilesMode::Entry*
FilesMode::entry_of(std::string_view document)
{
  static constexpr std::array k_entries{
      Entry{"config_js", &FilesMode::config_js},
      Entry{"interface_config", &FilesMode::interface_config},
      Entry{"prosody", &FilesMode::prosody},
      Entry{"jicofo", &FilesMode::jicofo},
      Entry{"jvb", &FilesMode::jvb},
      Entry{"jibri", &FilesMode::jibri},
      Entry{"jigasi", &FilesMode::jigasi},
      Entry{"env", &FilesMode::env},
      Entry{"nginx", &FilesMode::nginx},
      Entry{"logging", &FilesMode::logging},
      Entry{"storage", &FilesMode::storage},
      Entry{"deployment", &FilesMode::deployment},
  };
  const auto found = std::ranges::find(k_entries, document, &Entry::name);
  return found == k_entries.end() ? nullptr : found;
}

bool
FilesMode::knows(std::string_view document)
{
  return entry_of(document) != nullptr;
}

const Document&
FilesMode::document(std::string_view name)
{
  if (const auto known = m_read.find(name); known != m_read.end()) {
    return known->second;
  }
  Document read = (this->*entry_of(name)->read)();
  return m_read.emplace(name, std::move(read)).first->second;
}

Document
FilesMode::one_way(std::string_view name)
{
  const Document& read = document(name);
  return {read.source, read.content ? Result<Json>{copy_of(*read.content)}
                                    : Result<Json>{tl::unexpected(read.content.error())}};
}

Reading
FilesMode::read(std::string_view name)
{
  Reading reading{
      .document = std::string{name}, .source = m_at.tenant.files, .read_at = m_at.clock()};
  if (!m_deployment) {
    reading.content = tl::unexpected(m_deployment.error());
  } else {
    Document read = one_way(name);
    for (const auto& [way, because] : m_otherwise) {
      read = either(std::move(read), way->one_way(name), because);
    }
    reading.source = read.source.empty() ? reading.source : SharedText{read.source};
    reading.content = std::move(read.content);
  }
  return reading;
}

Document
FilesMode::config_js()
{
  Document files = read_config_js(*m_deployment);
  if (m_served == nullptr) {
    return files;
  }
  Document served{
      m_served->config.source,
      m_served->config.content
          ? as_upstream_reads(copy_of(*m_served->config.content), release_of_web(*m_deployment))
          : Result<Json>{tl::unexpected(m_served->config.content.error())}};
  note_difference("config_js", files, served);
  return what_counts(std::move(files), std::move(served));
}

Document
FilesMode::interface_config()
{
  Document files = read_interface_config(*m_deployment);
  if (m_served == nullptr) {
    return files;
  }
  const Document& seen = m_served->interface_config;
  Document served{seen.source, seen.content
                                   ? Result<Json>{copy_of(*seen.content)}
                                   : Result<Json>{tl::unexpected(seen.content.error())}};
  // Of docker's files only what is appended to the image's own can be read.
  if (m_deployment->kind != Deployment::Kind::docker) {
    note_difference("interface_config", files, served);
  }
  return what_counts(std::move(files), std::move(served));
}

void
FilesMode::note_difference(std::string_view document, const Document& files,
                           const Document& served)
{
  if (files.content && served.content) {
    m_differs.emplace(document, differences(document, *files.content, *served.content,
                                            is_derived(*m_deployment)));
  }
}

std::string
FilesMode::in_config(std::string_view parent, std::string_view name)
{
  const Result<Json>& config_js = document("config_js").content;
  const JsonValue* value = parent.empty() ? at_path(config_js, {"config", name})
                                          : at_path(config_js, {"config", parent, name});
  return value != nullptr && value->IsString() ? std::string{text_of(*value)} : std::string{};
}

Document
FilesMode::prosody()
{
  return read_prosody_files(*m_deployment, {.domain = in_config("hosts", "domain"),
                                            .muc = in_config("hosts", "muc"),
                                            .hidden = in_config("", "hiddenDomain")});
}

bool
FilesMode::uses(std::string_view service)
{
  const JsonValue* brewery =
      at_path(document("jicofo").content, {"jicofo", service, "brewery-jid"});
  if (brewery != nullptr && brewery->IsString()) {
    return true;
  }
  const Result<Json>& web = document("config_js").content;
  return service == "jibri"
             ? is_true(at_path(web, {"config", "recordingService", "enabled"})) ||
                   is_true(at_path(web, {"config", "fileRecordingsEnabled"})) ||
                   is_true(at_path(web, {"config", "liveStreaming", "enabled"}))
             : is_true(at_path(web, {"config", "transcription", "enabled"})) ||
                   is_true(at_path(web, {"config", "transcribingEnabled"}));
}

Document
FilesMode::jicofo()
{
  return read_hocon_files(*m_deployment, "jicofo", Use::elsewhere);
}

Document
FilesMode::jvb()
{
  Document document = read_hocon_files(*m_deployment, "jvb", Use::elsewhere);
  if (document.content) {
    spell_connections(*document.content);
  }
  return document;
}

Document
FilesMode::jibri()
{
  return read_hocon_files(*m_deployment, "jibri", uses("jibri") ? Use::elsewhere : Use::unused);
}

Document
FilesMode::jigasi()
{
  return read_jigasi_files(*m_deployment, uses("jigasi") ? Use::elsewhere : Use::unused);
}

Document
FilesMode::env()
{
  return read_env(*m_deployment);
}

Document
FilesMode::nginx()
{
  return read_nginx_files(*m_deployment);
}

Document
FilesMode::logging()
{
  return read_logging(*m_deployment, document("prosody").content);
}

std::filesystem::path
FilesMode::place_of(std::string_view directory) const
{
  namespace fs = std::filesystem;
  if (m_deployment->kind == Deployment::Kind::docker) {
    for (const std::string_view program : {"jibri", "transcriber", "jigasi"}) {
      const Container* container = m_deployment->container(program);
      const auto place = container == nullptr ? std::nullopt : container->place_of(directory);
      if (place && m_deployment->is_there(*place)) {
        return *place;
      }
    }
    return {};
  }
  return m_deployment->kind == Deployment::Kind::debian
             ? m_deployment->files.place_of(fs::path{directory}).value_or(fs::path{})
             : fs::path{};
}

Result<void>
FilesMode::add_stored(std::string_view what, std::string_view directory, Json& storage)
{
  const auto place = place_of(directory);
  if (directory.empty() || place.empty() || !m_deployment->is_there(place)) {
    return {};
  }
  return stored_files(directory, m_deployment->files, place, m_at.clock())
      .map(
          [&](const Json& facts) { set_member(storage, what, facts, storage.GetAllocator()); });
}

Document
FilesMode::storage()
{
  const Result<Json>& jibri = document("jibri").content;
  const Result<Json>& jigasi = document("jigasi").content;
  if (!jibri && !jigasi) {
    // Where one of them could not be read, nobody knows what it stores.
    const bool unknown = jibri.error().kind != Failure::unsupported ||
                         jigasi.error().kind != Failure::unsupported;
    return unknown ? not_visible("Where recordings and transcripts lie is not known.",
                                 "files: jibri, jigasi")
                   : not_installed("There is neither jibri nor jigasi on this host.");
  }
  Json facts{rapidjson::kObjectType};
  std::string source;
  if (const JsonValue* said = at_path(jibri, {"jibri", "recording", "recordings-directory"});
      said != nullptr && said->IsString()) {
    source = text_of(*said);
    if (auto done = add_stored("recordings", source, facts); !done) {
      return {source, tl::unexpected(done.error())};
    }
  }
  if (const auto directory =
          jigasi ? member_text(*jigasi, "org.jitsi.jigasi.transcription.DIRECTORY")
                 : std::string_view{};
      !directory.empty()) {
    source += fmt::format("{}{}", source.empty() ? "" : ", ", directory);
    if (auto done = add_stored("transcripts", directory, facts); !done) {
      return {source, tl::unexpected(done.error())};
    }
  }
  return {source, std::move(facts)};
}

} // namespace klausur::jitsi
