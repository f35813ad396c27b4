import Platform

/// Numbers as somebody types them: `0.25, 1/4, −1`, `[[1, 2], [3, 4]]`, `2 by 3`, `x = 0.3`, `1.2·10⁻³`, `45 %`.
struct AnswerText {
  /// A number, and how far what it was rounded from may lie from it.
  struct Number: Equatable {
    var value: Double
    var halfUnit = 0.0
    var isPercent = false
  }

  /// The ways to read a comma between two digits.
  enum Comma {
    /// It stands between two numbers: `1,5` is 1 and 5.
    case separates
    /// It stands before three digits of one number: `50,257`.
    case groups
    /// It is a decimal point: `0,5`.
    case isPoint
  }

  private let plain: String

  init(_ text: String) {
    var plain = Self.folded(text)
    // In digits, points, commas and signs alone there is nothing to be found.
    if plain.contains(where: { !"0123456789.,- ".contains($0) }) {
      // What comes before a sign of equality, and a name before a colon, is said to be what follows.
      plain.replace(/[^=≈~,;\[\]\n]*[=≈~]/, with: " ")
      plain.replace(/\p{L}[^:,;\[\]\n]*:/, with: " ")
      plain.replace(/(\d)\s*[·×xX*]\s*10\^\(?([-+]?\d+)\)?/) { "\($0.output.1)e\($0.output.2)" }
      plain.replace(/10\^\(?([-+]?\d+)\)?/) { "1e\($0.output.1)" }
      plain.replace(/([\d\])])\s*[·×xX*]\s*(?=[-+.\d\[(])/) { "\($0.output.1) " }
      plain.replace(/\s*\/\s*/, with: "/")
      plain.replace(/\s+%/, with: "%")
    }
    self.plain = plain
  }

  /// The numbers.
  ///
  /// - Throws: the first piece that is no number; an empty one when there is nothing.
  func numbers(_ comma: Comma) throws(Piece) -> [Number] {
    var plain = plain
    switch comma {
    case .separates: break
    case .groups: plain.replace(/(\d)[, '’](?=\d{3}(\D|$))/) { "\($0.output.1)" }
    case .isPoint: plain.replace(/(\d),(?=\d)/) { "\($0.output.1)." }
    }
    let pieces = plain.split { $0.isWhitespace || ",;[](){}|、".contains($0) }.filter {
      !["by", "and"].contains($0.lowercased())
    }
    if pieces.isEmpty { throw Piece(text: "") }
    return try pieces.map { piece throws(Piece) in
      guard let number = Self.number(piece) else { throw Piece(text: String(piece)) }
      return number
    }
  }

  /// A piece of a text that is no number.
  struct Piece: Error, Equatable {
    let text: String
  }

  /// Wide signs as narrow ones, every minus as a hyphen, raised digits behind `^`.
  static func folded(_ text: String) -> String {
    var result = ""
    var isRaised = false
    for character in text {
      let raised = raised[character]
      if raised != nil, !isRaised { result += "^" }
      isRaised = raised != nil
      let scalar = character.unicodeScalars.first?.value ?? 0
      if let raised {
        result += raised
      } else if "−–—﹣".contains(character) {
        result += "-"
      } else if (0xFF01...0xFF5E).contains(scalar), let narrow = Unicode.Scalar(scalar - 0xFEE0) {
        result.unicodeScalars.append(narrow)
      } else {
        result.append(character)
      }
    }
    return result
  }

  private static let raised: [Character: String] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9",
    "⁻": "-",
  ]

  /// A decimal, a fraction, or either in per cent.
  private static func number(_ text: Substring) -> Number? {
    if text.hasSuffix("%") {
      return number(text.dropLast()).map {
        Number(value: $0.value / 100, halfUnit: $0.halfUnit / 100, isPercent: true)
      }
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let values = parts.compactMap(decimal)
    guard values.count == parts.count else { return nil }
    switch values.count {
    case 1: return values[0]
    case 2 where values[1].value != 0: return Number(value: values[0].value / values[1].value)
    default: return nil
    }
  }

  private static func decimal(_ text: Substring) -> Number? {
    guard text.contains(where: \.isNumber), text.allSatisfy({ "0123456789.+-eE".contains($0) }),
      let value = Double(text.last == "." ? text.dropLast() : text), value.isFinite
    else { return nil }
    let parts = text.lowercased().split(separator: "e")
    let decimals =
      parts[0].split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
    let power = parts.count > 1 ? Double(parts[1]) ?? 0 : 0
    return Number(value: value, halfUnit: 0.5 * pow(10, power - Double(decimals)))
  }
}
