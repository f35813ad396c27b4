import Terminal

/// Text as it stands in HTML and XML: no sign of it is read as mark-up, none is lost unseen, none moves its neighbours.
///
/// - `&`, `<`, `>` and quotation marks become references.
/// - Lines end with a line feed, whatever they ended with.
/// - What neither HTML nor XML can hold (NUL, control characters, noncharacters) is shown as U+FFFD, the replacement character.
/// - Marks that turn the direction of writing are shown by their number, such as `U+202E`.
/// - A line with letters that are written from right to left is isolated (U+2068 before it, U+2069 after it), so that a number or
///   a sign beside it stays where it is.
package enum EscapedText {
  /// The text between two tags.
  package static func content(_ text: String) -> String { escaped(text, isAttribute: false) }

  /// The text between the quotation marks of an attribute, in which line feeds and tabs are kept by references.
  package static func attribute(_ text: String) -> String { escaped(text, isAttribute: true) }

  private static func escaped(_ text: String, isAttribute: Bool) -> String {
    if text.utf8.allSatisfy(isPlain) { return text }
    let lineFeed = isAttribute ? "&#10;" : "\n"
    var result = ""
    var line = ""
    var isIsolated = false
    func endLine() {
      result += isIsolated ? "\u{2068}" + line + "\u{2069}" : line
      line = ""
      isIsolated = false
    }
    var followsReturn = false
    for scalar in text.unicodeScalars {
      if scalar == "\r" || scalar == "\n" {
        if scalar == "\r" || !followsReturn {
          endLine()
          result += lineFeed
        }
      } else {
        let written = written(scalar, isAttribute: isAttribute)
        line += written
        isIsolated = isIsolated || written.unicodeScalars.contains(where: isWrittenFromRightToLeft)
      }
      followsReturn = scalar == "\r"
    }
    endLine()
    return result
  }

  /// Letters, digits and the other signs of ASCII that stand for themselves everywhere.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x22, 0x26, 0x27, 0x3C, 0x3E: false
    default: (0x20..<0x7F).contains(byte)
    }
  }

  private static func written(_ scalar: Unicode.Scalar, isAttribute: Bool) -> String {
    switch scalar.value {
    case 0x26: "&amp;"
    case 0x3C: "&lt;"
    case 0x3E: "&gt;"
    case 0x22: "&quot;"
    case 0x27: "&#39;"
    case 0x09: isAttribute ? "&#9;" : "\t"
    case 0x00..<0x20, 0x7F..<0xA0, 0xFDD0...0xFDEF: "\u{FFFD}"
    case let value where value & 0xFFFE == 0xFFFE: "\u{FFFD}"
    // Unicode Standard Annex 9, "Directional Formatting Characters".
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: String(scalar).printable
    default: String(scalar)
    }
  }

  /// Whether it stands in a block of a script that runs from right to left (Hebrew, Arabic, Syriac, Thaana, N'Ko, Adlam …).
  private static func isWrittenFromRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }
}
