import Autodiff
import Randomness

/// What one state of another run brings back.
package enum PatchedSharesExercise: Exercise {
  /// The embeddings of two texts, the number of layers, what a layer makes of a state, and what is read from the last
  /// state, to a share for every layer and token.
  package typealias Function =
    @Sendable (
      _ clean: Tensor, _ corrupted: Tensor, _ layers: Int, _ layer: (Int, Tensor) throws -> Tensor,
      _ difference: (Tensor) throws -> Float
    ) throws -> [[Float]]

  /// A small network and two texts: layer ℓ is x ↦ x + tanh(mixing · x · weight).
  package struct Inputs: Codable, Sendable {
    let clean: Tensor
    let corrupted: Tensor
    /// Of every layer, which tokens see which, `[time, time]`.
    let mixings: [Tensor]
    /// Of every layer, `[width, width]`.
    let weights: [Tensor]
    /// What the last state is multiplied by and summed, `[time, width]`.
    let readout: Tensor

    func layer(_ index: Int, _ state: Tensor) throws -> Tensor {
      guard mixings.indices.contains(index) else { throw NoLayer(index: index, layers: mixings.count) }
      guard state.shape == clean.shape else { throw WrongState(shape: state.shape, expected: clean.shape) }
      return state + tanh(matmul(matmul(mixings[index], state), weights[index]))
    }

    func difference(_ state: Tensor) throws -> Float {
      guard state.shape == clean.shape else { throw WrongState(shape: state.shape, expected: clean.shape) }
      return (state * readout).sum().scalar
    }
  }

  private struct NoLayer: Error, CustomStringConvertible {
    let index: Int
    let layers: Int
    var description: String { "layer \(index) was asked for, of layers 0 ..< \(layers)" }
  }

  private struct WrongState: Error, CustomStringConvertible {
    let shape: [Int]
    let expected: [Int]
    var description: String { "a state of shape \(shape) was given, where all are \(expected)" }
  }

  package static let about = About(
    name: "patchedShares", title: "what one state of another run brings back",
    goal:
      "Activation patching. A model says one thing of a clean text and another of a corrupted one. For every state of every "
      + "token: run the corrupted text with this one row put in from the clean run, let all later layers compute with it, "
      + "and return the share of the difference that comes back. Each place is patched alone. A share may be below 0 or "
      + "above 1, and there may be no layer at all.",
    formula: """
      x₀ = embedding     x_{ℓ+1} = layer(ℓ, x_ℓ)     d = difference(x_layers)
      patched at (ℓ, t): row t of the corrupted x_ℓ is that of the clean x_ℓ     ℓ = 0 … layers
      share[ℓ][t] = (d_patched − d_corrupted) / (d_clean − d_corrupted)     [layers + 1][time]
      """,
    minutes: 20, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "There are three kinds of runs: a clean one, whose states you keep; a corrupted one, whose states you keep as well; and "
      + "for every place one that begins in the middle, with a state of the corrupted run in which one row is another.",
    shapes:
      "A run of `layers` layers has layers + 1 states, each [time, width]: before each layer, and after the last. So the "
      + "result has layers + 1 rows of `time` numbers.",
    pseudocode: """
      states of clean, states of corrupted ← embedding, then layer by layer
      for every ℓ from 0 to layers, for every token t
        x ← the corrupted state ℓ, its row t from the clean state ℓ
        for every layer from ℓ on: x ← layer(x)
        share ← (difference(x) − that of corrupted) ÷ (that of clean − that of corrupted)
      """,
    line: """
      func states(_ embedding: Tensor) throws -> [Tensor] {
        try (0..<layers).reduce(into: [embedding]) { states, index in
          states.append(try layer(index, states[index]))
        }
      }
      let (cleans, corrupteds) = (try states(clean), try states(corrupted))
      let (best, worst) = (try difference(cleans[layers]), try difference(corrupteds[layers]))
      return try (0...layers).map { depth in
        try (0..<clean.shape[0]).map { token in
          var rows = corrupteds[depth].rows
          rows[token] = cleans[depth].rows[token]
          let state = try (depth..<layers).reduce(Tensor(rows)) { try layer($1, $0) }
          return (try difference(state) - worst) / (best - worst)
        }
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    /// Two texts that the network tells apart well, so that no digits are lost in the difference.
    func drawn(time: Int, width: Int, layers: Int) -> Inputs {
      while true {
        let clean = Tensor.normal([time, width], using: &random)
        let mixings = (0..<layers).map { _ in
          let scalars = (0..<time * time).map { place -> Float in
            place % time <= place / time ? .random(in: 0.2..<1, using: &random) : 0
          }
          return Tensor(shape: [time, time], scalars: scalars)
        }
        let inputs = Inputs(
          clean: clean, corrupted: .normal([time, width], using: &random), mixings: mixings,
          weights: (0..<layers).map { _ in .normal([width, width], using: &random) },
          readout: .normal([time, width], using: &random))
        let ends = try? [inputs.clean, inputs.corrupted].map { embedding in
          try inputs.difference(states(embedding, layers, inputs.layer)[layers])
        }
        if let ends, (ends[0] - ends[1]).magnitude > 1 { return inputs }
      }
    }
    /// No layer: what a row brings is what it is.
    func embeddings(_ clean: [[Float]], _ corrupted: [[Float]], _ readout: [[Float]]) -> Inputs {
      Inputs(
        clean: Tensor(clean), corrupted: Tensor(corrupted), mixings: [], weights: [],
        readout: Tensor(readout))
    }
    return [
      drawn(time: 3, width: 4, layers: 2), drawn(time: 2, width: 3, layers: 3),
      // Two rows that nearly cancel: one brings back more than all, the other less than nothing.
      embeddings([[3], [0]], [[0], [2]], [[1], [1]]),
      // The clean text has the lower logit.
      embeddings([[1, 0], [0.5, 2]], [[2, 1], [-0.5, 1.5]], [[1, 2], [0.5, -1]]),
      drawn(time: 1, width: 2, layers: 1), drawn(time: 4, width: 5, layers: 1),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let shares = try function(
      inputs.clean, inputs.corrupted, inputs.mixings.count, inputs.layer, inputs.difference)
    return Answer([
      .init(
        "shares", shape: [shares.count, shares.first?.count ?? 0],
        numbers: shares.joined().map(Double.init))
    ])
  }

  package static let reference: Function = { clean, corrupted, layers, layer, difference in
    try shares(clean, corrupted, layers, layer, difference)
  }

  /// The states of a run: before every layer, and after the last.
  static func states(
    _ embedding: Tensor, _ layers: Int, _ layer: (Int, Tensor) throws -> Tensor
  ) rethrows -> [Tensor] {
    try (0..<layers).reduce(into: [embedding]) { $0.append(try layer($1, $0[$1])) }
  }

  /// A state with one row of another.
  static func replaced(_ row: Int, of state: Tensor, with other: Tensor) -> Tensor {
    Tensor(state.rows.indices.map { $0 == row ? other.rows[$0] : state.rows[$0] })
  }

  /// For every place the difference of the patched run, and what is made of it and of those of the two whole runs.
  ///
  /// - Parameters:
  ///   - patch: the state from which the run at `depth` goes on for the token `row`.
  ///   - firstLayer: the first layer that computes with a state of a depth.
  static func shares(
    _ clean: Tensor, _ corrupted: Tensor, _ layers: Int, _ layer: (Int, Tensor) throws -> Tensor,
    _ difference: (Tensor) throws -> Float,
    patch: (_ clean: [Tensor], _ corrupted: [Tensor], _ depth: Int, _ row: Int) throws -> Tensor = {
      replaced($3, of: $1[$2], with: $0[$2])
    },
    firstLayer: (_ depth: Int) -> Int = { $0 },
    made: (_ patched: Float, _ clean: Float, _ corrupted: Float) -> Float = { ($0 - $2) / ($1 - $2) }
  ) throws -> [[Float]] {
    let (cleans, corrupteds) = (
      try states(clean, layers, layer), try states(corrupted, layers, layer)
    )
    let (best, worst) = (try difference(cleans[layers]), try difference(corrupteds[layers]))
    return try (0...layers).map { depth in
      try (0..<clean.shape[0]).map { row in
        let patched = try patch(cleans, corrupteds, depth, row)
        let last = try (firstLayer(depth)..<layers).reduce(patched) { try layer($1, $0) }
        return made(try difference(last), best, worst)
      }
    }
  }
}
