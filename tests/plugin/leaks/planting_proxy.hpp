#pragma once

#include "plugin/sandbox/sandbox.hpp"
#include "tests/plugin/leaks/planting.hpp"
#include "tests/support/loopback_server.hpp"

#include <atomic>
#include <memory>
#include <string>

namespace klausur::test {

/// What a vendor's answers bring along on their way.
enum class Planted : std::uint8_t {
  members, ///< More members in every object and list; all else is as the vendor says it.
  values,  ///< Texts with a shape in the place of all texts that reading does not hang on.
  errors,  ///< Refusals in the vendor's form, which quote secrets, every few requests.
};

/// A vendor's sandbox, and before it a server that plants in what it answers.
class PlantingProxy
{
public:
  PlantingProxy(std::string_view vendor, const std::string& variant, Planted planted);

  /// The sandbox as a tenant, by the way of the proxy.
  [[nodiscard]] Json tenant(const std::string& folder) const;
  [[nodiscard]] const Sandbox& sandbox() const { return *m_sandbox; }
  [[nodiscard]] std::size_t answers() const { return m_answers; }

private:
  [[nodiscard]] Reply answer(const Received& request);
  [[nodiscard]] std::string planted_in(const std::string& body);

  std::unique_ptr<Sandbox> m_sandbox;
  Planted m_planted;
  std::atomic<std::size_t> m_answers = 0;
  std::unique_ptr<LoopbackServer> m_server;
};

} // namespace klausur::test
