import Autodiff
import Randomness

/// The gradients of layer norm: how a change of the result is shared out to the input, the gain and the bias.
package enum LayerNormPullbackExercise: Exercise {
  /// Input, gain, ε and the gradient of the result, to the gradients of input, gain and bias.
  package typealias Function =
    @Sendable (_ x: Tensor, _ gain: Tensor, _ epsilon: Float, _ upstream: Tensor) throws
    -> (x: Tensor, gain: Tensor, bias: Tensor)

  /// What the pullback is tried on.
  package struct Inputs: Codable, Sendable {
    let x: Tensor
    let gain: Tensor
    let epsilon: Float
    let upstream: Tensor
  }

  package static let about = About(
    name: "layerNormPullback", title: "the gradients of layer norm",
    goal:
      "Given the gradient of layer norm's result, work out the gradients of its input, its gain and its bias. "
      + "Every channel of a row moves that row's mean and deviation, and so all of its results.",
    formula:
      "n = (x − μ)/√(σ² + ε),  g = upstream ⊙ γ;  x: (g − mean g − n·mean(g ⊙ n))/√(σ² + ε)  […, d];  "
      + "γ: Σ upstream ⊙ n over all rows  [d];  β: Σ upstream over all rows  [d]",
    formulas: [.s1_3_3_LNSTAT, .s1_3_3_LNNORM], minutes: 40, difficulty: .hard)

  package static let hints = Hints(
    idea:
      "Raise all channels of a row together, or push them all apart: layer norm does not notice (but for ε). So "
      + "the gradient of x can have no share in these two directions. Take both out of g = upstream ⊙ γ.",
    shapes:
      "n, g and the gradient of x are […, channels]; both means are over the channels, axis kept: […, 1]. Gain and "
      + "bias are shared by all rows, so their gradients add up over every axis but the last: [channels].",
    pseudocode: """
      n, deviation ← as in layer norm
      g            ← upstream × gain
      x            ← (g − row mean of g − n × row mean of (g × n)) ÷ deviation
      gain         ← (upstream × n) summed over every axis but the last
      bias         ← upstream summed over every axis but the last
      """,
    line: """
      let g = upstream * gain
      let shift = g.mean(alongAxis: -1, keepingAxis: true)
      let stretch = (g * n).mean(alongAxis: -1, keepingAxis: true)
      let rows = Array(0..<x.rank - 1)
      return (
        x: (g - shift - n * stretch) / deviation,
        gain: (upstream * n).sum(alongAxes: rows), bias: upstream.sum(alongAxes: rows)
      )
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ shape: [Int], epsilon: Float) -> Inputs {
      Inputs(
        x: .normal(shape, deviation: 2, using: &random) + 1,
        gain: .normal([shape[shape.count - 1]], using: &random), epsilon: epsilon,
        upstream: .normal(shape, using: &random))
    }
    return [
      Inputs(
        x: Tensor([[1, 2, 3], [2, 4, 9], [0, 3, 3]]), gain: Tensor([1, 2, 1]), epsilon: 1e-5,
        upstream: Tensor([[1, 0, 0], [0, 1, 0], [2, 0, -1]])),
      Inputs(
        x: Tensor([[5, 5, 5, 5]]), gain: Tensor([1, 1, 2, 2]), epsilon: 0.25,
        upstream: Tensor([[1, 2, 3, 4]])),
      drawn([4, 6], epsilon: 0.1), drawn([2, 3, 4], epsilon: 1e-5), drawn([1, 1, 5], epsilon: 1e-5),
      drawn([2, 1, 3, 4], epsilon: 0.01),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let gradients = try function(inputs.x, inputs.gain, inputs.epsilon, inputs.upstream)
    return Answer([
      Answer.Part("x", gradients.x), Answer.Part("gain", gradients.gain), Answer.Part("bias", gradients.bias),
    ])
  }

  package static let reference: Function = { x, gain, epsilon, upstream in
    let (_, gradients) = valueWithGradient(at: [x, gain, .zeros(gain.shape)]) { parts in
      (layerNorm(parts[0], gain: parts[1], bias: parts[2], epsilon: epsilon) * upstream).sum()
    }
    return (gradients[0], gradients[1], gradients[2])
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "statistics-as-constants",
      diagnosis: "g/√(σ² + ε) for x, without the two means: as if μ and σ were constants",
      remedy: "μ and σ are made of x too. Follow the change through them: each adds a mean over the row.",
      frequency: 3, function: changing { $0.scaled / $0.deviation }),
    Misconception(
      "deviation-as-constant",
      diagnosis: "(g − mean g)/√(σ² + ε) for x: the way through μ, but not the one through σ",
      remedy:
        "A channel that moves away from the mean makes σ larger and all results smaller: n·mean(g ⊙ n).",
      frequency: 2, function: changing { ($0.scaled - $0.scaled.rowMean) / $0.deviation }),
    Misconception(
      "mean-as-constant",
      diagnosis: "(g − n·mean(g ⊙ n))/√(σ² + ε) for x: the way through σ, but not the one through μ",
      remedy: "Raise all channels together: no result changes. Does your gradient of x sum to 0 along a row?",
      frequency: 2,
      function: changing { ($0.scaled - $0.rows * ($0.scaled * $0.rows).rowMean) / $0.deviation }),
    Misconception(
      "gain-forgotten", diagnosis: "the gradient of x of a layer norm without gain",
      remedy: "The change passes the gain before it meets the norm: g = upstream ⊙ γ.", frequency: 3,
      function: changing { $0.change($0.upstream) / $0.deviation }),
    Misconception(
      "gain-last", diagnosis: "the gain multiplied at the end, after the means were taken",
      remedy:
        "Backwards, the last step of the function comes first: multiply the upstream by the gain, and then take the "
        + "means.", frequency: 2, function: changing { $0.gain * $0.change($0.upstream) / $0.deviation }),
    Misconception(
      "not-divided", diagnosis: "g − mean g − n·mean(g ⊙ n) for x, without the division by √(σ² + ε)",
      remedy: "A row twice as wide needs changes twice as large to have the same effect: divide.",
      frequency: 2,
      function: changing { $0.change($0.scaled) }),
    Misconception(
      "sums-for-means", diagnosis: "sums over the row where the two means belong",
      remedy: "Where μ = (1/d) Σ x is differentiated, the 1/d stays.", frequency: 2,
      function: changing { norm in
        let channels = Float(norm.rows.shape[norm.rows.rank - 1])
        let stretch = (norm.scaled * norm.rows).rowMean * channels
        return (norm.scaled - norm.scaled.rowMean * channels - norm.rows * stretch) / norm.deviation
      }),
    Misconception(
      "means-of-columns",
      diagnosis: "the two means of x's gradient taken over the rows instead of the channels",
      remedy: "What a channel moved were the statistics of its own row: both means run along the last axis.",
      frequency: 1,
      function: changing { norm in
        let shift = norm.scaled.mean(alongAxis: -2, keepingAxis: true)
        let stretch = (norm.scaled * norm.rows).mean(alongAxis: -2, keepingAxis: true)
        return (norm.scaled - shift - norm.rows * stretch) / norm.deviation
      }),
    Misconception(
      "gain-without-norm", diagnosis: "Σ upstream ⊙ x for the gain, with x instead of the normalised row n",
      remedy: "The gain is multiplied by n, so its change is weighted by n.", frequency: 2,
      function: summing { upstream, _, x in (overRows(upstream * x), overRows(upstream)) }),
    Misconception(
      "summed-over-channels", diagnosis: "gain and bias summed over the channels: one number a row",
      remedy:
        "There is one gain a channel, shared by all rows: add up over the rows, and [channels] is left.",
      frequency: 2,
      function: summing { upstream, rows, _ in
        ((upstream * rows).sum(alongAxis: -1), upstream.sum(alongAxis: -1))
      }),
    Misconception(
      "summed-over-first-axis", diagnosis: "gain and bias summed over the first axis alone",
      remedy:
        "With a batch there are rows along two axes. All that come before the channels have to be summed.",
      frequency: 2,
      function: summing { upstream, rows, _ in
        ((upstream * rows).sum(alongAxis: 0), upstream.sum(alongAxis: 0))
      }),
    Misconception(
      "not-summed", diagnosis: "upstream ⊙ n and upstream for gain and bias, without the sum over the rows",
      remedy: "A gradient has the shape of what it belongs to: gain and bias are [channels].", frequency: 1,
      function: summing { upstream, rows, _ in (upstream * rows, upstream) }),
    Misconception(
      "averaged-over-rows", diagnosis: "gain and bias averaged over the rows instead of summed",
      remedy: "Each row that used the gain adds its share. A mean belongs to the loss, if it has one.",
      frequency: 2,
      function: summing { upstream, rows, _ in
        let axes = Array(0..<rows.rank - 1)
        return ((upstream * rows).mean(alongAxes: axes), upstream.mean(alongAxes: axes))
      }),
  ]

  /// What the pullback works with.
  private struct Norm {
    let rows: Tensor
    let deviation: Tensor
    let upstream: Tensor
    let gain: Tensor

    var scaled: Tensor { upstream * gain }

    init(_ x: Tensor, gain: Tensor, epsilon: Float, upstream: Tensor) {
      deviation = sqrt(x.variance(alongAxis: -1, keepingAxis: true) + epsilon)
      rows = (x - x.rowMean) / deviation
      self.upstream = upstream
      self.gain = gain
    }

    func change(_ g: Tensor) -> Tensor { g - g.rowMean - rows * (g * rows).rowMean }
  }

  /// Another gradient of the input, with those of gain and bias as they should be.
  private static func changing(_ input: @escaping @Sendable (Norm) -> Tensor) -> Function {
    { x, gain, epsilon, upstream in
      let norm = Norm(x, gain: gain, epsilon: epsilon, upstream: upstream)
      return (input(norm), overRows(upstream * norm.rows), overRows(upstream))
    }
  }

  /// Other gradients of gain and bias, with that of the input as it should be.
  private static func summing(
    _ sums: @escaping @Sendable (_ upstream: Tensor, _ rows: Tensor, _ x: Tensor) -> (Tensor, Tensor)
  ) -> Function {
    { x, gain, epsilon, upstream in
      let norm = Norm(x, gain: gain, epsilon: epsilon, upstream: upstream)
      let (gain, bias) = sums(upstream, norm.rows, x)
      return (norm.change(norm.scaled) / norm.deviation, gain, bias)
    }
  }

  private static func overRows(_ x: Tensor) -> Tensor { x.sum(alongAxes: Array(0..<x.rank - 1)) }
}

extension Tensor {
  fileprivate var rowMean: Tensor { mean(alongAxis: -1, keepingAxis: true) }
}
