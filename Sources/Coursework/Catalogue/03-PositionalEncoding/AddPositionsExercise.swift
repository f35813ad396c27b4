import Autodiff
import Randomness

/// Embeddings with their positions added.
package enum AddPositionsExercise: Exercise {
  /// Embeddings `[batch, time, channels]` and a table of positions `[context, channels]` to `[batch, time, channels]`.
  package typealias Function = @Sendable (_ embeddings: Tensor, _ positions: Tensor) throws -> Tensor

  /// What the sum is tried on.
  package struct Inputs: Codable, Sendable {
    let embeddings: Tensor
    let positions: Tensor
  }

  package static let about = About(
    name: "addPositions", title: "where each token stands",
    goal:
      "Add to each token the vector of the place where it stands: the same one in every sequence of the batch. The "
      + "table may have more rows than the sequences have tokens; the first ones are theirs.",
    formula: "yₜ = xₜ + P[t]      [batch, time, channels], [context, channels] → [batch, time, channels]",
    formulas: [.s0_3_1_P_POS, .s4_5_2_P_MULPE], minutes: 10, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "All sequences of a batch begin at position 0. Two tensors whose shapes agree from the last axis on can "
      + "simply be added: the shorter one is used again for every sequence.",
    shapes:
      "[context, channels] → the first time rows → [time, channels], which broadcasts against "
      + "[batch, time, channels].",
    pseudocode: """
      time ← the size of the embeddings' axis 1
      rows ← the positions' rows 0 to time − 1
      embeddings + rows
      """,
    line: """
      return embeddings + positions.sliced(axis: 0, 0..<embeddings.shape[1])
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    [
      Inputs(
        embeddings: Tensor(shape: [2, 1, 2], scalars: [1, 2, 3, 4]),
        positions: Tensor([[10, 20], [30, 40], [50, 60]])),
      Inputs(
        embeddings: Tensor(shape: [2, 3, 2], scalars: [1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6]),
        positions: Tensor([[10, 20], [30, 40], [50, 60], [70, 80]])),
      Inputs(embeddings: .normal([2, 2, 4], using: &random), positions: .normal([2, 4], using: &random)),
      Inputs(embeddings: .normal([3, 4, 5], using: &random), positions: .normal([9, 5], using: &random)),
      Inputs(embeddings: .normal([1, 3, 1], using: &random), positions: .normal([3, 1], using: &random)),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(of: [("embeddings", inputs.embeddings), ("positions", inputs.positions)]) {
      try function($0[0], $0[1])
    }
  }

  package static let reference: Function = { $0 + rows($1, for: $0) }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "whole-table",
      diagnosis: "a sum with the whole table; it fits only when the sequences are as long as the table",
      remedy:
        "A sequence of time tokens stands at positions 0 to time − 1: how many rows of the table are these?",
      frequency: 3
    ) { embeddings, positions in
      let (time, context) = (embeddings.shape[1], positions.shape[0])
      guard time == context || time == 1 || context == 1 else {
        throw Stops("+: \(embeddings.shape) and \(positions.shape)")
      }
      return embeddings + positions
    },
    Misconception(
      "counted-from-one", diagnosis: "positions counted from 1: row 0 of the table is never used",
      remedy: "The first token stands at position 0. Where does your range of rows begin?", frequency: 2
    ) { embeddings, positions in
      let time = embeddings.shape[1]
      guard time < positions.shape[0] else { throw Stops("sliced: 1..<\(time + 1) of \(positions.shape)") }
      return embeddings + positions.sliced(axis: 0, 1..<time + 1)
    },
    Misconception(
      "last-rows", diagnosis: "the last rows of the table instead of the first",
      remedy: "A short sequence begins at position 0 like a long one.", frequency: 1
    ) { embeddings, positions in
      let context = positions.shape[0]
      return embeddings + positions.sliced(axis: 0, context - embeddings.shape[1]..<context)
    },
    Misconception(
      "by-sequence",
      diagnosis: "one position for each sequence of the batch, the same for all its tokens",
      remedy: "Which axis counts the places in a sequence: 0, 1 or 2 of [batch, time, channels]?",
      frequency: 2
    ) { embeddings, positions in
      let batch = embeddings.shape[0]
      guard batch <= positions.shape[0] else { throw Stops("sliced: 0..<\(batch) of \(positions.shape)") }
      return embeddings + positions.sliced(axis: 0, 0..<batch).reshaped([batch, 1, positions.shape[1]])
    },
    Misconception(
      "one-position", diagnosis: "row 0 of the table added to every token",
      remedy: "With the same vector everywhere order stays invisible: token t gets row t.", frequency: 1
    ) { $0 + $1.selected(axis: 0, 0) },
    Misconception(
      "appended", diagnosis: "the positions appended as further channels",
      remedy:
        "“Adding features” can be read so, but then the model gets twice as many channels. The sum keeps "
        + "[batch, time, channels], and any layer that follows can still tell the two apart.",
      source: .s0_3_1_P_POS, frequency: 2
    ) { embeddings, positions in
      concatenate([embeddings, embeddings * 0 + rows(positions, for: embeddings)], axis: -1)
    },
    Misconception(
      "multiplied", diagnosis: "a product with the positions instead of a sum",
      remedy:
        "Where a position's number is 0 a product forgets the token: with a table that begins as zeros, all of them.",
      source: .s4_5_2_P_MULPE, frequency: 2
    ) { $0 * rows($1, for: $0) },
    Misconception(
      "replaced", diagnosis: "the positions alone: the embeddings are gone",
      remedy: "The vector must say what the token is *and* where it stands.", frequency: 1
    ) { $0 * 0 + rows($1, for: $0) },
    Misconception(
      "embeddings-scaled", diagnosis: "√channels · embeddings + positions",
      remedy:
        "Vaswani et al. scale the embeddings by √d, GPT does not; where it is done, it is a step of its own.",
      frequency: 1
    ) { $0 * Float($0.shape[2]).squareRoot() + rows($1, for: $0) },
    Misconception(
      "positions-cut-off",
      diagnosis:
        "the right sum, but no gradient reaches the positions: their rows were built anew from scalars",
      remedy:
        "A table of positions may be learned. Take its rows with tensor operations, and the gradient finds its way.",
      frequency: 2
    ) { $0 + rows($1.detached, for: $0) },
    Misconception(
      "embeddings-cut-off",
      diagnosis: "the right sum, but no gradient reaches the embeddings: they were built anew from scalars",
      remedy: "The tokens' vectors are learned. Compose tensor operations, and the gradient finds its way.",
      frequency: 1
    ) { $0.detached + rows($1, for: $0) },
    Misconception(
      "counted-on", diagnosis: "positions counted on from one sequence into the next, as in one long text",
      remedy: "Every sequence of a batch begins at position 0: they only lie side by side in memory.",
      frequency: 2
    ) { embeddings, positions in
      let (batch, time) = (embeddings.shape[0], embeddings.shape[1])
      guard batch * time <= positions.shape[0] else {
        throw Stops("sliced: 0..<\(batch * time) of \(positions.shape)")
      }
      return embeddings + positions.sliced(axis: 0, 0..<batch * time).reshaped(embeddings.shape)
    },
    Misconception(
      "first-sequence-alone", diagnosis: "positions added to the first sequence of the batch alone",
      remedy: "All sequences of a batch have positions, each the same ones.", frequency: 1
    ) { embeddings, positions in
      let isFirst = (0..<embeddings.shape[0]).map { Float($0 == 0 ? 1 : 0) }
      return embeddings + rows(positions, for: embeddings)
        * Tensor(shape: [isFirst.count, 1, 1], scalars: isFirst)
    },
    Misconception(
      "backwards", diagnosis: "positions counted from the sequence's end: the last token gets row 0",
      remedy: "The first token stands at position 0.", frequency: 1
    ) { embeddings, positions in
      let rows = (0..<embeddings.shape[1]).reversed().map { positions.selected(axis: 0, $0) }
      return embeddings + stack(rows)
    },
    Misconception(
      "positions-scaled", diagnosis: "a sum with √channels times the positions",
      remedy: "Vaswani et al. scale the embeddings by √d, GPT nothing; the positions are added as they are.",
      frequency: 1
    ) { $0 + rows($1, for: $0) * Float($0.shape[2]).squareRoot() },
  ]

  /// The positions of a batch's places: the first `time` rows.
  private static func rows(_ positions: Tensor, for embeddings: Tensor) -> Tensor {
    positions.sliced(axis: 0, 0..<embeddings.shape[1])
  }
}
