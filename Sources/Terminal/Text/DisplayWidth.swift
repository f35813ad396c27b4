/// The columns that a text takes in a terminal, and texts cut or padded to a number of columns.
///
/// A Chinese character takes two columns, a combining accent none, an emoji two, however many scalars it is
/// made of (Unicode Standard Annex 11, "East Asian Width").
package enum DisplayWidth {
  /// The columns of one character.
  package static func of(_ character: Character) -> Int {
    if let ascii = character.asciiValue { return ascii < 0x20 || ascii == 0x7F ? 0 : 1 }
    var total = 0
    var joinsEmoji = false
    for scalar in character.unicodeScalars {
      switch scalar.value {
      case 0x200D, 0xFE0F, 0x1F3FB...0x1F3FF: joinsEmoji = true
      case 0x1F1E6...0x1F1FF: total += 1  // Half of a flag.
      default: total += of(scalar)
      }
    }
    // A joined sequence is drawn as one emoji, as is a digit in a keycap; a modifier standing alone is drawn too.
    guard joinsEmoji else { return total }
    let isEmoji = character.unicodeScalars.contains {
      $0.value == 0x20E3 || ($0.properties.isEmoji && $0.value > 0x7F)
    }
    return isEmoji ? 2 : total
  }

  /// The columns of a text on one line.
  package static func of(_ text: String) -> Int {
    text.reduce(0) { $0 + of($1) }
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x300, 0x2010..<0x2028, 0x2030..<0x205F, 0x2190..<0x231A,
      0x2500..<0x25FD, 0x2800..<0x2900:
      return 1
    case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
      0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF,
      0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD:
      // Ideographic tone marks and voiced-sound marks combine although they stand among wide characters.
      return scalar.properties.generalCategory == .nonspacingMark ? 0 : 2
    case 0x1160...0x11FF, 0xD7B0...0xD7FF:
      return 0  // Vowels and finals of Hangul join the consonant before them.
    default:
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
      default: return scalar.properties.isEmojiPresentation ? 2 : 1
      }
    }
  }

  /// `text` in at most `columns` columns, its end replaced by "…" when it is longer.
  package static func truncated(_ text: String, to columns: Int) -> String {
    guard of(text) > columns else { return text }
    guard columns > 0 else { return "" }
    var result = ""
    var used = 0
    for character in text {
      let width = of(character)
      if used + width > columns - 1 { break }
      result.append(character)
      used += width
    }
    return result + "…"
  }

  /// `text` in exactly `columns` columns, cut or filled with spaces on the left.
  package static func alignedRight(_ text: String, in columns: Int) -> String {
    let cut = truncated(text, to: columns)
    return String(repeating: " ", count: max(0, columns - of(cut))) + cut
  }

  /// `text` in exactly `columns` columns, cut or filled with spaces on the right.
  package static func alignedLeft(_ text: String, in columns: Int) -> String {
    let cut = truncated(text, to: columns)
    return cut + String(repeating: " ", count: max(0, columns - of(cut)))
  }
}

extension String {
  /// The text with what cannot be seen shown as what it is, so that a reader's file cannot steer the terminal and no
  /// label is empty: `⏎` for a line feed, `U+FEFF` for a byte order mark, `◌́` for an accent without its letter.
  package var printable: String {
    guard unicodeScalars.contains(where: { !(0x20..<0x7F).contains($0.value) }) else { return self }
    var result = ""
    for character in self {
      if DisplayWidth.of(character) > 0 {
        result.append(character)
      } else {
        result += character.unicodeScalars.reduce("") { $0 + $1.picture }
      }
    }
    return result
  }
}

extension Unicode.Scalar {
  /// How a scalar is shown that takes no column by itself.
  fileprivate var picture: String {
    switch value {
    case 0x0A: return "⏎"
    case 0x09: return "⇥"
    case 0x00..<0x20: return Unicode.Scalar(0x2400 + value).map(String.init) ?? codePoint
    case 0x7F: return "␡"
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF: return codePoint  // Variation selectors: marks that nobody sees.
    default:
      let isMark = [.nonspacingMark, .enclosingMark].contains(properties.generalCategory)
      return isMark ? "◌\(self)" : codePoint
    }
  }

  /// "U+FEFF".
  private var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
