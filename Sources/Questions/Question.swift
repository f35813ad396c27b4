/// A question with its numbers, its right answer, and the wrong ones whose reason is known.
public struct Question: Sendable {
  /// What is asked, in Markdown: paragraphs, and lines of numbers behind four spaces. All that is needed to answer it by hand is
  /// given: exponentials, logarithms and roots too.
  public let text: String

  /// What may be chosen, in the order in which it is offered; empty where a number is asked for.
  public let choices: [String]

  /// The right answer.
  public let answer: Answer

  /// How the right answer is come by.
  public let way: String

  /// Wrong answers, each with the mistake behind it. No two of them are alike, and none is the right one.
  public let slips: [Slip]

  /// A question whose numbers are asked for.
  ///
  /// - Parameters:
  ///   - readings: the answers that other readings of a formula give; those that cannot be told from the right one or from
  ///     another slip are left out.
  init(_ text: String, _ answer: Answer, way: String, slips: [Slip], readings: [Slip] = []) {
    var kept = slips
    for reading in readings where reading.answer.isApart(from: answer) {
      if kept.allSatisfy({ reading.answer.isApart(from: $0.answer) }) { kept.append(reading) }
    }
    (self.text, choices, self.answer, self.way, self.slips) = (text, [], answer, way, kept)
  }

  /// A question that offers the right answer among wrong ones, in an order that is drawn.
  ///
  /// - Parameter wrong: what is offered besides, each with the mistake behind it.
  init(
    _ text: String, right: String, wrong: KeyValuePairs<String, String>, way: String, order draw: inout Draw
  ) {
    let order = draw.shuffled(0...wrong.count)
    let offered = [right] + wrong.map(\.key)
    self.text = text
    choices = order.map { offered[$0] }
    answer = .choice(order.firstIndex(of: 0) ?? 0)
    self.way = way
    slips = wrong.enumerated().map { index, wrong in
      Slip(.choice(order.firstIndex(of: index + 1) ?? 0), wrong.value)
    }
  }

  /// Whether each answer that is known, right or wrong, can be told from every other.
  var isUnambiguous: Bool {
    let answers = [answer] + slips.map(\.answer)
    return answers.indices.allSatisfy { index in
      answers[..<index].allSatisfy { answers[index].isApart(from: $0) }
    } && Set(choices).count == choices.count
  }
}

/// A wrong answer whose reason is known.
public struct Slip: Sendable {
  /// What somebody answers who makes the mistake.
  public let answer: Answer

  /// What was done, and why it is wrong.
  public let message: String

  init(_ answer: Answer, _ message: String) { (self.answer, self.message) = (answer, message) }
}
