import Autodiff
import Notebook

extension Tensor {
  /// The root of the mean of the squares: how large the scalars are.
  var rootMeanSquare: Double {
    let squares = scalars.reduce(0) { $0 + Double($1) * Double($1) }
    return (squares / Double(Swift.max(1, count))).squareRoot()
  }
}

/// What the network has learned, number by number.
func showParameters(_ notebook: ChapterNotebook, _ network: XORNetwork) {
  let parameters = [
    network.hiddenWeight, network.hiddenBias.reshaped([1, network.hiddenBias.count]),
    network.outputWeight.transposed(),
  ]
  notebook.tensor(
    "parameters", concatenate(parameters, axis: 0), axes: ["part", "unit"],
    labels: [["from x1", "from x2", "bias", "to output"], []])
  notebook.scalar("outputBias", Double(network.outputBias.scalar))
}

/// What must hold under the options of this run.
func judge(
  _ notebook: ChapterNotebook, _ network: XORNetwork, predictions: [Float], losses: [Float],
  startsAtZero: Bool,
  isPromised: Bool
) {
  let hidden = network.hiddenBias.count
  let loss = Double(losses.last ?? .nan)
  let rightCount = zip(predictions, XOR.targets.scalars).count { ($0 > 0.5) == ($1 > 0.5) }
  if network.isLinear {
    notebook.prose(
      """
      Without tanh two layers are one: x·(W₁·W₂) + b. The best that a plane can do is to answer ½ to all four, \
      a loss of ¼; no number of hidden units helps, and with many of them the rate must be smaller.
      """)
    notebook.check("a linear network's loss stays at ¼ or above", measured: loss, atLeast: 0.25 - 1e-6)
  } else if startsAtZero {
    notebook.prose(
      """
      From zeros the hidden units are all 0, so the output's weights receive no gradient; those are 0, so the \
      hidden ones receive none either. Only the output's bias learns: ½ for everyone.
      """)
    notebook.check("the loss stays at ¼ or above", measured: loss, atLeast: 0.25 - 1e-6)
    notebook.check(
      "every weight is still 0",
      isTrue: (network.hiddenWeight.scalars + network.outputWeight.scalars).allSatisfy { $0 == 0 })
  } else if hidden == 1 {
    notebook.prose(
      """
      One unit is monotone along its direction, and 0, 1, 1, 0 is not: the best it can do is a loss of ⅙.
      """)
    notebook.check("one unit's loss stays at ⅙ or above", measured: loss, atLeast: 1.0 / 6 - 1e-6)
  } else if isPromised {
    notebook.check("all four answers are on the right side of ½", count: rightCount, equals: 4)
    let fallen = Double(losses.first ?? .nan) / loss
    notebook.check("the loss has fallen by the factor", measured: fallen, atLeast: hidden == 4 ? 1e10 : 100)
  } else {
    notebook.prose(
      """
      \(rightCount) of 4 answers are on the right side of ½. With few units, few steps, another rate \
      or another start nothing is promised: the descent may be slow, or rest where an example is sacrificed.
      """)
  }
}
