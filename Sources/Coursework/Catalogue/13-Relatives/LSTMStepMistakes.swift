import Autodiff

extension LSTMStepExercise {
  package static let misconceptions: [Misconception<Function>] = [
    variant(
      "input-and-forget",
      diagnosis: "i and f exchanged: the share that is kept taken from the quarter of what is let in",
      remedy: "The quarters stand as i, f, g, o. Which multiplies the old cell?", frequency: 3
    ) { i, f, g, o, cell in step(f, i, g, o, cell) },
    variant(
      "gate-and-output", diagnosis: "g and o exchanged: the order i, f, o, g",
      remedy: "Some papers write i, f, o, g. Here the third quarter is what is written, g.", frequency: 2
    ) { i, f, g, o, cell in step(i, f, o, g, cell) },
    variant(
      "old-cell-shown", diagnosis: "tanh of the old cell shown, not of the new one",
      remedy: "h′ = σ(o) ⊙ tanh(c′): what this token has just written can be seen at once.", frequency: 3
    ) { i, f, g, o, cell in
      let new = step(i, f, g, o, cell).cell
      return (sigmoid(o) * tanh(cell), new)
    },
    variant(
      "sigmoid-written", diagnosis: "σ(g) written into the cell, not tanh(g)",
      remedy: "What is written may be negative. Only what decides is a share.", frequency: 2
    ) { i, f, g, o, cell in step(i, f, g, o, cell, written: sigmoid) },
    variant(
      "tanh-gates", diagnosis: "tanh as the gates' function",
      remedy: "A gate is a share between 0, closed, and 1, open: σ.", frequency: 2
    ) { i, f, g, o, cell in step(i, f, g, o, cell, gate: { tanh($0) }) },
    variant(
      "exchanged-functions", diagnosis: "σ and tanh exchanged everywhere",
      remedy: "σ for the three gates i, f and o, tanh for what is written and for what is shown.",
      frequency: 1
    ) { i, f, g, o, cell in
      step(i, f, g, o, cell, gate: { tanh($0) }, written: sigmoid, shown: sigmoid)
    },
    variant(
      "cell-shown-raw", diagnosis: "σ(o) ⊙ c′: the cell shown without its tanh",
      remedy: "The cell adds up and may grow without bound. tanh brings it back between −1 and 1.",
      frequency: 2
    ) { i, f, g, o, cell in step(i, f, g, o, cell, shown: { $0 }) },
    variant(
      "never-forgets", diagnosis: "the whole old cell kept: c + σ(i) ⊙ tanh(g), as in 1997",
      remedy: "Since 2000 there is a forget gate: σ(f) ⊙ c.", frequency: 2
    ) { i, f, g, o, cell in
      let new = cell + sigmoid(i) * tanh(g)
      return (sigmoid(o) * tanh(new), new)
    },
    variant(
      "coupled", diagnosis: "1 − σ(i) in the place of σ(f)",
      remedy: "That is a GRU's idea. Here what is kept and what is let in are decided apart.", frequency: 1
    ) { i, f, g, o, cell in
      let new = (1 - sigmoid(i)) * cell + sigmoid(i) * tanh(g)
      return (sigmoid(o) * tanh(new), new)
    },
    variant(
      "forget-means-drop", diagnosis: "σ(f) taken for the share that is dropped: (1 − σ(f)) ⊙ c",
      remedy: "The forget gate is badly named: at 1 it keeps everything.", frequency: 2
    ) { i, f, g, o, cell in
      let new = (1 - sigmoid(f)) * cell + sigmoid(i) * tanh(g)
      return (sigmoid(o) * tanh(new), new)
    },
    variant(
      "input-gate-forgotten", diagnosis: "tanh(g) written whole: σ(i) is not used",
      remedy: "Not every word is worth a place in the cell: σ(i) ⊙ tanh(g).", frequency: 2
    ) { i, f, g, o, cell in
      let new = sigmoid(f) * cell + tanh(g)
      return (sigmoid(o) * tanh(new), new)
    },
    variant(
      "output-gate-forgotten", diagnosis: "tanh(c′) shown whole: σ(o) is not used",
      remedy: "What is remembered need not be shown yet: σ(o) ⊙ tanh(c′).", frequency: 2
    ) { i, f, g, o, cell in
      let new = step(i, f, g, o, cell).cell
      return (tanh(new), new)
    },
    variant(
      "handed-over-crosswise", diagnosis: "hidden state and cell returned in the place of each other",
      remedy: "First what is shown, then what is kept.", frequency: 2
    ) { i, f, g, o, cell in
      let state = step(i, f, g, o, cell)
      return (state.cell, state.hidden)
    },
    Misconception(
      "hidden-kept", diagnosis: "the old hidden state carried along in the place of the old cell",
      remedy: "What is kept is the cell: σ(f) ⊙ c. The hidden state is only what was shown of it.",
      frequency: 3
    ) { token, hidden, cell, inputWeight, recurrentWeight, bias in
      let (i, f, g, o) = quarters(of: sums(token, hidden, inputWeight, recurrentWeight, bias))
      return step(i, f, g, o, hidden)
    },
    Misconception(
      "cell-looks", diagnosis: "the cell multiplied by U, and not the hidden state",
      remedy: "The gates see what was shown: h·U.", frequency: 2
    ) { token, _, cell, inputWeight, recurrentWeight, bias in
      let (i, f, g, o) = quarters(of: sums(token, cell, inputWeight, recurrentWeight, bias))
      return step(i, f, g, o, cell)
    },
    Misconception(
      "bias-forgotten", diagnosis: "x·W + h·U without b",
      remedy: "The bias is what opens the forget gate before anything is learned.", frequency: 2
    ) { token, hidden, cell, inputWeight, recurrentWeight, bias in
      let (i, f, g, o) = quarters(of: sums(token, hidden, inputWeight, recurrentWeight, bias * 0))
      return step(i, f, g, o, cell)
    },
    Misconception(
      "past-forgotten", diagnosis: "x·W + b without h·U",
      remedy: "Without the state before, the gates decide by this token alone.", frequency: 2
    ) { token, hidden, cell, inputWeight, recurrentWeight, bias in
      let (i, f, g, o) = quarters(of: sums(token, hidden * 0, inputWeight, recurrentWeight, bias))
      return step(i, f, g, o, cell)
    },
    Misconception(
      "interleaved",
      diagnosis: "every fourth number taken for a gate: i, f, g, o of the first channel, then of the second",
      remedy: "Side by side: first all i, then all f, then all g, then all o.", frequency: 2
    ) { token, hidden, cell, inputWeight, recurrentWeight, bias in
      let numbers = sums(token, hidden, inputWeight, recurrentWeight, bias).reshaped([cell.count, 4])
      func part(_ index: Int) -> Tensor { numbers.selected(axis: 1, index) }
      return step(part(0), part(1), part(2), part(3), cell)
    },
  ]

  /// A wrong way to use the right sums.
  private static func variant(
    _ name: String, diagnosis: String, remedy: String, frequency: Int,
    _ step: @escaping @Sendable (_ i: Tensor, _ f: Tensor, _ g: Tensor, _ o: Tensor, _ cell: Tensor) -> State
  ) -> Misconception<Function> {
    Misconception(name, diagnosis: diagnosis, remedy: remedy, frequency: frequency) {
      token, hidden, cell, inputWeight, recurrentWeight, bias in
      let (i, f, g, o) = quarters(of: sums(token, hidden, inputWeight, recurrentWeight, bias))
      return step(i, f, g, o, cell)
    }
  }
}
