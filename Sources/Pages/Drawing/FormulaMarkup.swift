import Cells

extension FormulaCell {
  /// The formula as published, below it the printed form where it is another, and where it is printed.
  ///
  /// A form whose LaTeX cannot be set is shown in plain Unicode.
  package var markup: Markup {
    let title: Markup = title.isEmpty ? [] : [" ", .element("span", [:], Markup(self.title))]
    return .element(
      "figure", ["class": "formula", "data-name": id],
      [
        .element("figcaption", [:], [.element("span", ["class": "name"], Markup(id)), title]),
        forms,
        .element("p", ["class": "source"], Markup(provenance)),
      ])
  }

  private var forms: Markup {
    let published = Self.set(latex, or: unicode)
    guard isPrintedOtherwise, let unicodePrinted else {
      return .wide("frame", label: id, published)
    }
    let printed = Self.set(latexPrinted, or: unicodePrinted)
    let list = Markup.element(
      "dl", [:],
      [
        .element("dt", [:], "published"), .element("dd", [:], published),
        .element("dt", [:], "printed"), .element("dd", [:], printed),
      ])
    return .wide("frame", label: id, list)
  }

  private static func set(_ latex: String?, or unicode: String) -> Markup {
    guard let latex, let math = try? MathML.markup(latex, isDisplay: true) else {
      return .element("code", [:], Markup(unicode))
    }
    return math
  }
}
