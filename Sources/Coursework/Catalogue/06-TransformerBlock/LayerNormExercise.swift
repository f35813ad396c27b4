import Autodiff
import Randomness

/// Layer norm: every token on its own scale, then on a learnt one.
package enum LayerNormExercise: Exercise {
  /// Rows of `[…, channels]`, gain and bias of `[channels]`, and ε, to rows of the same shape.
  package typealias Function =
    @Sendable (_ x: Tensor, _ gain: Tensor, _ bias: Tensor, _ epsilon: Float) throws -> Tensor

  /// What layer norm is tried on.
  package struct Inputs: Codable, Sendable {
    let x: Tensor
    let gain: Tensor
    let bias: Tensor
    let epsilon: Float
  }

  package static let about = About(
    name: "layerNorm", title: "layer norm of every row",
    goal:
      "Bring every row (the channels of one token) to mean 0 and variance 1, then multiply each channel by its "
      + "gain and add its bias. A row that is constant must give the bias, not NaN.",
    formula: "y = γ ⊙ (x − μ)/√(σ² + ε) + β,  μ = (1/d) Σⱼ xⱼ,  σ² = (1/d) Σⱼ (xⱼ − μ)²      […, d] → […, d]",
    formulas: [.s1_3_3_LNSTAT, .s1_3_3_LNNORM], minutes: 15, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "A token is measured by itself alone: its mean and its variance come from its own channels, and no other "
      + "token changes them. Along which axis do the channels lie?",
    shapes:
      "Mean and variance keep their axis: [time, channels] → [time, 1], so that they broadcast against the rows. "
      + "Gain and bias are [channels] and broadcast by themselves.",
    pseudocode: """
      centred    ← x − mean of every row, axis kept
      variance   ← mean of centred², axis kept (divided by d, not d − 1)
      normalized ← centred ÷ root of (variance + ε)
      result     ← normalized × gain + bias
      """,
    line: """
      let centred = x - x.mean(alongAxis: -1, keepingAxis: true)
      let variance = (centred * centred).mean(alongAxis: -1, keepingAxis: true)
      return centred / sqrt(variance + epsilon) * gain + bias
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ shape: [Int], epsilon: Float) -> Inputs {
      let channels = shape[shape.count - 1]
      return Inputs(
        x: .normal(shape, deviation: 2, using: &random) + 1, gain: .normal([channels], using: &random),
        bias: .normal([channels], using: &random), epsilon: epsilon)
    }
    return [
      Inputs(
        x: Tensor([[1, 2, 3], [2, 4, 9], [0, 3, 3]]), gain: Tensor([2, 2, 2]), bias: Tensor([1, 1, 1]),
        epsilon: 1e-5),
      Inputs(
        x: Tensor([[0, 0.001, 0.002]]), gain: Tensor([1, 1, 1]), bias: Tensor([0, 0, 0]), epsilon: 1e-5),
      Inputs(
        x: Tensor([[5, 5, 5, 5]]), gain: Tensor([1, 2, 1, 2]), bias: Tensor([1, 2, 3, 4]), epsilon: 1e-5),
      drawn([5, 3], epsilon: 0.3), drawn([2, 4, 5], epsilon: 1e-5), drawn([1, 1, 6], epsilon: 0.1),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(of: [("x", inputs.x), ("gain", inputs.gain), ("bias", inputs.bias)]) {
      try function($0[0], $0[1], $0[2], inputs.epsilon)
    }
  }

  package static let reference: Function = { layerNorm($0, gain: $1, bias: $2, epsilon: $3) }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "of-columns",
      diagnosis: "the mean and the variance of every column: a token is measured by its neighbours",
      remedy:
        "Sum over the channels of one token, the last axis. Statistics of a channel over the tokens are batch norm.",
      source: .s1_3_3_LNNORM, frequency: 3, evidence: rowMeans
    ) { x, gain, bias, epsilon in
      let (mean, variance) = statistics(of: x, alongAxis: -2)
      return (x - mean) / sqrt(variance + epsilon) * gain + bias
    },
    Misconception(
      "axis-not-kept",
      diagnosis: "μⱼ and σ²ⱼ with the column's index: column j takes the statistics of row j",
      remedy:
        "A mean of shape [rows] is laid along the columns. What shape must it have to be laid along the rows?",
      source: .s1_3_3_LNNORM, frequency: 3, evidence: rowMeans
    ) { x, gain, bias, epsilon in
      let (mean, variance) = (x.mean(alongAxis: -1), x.variance(alongAxis: -1))
      guard zip(x.shape.reversed(), mean.shape.reversed()).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 })
      else { throw Stops("subtract: shapes \(x.shape) and \(mean.shape) do not broadcast") }
      return (x - mean) / sqrt(variance + epsilon) * gain + bias
    },
    Misconception(
      "of-everything", diagnosis: "one mean and one variance of the whole tensor",
      remedy: "Every token has a mean and a variance of its own: reduce the last axis alone, and keep it.",
      frequency: 2, evidence: rowMeans
    ) { x, gain, bias, epsilon in
      let axes = Array(x.shape.indices)
      return (x - x.mean()) / sqrt(x.variance(alongAxes: axes, keepingAxes: true) + epsilon) * gain + bias
    },
    Misconception(
      "sample-variance", diagnosis: "the variance divided by d − 1 instead of d",
      remedy:
        "The channels are all there are, not a sample of more: with d, the row [1, 2, 3] has the variance 2/3.",
      frequency: 2
    ) { x, gain, bias, epsilon in
      let channels = Float(x.shape[x.rank - 1])
      let (mean, variance) = statistics(of: x, alongAxis: -1)
      return (x - mean) / sqrt(variance * (channels / (channels - 1)) + epsilon) * gain + bias
    },
    Misconception(
      "epsilon-outside", diagnosis: "ε added to the deviation, outside the root: (x − μ)/(√σ² + ε)",
      remedy:
        "√(σ² + ε) is not √σ² + ε: for a row whose variance is as small as ε they differ by far. And the root of 0 "
        + "has no derivative.", frequency: 3
    ) { x, gain, bias, epsilon in
      let (mean, variance) = statistics(of: x, alongAxis: -1)
      return (x - mean) / (sqrt(variance) + epsilon) * gain + bias
    },
    Misconception(
      "without-epsilon", diagnosis: "no ε at all: (x − μ)/√σ²",
      remedy: "What is the variance of a row whose channels are all equal, and what is 0/0?", frequency: 2
    ) { x, gain, bias, _ in
      let (mean, variance) = statistics(of: x, alongAxis: -1)
      return (x - mean) / sqrt(variance) * gain + bias
    },
    Misconception(
      "own-epsilon", diagnosis: "ε fixed at 0.00001, whatever the caller asks for",
      remedy: "ε is an argument: add that one.", frequency: 1
    ) { x, gain, bias, _ in layerNorm(x, gain: gain, bias: bias, epsilon: 1e-5) },
    Misconception(
      "without-gain-and-bias", diagnosis: "the normalised rows themselves, without gain and bias",
      remedy: "After the norm each channel gets a scale and an offset that the model learns: γ ⊙ … + β.",
      source: .s1_3_3_LNNORM, frequency: 2, evidence: unused("gain")
    ) { x, gain, _, epsilon in
      layerNorm(x, gain: .ones(gain.shape), bias: .zeros(gain.shape), epsilon: epsilon)
    },
    Misconception(
      "bias-before-gain", diagnosis: "the bias added before the gain multiplies: γ ⊙ (n + β)",
      remedy: "The gain scales the normalised row alone; the bias comes last and is not scaled.", frequency: 1
    ) { x, gain, bias, epsilon in
      (layerNorm(x, gain: .ones(gain.shape), bias: .zeros(gain.shape), epsilon: epsilon) + bias) * gain
    },
    Misconception(
      "by-variance", diagnosis: "a division by the variance instead of its root",
      remedy: "If x were measured in metres, in what unit would the variance be? The result must have none.",
      frequency: 2
    ) { x, gain, bias, epsilon in
      let (mean, variance) = statistics(of: x, alongAxis: -1)
      return (x - mean) / (variance + epsilon) * gain + bias
    },
    Misconception(
      "not-centred",
      diagnosis: "the rows divided by their root mean square, with no mean subtracted (RMS norm)",
      remedy: "Subtract the mean of the row first, above the fraction line and in the variance.",
      frequency: 1,
      evidence: rowMeans
    ) { x, gain, bias, epsilon in
      x / sqrt((x * x).mean(alongAxis: -1, keepingAxis: true) + epsilon) * gain + bias
    },
    Misconception(
      "statistics-detached",
      diagnosis: "the right rows, but with μ and σ² cut off from the gradient, as if they were constants",
      remedy:
        "A mean that is built anew from numbers has forgotten x. Take mean and variance with tensor operations.",
      frequency: 2
    ) { x, gain, bias, epsilon in
      let (mean, variance) = statistics(of: x.detached, alongAxis: -1)
      return (x - mean) / sqrt(variance + epsilon) * gain + bias
    },
  ]

  private static func statistics(of x: Tensor, alongAxis axis: Int) -> (mean: Tensor, variance: Tensor) {
    (x.mean(alongAxis: axis, keepingAxis: true), x.variance(alongAxis: axis, keepingAxis: true))
  }

  /// The means of the rows of the first input, whose gain and bias are the same for every channel.
  private static let rowMeans: @Sendable (Answer) -> String? = { answer in
    guard let part = answer.parts.first, part.shape == [3, 3] else { return nil }
    let means = (0..<3).map { row in
      "\((1000 * part.numbers[3 * row..<3 * row + 3].reduce(0, +) / 3).rounded() / 1000)"
    }
    return "the rows of the output have the means \(means.joined(separator: ", ")); with a bias of 1 each "
      + "should be 1"
  }
}
