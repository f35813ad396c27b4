/// Formulas as browsers draw them.
///
/// ```swift
/// try MathML.markup(#"\frac{1}{n}"#, isDisplay: false).html
/// // <math alttext="\frac{1}{n}"><mfrac><mn>1</mn><mi>n</mi></mfrac></math>
/// ```
package enum MathML {
  /// The formula as a `<math>` element that holds its LaTeX too; on a line of its own, larger, if it `isDisplay`.
  ///
  /// LaTeX is understood as far as the course uses it. Throws a `LaTeXMistake` that names what is not, and where.
  package static func markup(_ latex: String, isDisplay: Bool) throws(LaTeXMistake) -> Markup {
    var parser = LaTeXParser(latex)
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
