import Cells

extension Markup {
  /// A number as it is read, in an element that holds it at full precision too, as `data-value`.
  static func number(
    _ value: Double, _ text: String, in name: String = "td", class style: String? = nil
  ) -> Markup {
    element(name, ["class": style, "data-value": value.exactText], Markup(text))
  }

  /// The header of a row or column; an ordinary cell where there is nothing to read.
  static func header(_ text: String, scope: String, class style: String = "") -> Markup {
    if text.allSatisfy(\.isWhitespace) { return element("td", [:], Markup(text)) }
    return element("th", ["scope": scope, "class": style.isEmpty ? nil : style], Markup(text))
  }
}
