import Autodiff

extension LayerNormPullbackExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "statistics-as-constants",
      diagnosis: "g/√(σ² + ε) for x, without the two means: as if μ and σ were constants",
      remedy: "μ and σ are made of x too. Follow the gradient through them: each adds a mean over the row.",
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
      remedy: "The gradient passes the gain before it meets the norm: g = upstream ⊙ γ.", frequency: 3,
      function: changing { $0.gradient($0.upstream) / $0.deviation }),
    Misconception(
      "gain-last", diagnosis: "the gain multiplied at the end, after the means were taken",
      remedy:
        "Backwards, the last step of the function comes first: multiply the upstream by the gain, and then take the "
        + "means.", frequency: 2, function: changing { $0.gain * $0.gradient($0.upstream) / $0.deviation }),
    Misconception(
      "not-divided", diagnosis: "g − mean g − n·mean(g ⊙ n) for x, without the division by √(σ² + ε)",
      remedy: "A row twice as wide needs changes twice as large to have the same effect: divide.",
      frequency: 2,
      function: changing { $0.gradient($0.scaled) }),
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
      "means-of-upstream", diagnosis: "g less the two means of the upstream, which has not met the gain",
      remedy: "All three terms are of the same g = upstream ⊙ γ.", frequency: 2,
      function: changing { norm in
        let stretch = (norm.upstream * norm.rows).rowMean
        return (norm.scaled - norm.upstream.rowMean - norm.rows * stretch) / norm.deviation
      }),
    Misconception(
      "means-of-everything", diagnosis: "the two means of x's gradient taken over all rows together",
      remedy: "Rows know nothing of each other: one mean for each, its axis kept.", frequency: 2,
      function: changing { norm in
        let stretch = (norm.scaled * norm.rows).mean()
        return (norm.scaled - norm.scaled.mean() - norm.rows * stretch) / norm.deviation
      }),
    Misconception(
      "stretch-added", diagnosis: "g − mean g + n·mean(g ⊙ n), with the sign of the last term turned over",
      remedy:
        "Both shares are taken out of g. Multiply your result by n: its mean over the row should be near 0.",
      frequency: 2,
      function: changing { norm in
        let stretch = (norm.scaled * norm.rows).rowMean
        return (norm.scaled - norm.scaled.rowMean + norm.rows * stretch) / norm.deviation
      }),
    Misconception(
      "centred-for-normalized",
      diagnosis:
        "x − μ in the place of n in the last term: its two divisions by the standard deviation are missing",
      remedy: "n stands in the formula twice, before the mean and in it: divide by √(σ² + ε) first.",
      frequency: 2,
      function: changing { norm in
        let centred = norm.rows * norm.deviation
        return (norm.scaled - norm.scaled.rowMean - centred * (norm.scaled * centred).rowMean)
          / norm.deviation
      }),
    Misconception(
      "divided-by-variance", diagnosis: "the gradient of x divided by σ² + ε, without the root",
      remedy:
        "A row twice as wide halves the effect of a change, and does not quarter it: the root is missing.",
      frequency: 1,
      function: changing { $0.gradient($0.scaled) / ($0.deviation * $0.deviation) }),
    normalizing(
      "sample-variance", diagnosis: "the gradients of a layer norm that divides the variance by d − 1",
      remedy: "layerNorm divides by d, all the channels there are. Its gradients must do the same.",
      frequency: 2
    ) { x, epsilon in
      let channels = Float(x.shape[x.rank - 1])
      return sqrt(x.variance(alongAxis: -1, keepingAxis: true) * (channels / (channels - 1)) + epsilon)
    },
    normalizing(
      "epsilon-outside", diagnosis: "the gradients with √σ² + ε for the standard deviation",
      remedy: "ε stands under the root, with the variance: of a constant row √ε is left, not ε.", frequency: 3
    ) { x, epsilon in sqrt(x.variance(alongAxis: -1, keepingAxis: true)) + epsilon },
    normalizing(
      "without-epsilon",
      diagnosis: "the gradients with √σ² for the standard deviation: a constant row is divided by 0",
      remedy: "ε is there for the row whose channels are all equal. Add it under the root here as well.",
      frequency: 2
    ) { x, _ in sqrt(x.variance(alongAxis: -1, keepingAxis: true)) },
    normalizing(
      "mean-of-squares",
      diagnosis: "the gradients with E[x²] − E[x]² for the variance, which rounding destroys",
      remedy: "Far from 0 the two terms are nearly equal. Subtract the mean first, and square what is left.",
      frequency: 2
    ) { x, epsilon in sqrt((x * x).rowMean - x.rowMean * x.rowMean + epsilon) },
    gainOfScaled,
    gainOfScaled.variant("bias-too") { x, gain, epsilon, upstream in
      let norm = Norm(x, gain: gain, epsilon: epsilon, upstream: upstream)
      return (
        norm.gradient(norm.scaled) / norm.deviation, overRows(norm.scaled * norm.rows), overRows(norm.scaled)
      )
    },
    Misconception(
      "gain-without-norm", diagnosis: "Σ upstream ⊙ x for the gain, with x instead of the normalised row n",
      remedy: "The gain is multiplied by n, so its gradient is weighted by n.", frequency: 2,
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

  private static let gainOfScaled = Misconception<Function>(
    "gain-of-scaled",
    diagnosis: "g in the place of the upstream for the gain, or for gain and bias: it holds the gain already",
    remedy: "y = γ ⊙ n + β is linear in γ: the gradients of both hold no γ.", frequency: 2
  ) { x, gain, epsilon, upstream in
    let norm = Norm(x, gain: gain, epsilon: epsilon, upstream: upstream)
    return (
      norm.gradient(norm.scaled) / norm.deviation, overRows(norm.scaled * norm.rows), overRows(upstream)
    )
  }

  /// What the pullback works with.
  private struct Norm {
    let rows: Tensor
    let deviation: Tensor
    let upstream: Tensor
    let gain: Tensor

    var scaled: Tensor { upstream * gain }

    init(_ x: Tensor, gain: Tensor, epsilon: Float, upstream: Tensor) {
      self.init(
        x, gain: gain, upstream: upstream,
        deviation: sqrt(x.variance(alongAxis: -1, keepingAxis: true) + epsilon))
    }

    init(_ x: Tensor, gain: Tensor, upstream: Tensor, deviation: Tensor) {
      self.deviation = deviation
      rows = (x - x.rowMean) / deviation
      self.upstream = upstream
      self.gain = gain
    }

    func gradient(_ g: Tensor) -> Tensor { g - g.rowMean - rows * (g * rows).rowMean }
  }

  /// Another gradient of the input, with those of gain and bias as they should be.
  private static func changing(_ input: @escaping @Sendable (Norm) -> Tensor) -> Function {
    { x, gain, epsilon, upstream in
      let norm = Norm(x, gain: gain, epsilon: epsilon, upstream: upstream)
      return (input(norm), overRows(upstream * norm.rows), overRows(upstream))
    }
  }

  /// The right gradients of a layer norm with another standard deviation.
  private static func normalizing(
    _ name: String, diagnosis: String, remedy: String, frequency: Int,
    deviation: @escaping @Sendable (_ x: Tensor, _ epsilon: Float) -> Tensor
  ) -> Misconception<Function> {
    Misconception(name, diagnosis: diagnosis, remedy: remedy, frequency: frequency) {
      x, gain, epsilon, upstream in
      let norm = Norm(x, gain: gain, upstream: upstream, deviation: deviation(x, epsilon))
      return (
        norm.gradient(norm.scaled) / norm.deviation, overRows(upstream * norm.rows), overRows(upstream)
      )
    }
  }

  /// Other gradients of gain and bias, with that of the input as it should be.
  private static func summing(
    _ sums: @escaping @Sendable (_ upstream: Tensor, _ rows: Tensor, _ x: Tensor) -> (Tensor, Tensor)
  ) -> Function {
    { x, gain, epsilon, upstream in
      let norm = Norm(x, gain: gain, epsilon: epsilon, upstream: upstream)
      let (gain, bias) = sums(upstream, norm.rows, x)
      return (norm.gradient(norm.scaled) / norm.deviation, gain, bias)
    }
  }

  private static func overRows(_ x: Tensor) -> Tensor { x.sum(alongAxes: Array(0..<x.rank - 1)) }
}

extension Tensor {
  fileprivate var rowMean: Tensor { mean(alongAxis: -1, keepingAxis: true) }
}
