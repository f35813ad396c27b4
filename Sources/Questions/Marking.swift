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
  /// `1/3`, in per cent or with a power of ten; `a = 0.3` is 0.3. A comma between digits is read in the way that gives as many
  /// numbers as are asked for. A right answer may be a hundredth off, or 0.002 where that is more. Wrong answers are compared with
  /// those whose reason is known, then with what happens everywhere: a sign, another order, a factor of ten, too few digits.
  public func mark(_ text: String) -> Mark {
    switch answer {
    case .choice: return markChoice(text)
    case .whole(let numbers):
      let accepted =
        numbers.count == 1
        ? "a whole number is asked for, such as 12"
        : "\(numbers.count) whole numbers are asked for, such as 2 × 3"
      return mark(text, numbers.map(Double.init), commas: [.groups, .separates], accepted)
    case .numbers(let numbers):
      let accepted =
        numbers.count == 1
        ? "a number is asked for, such as 0.25 or 1/4"
        : "\(numbers.count) numbers are asked for, with a space between them, such as 0.25 1/4 −1"
      return mark(text, numbers, commas: [.separates, .isPoint, .groups], accepted)
    }
  }

  private func markChoice(_ text: String) -> Mark {
    let given = AnswerText.folded(text).lowercased()
    let words = given.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if let place = choices.firstIndex(where: { $0.lowercased() == words }) {
      return judged(.choice(place)) ?? .wrong(nil)
    }
    let letters = choices.indices.map(Answer.letter)
    let match = words.wholeMatch(of: /(?:(?:option|answer|choice) )?\(?([a-z])(?:[).:].*)?/)
    guard let match, let place = letters.firstIndex(of: String(match.output.1)) else {
      return .unreadable("one letter is asked for, from a to \(letters.last ?? "a")")
    }
    return judged(.choice(place)) ?? .wrong(nil)
  }

  /// Marks numbers, of all ways to read them by the best.
  private func mark(_ text: String, _ right: [Double], commas: [AnswerText.Comma], _ accepted: String) -> Mark
  {
    let typed = AnswerText(text)
    var readings: [[AnswerText.Number]] = []
    var refused: AnswerText.Piece?
    for comma in commas {
      do { readings.append(try typed.numbers(comma)) } catch { refused = refused ?? error }
    }
    if let refused, readings.isEmpty {
      return .unreadable(
        (refused.text.isEmpty ? "" : "“\(refused.text.prefix(20))” is no number; ") + accepted)
    }
    // Where a right number is no share, 45 % may be 45.
    if right.contains(where: { $0 > 1 }) {
      readings += readings.map { $0.map { $0.isPercent ? .init(value: $0.value * 100) : $0 } }
    }
    let fitting = readings.filter { $0.count == right.count }
    // A mistake may be made of more numbers, or of fewer.
    let marks = (fitting + readings).compactMap { judged($0.map(\.value)) }
    if let mark = marks.first(where: { $0 == .right }) ?? marks.first { return mark }
    guard let given = fitting.first else {
      let count = readings[0].count
      return .wrong(
        (right.count == 1 ? "One number is" : "\(right.count) numbers are") + " asked for; here "
          + (count == 1 ? "is one." : "are \(count)."))
    }
    return .wrong(remark(on: given, right))
  }

  /// The mark of numbers that are right or whose mistake is known.
  private func judged(_ numbers: [Double]) -> Mark? {
    guard case .whole = answer else { return judged(.numbers(numbers)) }
    let whole = numbers.compactMap { Int(exactly: $0) }
    return whole.count == numbers.count ? judged(.whole(whole)) : nil
  }

  /// The mark of an answer that is right or whose mistake is known.
  private func judged(_ given: Answer) -> Mark? {
    func agrees(_ known: Answer) -> Bool {
      switch (given, known) {
      case (.numbers(let given), .numbers(let known)):
        given.count == known.count
          && zip(given, known).allSatisfy { abs($0 - $1) <= Answer.tolerance(of: $1) }
      default: given == known
      }
    }
    if agrees(answer) { return .right }
    return slips.first { agrees($0.answer) }.map { .slip($0.message) }
  }

  /// What happens with numbers of every kind.
  private func remark(on given: [AnswerText.Number], _ right: [Double]) -> String? {
    let values = given.map(\.value)
    let isExact = if case .whole = answer { true } else { false }
    if isExact, values.contains(where: { Int(exactly: $0) == nil }) { return "A whole number is asked for." }
    // Close by its own measure, however small it is.
    func isNear(_ given: Double, _ right: Double) -> Bool {
      abs(given - right) <= (isExact ? 0 : 0.01 * abs(right))
    }
    func agree(_ change: (Double) -> Double) -> Bool {
      zip(values, right).allSatisfy { isNear($0, change($1)) }
    }
    if agree({ -$0 }) { return "The sign is wrong, and nothing else." }
    if zip(values, right).allSatisfy({ isNear(abs($0), abs($1)) }) {
      return "The sizes are right, the signs are not."
    }
    if zip(values.sorted(), right.sorted()).allSatisfy(isNear) {
      return "The numbers are right, their order is not."
    }
    for factor in [10.0, 100, 1000] where agree({ $0 * factor }) || agree({ $0 / factor }) {
      return "It is off by a factor of \(Int(factor)): look at the decimal point."
    }
    let isRounded = zip(given, right).allSatisfy { given, right in
      let distance = abs(given.value - right)
      return distance <= given.halfUnit * 1.000_001 && distance <= abs(right) / 4
    }
    if isRounded { return "It is rounded too far: three significant digits are asked for." }
    let hits = zip(values, right).count { abs($0 - $1) <= (isExact ? 0 : Answer.tolerance(of: $1)) }
    return hits > 0 ? "\(hits) of the \(right.count) numbers \(hits == 1 ? "is" : "are") right." : nil
  }
}
