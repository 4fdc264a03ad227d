#include "plugin/office/tenant_faults.hpp"

#include "connectors/format/suggest.hpp"
#include "connectors/http/secret.hpp"
#include "connectors/http/url.hpp"
#include "plugin/office/credentials.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <set>

namespace klausur {

namespace {

/// `client_id, client_secret`
std::string
listed(const std::vector<std::string>& names)
{
  return fmt::format("{}", fmt::join(names, ", "));
}

/// `token; or client_id, client_secret, refresh_token`
std::string
listed(const std::vector<std::vector<std::string>>& ways)
{
  std::string text;
  for (const auto& way : ways) {
    text += (text.empty() ? "" : "; or ") + listed(way);
  }
  return text;
}

/// A credential, and under which name it is given.
struct Given
{
  std::string_view name; ///< `auth` or `write_auth`
  const std::map<std::string, std::string>& values;
};

std::vector<std::string>
missing_of(const std::vector<std::string>& way, const Given& given)
{
  std::vector<std::string> missing;
  std::ranges::copy_if(way, std::back_inserter(missing), [&](const std::string& name) {
    const auto found = given.values.find(name);
    return found == given.values.end() || found->second.empty();
  });
  return missing;
}

/// The way of which most is there already.
const std::vector<std::string>&
nearest_way(const std::vector<std::vector<std::string>>& ways, const Given& given)
{
  return *std::ranges::max_element(ways, {}, [&](const auto& way) {
    return static_cast<int>(way.size()) - 2 * static_cast<int>(missing_of(way, given).size());
  });
}

void
add_auth_faults(const Given& given, const Manifest& manifest, std::vector<TenantFault>& faults)
{
  const Auth& auth = manifest.auth;
  std::vector<std::string> known = auth.may;
  for (const auto& way : auth.ways) {
    known.insert(known.end(), way.begin(), way.end());
  }
  std::set<std::string> meant; // a name that is misspelt is not missing as well
  for (const auto& [name, value] : given.values) {
    if (std::ranges::find(known, name) != known.end()) {
      continue;
    }
    meant.insert(nearest(name, known));
    std::string what = fmt::format("{} needs no {}", manifest.vendor, given.name);
    if (!known.empty()) {
      what = fmt::format("{} has no \"{}\"{}; {} wants {}", given.name, name,
                         did_you_mean(name, known), manifest.vendor, listed(auth.ways));
    }
    faults.push_back({fmt::format("/{}/{}", given.name, name), what});
  }
  const bool complete = std::ranges::any_of(
      auth.ways, [&](const auto& way) { return missing_of(way, given).empty(); });
  auto missing = auth.ways.empty() || complete
                     ? std::vector<std::string>{}
                     : missing_of(nearest_way(auth.ways, given), given);
  std::erase_if(missing, [&](const std::string& name) { return meant.contains(name); });
  if (!missing.empty()) {
    const std::string place = given.values.empty() ? "" : fmt::format("/{}", given.name);
    faults.push_back(
        {place, fmt::format("{} lacks {}; {} wants {} (klausur manifest {} tells how to get "
                            "it)",
                            given.name, listed(missing), manifest.vendor, listed(auth.ways),
                            manifest.vendor)});
  }
}

/// Names that the manifest does not have.
void
add_unknown_names(const Tenant& tenant, const Manifest& manifest,
                  std::vector<TenantFault>& faults)
{
  std::vector<std::string> variants;
  std::ranges::transform(manifest.variants, std::back_inserter(variants), &Variant::id);
  if (!tenant.variant.empty() &&
      std::ranges::find(variants, tenant.variant) == variants.end()) {
    faults.push_back(
        {"/variant",
         fmt::format("{} has no variant \"{}\"{}; it has {}", tenant.vendor, tenant.variant,
                     did_you_mean(tenant.variant, variants), listed(variants))});
  }
  std::vector<std::string> hosts;
  for (const auto& [name, address] : manifest.hosts) {
    hosts.push_back(name);
  }
  for (const auto& [name, address] : tenant.hosts) {
    if (std::ranges::find(hosts, name) == hosts.end()) {
      faults.push_back({"/hosts/" + name,
                        hosts.empty()
                            ? fmt::format("{} has no further hosts", tenant.vendor)
                            : fmt::format("{} has no host \"{}\"{}; it has {}", tenant.vendor,
                                          name, did_you_mean(name, hosts), listed(hosts))});
    }
  }
}

/// Addresses that name no host, and credentials that everybody on the way could read.
void
add_bad_addresses(const Tenant& tenant, std::vector<TenantFault>& faults)
{
  std::vector<std::pair<std::string, std::string>> addresses{{"/base_url", tenant.base_url},
                                                             {"/url", tenant.url}};
  for (const auto& [name, address] : tenant.hosts) {
    addresses.emplace_back("/hosts/" + name, address);
  }
  for (const auto& [pointer, address] : addresses) {
    const bool has_any = !tenant.auth.empty() || !tenant.write_auth.empty();
    const auto origin = address.empty() ? Result<std::string>{} : origin_of(address);
    if (!origin) {
      faults.push_back({pointer, origin.error().what});
    } else if (is_open_to_all(address) && !tenant.insecure && has_any) {
      faults.push_back({pointer, "the credentials would go over http://, where everybody on "
                                 "the way can read them; write https://, or insecure: true in "
                                 "the tenant's entry where there is no other way"});
    }
  }
}

/// With the place in the configuration.
Error
as_error(const Configuration& configuration, const Tenant& tenant, const TenantFault& fault)
{
  const auto place = std::ranges::find(configuration.tenants, tenant.name, &Tenant::name) -
                     configuration.tenants.begin();
  const auto what = fmt::format("tenant {}: {}", tenant.name, fault.what);
  return configuration.source == nullptr
             ? Error{Failure::invalid, what, ""}
             : configuration.source
                   ->refuse(fmt::format("/tenants/{}{}", place, fault.pointer), what)
                   .value();
}

} // namespace

std::vector<TenantFault>
faults_of(const Tenant& tenant, const Manifest& manifest)
{
  std::vector<TenantFault> faults;
  const bool has_place = !tenant.files.empty() || !tenant.url.empty();
  if (manifest.files_or_url) {
    if (!has_place) {
      faults.push_back({"", fmt::format("{} wants files: a directory, url: its public address, "
                                        "or both",
                                        tenant.vendor)});
    }
    if (!tenant.base_url.empty()) {
      faults.push_back(
          {"/base_url", fmt::format("{} has no API; write url: instead", tenant.vendor)});
    }
  } else {
    for (const auto& [name, value] :
         {std::pair{"files", &tenant.files}, {"url", &tenant.url}}) {
      if (!value->empty()) {
        faults.push_back({fmt::format("/{}", name),
                          fmt::format("{} is read by its API; write base_url: for its address",
                                      tenant.vendor)});
      }
    }
    if (manifest.base_url.empty() && tenant.base_url.empty()) {
      faults.push_back(
          {"", fmt::format("{} wants base_url: the address of your server", tenant.vendor)});
    }
  }
  add_auth_faults({"auth", tenant.auth}, manifest, faults);
  if (has_two_credentials(tenant)) {
    add_auth_faults({"write_auth", tenant.write_auth}, manifest, faults);
  }
  add_unknown_names(tenant, manifest, faults);
  add_bad_addresses(tenant, faults);
  return faults;
}

std::vector<TenantFault>
faults_of_holds(const Tenant& tenant, const Catalogue& catalogue)
{
  std::vector<std::string> known;
  for (const auto& control : catalogue.controls) {
    if (control.contradicts_hold) {
      known.push_back(control.id);
    }
  }
  std::vector<TenantFault> faults;
  for (std::size_t i = 0; i < tenant.legal_holds.size(); ++i) {
    for (const auto& id : tenant.legal_holds[i].controls) {
      if (std::ranges::find(known, id) == known.end()) {
        faults.push_back({fmt::format("/legal_holds/{}/controls", i),
                          fmt::format("a legal hold contradicts no control \"{}\"; it can "
                                      "contradict {}",
                                      id, listed(known))});
      }
    }
  }
  return faults;
}

std::vector<Error>
refusals(const Configuration& configuration, const Tenant& tenant, const Manifest& manifest,
         const Catalogue& catalogue)
{
  auto faults = faults_of(tenant, manifest);
  std::ranges::move(faults_of_holds(tenant, catalogue), std::back_inserter(faults));
  std::vector<Error> errors;
  for (const auto& fault : faults) {
    errors.push_back(as_error(configuration, tenant, fault));
  }
  return errors;
}

std::optional<Error>
misplaced_files(const Configuration& configuration, const Tenant& tenant)
{
  std::error_code problem;
  const auto is = [&](const std::string& path, std::filesystem::file_type wanted) {
    const auto type = std::filesystem::status(path, problem).type();
    return path.empty() || type == wanted || type == std::filesystem::file_type::none;
  };
  if (!is(tenant.files, std::filesystem::file_type::directory)) {
    return as_error(
        configuration, tenant,
        {"/files", fmt::format("{} is {}; name the directory that holds the "
                               "deployment's files, such as /etc",
                               tenant.files,
                               std::filesystem::exists(tenant.files, problem) ? "no directory"
                                                                              : "not there")});
  }
  if (!is(tenant.ca_file, std::filesystem::file_type::regular)) {
    return as_error(configuration, tenant,
                    {"/ca_file", fmt::format("{} is no file; name the PEM file of the "
                                             "authority that signed the server's certificate",
                                             tenant.ca_file)});
  }
  return std::nullopt;
}

Result<void>
all_can_work(const Configuration& configuration, Library& library)
{
  std::vector<Error> errors;
  for (const auto& tenant : configuration.tenants) {
    const auto policy = library.policy(tenant.vendor);
    if (!policy) {
      return tl::unexpected(policy.error());
    }
    std::ranges::move(refusals(configuration, tenant, (*policy)->manifest, library.catalogue()),
                      std::back_inserter(errors));
  }
  if (errors.empty()) {
    return {};
  }
  if (errors.size() > 1) {
    errors.front().what +=
        fmt::format("; {} more: klausur validate lists them", errors.size() - 1);
  }
  return tl::unexpected(std::move(errors.front()));
}

std::string
unused_proxy(const Configuration& configuration)
{
  std::string names;
  for (const char* name :
       {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): nobody sets it
    if (value != nullptr && *value != '\0') {
      names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
    }
  }
  // What is on this machine is not behind any proxy.
  const auto is_here = [](std::string_view url) { return url.starts_with("http://127."); };
  const bool concerns_any =
      std::ranges::any_of(configuration.tenants,
                          [&](const Tenant& each) {
                            const bool offline = !each.files.empty() && each.url.empty();
                            return each.proxy.empty() && !offline && !is_here(each.base_url) &&
                                   !is_here(each.url);
                          }) ||
      std::ranges::any_of(configuration.notify, [&](const NotifyChannel& each) {
        return each.proxy.empty() && !is_here(each.url);
      });
  return names.empty() || !concerns_any
             ? std::string{}
             : fmt::format("{} in the environment is not used: where a proxy is wanted, write "
                           "proxy: into the entry of the tenant or chat",
                           names);
}

std::vector<std::string>
missing_secrets(const Configuration& configuration)
{
  std::vector<std::string> sentences;
  Redactor unused; // Nothing that is resolved here is said.
  const auto look = [&](const std::string& pointer, const std::string& who,
                        const std::string& reference) {
    const auto secret = is_secret_reference(reference) ? resolve_secret(reference, unused)
                                                       : Result<std::string>{};
    if (!secret) {
      const auto what = fmt::format("{}: {}", who, secret.error().what);
      sentences.push_back(configuration.source == nullptr
                              ? what
                              : configuration.source->refuse(pointer, what).value().what);
    }
  };
  for (std::size_t i = 0; i < configuration.tenants.size(); ++i) {
    const Tenant& tenant = configuration.tenants[i];
    for (const auto& [given, values] :
         {std::pair{"auth", &tenant.auth}, {"write_auth", &tenant.write_auth}}) {
      if (values == &tenant.write_auth && tenant.write_auth == tenant.auth) {
        continue; // told already
      }
      for (const auto& [name, value] : *values) {
        look(fmt::format("/tenants/{}/{}/{}", i, given, name),
             fmt::format("tenant {}: {}: \"{}\"", tenant.name, given, name), value);
      }
    }
  }
  for (std::size_t i = 0; i < configuration.notify.size(); ++i) {
    look(fmt::format("/notify/{}/token", i), "notify: \"token\"",
         configuration.notify[i].token);
  }
  return sentences;
}

std::vector<std::string>
readable_secrets(const Configuration& configuration)
{
  std::set<std::string> files;
  const auto note = [&](std::string_view reference) {
    constexpr std::string_view k_file = "file:";
    if (reference.starts_with(k_file)) {
      files.emplace(reference.substr(k_file.size()));
    }
  };
  for (const auto& tenant : configuration.tenants) {
    for (const auto* credential : {&tenant.auth, &tenant.write_auth}) {
      for (const auto& [name, value] : *credential) {
        note(value);
      }
    }
  }
  for (const auto& channel : configuration.notify) {
    note(channel.token);
  }
  std::vector<std::string> sentences;
  for (const auto& file : files) {
    std::error_code problem; // what is not there is said by who needs it
    const auto status = std::filesystem::status(file, problem);
    const auto mode = status.permissions();
    if (!problem && std::filesystem::is_regular_file(status) &&
        (mode & std::filesystem::perms::others_read) != std::filesystem::perms::none) {
      sentences.push_back(fmt::format(
          "{}: everybody on this machine can read this secret; chmod 600 {}", file, file));
    }
  }
  return sentences;
}

} // namespace klausur
