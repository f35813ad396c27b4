import Foundation

/// Numbers in words that were measured somewhere and do not say where.
enum UnlinkedNumbers {
  /// The numbers with a decimal point or of three and more digits, as written.
  ///
  /// None are: the year of a citation, 1900 to 2099 in parentheses or after a name (Vaswani et al. 2017); a section (S0 §3.3);
  /// and what belongs to a name (ResNet152).
  static func all(in words: String) -> [String] {
    words.matches(of: /[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?/).compactMap { match in
      let text = String(match.output)
      guard text.contains(".") || text.count(where: \.isNumber) > 2 else { return nil }
      let before = words[..<match.range.lowerBound]
      if let sign = before.last(where: { $0 != " " }), sign == "§" { return nil }
      if before.last?.isLetter == true { return nil }
      let isYear = Int(text).map((1900...2099).contains) ?? false
      return isYear && (isInParentheses(after: before) || isName(before)) ? nil : text
    }
  }

  private static func isInParentheses(after text: Substring) -> Bool {
    text.count { $0 == "(" } > text.count { $0 == ")" }
  }

  /// Whether a text ends with a name: with a word that begins with a capital letter, or "al."
  private static func isName(_ text: Substring) -> Bool {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard text.last?.isWhitespace == true, let last = words.last else { return false }
    return last.first?.isUppercase == true || last.hasPrefix("al.")
  }
}
