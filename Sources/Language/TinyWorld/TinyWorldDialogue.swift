import Randomness

extension TinyWorld {
  /// A story and what is asked about it, turn by turn, with the right answers.
  public struct Dialogue: Sendable, Hashable {
    /// A question as it is put, and its answer.
    public struct Turn: Sendable, Hashable {
      /// What is meant.
      public var question: Question
      /// Whether it is put in short ("And the drum?"), so that the question before it has to be remembered.
      public var isFollowUp: Bool
      /// The right answer that is taught.
      public var answer: String
      /// Whether the story tells it; the right answer to any other is to decline.
      public var isTold: Bool

      /// What is said.
      public var text: String { isFollowUp ? question.followUp ?? question.text : question.text }
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
  /// One turn in four asks what the story does not tell. Half of the questions that can be put in short, because the
  /// one before them is of the same kind, are.
  public func dialogues(count: Int, turns: Int, longest: Int = .max, seed: UInt64) -> [Dialogue] {
    var generator = SeededGenerator(seed: seed)
    return (0..<max(0, count)).map { _ in
      let (derivation, plan) = told(longest: longest, using: &generator)
      var dialogue = Dialogue(
        story: String(decoding: derivation.bytes.dropLast(), as: UTF8.self), plan: plan, turns: [])
      for _ in 0..<max(0, turns) {
        dialogue.turns.append(turn(about: plan, after: dialogue.turns.last?.question, using: &generator))
      }
      return dialogue
    }
  }

  private func turn(
    about plan: Plan, after previous: Question?, using generator: inout some RandomNumberGenerator
  ) -> Dialogue.Turn {
    let isTold = generator.index(below: 4) > 0
    while true {
      let repeats = previous?.followUp != nil && generator.index(below: 2) == 0
      let kinds = Question.Kind.allCases
      guard let kind = repeats ? previous?.kind : kinds[generator.index(below: kinds.count)] else { continue }
      let question = question(kind, about: plan, isTold: isTold, isShort: repeats, using: &generator)
      let answers = plan.answers(to: question)
      guard answers.isEmpty == !isTold, question.subject != previous?.subject else { continue }
      return Dialogue.Turn(
        question: question, isFollowUp: repeats, answer: answers.first ?? Self.declined, isTold: isTold)
    }
  }

  /// A question of a kind about somebody or something of the story, or of the world when the story is not to tell it.
  private func question(
    _ kind: Question.Kind, about plan: Plan, isTold: Bool, isShort: Bool,
    using generator: inout some RandomNumberGenerator
  ) -> Question {
    func word(_ fact: StoryFact, of owner: Plan.Person) -> String {
      let words = machine.language.words[fact.rawValue]
      let own = [owner.name, owner.colour, owner.thing][fact.rawValue]
      return isTold || generator.index(below: 3) == 0 ? own : words[generator.index(below: words.count)]
    }
    let owner = plan.cast[generator.index(below: plan.cast.count)]
    switch kind {
    case .owner:
      let thing = word(.thing, of: owner)
      return .owner(thing: thing, colour: isShort ? nil : word(.colour, of: owner))
    case .colour: return .colour(thing: word(.thing, of: owner))
    case .belongings: return .belongings(person: word(.name, of: owner))
    case .age: return .age(person: word(.name, of: owner))
    case .place: return .place
    case .end: return .end
    }
  }
}

extension TinyWorld.Question {
  /// Whom or what it asks about.
  var subject: String? {
    switch self {
    case .owner(let thing, _), .colour(let thing): thing
    case .belongings(let person), .age(let person): person
    case .place: "place"
    case .end: "end"
    }
  }
}
