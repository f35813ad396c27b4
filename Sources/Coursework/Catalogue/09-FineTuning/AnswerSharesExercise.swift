import Randomness

/// What the answers of a tuned model are worth, where it may decline.
package enum AnswerSharesExercise: Exercise {
  /// Replies and truths, nil for a reply that declines and for what the story does not tell, to three shares.
  package typealias Function =
    @Sendable (_ replies: [String?], _ truths: [String?]) throws
    -> (right: Double, declined: Double, invented: Double)

  /// What the function is tried on.
  package struct Inputs: Codable, Sendable {
    let replies: [String?]
    let truths: [String?]
  }

  package static let about = About(
    name: "answerShares", title: "right, declined, invented",
    goal:
      "Judge replies by the truth. A reply of nil declines; a truth of nil is what the story does not tell, and declining "
      + "is then the right answer. Return the share of all replies that are right; of what the story tells, the share "
      + "that was declined; and of what it does not tell, the share that was answered all the same. A share of nothing is 0.",
    formula: """
      right    = replies equal to their truth, nil to nil included / all
      declined = replies nil where the truth is not / truths that are not nil
      invented = replies not nil where the truth is / truths that are nil
      """,
    minutes: 10, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "Who declines everything is never wrong about what he says, and useless; who answers everything invents. Each of the "
      + "two faults has questions of its own to be counted among.",
    shapes: "Two lists of one length; three numbers between 0 and 1, with three different denominators.",
    pseudocode: """
      right    ← pairs that are equal ÷ pairs
      told     ← pairs whose truth is not nil;  declined ← those of them with a reply of nil ÷ told
      untold   ← pairs whose truth is nil;      invented ← those of them with a reply ÷ untold
      a share of no pairs is 0
      """,
    line: """
      let pairs = Array(zip(replies, truths))
      let told = pairs.filter { $0.1 != nil }
      let declined = told.filter { $0.0 == nil }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let words = ["red", "blue", "Anna", "Tom"]
    func drawn(_ count: Int) -> [String?] {
      (0..<count).map { _ in random.index(below: 3) == 0 ? nil : words[random.index(below: words.count)] }
    }
    return [
      Inputs(replies: ["red", nil, "Tom", nil, "blue"], truths: ["red", "Anna", "Anna", nil, nil]),
      Inputs(replies: ["red", nil, nil], truths: ["red", "blue", "Tom"]),
      Inputs(replies: ["red", nil, nil], truths: [nil, nil, nil]),
      Inputs(replies: [nil, nil, "red", "red"], truths: ["red", nil, "red", nil]),
      Inputs(replies: [], truths: []),
      Inputs(replies: drawn(15), truths: drawn(15)),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let (right, declined, invented) = try function(inputs.replies, inputs.truths)
    return Answer([
      .init("right", shape: [], numbers: [right]), .init("declined", shape: [], numbers: [declined]),
      .init("invented", shape: [], numbers: [invented]),
    ])
  }

  package static let reference: Function = { replies, truths in
    let counts = Counts(replies, truths)
    return (
      share(counts.right, counts.all), share(counts.declined, counts.told),
      share(counts.invented, counts.untold)
    )
  }

  /// How often each of the cases occurs.
  struct Counts {
    var told = 0
    var untold = 0
    var rightTold = 0
    var rightUntold = 0
    var declined = 0
    var invented = 0

    var all: Int { told + untold }
    var right: Int { rightTold + rightUntold }

    init(_ replies: [String?], _ truths: [String?]) {
      for (reply, truth) in zip(replies, truths) {
        if truth == nil {
          untold += 1
          if reply == nil { rightUntold += 1 } else { invented += 1 }
        } else {
          told += 1
          if reply == nil { declined += 1 }
          if reply == truth { rightTold += 1 }
        }
      }
    }
  }

  /// A share, which of nothing is 0.
  @Sendable static func share(_ part: Int, _ whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }
}
