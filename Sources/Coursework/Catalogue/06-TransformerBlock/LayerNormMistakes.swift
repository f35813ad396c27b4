import Autodiff

extension LayerNormExercise {
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
      let mean = try conforming(x.mean(alongAxis: -1), to: x)
      return (x - mean) / sqrt(x.variance(alongAxis: -1) + epsilon) * gain + bias
    },
    Misconception(
      "mean-not-kept", diagnosis: "row i less the mean of row j in column j; the variance kept its axis",
      remedy: "mean(alongAxis:) drops the axis unless it is told to keep it: keepingAxis: true.",
      frequency: 2,
      evidence: rowMeans
    ) { x, gain, bias, epsilon in
      let centred = x - (try conforming(x.mean(alongAxis: -1), to: x))
      let variance = (centred * centred).mean(alongAxis: -1, keepingAxis: true)
      return centred / sqrt(variance + epsilon) * gain + bias
    },
    Misconception(
      "variance-not-kept",
      diagnosis: "column j divided by the standard deviation of row j; the mean kept its axis",
      remedy: "The variance is one number a row, and has to stand beside its row too: keepingAxis: true.",
      frequency: 2, evidence: rowMeans
    ) { x, gain, bias, epsilon in
      let variance = try conforming(x.variance(alongAxis: -1), to: x)
      return (x - x.mean(alongAxis: -1, keepingAxis: true)) / sqrt(variance + epsilon) * gain + bias
    },
    Misconception(
      "of-axis-0",
      diagnosis:
        "the mean and the variance along axis 0: over the tokens, or over the batch where there is one",
      remedy: "NumPy's axis 0 runs down the columns, which is batch norm. The channels are axis −1.",
      frequency: 2, evidence: rowMeans
    ) { x, gain, bias, epsilon in
      let (mean, variance) = statistics(of: x, alongAxis: 0)
      return (x - mean) / sqrt(variance + epsilon) * gain + bias
    },
    Misconception(
      "of-axis-1",
      diagnosis: "the mean and the variance along axis 1, which holds the channels only without batch axes",
      remedy: "Count from the end: the channels are axis −1 however many axes there are.", frequency: 3
    ) { x, gain, bias, epsilon in
      let (mean, variance) = statistics(of: x, alongAxis: 1)
      return (x - mean) / sqrt(variance + epsilon) * gain + bias
    },
    Misconception(
      "of-two-axes",
      diagnosis: "one mean and one variance of the last two axes, all tokens of a text together",
      remedy: "LayerNorm([T, C]) does that. Here a token is measured by its own channels alone.",
      frequency: 2,
      evidence: rowMeans
    ) { x, gain, bias, epsilon in
      let (mean, variance) = (
        x.mean(alongAxes: [-2, -1], keepingAxes: true), x.variance(alongAxes: [-2, -1], keepingAxes: true)
      )
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
      "epsilon-outside", diagnosis: "ε added to the standard deviation, outside the root: (x − μ)/(√σ² + ε)",
      remedy:
        "√(σ² + ε) is not √σ² + ε: for a row whose variance is as small as ε they differ by far. And the root of 0 "
        + "has no derivative.", frequency: 3
    ) { x, gain, bias, epsilon in
      let (mean, variance) = statistics(of: x, alongAxis: -1)
      return (x - mean) / (sqrt(variance) + epsilon) * gain + bias
    },
    Misconception(
      "sample-deviation-and-epsilon",
      diagnosis:
        "ε added to the standard deviation that divides by d − 1: (x − μ)/(std + ε), as x.std() gives it",
      remedy:
        "Two things to put right: all d channels are there, and ε belongs to the variance, under the root.",
      frequency: 2
    ) { x, gain, bias, epsilon in
      let channels = Float(x.shape[x.rank - 1])
      let (mean, variance) = statistics(of: x, alongAxis: -1)
      return (x - mean) / (sqrt(variance * (channels / (channels - 1))) + epsilon) * gain + bias
    },
    Misconception(
      "epsilon-as-floor", diagnosis: "the larger of the variance and ε in the place of their sum",
      remedy: "σ² + ε: ε is added to every variance, not only put in the place of small ones.", frequency: 1
    ) { x, gain, bias, epsilon in
      let (mean, variance) = statistics(of: x, alongAxis: -1)
      return (x - mean) / sqrt(maximum(variance, Tensor(epsilon))) * gain + bias
    },
    Misconception(
      "mean-of-squares",
      diagnosis: "E[x²] − E[x]² for the variance: of numbers near 4096 the rounding alone is left",
      remedy:
        "The formula is right and a Float is not long enough for it. Subtract the mean first, and square what is left.",
      frequency: 3
    ) { x, gain, bias, epsilon in
      let mean = x.mean(alongAxis: -1, keepingAxis: true)
      let variance = (x * x).mean(alongAxis: -1, keepingAxis: true) - mean * mean
      return (x - mean) / sqrt(variance + epsilon) * gain + bias
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
      "sum-of-squares", diagnosis: "a division by √Σ(x − μ)²: the sum of the squares taken for the variance",
      remedy: "The variance is a mean: divide the sum by the d channels.", frequency: 2
    ) { x, gain, bias, epsilon in
      let channels = Float(x.shape[x.rank - 1])
      let (mean, variance) = statistics(of: x, alongAxis: -1)
      return (x - mean) / sqrt(variance * channels + epsilon) * gain + bias
    },
    Misconception(
      "variance-around-zero", diagnosis: "the mean of x², not of (x − μ)², for the variance",
      remedy: "The variance is measured from the mean: subtract it first, and square what is left.",
      frequency: 2
    ) { x, gain, bias, epsilon in
      let (mean, _) = statistics(of: x, alongAxis: -1)
      return (x - mean) / sqrt((x * x).mean(alongAxis: -1, keepingAxis: true) + epsilon) * gain + bias
    },
    Misconception(
      "bias-divided", diagnosis: "gain and bias before the division: ((x − μ) ⊙ γ + β)/√(σ² + ε)",
      remedy: "The bias comes after everything else, and is divided by nothing.", frequency: 1
    ) { x, gain, bias, epsilon in
      let (mean, variance) = statistics(of: x, alongAxis: -1)
      return ((x - mean) * gain + bias) / sqrt(variance + epsilon)
    },
    Misconception(
      "numerator-not-centred", diagnosis: "x/√(σ² + ε): the mean is subtracted in the variance alone",
      remedy: "The rows must have the mean 0 as well: subtract μ above the fraction line.", frequency: 1,
      evidence: rowMeans
    ) { x, gain, bias, epsilon in
      x / sqrt(x.variance(alongAxis: -1, keepingAxis: true) + epsilon) * gain + bias
    },
    Misconception(
      "gain-and-bias-exchanged", diagnosis: "the bias multiplied and the gain added",
      remedy: "γ scales, β shifts: γ is the gain.", frequency: 1
    ) { x, gain, bias, epsilon in layerNorm(x, gain: bias, bias: gain, epsilon: epsilon) },
    Misconception(
      "gain-from-one", diagnosis: "1 + γ in the place of the gain γ",
      remedy: "Some models keep a gain as its distance from 1. Here it is the factor itself.", frequency: 1
    ) { x, gain, bias, epsilon in layerNorm(x, gain: gain + 1, bias: bias, epsilon: epsilon) },
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
