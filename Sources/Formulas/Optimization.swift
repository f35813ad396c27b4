extension Formula {
  /// Steps downhill: gradient descent, Adam, warm-up, and what the documents say instead.
  public enum Optimization {
    /// The loss L(θ) = −ln σ(θ) of one positive example with logit θ (S1-3.5.2-P-FT).
    public static func logisticLoss(_ parameter: Double) -> Double {
      -Mathematics.logarithm(Mathematics.sigmoid(parameter))
    }

    /// dL/dθ = σ(θ) − 1.
    public static func logisticGradient(_ parameter: Double) -> Double { Mathematics.sigmoid(parameter) - 1 }

    /// Losses before and after each step of θ ← θ − rate·dL/dθ: `steps + 1` of them, falling.
    public static func descent(from start: Double, rate: Double, steps: Int) -> [Double] {
      var parameter = start
      var losses = [logisticLoss(parameter)]
      for _ in 0..<steps {
        parameter -= rate * logisticGradient(parameter)
        losses.append(logisticLoss(parameter))
      }
      return losses
    }

    /// S1-3.5.2-P-FT as printed, “maximise the loss”: θ ← θ + rate·dL/dθ, and the losses rise.
    public static func asPrintedAscent(from start: Double, rate: Double, steps: Int) -> [Double] {
      descent(from: start, rate: -rate, steps: steps)
    }

    /// The gradient, Fisher information and natural gradient of −ln P(y) for y ∈ {0, 1} and P(1) = σ(θ) (S4-3.2-P-NGD).
    ///
    /// ∇ = p − y, F = p(1 − p), and the natural gradient is F⁻¹∇. Amari 1998.
    public static func naturalGradient(
      parameter: Double, label: Double
    ) -> (gradient: Double, fisher: Double, natural: Double) {
      let probability = Mathematics.sigmoid(parameter)
      let gradient = probability - label
      let fisher = probability * (1 - probability)
      return (gradient, fisher, gradient / fisher)
    }

    /// θ after each Adam step along the given gradients (G-ADAM; Kingma and Ba 2015, algorithm 1).
    ///
    /// m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − rate·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).
    public static func adam(
      from start: Double, gradients: [Double], rate: Double, firstDecay: Double = 0.9,
      secondDecay: Double = 0.999,
      epsilon: Double = 1e-8, correctingBias: Bool = true
    ) -> [Double] {
      var (parameter, mean, square) = (start, 0.0, 0.0)
      var (firstPower, secondPower) = (1.0, 1.0)
      return gradients.map { gradient in
        mean = firstDecay * mean + (1 - firstDecay) * gradient
        square = secondDecay * square + (1 - secondDecay) * gradient * gradient
        firstPower *= firstDecay
        secondPower *= secondDecay
        let correctedMean = correctingBias ? mean / (1 - firstPower) : mean
        let correctedSquare = correctingBias ? square / (1 - secondPower) : square
        parameter -= rate * correctedMean / (correctedSquare.squareRoot() + epsilon)
        return parameter
      }
    }

    /// rate = d^(−½)·min(s^(−½), s·w^(−3/2)) at step s ≥ 1 with w warm-up steps (G-LR; Vaswani et al. 2017, §5.3).
    public static func warmUp(step: Double, width: Double, warmUpSteps: Double) -> Double {
      min(1 / step.squareRoot(), step / (warmUpSteps * warmUpSteps.squareRoot())) / width.squareRoot()
    }

    /// The rate of step s ≥ 1 of N: peak·s/w up to step w, peak up to step N − d, then down by d steps to the floor, which
    /// is reached at step N and kept (G-WSD; Hu et al. 2024, §4.3).
    ///
    /// `fall` leads from 1 to 0 while t = (s − N + d)/d goes from 0 to 1: 1 − t, a straight line, unless given.
    public static func warmUpStableDecay(
      step: Double, peak: Double, floor: Double = 0, warmUpSteps: Double, decaySteps: Double, steps: Double,
      fall: (Double) -> Double = { 1 - $0 }
    ) -> Double {
      if step < warmUpSteps { return peak * step / warmUpSteps }
      if step >= steps { return floor }
      let progress = (step - (steps - decaySteps)) / decaySteps
      return progress <= 0 ? peak : floor + (peak - floor) * fall(progress)
    }

    /// 1 − √t: fast at first (Hägele et al. 2024, §4).
    public static func oneMinusRoot(_ progress: Double) -> Double { 1 - progress.squareRoot() }
  }
}
