#include "connectors/trello/trello.hpp"

#include "connectors/http/rest.hpp"
#include "connectors/model/setting.hpp"
#include "connectors/trello/dialect.hpp"

#include <fmt/format.h>

#include <map>

namespace klausur {

namespace {

/// All boards come in one list, and each is written by itself: changes of `boards` as changes
/// of `board/ID`, by that name.
Result<std::map<std::string, std::vector<Change>>>
by_board(const std::vector<Change>& changes)
{
  std::map<std::string, std::vector<Change>> boards;
  for (const auto& change : changes) {
    auto address = parse_address(change.setting);
    if (!address || address->steps.size() < 2) {
      return fail(Failure::invalid, fmt::format("{} is no setting of a board", change.setting));
    }
    address->document = fmt::format("board/{}", address->steps.front());
    address->steps.erase(address->steps.begin());
    boards[address->document].push_back({.setting = to_text(*address),
                                         .from = copy_of(change.from),
                                         .from_absent = change.from_absent,
                                         .to = copy_of(change.to),
                                         .check = change.check,
                                         .impact = change.impact});
  }
  return boards;
}

class Trello final : public Connector
{
public:
  Snapshot read(const Workplace& at) const override
  {
    trello::TrelloDialect dialect{at};
    return RestReader{at, dialect}.read();
  }

  Reading read_document(const Workplace& at, std::string_view document) const override
  {
    trello::TrelloDialect dialect{at};
    return RestReader{at, dialect}.read_document(document);
  }

  Result<void> write(const Workplace& at, std::string_view document,
                     const std::vector<Change>& changes) const override
  {
    trello::TrelloDialect dialect{at};
    RestReader reader{at, dialect};
    if (document != "boards") {
      return reader.write(document, changes);
    }
    const auto boards = by_board(changes);
    if (!boards) {
      return tl::unexpected(boards.error());
    }
    for (const auto& [board, of_board] : *boards) {
      if (auto done = reader.write(board, of_board); !done) {
        return done;
      }
    }
    return {};
  }
};

} // namespace

std::unique_ptr<Connector>
make_trello()
{
  return std::make_unique<Trello>();
}

} // namespace klausur
