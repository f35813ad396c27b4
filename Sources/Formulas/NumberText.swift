/// Numbers as short text: nine decimals at most, the same on every platform.
enum NumberText {
  /// A value, with the parts of long lists and matrices left out beyond the fourth.
  static func of(_ value: Formula.Value) -> String {
    switch value {
    case .number(let number): of(number)
    case .numbers(let numbers): list(numbers.map(of))
    case .matrix(let matrix): list(matrix.rows.map { list($0.map(of)) })
    case .text(let text): "“\(text)”"
    case .list(let values): list(values.map(of))
    }
  }

  /// One number: whole numbers without a point, small ones with an exponent, the others rounded to nine decimals.
  static func of(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "−∞" : "∞" }
    let magnitude = abs(number)
    if magnitude == 0 || (magnitude >= 1e-4 && magnitude < 1e15) {
      let rounded = (number * 1e9).rounded() / 1e9
      return signed(Int(exactly: rounded).map(String.init) ?? "\(rounded)")
    }
    var (mantissa, exponent) = (number, 0)
    while abs(mantissa) >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while abs(mantissa) < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    return signed("\((mantissa * 1e5).rounded() / 1e5)e\(exponent)")
  }

  private static func list(_ parts: [String]) -> String {
    let shown = parts.count > 6 ? Array(parts.prefix(4)) + ["…"] : parts
    return "[" + shown.joined(separator: ", ") + "]"
  }

  private static func signed(_ text: String) -> String { text.hasPrefix("-") ? "−" + text.dropFirst() : text }
}
