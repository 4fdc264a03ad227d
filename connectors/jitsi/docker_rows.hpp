#pragma once

#include <span>
#include <string_view>

namespace klausur::jitsi {

/// How a variable of docker's .env becomes a value.
enum class As {
  flag,
  negated,
  text,
  number,
  texts, ///< A list, separated by commas.
  stuns, ///< A list of host:port, each as {"urls": "stun:host:port"}.
  fixed, ///< `otherwise` is the value as JSON; there is no variable.
};

/// When the image writes a key at all. Names of variables that are true or false; texts
/// that are set count as true.
struct DockerCondition
{
  std::string_view needs{};
  std::string_view or_needs{};
  std::string_view and_needs{};
  std::string_view unless{};
  bool needed_by_default = false; ///< What `needs` is when it is not set.
  int since = 0;                  ///< The first release that writes it; 0: all known.
  int until = 0;                  ///< The first that does not any more; 0: none.
};

/// One key that the image writes. Of two rows for one key the later counts.
struct DockerRow
{
  std::string_view key; ///< Dotted.
  std::string_view variable;
  As as;
  std::string_view otherwise{}; ///< When the variable is not set; empty: then no key.
  DockerCondition when{};
};

[[nodiscard]] std::span<const DockerRow> docker_config_rows();
/// Of `jicofo`, `jvb` and `jibri`; none for other names.
[[nodiscard]] std::span<const DockerRow> docker_hocon_rows(std::string_view program);
/// Keys without their prefix `org.jitsi.jigasi.`; all values are texts.
[[nodiscard]] std::span<const DockerRow> docker_jigasi_rows();

} // namespace klausur::jitsi
