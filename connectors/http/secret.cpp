#include "connectors/http/secret.hpp"

#include "connectors/format/source_file.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

namespace klausur {

namespace {

constexpr std::size_t k_largest_bytes = std::size_t{64} << 10;

Result<std::string>
from_environment(const std::string& name)
{
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) {
    return fail(Failure::invalid, fmt::format("env:{}: this variable is not set. Set it in the "
                                              "environment of klausur.",
                                              name));
  }
  return std::string{value};
}

Result<std::string>
from_file(const std::string& path)
{
  auto text = read_file(path, k_largest_bytes);
  if (!text) {
    return fail(Failure::invalid,
                fmt::format("file:{}. Put the secret alone into a file that klausur may read.",
                            text.error().what));
  }
  if (text->ends_with('\n')) {
    text->pop_back();
    if (text->ends_with('\r')) {
      text->pop_back();
    }
  }
  return text;
}

Result<std::string>
from_credential(const std::string& name)
{
  const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
  if (directory == nullptr) {
    return fail(Failure::invalid,
                fmt::format("credential:{}: $CREDENTIALS_DIRECTORY is not set. Run klausur as "
                            "a systemd service with LoadCredential=, or use file:PATH.",
                            name));
  }
  if (name.find('/') != std::string::npos || name == "." || name == "..") {
    return fail(Failure::invalid,
                fmt::format("credential:{}: a credential's name has no path.", name));
  }
  return from_file((std::filesystem::path{directory} / name).string());
}

struct Source
{
  std::string_view prefix;
  Result<std::string> (*read)(const std::string&);
};

constexpr Source k_sources[] = {
    {"env:", &from_environment}, {"file:", &from_file}, {"credential:", &from_credential}};

const Source*
source_of(std::string_view reference)
{
  for (const auto& source : k_sources) {
    if (reference.starts_with(source.prefix) && reference.size() > source.prefix.size()) {
      return &source;
    }
  }
  return nullptr;
}

} // namespace

bool
is_secret_reference(std::string_view text)
{
  return source_of(text) != nullptr;
}

Result<std::string>
resolve_secret(std::string_view reference, Redactor& redactor)
{
  const auto* source = source_of(reference);
  if (source == nullptr) {
    // The text is not shown: it is most likely the secret itself.
    return fail(Failure::invalid, "a secret must be a reference: write env:NAME, file:PATH or "
                                  "credential:NAME");
  }
  auto secret = source->read(std::string{reference.substr(source->prefix.size())});
  if (secret && secret->empty()) {
    return fail(Failure::invalid, fmt::format("{}: it is empty.", reference));
  }
  if (secret) {
    redactor.add(*secret);
  }
  return secret;
}

} // namespace klausur
