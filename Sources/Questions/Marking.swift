import Platform

/// What an answer is worth.
public enum Mark: Sendable, Hashable {
  /// It is right.
  case right
  /// It is wrong, and this is why.
  case slip(String)
  /// It is wrong; so much can be said of it, if anything.
  case wrong(String?)
  /// It cannot be read; this is what is accepted.
  case unreadable(String)
}

extension Question {
  /// Marks what somebody wrote.
  ///
  /// Numbers may stand between commas, semicolons, spaces, brackets or `×`; with a true minus or a hyphen, as fractions such as
  /// `1/3` or in per cent. A right answer may be a hundredth off, or 0.002 where that is more. Wrong answers are compared with
  /// those whose reason is known, then with what happens everywhere: a sign, another order, a factor of ten, too few digits.
  public func mark(_ text: String) -> Mark {
    switch answer {
    case .choice: markChoice(text)
    case .whole(let numbers): markWhole(text, numbers)
    case .numbers(let numbers): markNumbers(text, numbers)
    }
  }

  private func markChoice(_ text: String) -> Mark {
    let letters = choices.indices.map(Answer.letter)
    let given = text.lowercased().filter { !$0.isWhitespace && !"().".contains($0) }
    guard let place = letters.firstIndex(of: given) else {
      return .unreadable("a letter is asked for, from a to \(letters.last ?? "a")")
    }
    return judged(.choice(place)) ?? .wrong(nil)
  }

  private func markWhole(_ text: String, _ right: [Int]) -> Mark {
    guard let given = AnswerText(text, groupsThousands: true)?.numbers else {
      return .unreadable("whole numbers are asked for, such as 12 or 2 × 3")
    }
    let whole = given.map { Int(exactly: $0) }
    guard !whole.contains(nil) else { return .wrong("It is a whole number.") }
    let numbers = whole.compactMap { $0 }
    return judged(.whole(numbers)) ?? .wrong(remark(on: given, right.map(Double.init)) { $0 == $1 })
  }

  private func markNumbers(_ text: String, _ right: [Double]) -> Mark {
    guard let given = AnswerText(text, groupsThousands: false) else {
      return .unreadable(
        right.count == 1
          ? "a number is asked for, such as 0.25 or 1/4"
          : "\(right.count) numbers are asked for, with a space between them, such as 0.25 1/4 −1")
    }
    if let mark = judged(.numbers(given.numbers)) { return mark }
    if zip(given.roundings, right).allSatisfy({ abs($0.number - $1) <= $0.halfUnit }),
      given.numbers.count == right.count
    {
      return .wrong("It is rounded too far: three significant digits are asked for.")
    }
    return .wrong(remark(on: given.numbers, right, isNear: Self.isNear))
  }

  private static func isNear(_ given: Double, _ right: Double) -> Bool {
    abs(given - right) <= Answer.tolerance(of: right)
  }

  /// The mark of an answer that is right or whose mistake is known.
  private func judged(_ given: Answer) -> Mark? {
    func agrees(_ known: Answer) -> Bool {
      switch (given, known) {
      case (.numbers(let given), .numbers(let known)):
        given.count == known.count && zip(given, known).allSatisfy(Self.isNear)
      default: given == known
      }
    }
    if agrees(answer) { return .right }
    return slips.first { agrees($0.answer) }.map { .slip($0.message) }
  }

  /// What happens with numbers of every kind.
  private func remark(
    on given: [Double], _ right: [Double], isNear: (Double, Double) -> Bool
  ) -> String? {
    guard given.count == right.count else {
      return "\(right.count == 1 ? "One number is" : "\(right.count) numbers are") asked for; here "
        + (given.count == 1 ? "is 1." : "are \(given.count).")
    }
    func agree(_ change: (Double) -> Double) -> Bool {
      zip(given, right).allSatisfy { isNear($0, change($1)) }
    }
    if agree({ -$0 }) { return "The sign is wrong, and nothing else." }
    if right.count > 1, zip(given.sorted(), right.sorted()).allSatisfy(isNear) {
      return "The numbers are right, their order is not."
    }
    for factor in [10, 100, 1000] where agree({ $0 * Double(factor) }) || agree({ $0 / Double(factor) }) {
      return "It is off by a factor of \(factor): look at the decimal point."
    }
    let hits = zip(given, right).count(where: isNear)
    return hits > 0 ? "\(hits) of the \(right.count) numbers \(hits == 1 ? "is" : "are") right." : nil
  }
}

/// Numbers as somebody types them.
private struct AnswerText {
  var roundings: [(number: Double, halfUnit: Double)] = []

  var numbers: [Double] { roundings.map(\.number) }

  /// Reads numbers; nil when there is none, or something else.
  ///
  /// - Parameter groupsThousands: whether a comma between three digits and three digits belongs to a number, as in 50,257.
  init?(_ text: String, groupsThousands: Bool) {
    var plain = text.replacing("−", with: "-").replacing("–", with: "-")
    if groupsThousands { plain.replace(/(\d),(?=\d{3}(\D|$))/) { "\($0.output.1)" } }
    let separators = ",;[]()×x·\t\n\r ，；、"
    for part in plain.split(whereSeparator: { separators.contains($0) }) {
      guard let rounding = Self.rounding(of: String(part)) else { return nil }
      roundings.append(rounding)
    }
    if roundings.isEmpty { return nil }
  }

  /// A decimal, a fraction, or either in per cent, and half of what its last digit stands for.
  private static func rounding(of text: String) -> (number: Double, halfUnit: Double)? {
    if text.hasSuffix("%") {
      return rounding(of: String(text.dropLast())).map { ($0.number / 100, $0.halfUnit / 100) }
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let signs = Set("0123456789.+-eE")
    guard parts.allSatisfy({ $0.allSatisfy(signs.contains) }) else { return nil }
    let numbers = parts.compactMap(Double.init)
    guard numbers.count == parts.count, numbers.allSatisfy(\.isFinite) else { return nil }
    switch numbers.count {
    case 1:
      let decimals =
        text.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
      let isPlain = !text.contains { "eE".contains($0) }
      return (numbers[0], isPlain && decimals < 3 ? 0.5 * pow(10, -Double(decimals)) : 0)
    case 2 where numbers[1] != 0: return (numbers[0] / numbers[1], 0)
    default: return nil
    }
  }
}
