import Cells

extension CheckCell {
  /// The claim with its mark, and what was measured; a claim that failed says so in words.
  package var markup: Markup {
    let mark = Markup.element(
      "span", ["class": "mark", "role": "img", "aria-label": passed ? "passed" : "failed"],
      passed ? "✓" : "✗")
    let measured = Markup.element(
      "span", ["class": "measured", "data-value": measured.exactText], Markup("(\(comparison))"))
    return .element(
      "p", ["class": passed ? "check passed" : "check failed", "data-name": name],
      [
        mark, " ", passed ? [] : .element("strong", [:], "FAILED: "), Markup(name),
        comparison.isEmpty ? [] : [" ", measured],
      ])
  }
}
