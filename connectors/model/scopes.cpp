#include "connectors/model/scopes.hpp"

#include "connectors/model/setting.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace klausur {

namespace {

using ByTokenAndName = std::map<std::pair<std::string, std::string>, std::vector<std::string>>;

void
add(ByTokenAndName& found, const std::string& document, const Needs& needs, bool classic)
{
  for (const auto& scope : classic ? needs.classic : needs.scopes) {
    auto& documents = found[{needs.token, scope}];
    if (std::ranges::count(documents, document) == 0) {
      documents.push_back(document);
    }
  }
}

bool
is_wanted(const AppPart& part, const Manifest& manifest, const std::vector<NeededScope>& scopes,
          std::string_view plan)
{
  return manifest.is_offered(part.plan, /*up_to=*/"", plan) &&
         (part.token.empty() ||
          std::ranges::find(scopes, part.token, &NeededScope::token) != scopes.end());
}

} // namespace

std::vector<NeededScope>
needed_scopes(const Manifest& manifest, const ScopeUse& use)
{
  ByTokenAndName found;
  for (const auto& entry : manifest.documents) {
    if (!manifest.is_offered(entry.needs.read, use.plan)) {
      continue;
    }
    add(found, entry.name, entry.needs.read, use.classic);
    if (use.writing) {
      add(found, entry.name, entry.needs.write, use.classic);
    }
  }
  for (const auto& question : manifest.identity) {
    add(found, question.entry.name, question.entry.needs.read, use.classic);
  }
  std::vector<NeededScope> scopes;
  for (auto& [key, documents] : found) {
    scopes.push_back({key.second, key.first, std::move(documents)});
  }
  return scopes;
}

Json
filled_form(const Manifest& manifest, const std::vector<NeededScope>& scopes,
            std::string_view plan)
{
  Json form = copy_of(manifest.app.form);
  auto& memory = form.GetAllocator();
  for (const auto& part : manifest.app.parts) {
    if (is_wanted(part, manifest, scopes, plan)) {
      merge(form, part.form, memory);
    }
  }
  for (const auto& [token, pointer] : manifest.app.scopes_at) {
    const auto steps = parse_pointer(pointer).value_or(std::vector<std::string>{});
    JsonValue list{rapidjson::kArrayType};
    for (const auto& scope : scopes) {
      if (scope.token == token) {
        list.PushBack(JsonValue{scope.name.c_str(),
                                static_cast<rapidjson::SizeType>(scope.name.size()), memory},
                      memory);
      }
    }
    JsonValue* at = &form;
    for (const auto& step : steps) {
      at = &at->FindMember(step.c_str())->value; // the reader has seen that it is there
    }
    at->Swap(list);
  }
  return form;
}

} // namespace klausur
