#include "connectors/jitsi/web_files.hpp"

#include "connectors/jitsi/config_names.hpp"
#include "connectors/jitsi/config_places.hpp"
#include "connectors/jitsi/config_spelling.hpp"
#include "connectors/jitsi/docker_config.hpp"
#include "connectors/jitsi/docker_source.hpp"
#include "connectors/jitsi/javascript.hpp"
#include "connectors/jitsi/nginx_files.hpp"
#include "connectors/jitsi/nginx_served.hpp"
#include "connectors/jitsi/unclear.hpp"
#include "connectors/jitsi/unseen.hpp"
#include "connectors/jitsi/ways.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

namespace klausur::jitsi {

namespace {

Error
named(Error error, std::string_view name)
{
  error.what = fmt::format("{}: {}", name, error.what);
  return error;
}

/// JSON is JavaScript, but for two line ends that ES5 does not allow in strings.
std::string
as_script(const JsonValue& value)
{
  std::string text = to_text(value);
  for (const std::string_view end : {"\xE2\x80\xA8", "\xE2\x80\xA9"}) {
    for (auto at = text.find(end); at != std::string::npos; at = text.find(end, at)) {
      text.replace(at, end.size(), " ");
    }
  }
  return text;
}

Error
without_object(std::string_view name, std::string_view variable, std::string_view stopped)
{
  return {Failure::unexpected,
          fmt::format("{}: cannot evaluate: it defines no object called {}{}{}", name, variable,
                      stopped.empty() ? "" : " before it stops: ", stopped),
          {}};
}

std::string
with_stop(std::string_view name, std::string_view stopped)
{
  return stopped.empty()
             ? std::string{name}
             : fmt::format("{} (it stops there: {}; what it sets before that counts)", name,
                           stopped);
}

struct Script
{
  std::string text;
  std::string source;
};

/// Append a file that the image appends, if there is one. What the image wrote has it
/// already, as it was when the container started last.
Result<void>
append(const Deployment& deployment, Part part, Script& script)
{
  const auto path = deployment.find(part);
  if (!path || !*path) {
    return path ? Result<void>{} : tl::unexpected(path.error());
  }
  return deployment.read(**path).map([&](const std::string& text) {
    if (script.text.find(text) == std::string::npos) {
      script.text += ";\n" + text;
    }
    script.source +=
        fmt::format("{}{}", script.source.empty() ? "" : ", then ", (*path)->string());
  });
}

constexpr std::string_view k_hidden =
    "custom-config.js was not seen: what is mounted at /config lies outside of the files given";

/// Until October 2020 the image wrote config.js once, of a file of its own.
constexpr int k_renders_since = 5076;

/// What the image would render, when the rendered file is not there.
Result<Script>
derived_config(const Deployment& deployment)
{
  const auto source = docker_source(deployment, "web");
  if (!source) {
    return tl::unexpected(source.error());
  }
  if (!source->release.has(k_renders_since)) {
    return fail(Failure::forbidden,
                fmt::format("{} is of a release that writes config.js once and leaves it to "
                            "the administrator; it is not here.",
                            source->said),
                "files: web/config.js in CONFIG");
  }
  return Script{fmt::format("var config = {};\nvar enableJaaS = {};",
                            as_script(docker_config_js(source->env, source->release)),
                            docker_flag(source->env, "ENABLE_JAAS_COMPONENTS", false)),
                source->said};
}

Result<Script>
written_config(const Deployment& deployment, const std::filesystem::path& file)
{
  return deployment.read(file).map([&](std::string text) {
    return Script{std::move(text), file.string()};
  });
}

Result<Script>
docker_config(const Deployment& deployment)
{
  const auto rendered = deployment.find(Part::rendered_config);
  if (!rendered) {
    return tl::unexpected(rendered.error());
  }
  auto script = *rendered ? written_config(deployment, **rendered) : derived_config(deployment);
  const Container* web = deployment.container("web");
  const bool appends = web == nullptr || web->release.has(k_renders_since);
  if (script && appends) {
    if (auto done = append(deployment, Part::custom_config, *script); !done) {
      return tl::unexpected(done.error());
    }
  }
  return script;
}

} // namespace

Result<Json>
config_document(std::string_view script, std::string_view name, std::string_view host)
{
  const std::array<std::string, 2> names{"config", "enableJaaS"};
  const auto read = evaluate_javascript(script, host, names);
  if (!read) {
    return tl::unexpected(named(read.error(), name));
  }
  const JsonValue* config = member(read->variables, "config");
  if (config == nullptr || !config->IsObject()) {
    return tl::unexpected(without_object(name, "config", read->stopped));
  }
  Json document{rapidjson::kObjectType};
  auto& memory = document.GetAllocator();
  set_member(document, "config", *config, memory);
  JsonValue globals{rapidjson::kObjectType};
  if (const JsonValue* jaas = member(read->variables, "enableJaaS")) {
    set_member(globals, "enableJaaS", *jaas, memory);
  }
  set_member(document, "globals", globals, memory);
  if (!read->stopped.empty()) {
    set_member(document, "stopped", read->stopped, memory);
  }
  return document;
}

std::string
config_source(std::string_view name, const Result<Json>& config_js)
{
  return with_stop(name, config_js ? member_text(*config_js, "stopped") : std::string_view{});
}

Document
interface_document(std::string_view script, const std::string& name, std::string_view host)
{
  const std::array<std::string, 1> variables{"interfaceConfig"};
  const auto read = evaluate_javascript(script, host, variables);
  if (!read) {
    return {name, tl::unexpected(named(read.error(), name))};
  }
  const JsonValue* config = member(read->variables, "interfaceConfig");
  if (config == nullptr || !config->IsObject()) {
    return {name, tl::unexpected(without_object(name, "interfaceConfig", read->stopped))};
  }
  Json document = copy_of(*config);
  apply_spelling(document, judged_interface_names(), document.GetAllocator());
  return {with_stop(name, read->stopped), std::move(document)};
}

Result<Json>
as_upstream_reads(Result<Json> document, const Release& release)
{
  if (!document) {
    return document;
  }
  auto& memory = document->GetAllocator();
  JsonValue& config = document->FindMember("config")->value;
  set_member(*document, "hidden_notices", hidden_notices(config, memory), memory);
  apply_config_names(document->FindMember("config")->value, release, memory);
  return document;
}

/// Whether a custom-config.js may be appended that is not among the files given.
bool
hides_own_config(const Deployment& deployment)
{
  const auto own = deployment.find(Part::custom_config);
  return is_changed(deployment, "web") ||
         (hides_own_files(deployment, "web") && own && !*own && is_derived(deployment));
}

/// What the image renders for who asks it for nothing.
Json
plain_config(const Deployment& deployment)
{
  Json document{rapidjson::kObjectType};
  auto& memory = document.GetAllocator();
  const Json nothing{rapidjson::kObjectType};
  const auto release = release_of_web(deployment);
  set_member(document, "config", docker_config_js(nothing, release), memory);
  apply_config_names(document.FindMember("config")->value, release, memory);
  return document;
}

/// What docker's variables ask for counts; where they are silent, the file that cannot be
/// seen may speak.
void
doubt_what_is_silent(Json& document, const Json& plain)
{
  auto& memory = document.GetAllocator();
  set_member(document, "unseen", k_hidden, memory);
  JsonValue& config = document.FindMember("config")->value;
  const JsonValue anything{"anything"};
  for (const auto name : judged_names()) {
    const JsonValue* said = find_at(config, name);
    const JsonValue* anyway = find_at(*member(plain, "config"), name);
    const bool asked_for =
        said != nullptr && (anyway == nullptr ? !asks_for_nothing(*said) : *anyway != *said);
    if (asked_for) {
      continue;
    }
    const JsonValue doubt = unclear(said, &anything, k_hidden, memory);
    put_at(config, name, doubt, memory);
  }
  JsonValue& globals = document.FindMember("globals")->value;
  if (const JsonValue* jaas = member(globals, "enableJaaS");
      jaas == nullptr || !jaas->IsTrue()) {
    set_member(globals, "enableJaaS", unclear(jaas, &anything, k_hidden, memory), memory);
  }
  JsonValue& notices = document.FindMember("hidden_notices")->value;
  if (notices.IsArray() && notices.Empty()) {
    notices = unclear(&notices, &anything, k_hidden, memory);
  }
}

Release
release_of_web(const Deployment& deployment)
{
  const Container* web = deployment.container("web");
  return web == nullptr ? deployment.package : web->release;
}

bool
is_derived(const Deployment& deployment)
{
  const auto rendered = deployment.find(Part::rendered_config);
  return deployment.kind == Deployment::Kind::docker && rendered && !*rendered;
}

namespace {

/// What the files of the nginx in front say of /config.js; nothing where there are none.
ServedConfig
served_by_nginx(const Deployment& deployment)
{
  const auto files = nginx_files(deployment);
  return files ? served_config(files->directives, deployment.host) : ServedConfig{};
}

/// The file that is served, which may be another one than the packages' own.
Result<Script>
served_file(const Deployment& deployment, const ServedConfig& served)
{
  if (!served.elsewhere.empty()) {
    return fail(Failure::forbidden,
                fmt::format("{}: {} is not what visitors get.", served.elsewhere,
                            deployment.config_js.string()),
                "files: what is served as /config.js, or url:");
  }
  if (served.file.empty() || deployment.kind != Deployment::Kind::debian) {
    return written_config(deployment, deployment.config_js);
  }
  const auto place = deployment.files.place_of(served.file);
  if (!place || !deployment.is_there(*place)) {
    return fail(
        Failure::forbidden,
        fmt::format("nginx serves {} as /config.js, which is not among the files given: "
                    "{} is not what visitors get.",
                    served.file, deployment.config_js.string()),
        fmt::format("files: {}", served.file));
  }
  return written_config(deployment, *place);
}

void
replace_all(std::string& text, const std::vector<std::pair<std::string, std::string>>& pairs)
{
  for (const auto& [from, to] : pairs) {
    for (auto at = from.empty() ? std::string::npos : text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
  }
}

Document
document_of(const Script& script, const Deployment& deployment)
{
  auto content = config_document(script.text, script.source, deployment.host);
  std::string source = config_source(script.source, content);
  content = as_upstream_reads(std::move(content), release_of_web(deployment));
  if (content && hides_own_config(deployment)) {
    source += fmt::format(" ({})", k_hidden);
    doubt_what_is_silent(*content, plain_config(deployment));
  }
  return {std::move(source), std::move(content)};
}

} // namespace

Document
read_config_js(const Deployment& deployment)
{
  const bool docker = deployment.kind == Deployment::Kind::docker;
  if (!docker && deployment.config_js.empty()) {
    return not_visible(fmt::format("There is no jitsi/meet/HOST-config.js in {}: the web "
                                   "part runs elsewhere.",
                                   deployment.root.string()),
                       "files: config.js");
  }
  const ServedConfig served = served_by_nginx(deployment);
  // Beside a lone config.js nothing says that a custom-config.js belongs to it.
  const auto script = docker ? docker_config(deployment) : served_file(deployment, served);
  if (!script) {
    return {deployment.config_js.string(), tl::unexpected(script.error())};
  }
  Document document = document_of(*script, deployment);
  if (!served.replaced.empty()) {
    Script sent = *script;
    replace_all(sent.text, served.replaced);
    document = either(std::move(document), document_of(sent, deployment),
                      "nginx replaces texts in what it sends (sub_filter)");
  }
  return document;
}

Document
read_interface_config(const Deployment& deployment)
{
  Script script;
  const auto path = deployment.find(Part::interface_config);
  if (!path) {
    return {{}, tl::unexpected(path.error())};
  }
  if (*path) {
    auto text = deployment.read(**path);
    if (!text) {
      return {(*path)->string(), tl::unexpected(text.error())};
    }
    script = {std::move(*text), (*path)->string()};
  }
  if (deployment.kind == Deployment::Kind::docker) {
    const auto own = deployment.find(Part::custom_interface_config);
    if (const Container* web = deployment.container("web");
        script.text.empty() && web != nullptr && web->hides_config && own && !*own) {
      return not_visible("custom-interface_config.js was not seen: what is mounted at /config "
                         "lies outside of the files given.",
                         "files: web/custom-interface_config.js in CONFIG");
    }
    if (script.text.empty()) {
      script.text = "var interfaceConfig = {}";
    }
    if (auto done = append(deployment, Part::custom_interface_config, script); !done) {
      return {script.source, tl::unexpected(done.error())};
    }
  }
  if (script.source.empty()) {
    return not_visible(
        "There is no interface_config.js here.",
        "files: /usr/share/jitsi-meet, or docker's web/custom-interface_config.js");
  }
  return interface_document(script.text, script.source, deployment.host);
}

} // namespace klausur::jitsi
