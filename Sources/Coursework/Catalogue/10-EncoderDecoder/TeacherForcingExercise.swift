import Randomness

/// What a decoder reads and what it is to write, in training.
package enum TeacherForcingExercise: Exercise {
  /// Targets of different length, the beginning and the padding token, to rows of one length.
  package typealias Function =
    @Sendable (_ targets: [[Int]], _ beginning: Int, _ padding: Int) throws -> (
      inputs: [[Int]], labels: [[Int]], counts: [[Bool]]
    )

  /// A batch.
  package struct Inputs: Codable, Sendable {
    let targets: [[Int]]
    let beginning: Int
    let padding: Int
  }

  package static let about = About(
    name: "teacherForcing", title: "what the decoder reads, and what it is to write",
    goal:
      "Of a batch of target texts, each of which ends with its end token, make what the decoder reads (the true text one "
      + "place late, after the beginning token), what it is to write at each place, and whether the place counts. All "
      + "rows are as long as the longest text; what is missing is filled with the padding token and does not count.",
    formula: """
      text    w₁ w₂ … wₙ          (wₙ is the end token)
      inputs  ⟨b⟩ w₁ … wₙ₋₁ ⟨p⟩ …    labels  w₁ w₂ … wₙ ⟨p⟩ …    counts  1 1 … 1 0 …
      """,
    formulas: [.s3_3_5_P_DEC], minutes: 15, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "At place t the decoder has read everything before wₜ and is to write wₜ. What has it read before w₁? And is there "
      + "anything to write after the end token?",
    shapes: "Every row of all three results has as many places as the longest target has tokens.",
    pseudocode: """
      longest ← the greatest number of tokens of a target
      for each target:
        missing ← longest − its tokens
        inputs  ← beginning, then all its tokens but the last, then `missing` paddings
        labels  ← all its tokens, then `missing` paddings
        counts  ← true for its tokens, false for the rest
      """,
    line: """
      let fill = Array(repeating: padding, count: longest - target.count)
      inputs.append([beginning] + target.dropLast() + fill)
      labels.append(target + fill)
      counts.append((0..<longest).map { $0 < target.count })
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func text(_ length: Int) -> [Int] {
      (1..<length).map { _ in Int.random(in: 3..<9, using: &random) } + [2]
    }
    return [
      Inputs(targets: [[5, 6, 7, 2], [8, 2]], beginning: 1, padding: 0),
      // One text alone: nothing to fill. And the beginning token may be the end token.
      Inputs(targets: [[4, 3, 2]], beginning: 2, padding: 0),
      // A padding that is a word, too: what counts cannot be told from the tokens.
      Inputs(targets: [[3, 3, 2], [2], [3, 2]], beginning: 1, padding: 3),
      Inputs(targets: [text(6), text(3), text(5), text(6)], beginning: 1, padding: 0),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let (tokens, labels, counts) = try function(inputs.targets, inputs.beginning, inputs.padding)
    func part(_ name: String, _ rows: [[Int]]) -> Answer.Part {
      Answer.Part(name, words: rows.map { $0.map(String.init).joined(separator: " ") })
    }
    return Answer([
      part("inputs", tokens), part("labels", labels), part("counts", counts.map { $0.map { $0 ? 1 : 0 } }),
    ])
  }

  package static let reference: Function = { targets, beginning, padding in
    made(targets, padding) { target, fill in ([beginning] + target.dropLast() + fill, target + fill) }
  }

  /// The three results, where every row is made by itself.
  static func made(
    _ targets: [[Int]], _ padding: Int, longest: Int? = nil,
    counts: (_ target: [Int], _ longest: Int) -> [Bool] = { target, longest in
      (0..<longest).map { $0 < target.count }
    }, _ rows: (_ target: [Int], _ fill: [Int]) -> (inputs: [Int], labels: [Int])
  ) -> (inputs: [[Int]], labels: [[Int]], counts: [[Bool]]) {
    let longest = longest ?? targets.map(\.count).max() ?? 0
    let pairs = targets.map { rows($0, Array(repeating: padding, count: max(0, longest - $0.count))) }
    return (pairs.map(\.inputs), pairs.map(\.labels), targets.map { counts($0, longest) })
  }
}
