#include "connectors/format/json.hpp"
#include "connectors/model/setting.hpp"
#include "connectors/rest/rest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

/// The texts at the pointers that the answer has, each once: `E1/T7`.
std::string
joined_texts(const JsonValue& answer, const std::vector<Pointer>& pointers)
{
  std::vector<std::string> texts;
  for (const auto& pointer : pointers) {
    const auto* value = value_at(answer, pointer);
    std::string text{value != nullptr && value->IsString() ? text_of(*value) : ""};
    if (!text.empty() && std::ranges::find(texts, text) == texts.end()) {
      texts.push_back(std::move(text));
    }
  }
  return fmt::format("{}", fmt::join(texts, "/"));
}

std::vector<Pointer>
all_pointers(const IdentityQuestion& question)
{
  auto all = question.id;
  if (!question.holder.empty()) {
    all.push_back(question.holder);
  }
  return all;
}

/// What one answer adds to the account.
Result<void>
take_answer(const IdentityQuestion& question, const Reading& reading, Account& account)
{
  if (!reading.content) {
    return tl::unexpected(reading.content.error());
  }
  const auto silent = [&](const std::vector<Pointer>& pointers) {
    std::string names;
    for (const auto& pointer : pointers) {
      names.append(names.empty() ? "" : " or ").append(pointer_text(pointer));
    }
    return fail(Failure::unexpected,
                fmt::format("{}: the answer names nobody: no text at {}. The vendor has "
                            "changed its API.",
                            std::string_view{reading.source}, names));
  };
  if (!question.id.empty()) {
    account.id = joined_texts(*reading.content, question.id);
    if (account.id.empty()) {
      return silent(question.id);
    }
  }
  if (!question.holder.empty()) {
    account.holder = joined_texts(*reading.content, {question.holder});
    if (account.holder.empty()) {
      return silent({question.holder});
    }
  }
  return {};
}

} // namespace

Task<Result<Account>>
RestReader::whoami()
{
  Result<Account> account = Account{};
  if (m_at.manifest.identity.empty()) {
    account = fail(Failure::unsupported,
                   fmt::format("manifest/{}.yaml lists no question that tells whose the "
                               "credentials are",
                               m_at.manifest.vendor));
  }
  for (const auto& question : m_at.manifest.identity) {
    Pull pull{m_at, question.entry, "", all_pointers(question)};
    co_await bring_in(pull);
    const auto reading = std::move(pull).reading(m_texts);
    if (const auto taken = take_answer(question, reading, *account); !taken) {
      account = tl::unexpected(taken.error());
      break;
    }
  }
  co_return account;
}

} // namespace klausur
