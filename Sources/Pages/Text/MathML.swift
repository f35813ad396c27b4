/// Formulas as browsers draw them.
///
/// ```swift
/// try MathML.markup(#"\frac{1}{n}"#, isDisplay: false).html
/// // <math alttext="\frac{1}{n}"><mfrac><mn>1</mn><mi>n</mi></mfrac></math>
/// ```
package enum MathML {
  /// The formula as a `<math>` element that holds its LaTeX too; on a line of its own, larger, if it `isDisplay`.
  ///
  /// A browser breaks no formula into lines: among words, one of more than 40 characters becomes a row of `<math>` elements, each
  /// from a relation or an operation to the next. LaTeX is understood as far as the course uses it; throws a `LaTeXMistake` that names what is
  /// not, and where.
  package static func markup(_ latex: String, isDisplay: Bool) throws(LaTeXMistake) -> Markup {
    guard !isDisplay, latex.count > longest else { return try element(latex, isDisplay: isDisplay) }
    var result = Markup()
    for part in try LaTeXParser.parts(of: latex) {
      // An empty term before it keeps a minus from becoming the sign of a number.
      result += try element(part, after: result == Markup() ? "" : "{}", isDisplay: false)
    }
    return result
  }

  private static let longest = 40

  private static func element(
    _ latex: String, after term: String = "", isDisplay: Bool
  ) throws(LaTeXMistake) -> Markup {
    var parser = LaTeXParser(term + latex)
    return .element(
      "math", ["display": isDisplay ? "block" : nil, "alttext": latex],
      try parser.formula(style: isDisplay ? .display : .text))
  }
}

/// What cannot be set in a formula: `“\foo x”, at character 1: \foo is no command that the course uses`.
package struct LaTeXMistake: Error, Equatable, CustomStringConvertible {
  /// The formula.
  package let latex: String
  /// The place of the mistake, counted in characters from 1.
  package let place: Int
  /// What is wrong there.
  package let reason: String

  package var description: String { "“\(latex)”, at character \(place): \(reason)" }
}
