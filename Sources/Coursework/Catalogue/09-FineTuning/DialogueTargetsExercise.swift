import Randomness
import Training

/// The tokens of a dialogue in the order in which they are read, and which of them are learned.
package enum DialogueTargetsExercise: Exercise {
  /// A story, questions with their answers, and three markers to the tokens and what is to be learned of them.
  package typealias Function =
    @Sendable (
      _ story: [Int], _ turns: [(question: [Int], answer: [Int])], _ ask: Int, _ reply: Int, _ end: Int
    ) throws -> (tokens: [Int], isTarget: [Bool])

  /// What the function is tried on.
  package struct Inputs: Codable, Sendable {
    let story: [Int]
    let questions: [[Int]]
    let answers: [[Int]]
    var markers = [100, 101, 102]
  }

  package static let about = About(
    name: "dialogueTargets", title: "what of a dialogue is learned",
    goal:
      "Return the tokens of a story and of a dialogue about it, one after the other, and for each whether the model is to "
      + "learn to say it. Every turn is the marker `ask`, the question, the marker `reply`, the answer, the marker `end`. "
      + "The model learns to answer and to stop, and nothing else: not to ask, and not when it is asked.",
    formula: """
      tokens:    story  ask question reply answer end  ask question reply answer end …
      is target: no …   no  no …     no    yes …  yes  no  no …     no    yes …  yes
      """,
    minutes: 10, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "A token is learned when the model has to say it. Who says the question, and who the marker after it? And how does "
      + "the model say that it is done?",
    shapes:
      "Two lists of one length. A turn with a question of q tokens and an answer of a has q + a + 3 tokens, of which a + 1 "
      + "are learned.",
    pseudocode: """
      tokens ← story;  targets ← no, for every token of it
      for each turn:
        append ask, the question and reply, none of them learned
        append the answer and end, all of them learned
      """,
    line: """
      for turn in turns {
        let read = [ask] + turn.question + [reply]
        let learned = turn.answer + [end]
        tokens += read + learned
        isTarget += read.map { _ in false } + learned.map { _ in true }
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func tokens(_ count: Int) -> [Int] { (0..<count).map { _ in random.index(below: 50) } }
    return [
      Inputs(story: [1, 2, 3], questions: [[4, 5]], answers: [[6, 7]]),
      Inputs(story: [9], questions: [[8], [7, 6]], answers: [[5], [4, 3, 2]]),
      Inputs(story: [1, 2], questions: [], answers: []),
      // No story, and an answer of no words, which is an end alone.
      Inputs(story: [], questions: [[3], [4]], answers: [[], [5]]),
      Inputs(
        story: tokens(6), questions: [tokens(3), tokens(2), tokens(4)],
        answers: [tokens(2), tokens(3), tokens(1)],
        markers: [60, 61, 62]),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let turns = zip(inputs.questions, inputs.answers).map { (question: $0, answer: $1) }
    let markers = inputs.markers
    let (tokens, isTarget) = try function(inputs.story, turns, markers[0], markers[1], markers[2])
    return Answer([
      .init("tokens", words: tokens.map(String.init)),
      .init("is target", words: isTarget.map { $0 ? "yes" : "no" }),
    ])
  }

  package static let reference: Function = { story, turns, ask, reply, end in
    sequence { sequence in
      sequence.read(story)
      for turn in turns {
        sequence.read([ask] + turn.question + [reply])
        sequence.learn(turn.answer + [end])
      }
    }
  }

  /// What is read and what is learned, as two lists.
  static func sequence(
    _ make: (inout TargetedSequence) throws -> Void
  ) rethrows -> (tokens: [Int], isTarget: [Bool]) {
    var sequence = TargetedSequence()
    try make(&sequence)
    return (sequence.tokens, sequence.isTarget)
  }
}
