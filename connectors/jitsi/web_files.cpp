#include "connectors/jitsi/web_files.hpp"

#include "connectors/jitsi/docker_config.hpp"
#include "connectors/jitsi/javascript.hpp"
#include "connectors/jitsi/mask.hpp"

#include <fmt/format.h>

#include <array>

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

struct Script
{
  std::string text;
  std::string source;
};

/// Append a file that the image appends, if there is one.
Result<void>
append(const Deployment& deployment, Part part, Script& script)
{
  const auto path = deployment.find(part);
  if (!path || !*path) {
    return path ? Result<void>{} : tl::unexpected(path.error());
  }
  return deployment.read(**path).map([&](const std::string& text) {
    script.text += ";\n" + text;
    script.source +=
        fmt::format("{}{}", script.source.empty() ? "" : ", then ", (*path)->string());
  });
}

/// What the image would render, when the rendered file is not there.
Result<Script>
derived_config(const Deployment& deployment, const Result<Json>& env)
{
  if (!env && env.error().kind != Failure::unsupported) {
    return tl::unexpected(env.error());
  }
  if (!env && deployment.kind == Deployment::Kind::docker) {
    return fail(Failure::forbidden,
                fmt::format("{} holds no rendered config.js, and its .env is not there.",
                            deployment.root.string()),
                "files: the .env beside the compose file");
  }
  return Script{fmt::format("var config = {};\nvar enableJaaS = {};",
                            as_script(docker_config_js(*env)),
                            docker_flag(*env, "ENABLE_JAAS_COMPONENTS", false)),
                fmt::format("{} as {} renders it", deployment.env.string(), k_docker_source)};
}

Result<Script>
rendered_config(const Deployment& deployment)
{
  return deployment.read(deployment.config_js).map([&](std::string text) {
    return Script{std::move(text), deployment.config_js.string()};
  });
}

} // namespace

Result<Json>
config_document(std::string_view script, std::string_view name)
{
  const std::array<std::string, 2> names{"config", "enableJaaS"};
  auto variables = evaluate_javascript(script, names);
  if (!variables) {
    return tl::unexpected(named(variables.error(), name));
  }
  const JsonValue* config = member(*variables, "config");
  if (config == nullptr || !config->IsObject()) {
    return fail(Failure::unexpected,
                fmt::format("{}: cannot evaluate: it defines no object called config", name));
  }
  Json document{rapidjson::kObjectType};
  auto& memory = document.GetAllocator();
  set_member(document, "config", *config, memory);
  JsonValue globals{rapidjson::kObjectType};
  if (const JsonValue* jaas = member(*variables, "enableJaaS")) {
    set_member(globals, "enableJaaS", *jaas, memory);
  }
  set_member(document, "globals", globals, memory);
  mask_secrets(document, memory); // everybody can fetch them, but they belong into no report
  return document;
}

Result<Json>
interface_document(std::string_view script, std::string_view name)
{
  const std::array<std::string, 1> variables{"interfaceConfig"};
  auto read = evaluate_javascript(script, variables);
  if (!read) {
    return tl::unexpected(named(read.error(), name));
  }
  const JsonValue* config = member(*read, "interfaceConfig");
  if (config == nullptr || !config->IsObject()) {
    return fail(
        Failure::unexpected,
        fmt::format("{}: cannot evaluate: it defines no object called interfaceConfig", name));
  }
  Json document = copy_of(*config);
  mask_secrets(document, document.GetAllocator());
  return document;
}

Document
read_config_js(const Deployment& deployment, const Result<Json>& env)
{
  const bool rendered = !deployment.config_js.empty();
  if (!rendered && deployment.kind == Deployment::Kind::debian) {
    return not_visible(fmt::format("There is no jitsi/meet/HOST-config.js in {}: the web "
                                   "part runs elsewhere.",
                                   deployment.root.string()),
                       "files: config.js");
  }
  auto script = rendered ? rendered_config(deployment) : derived_config(deployment, env);
  if (!script) {
    return {deployment.config_js.string(), tl::unexpected(script.error())};
  }
  // Beside a lone config.js nothing says that a custom-config.js belongs to it.
  if (deployment.kind == Deployment::Kind::docker) {
    if (auto done = append(deployment, Part::custom_config, *script); !done) {
      return {script->source, tl::unexpected(done.error())};
    }
  }
  return {script->source, config_document(script->text, script->source)};
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
  return {script.source, interface_document(script.text, script.source)};
}

} // namespace klausur::jitsi
