import Terminal

/// The colours behind numbers as classes of the style sheet: the terminal's scales in steps, for light and for dark pages.
///
/// `r0` … `r15` rise from nothing to the largest value, `n1` … `n15` fall below zero and `p0` … `p15` rise above it; `infinite` and
/// `nan` are apart.
package enum HeatClass {
  /// The steps of a scale.
  static let count = 16

  /// The class of a value.
  static func of(_ value: Double, on scale: HeatScale) -> String {
    if value.isNaN { return "nan" }
    guard value.isFinite else { return "infinite" }
    let place = scale.position(value)
    let step = Int((abs(place) * Double(count - 1)).rounded())
    switch scale {
    case .sequential: return "r\(step)"
    case .diverging: return place < 0 && step > 0 ? "n\(step)" : "p\(step)"
    }
  }

  /// The rules of all classes: ink and background, which a print shop's browser is asked not to drop.
  package static let styleSheet =
    rules(.trueColor.onWhite) + "@media screen and (prefers-color-scheme: dark) {\n" + rules(.trueColor)
    + "}\n"

  private static func rules(_ depth: ColorDepth) -> String {
    colors(depth).map { name, background in
      let ink = HeatScale.ink(on: background)
      return ".\(name) { background: \(background.hexadecimal); color: \(ink.hexadecimal) }\n"
    }.joined()
  }

  /// Every class with its background.
  static func colors(_ depth: ColorDepth) -> [(name: String, background: Color)] {
    let rising = HeatScale.sequential(lowest: 0, highest: 1)
    let diverging = HeatScale.diverging(bound: 1)
    let steps = (0..<count).map { Double($0) / Double(count - 1) }
    let values =
      steps.map { ($0, rising) } + steps.dropFirst().map { (-$0, diverging) } + steps.map { ($0, diverging) }
      + [(.infinity, rising), (.nan, rising)]
    return values.map { (of($0, on: $1), $1.color($0, depth)) }
  }
}

extension Color {
  /// "#1a2b3c".
  var hexadecimal: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
