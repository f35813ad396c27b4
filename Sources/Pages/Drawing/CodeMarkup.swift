import Cells

extension CodeCell {
  /// The lines as they stand in their file, and which they are.
  package var markup: Markup {
    let place = "\(fileName):\(line)"
    return .element(
      "figure", ["class": "code", "data-file": file, "data-line": "\(line)"],
      [
        .element("figcaption", [:], .element("span", ["class": "place"], Markup(place))),
        .wide(
          "frame", label: "code of \(place)",
          .element("pre", [:], .element("code", [:], Markup(swift: text)))),
      ])
  }
}
