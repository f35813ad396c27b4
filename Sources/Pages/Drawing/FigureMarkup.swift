extension Markup {
  /// A figure of a kind with its name above it, if it has one.
  static func figure(_ kind: String, name: String, _ content: Markup) -> Markup {
    let caption = element("figcaption", [:], element("span", ["class": "name"], Markup(name)))
    return element(
      "figure", ["class": kind, "data-name": name], [name.isEmpty ? [] : caption, content])
  }

  /// A table of such rows under a row of headings.
  package static func table(headings: [Markup], rows: [Markup]) -> Markup {
    element(
      "table", [:],
      [
        element("thead", [:], element("tr", [:], headings.joined())), element("tbody", [:], rows.joined()),
      ])
  }

  /// The numbers behind a picture, folded away.
  static func folded(_ summary: String, of name: String, _ table: Markup) -> Markup {
    element(
      "details", [:],
      [
        element("summary", [:], Markup(summary)),
        wide("frame", label: "the numbers of \(name)", table),
      ])
  }
}
