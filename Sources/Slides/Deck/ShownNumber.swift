import Terminal

/// A number as a slide shows it, rounded: `0.548`, `−0.43`, `55 %`, `1.2·10⁻⁷`, `50,257`.
package struct ShownNumber: Hashable, Sendable {
  /// The digits as a number, without power and percent: 1.2 of `1.2·10⁻⁷`.
  private let digits: Double
  /// How many stand behind the point.
  private let decimals: Int
  /// What the digits are multiplied with: 10⁻⁷, or a hundredth.
  private let factor: Double
  /// What stands behind the digits: "·10⁻⁷", " %".
  private let end: String

  /// Reads a text that is a number and nothing else.
  package init?(_ text: String) {
    let form =
      /(?<sign>[+−-]?)(?<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?<part>[0-9]+))?(?<end>(?:·10(?<raised>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?(?<percent>[ \u{A0}\u{202F}]?%)?)/
    guard let match = text.wholeMatch(of: form), (match.part?.count ?? 0) <= 17 else { return nil }
    let part = match.part.map { "." + $0 } ?? ""
    guard let digits = Double(match.whole.filter(\.isNumber) + part) else { return nil }
    var power = 0
    if let raised = match.raised {
      let signs = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
      let text = raised.map { $0 == "⁻" ? "-" : signs.firstIndex(of: $0).map(String.init) ?? "" }.joined()
      guard let number = Int(text), abs(number) < 300 else { return nil }
      power = number
    }
    self.digits = match.sign == "" || match.sign == "+" ? digits : -digits
    decimals = match.part?.count ?? 0
    factor = Double("1e\(power - (match.percent == nil ? 0 : 2))") ?? 1
    end = String(match.end)
  }

  /// Whether `number`, rounded to the digits that are shown, is the one that is shown.
  package func isRounded(from number: Double) -> Bool {
    guard number.isFinite else { return false }
    let half = 0.5 * (Double("1e-\(decimals)") ?? 0)
    // What is computed for the comparison may be off by its last bits.
    return (number / factor - digits).magnitude <= half * (1 + 1e-9) + number.magnitude / factor * 1e-12
  }

  /// `number` as it should stand in this one's place.
  package func rounded(_ number: Double) -> String {
    NumberText.fixed(number / factor, decimals: decimals).replacing("-", with: "−") + end
  }
}
