#include "connectors/model/content.hpp"

namespace klausur {

SharedText
TextPool::keep(std::string_view text)
{
  const auto known = m_texts.find(text);
  return known != m_texts.end() ? *known : *m_texts.emplace(text).first;
}

Content::Content(Result<Json> result)
{
  if (result) {
    m_tree = std::make_unique<Json>(std::move(*result));
  } else {
    m_error = std::move(result.error());
  }
}

Content
Content::packed(SharedText text)
{
  Content content;
  content.m_tree.reset();
  content.m_text = std::move(text);
  return content;
}

SharedText
Content::text() const
{
  return m_text.empty() ? SharedText{to_text(tree())} : m_text;
}

void
Content::pack(TextPool& pool)
{
  if (has_value()) {
    m_text = pool.keep(text());
    m_tree.reset();
  }
}

void
Content::drop_tree() const
{
  if (!m_text.empty()) {
    m_tree.reset();
  }
}

const Json&
Content::tree() const
{
  if (!m_tree && has_value()) {
    m_tree = std::make_unique<Json>(packed_copy_of(parse_json(m_text).value()));
  }
  static const Json k_none;
  return m_tree ? *m_tree : k_none;
}

Json&
Content::changeable()
{
  static_cast<void>(tree());
  m_text = {};
  return *m_tree;
}

} // namespace klausur
