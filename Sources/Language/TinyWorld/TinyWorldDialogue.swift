import Randomness

extension TinyWorld {
  /// A story and what is asked about it, turn by turn, with the right answers.
  public struct Dialogue: Sendable, Hashable {
    /// A question as it is put, and its answer.
    public struct Turn: Sendable, Hashable {
      /// What is meant.
      public var question: Question
      /// Whether the last answer is asked for again, so that the question before has to be remembered.
      public var isAgain: Bool
      /// The right answer that is taught.
      public var answer: String
      /// Whether the story tells it; the right answer to any other is to decline.
      public var isTold: Bool

      /// What is said.
      public var text: String { isAgain ? Question.again : question.text }
    }

    /// The story in one line.
    public var story: String
    /// What it tells.
    public var plan: Plan
    /// The questions with their answers.
    public var turns: [Turn]
  }

  /// So many dialogues of so many turns about stories of at most `longest` tokens; a function of the seed alone.
  ///
  /// All kinds of questions are equally likely; one turn in four, but never the first, asks for the last answer again.
  public func dialogues(count: Int, turns: Int, longest: Int = .max, seed: UInt64) -> [Dialogue] {
    var generator = SeededGenerator(seed: seed)
    return (0..<max(0, count)).map { _ in
      let (derivation, plan) = told(longest: longest, using: &generator)
      var dialogue = Dialogue(
        story: String(decoding: derivation.bytes.dropLast(), as: UTF8.self), plan: plan, turns: [])
      for _ in 0..<max(0, turns) {
        let previous = dialogue.turns.last?.question
        let isAgain = previous != nil && generator.index(below: 4) == 0
        let new = Question.random(about: plan, using: &generator)
        let question = (isAgain ? previous : nil) ?? new
        let answers = plan.answers(to: question)
        dialogue.turns.append(
          Dialogue.Turn(
            question: question, isAgain: isAgain, answer: answers.first ?? Self.declined,
            isTold: !answers.isEmpty))
      }
      return dialogue
    }
  }
}

extension TinyWorld.Question {
  /// A question about a story: each kind is equally likely, and so is each of its people to be asked about.
  fileprivate static func random(
    about plan: TinyWorld.Plan, using generator: inout some RandomNumberGenerator
  ) -> Self {
    let kind = generator.index(below: Kind.allCases.count)
    let person = Kind.allCases[kind] == .age ? generator.index(below: plan.cast.count) : 0
    return all(about: plan.cast[person].name)[kind]
  }
}
