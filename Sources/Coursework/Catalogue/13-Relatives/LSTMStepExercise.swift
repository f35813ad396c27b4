import Autodiff
import Randomness

/// One step of long short-term memory.
package enum LSTMStepExercise: Exercise {
  /// What a step leaves: the hidden state and the cell.
  package typealias State = (hidden: Tensor, cell: Tensor)

  /// A token, the state before it and the weights, to the state after it.
  package typealias Function =
    @Sendable (
      _ token: Tensor, _ hidden: Tensor, _ cell: Tensor, _ inputWeight: Tensor, _ recurrentWeight: Tensor,
      _ bias: Tensor
    ) throws -> State

  /// What a step is taken from.
  package struct Inputs: Codable, Sendable {
    let token: Tensor
    let hidden: Tensor
    let cell: Tensor
    let inputWeight: Tensor
    let recurrentWeight: Tensor
    let bias: Tensor
  }

  package static let about = About(
    name: "lstmStep", title: "one step of an LSTM",
    goal:
      "Token and hidden state are mapped to four numbers a channel: i, f, g and o, side by side in this order. The cell keeps "
      + "a share σ(f) of itself and takes a share σ(i) of tanh(g); of tanh of the *new* cell a share σ(o) is shown. "
      + "Return what is shown, the new hidden state, and the new cell.",
    formula: """
      i, f, g, o = x·W + h·U + b     σ(z) = 1/(1 + e⁻ᶻ)
      c′ = σ(f) ⊙ c + σ(i) ⊙ tanh(g)     h′ = σ(o) ⊙ tanh(c′)
      x [inputs], h and c [n], W [inputs, 4n], U [n, 4n], b [4n] → h′, c′ [n]
      """,
    formulas: [.g_LSTM], minutes: 15, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "Which of the four decides on something, and which is what is decided on? A decision is a share between 0 and 1, what is "
      + "written down is a number between −1 and 1.",
    shapes:
      "[inputs] is not a matrix: as `token.reshaped([1, -1])` it is a row, [1, inputs]. The product with W is [1, 4n]; "
      + "`sliced(axis: 1, n..<2 * n)` is the second quarter.",
    pseudocode: """
      z ← token · W + hidden · U + b
      i, f, g, o ← the four quarters of z
      new cell ← σ(f) times cell + σ(i) times tanh(g)
      new hidden ← σ(o) times tanh(new cell)
      """,
    line: """
      let n = cell.count
      let gates = matmul(token.reshaped([1, -1]), inputWeight)
        + matmul(hidden.reshaped([1, -1]), recurrentWeight) + bias
      func quarter(_ index: Int) -> Tensor {
        gates.sliced(axis: 1, index * n..<(index + 1) * n).reshaped([n])
      }
      func sigmoid(_ z: Tensor) -> Tensor { 1 / (1 + exp(-z)) }
      let newCell = sigmoid(quarter(1)) * cell + sigmoid(quarter(0)) * tanh(quarter(2))
      return (sigmoid(quarter(3)) * tanh(newCell), newCell)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(inputs: Int, width: Int, bias: Float = 1) -> Inputs {
      Inputs(
        token: .normal([inputs], using: &random), hidden: .normal([width], deviation: 0.5, using: &random),
        cell: .normal([width], using: &random), inputWeight: .normal([inputs, 4 * width], using: &random),
        recurrentWeight: .normal([width, 4 * width], using: &random),
        bias: .normal([4 * width], deviation: bias, using: &random))
    }
    return [
      // Weights of 1, no bias, and a cell that is full.
      Inputs(
        token: Tensor([1]), hidden: Tensor([0]), cell: Tensor([1]),
        inputWeight: Tensor([[1, 1, 1, 1] as [Float]]), recurrentWeight: Tensor([[1, 1, 1, 1] as [Float]]),
        bias: Tensor([0, 0, 0, 0])),
      drawn(inputs: 3, width: 2), drawn(inputs: 2, width: 3), drawn(inputs: 4, width: 4),
      drawn(inputs: 1, width: 5), drawn(inputs: 3, width: 3, bias: 0), drawn(inputs: 5, width: 1),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let (hidden, cell) = try function(
      inputs.token, inputs.hidden, inputs.cell, inputs.inputWeight, inputs.recurrentWeight, inputs.bias)
    return Answer([Answer.Part("hidden", hidden), Answer.Part("cell", cell)])
  }

  package static let reference: Function = { token, hidden, cell, inputWeight, recurrentWeight, bias in
    let (i, f, g, o) = quarters(of: sums(token, hidden, inputWeight, recurrentWeight, bias))
    return step(i, f, g, o, cell)
  }

  /// x·W + h·U + b.
  static func sums(
    _ token: Tensor, _ hidden: Tensor, _ inputWeight: Tensor, _ recurrentWeight: Tensor, _ bias: Tensor
  ) -> Tensor {
    (matmul(token.reshaped([1, -1]), inputWeight) + matmul(hidden.reshaped([1, -1]), recurrentWeight) + bias)
      .reshaped([bias.count])
  }

  /// Four parts side by side.
  static func quarters(of sums: Tensor) -> (Tensor, Tensor, Tensor, Tensor) {
    let width = sums.count / 4
    func part(_ index: Int) -> Tensor { sums.sliced(axis: 0, index * width..<(index + 1) * width) }
    return (part(0), part(1), part(2), part(3))
  }

  /// The gates opened, and what passes them.
  static func step(
    _ i: Tensor, _ f: Tensor, _ g: Tensor, _ o: Tensor, _ cell: Tensor,
    gate: (Tensor) -> Tensor = sigmoid, written: (Tensor) -> Tensor = tanh, shown: (Tensor) -> Tensor = tanh
  ) -> State {
    let new = gate(f) * cell + gate(i) * written(g)
    return (gate(o) * shown(new), new)
  }

  /// 1/(1 + e⁻ˣ).
  static func sigmoid(_ x: Tensor) -> Tensor { 1 / (1 + exp(-x)) }
}
