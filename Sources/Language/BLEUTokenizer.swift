/// How a text is cut into words before BLEU counts them; figures of different cuts cannot be compared.
public enum BLEUTokenizer: String, Sendable, Hashable, CaseIterable {
  /// The cut of `mteval-v13a`, for languages that write spaces: words, with punctuation off them, but no point or comma
  /// within a number. *13a* in sacrebleu.
  case mteval13a
  /// Every Chinese character and every full-width mark by itself, all else as in `mteval13a`. *zh* in sacrebleu.
  case chinese

  /// The words of a line of text.
  public func callAsFunction(_ text: String) -> [String] {
    var line = Array(text.unicodeScalars)
    switch self {
    case .mteval13a:
      let text = text.replacing("<skipped>", with: "").replacing("-\n", with: "")
        .replacing("&quot;", with: "\"").replacing("&amp;", with: "&").replacing("&lt;", with: "<")
        .replacing("&gt;", with: ">")
      line = Array(" \(text) ".unicodeScalars)
    case .chinese:
      line = Array(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").unicodeScalars)
        .flatMap { BLEUTokenizer.apart($0, if: BLEUTokenizer.isChinese($0)) }
    }
    return BLEUTokenizer.separatingMarks(line).split(whereSeparator: \.properties.isWhitespace).map { word in
      var scalars = String.UnicodeScalarView()
      scalars.append(contentsOf: word)
      return String(scalars)
    }
  }

  private typealias Scalar = Unicode.Scalar

  /// The four replacements of the published program, one after the other.
  private static func separatingMarks(_ line: [Scalar]) -> [Scalar] {
    func isDigit(_ scalar: Scalar) -> Bool { "0"..."9" ~= scalar }
    func isPoint(_ scalar: Scalar) -> Bool { scalar == "." || scalar == "," }
    var line = line.flatMap { apart($0, if: isMark($0)) }
    line = replacingPairs(line) { !isDigit($0) && isPoint($1) ? [$0, " ", $1, " "] : nil }
    line = replacingPairs(line) { isPoint($0) && !isDigit($1) ? [" ", $0, " ", $1] : nil }
    return replacingPairs(line) { isDigit($0) && $1 == "-" ? [$0, " ", $1, " "] : nil }
  }

  private static func apart(_ scalar: Scalar, if standsAlone: Bool) -> [Scalar] {
    standsAlone ? [" ", scalar, " "] : [scalar]
  }

  /// Replaces pairs of neighbours from left to right, none of which overlap.
  private static func replacingPairs(
    _ line: [Scalar], _ replacement: (_ first: Scalar, _ second: Scalar) -> [Scalar]?
  ) -> [Scalar] {
    var result: [Scalar] = []
    var place = 0
    while place < line.count {
      if place + 1 < line.count, let new = replacement(line[place], line[place + 1]) {
        result += new
        place += 2
      } else {
        result.append(line[place])
        place += 1
      }
    }
    return result
  }

  /// A mark that always stands alone: all of ASCII's but the apostrophe, the comma, the hyphen and the point.
  private static func isMark(_ scalar: Scalar) -> Bool {
    switch scalar {
    case "{"..."~", "["..."`", " "..."&", "("..."+", ":"..."@", "/": true
    default: false
    }
  }

  /// The characters that sacrebleu takes for Chinese. Its range for the ideographs beyond U+FFFF is written so that
  /// Python reads U+2001 to U+2A6D in its place: quotation marks and dashes, arrows and signs.
  private static func isChinese(_ scalar: Scalar) -> Bool {
    switch scalar.value {
    case 0x3400...0x4DB5, 0x4E00...0x9FBB, 0xF900...0xFA2D, 0xFA30...0xFA6A, 0xFA70...0xFAD9, 0xFF00...0xFFEF,
      0x2E80...0x2EFF, 0x3000...0x303F, 0x31C0...0x31EF, 0x2F00...0x2FDF, 0x2FF0...0x2FFF, 0x3100...0x312F,
      0x31A0...0x31BF, 0xFE10...0xFE1F, 0xFE30...0xFE4F, 0x3200...0x33FF, 0x2001...0x2A6D:
      true
    default: false
    }
  }
}
