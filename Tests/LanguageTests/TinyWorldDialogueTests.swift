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
        // What is said means what is asked, and in short only in the light of the turn before.
        #expect(TinyWorld.Question(turn.text, after: previous) == turn.question, "\(turn.text)")
        #expect((TinyWorld.Question(turn.text) == nil) == turn.isFollowUp)
        if turn.isFollowUp { #expect(turn.question.kind == previous?.kind) }
        previous = turn.question
      }
    }
  }

  /// "And the drum?" is answered otherwise after another question.
  @Test func followUpNeedsTheTurnBefore() throws {
    var meanings: [String: Set<String>] = [:]
    for dialogue in world.dialogues(count: 3_000, turns: 2, seed: 52) where dialogue.turns[1].isFollowUp {
      meanings[dialogue.turns[1].text, default: []].insert(dialogue.turns[1].question.kind.rawValue)
    }
    #expect(meanings["And the drum?"] == ["owner", "colour"])
    #expect(meanings["And Tom?"] == ["belongings", "age"])
  }

  @Test func sharesAreAsSaid() {
    let turns = world.dialogues(count: 1_500, turns: 3, seed: 53).flatMap(\.turns)
    let untold = Double(turns.count { !$0.isTold }) / Double(turns.count)
    #expect(abs(untold - 0.25) < 0.03, "\(untold) not told")
    let seconds = world.dialogues(count: 3_000, turns: 2, seed: 54).map(\.turns)
    let able = seconds.filter { $0[0].question.followUp != nil && $0[1].isTold }
    #expect(able.count { $0[1].isFollowUp } > able.count / 3)
    // All kinds occur among what is told, but for the one that no story tells, and among what is not.
    #expect(Set(turns.filter(\.isTold).map(\.question.kind)) == [.owner, .belongings, .colour, .place, .end])
    #expect(Set(turns.filter { !$0.isTold }.map(\.question.kind)) == [.owner, .belongings, .colour, .age])
    #expect(
      turns.contains { turn in
        // A thing of the story in a colour that it does not have.
        if case .owner(_, .some) = turn.question, !turn.isTold { true } else { false }
      })
  }

  @Test func aSeedAlwaysAsksTheSame() {
    let dialogues = world.dialogues(count: 20, turns: 3, longest: 76, seed: 55)
    #expect(dialogues == world.dialogues(count: 20, turns: 3, longest: 76, seed: 55))
    #expect(Array(dialogues.prefix(5)) == world.dialogues(count: 5, turns: 3, longest: 76, seed: 55))
    #expect(dialogues != world.dialogues(count: 20, turns: 3, longest: 76, seed: 56))
    #expect(world.dialogues(count: -2, turns: 3, seed: 1).isEmpty)
    #expect(world.dialogues(count: 1, turns: -3, seed: 1)[0].turns.isEmpty)
  }

  /// The same thing or person is not asked about twice in a row.
  @Test func nobodyAsksTheSameTwice() {
    for dialogue in world.dialogues(count: 500, turns: 3, seed: 57) {
      for (one, other) in zip(dialogue.turns, dialogue.turns.dropFirst()) {
        #expect(one.question != other.question)
      }
    }
  }

  /// No story of the world is so short: that is said, and not looked for without end.
  @Test func storiesThatAreTooShortAreNotWaitedFor() async {
    await #expect(processExitsWith: .failure) {
      _ = TinyWorld().dialogues(count: 1, turns: 1, longest: 20, seed: 1)
    }
  }

  /// A small world asks about its own words only, and comes to an end.
  @Test func miniatureWorldAsksToo() {
    let small = TinyWorld(size: .miniature)
    let turns = small.dialogues(count: 200, turns: 2, seed: 58).flatMap(\.turns)
    #expect(turns.contains { !$0.isTold } && turns.contains(where: \.isTold))
  }
}
