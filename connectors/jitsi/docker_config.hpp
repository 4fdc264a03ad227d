#pragma once

#include "connectors/format/json.hpp"
#include "connectors/jitsi/release.hpp"

#include <string>
#include <string_view>

namespace klausur::jitsi {

/// Where the tables come from, for the source of a reading.
inline constexpr std::string_view k_docker_source =
    "docker-jitsi-meet 2e6b31d8 and its releases, templates read 2026-11-30";

/// What the docker image writes into config.js for this .env, as far as settings that
/// matter here are concerned; keys that it leaves out are absent.
///
/// What a variable asks for counts as asked for where the image would wait for another one
/// that nobody has set at all: ENABLE_LIVESTREAMING without ENABLE_RECORDING. Where the
/// other one is off, it is off.
/// @param env  As parse_env_file() answers.
[[nodiscard]] Json docker_config_js(const JsonValue& env, const Release& release = {});

/// What the image writes into `jicofo`, `jvb` or `jibri`'s configuration, nested as HOCON
/// is; an empty object for any other name.
[[nodiscard]] Json docker_hocon(std::string_view program, const JsonValue& env,
                                const Release& release = {});

/// What the image writes into the properties of its transcriber.
[[nodiscard]] Json docker_jigasi(const JsonValue& env, const Release& release = {});

/// What the image tells nginx, as scan_nginx() reads it.
[[nodiscard]] std::string docker_nginx(const JsonValue& env);

/// A variable as the image's templates take it for true or false; `otherwise` when it is
/// missing or empty.
[[nodiscard]] bool docker_flag(const JsonValue& env, std::string_view name, bool otherwise);

} // namespace klausur::jitsi
