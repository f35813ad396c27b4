import Cells

extension ExploreCell {
  /// A place for what a script shows, which is empty without one: the cells by their roles, and the constants.
  package var markup: Markup {
    let parts = parts.map { Markup.element("span", ["data-role": $0.role, "data-cell": $0.name]) }
    let constants = constants.map {
      Markup.element("span", ["data-constant": $0.name, "data-number": $0.value.exactText])
    }
    return .element(
      "div", ["class": "explore", "data-explore": kind.rawValue, "data-title": title, "hidden": ""],
      parts.joined() + constants.joined())
  }
}
