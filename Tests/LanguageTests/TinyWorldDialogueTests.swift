import Language
import Testing

/// Dialogues: what their maker says of them holds for every turn.
@Suite("Tiny World: dialogues") struct TinyWorldDialogueTests {
  private let world = TinyWorld()

  @Test func everyTurnIsAnsweredRightly() throws {
    for dialogue in world.dialogues(count: 300, turns: 4, longest: 76, seed: 51) {
      #expect(world.plan(of: dialogue.story + "\n") == dialogue.plan)
      #expect(WordTokenizer.words(of: dialogue.story + "\n").count <= 76)
      #expect(dialogue.turns.count == 4)
      var previous: TinyWorld.Question?
      for turn in dialogue.turns {
        #expect(dialogue.plan.verdict(on: turn.answer, to: turn.question) == .right)
        #expect((turn.answer != TinyWorld.declined) == turn.isTold)
        // What is said means what is asked, and "Pardon?" only in the light of the turn before.
        #expect(TinyWorld.Question(turn.text, after: previous) == turn.question, "\(turn.text)")
        #expect((TinyWorld.Question(turn.text) == nil) == turn.isAgain)
        if turn.isAgain { #expect(turn.question == previous) }
        previous = turn.question
      }
    }
  }

  @Test func sharesAreAsSaid() {
    let dialogues = world.dialogues(count: 3_000, turns: 3, seed: 53)
    #expect(dialogues.allSatisfy { !$0.turns[0].isAgain })
    let later = dialogues.flatMap { $0.turns.dropFirst() }
    let again = Double(later.count { $0.isAgain }) / Double(later.count)
    #expect(abs(again - 0.25) < 0.03, "\(again) asked again")
    let first = dialogues.map { $0.turns[0].question.kind }
    for kind in TinyWorld.Question.Kind.allCases {
      let share = Double(first.count { $0 == kind }) / Double(first.count)
      #expect(abs(share - 1.0 / 7) < 0.03, "\(kind): \(share)")
    }
    // Everybody of a cast is asked about.
    let positions = dialogues.compactMap { dialogue -> Int? in
      guard case .age(let name) = dialogue.turns[0].question else { return nil }
      return dialogue.plan.cast.firstIndex { $0.name == name }
    }
    for position in 0..<3 { #expect(positions.count { $0 == position } > positions.count / 8) }
  }

  /// No story tells an age, and those alone a spot in which something is lost.
  @Test func whatIsNotToldIsDeclined() {
    let turns = world.dialogues(count: 1_500, turns: 1, seed: 54).map { ($0.plan, $0.turns[0]) }
    for (plan, turn) in turns {
      switch turn.question {
      case .age: #expect(!turn.isTold)
      case .spot: #expect(turn.isTold == ["found", "lost"].contains(plan.event))
      default: #expect(turn.isTold)
      }
    }
    #expect(turns.contains { $1.question == .spot && $1.isTold })
  }

  @Test func aSeedAlwaysAsksTheSame() {
    let dialogues = world.dialogues(count: 20, turns: 3, longest: 76, seed: 55)
    #expect(dialogues == world.dialogues(count: 20, turns: 3, longest: 76, seed: 55))
    #expect(Array(dialogues.prefix(5)) == world.dialogues(count: 5, turns: 3, longest: 76, seed: 55))
    #expect(dialogues != world.dialogues(count: 20, turns: 3, longest: 76, seed: 56))
    #expect(world.dialogues(count: -2, turns: 3, seed: 1).isEmpty)
    #expect(world.dialogues(count: 1, turns: -3, seed: 1)[0].turns.isEmpty)
  }

  /// No story of the world is so short: that is said, and not looked for without end.
  @Test func storiesThatAreTooShortAreNotWaitedFor() async {
    await #expect(processExitsWith: .failure) {
      _ = TinyWorld().dialogues(count: 1, turns: 1, longest: 20, seed: 1)
    }
  }
}
