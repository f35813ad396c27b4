import Autodiff
import Workbench

extension AdamStepExercise {
  package static let misconceptions: [Misconception<Function>] = [
    mistake(
      "without-correction", "the step without bias correction: m and v were used as they are", 3,
      remedy: "Both means start at zero. How large is m after one step, compared with the gradient?"
    ) { i in (i.moved(i.first, i.second), i.first, i.second) },
    mistake(
      "corrected-by-step-minus-one",
      "the correction with t − 1 in place of t: at the first step it divides by 0", 2,
      remedy: "Steps count from 1 here, so that 1 − βᵗ is never 0."
    ) { i in i.change(steps: i.step - 1) },
    mistake(
      "corrected-by-step-plus-one", "the correction with t + 1 in place of t: the step was counted from 0", 1,
      remedy: "step is 1 at the first update. Nothing need be added."
    ) { i in i.change(steps: i.step + 1) },
    mistake(
      "correction-without-power", "the correction 1 − β at every step, without the power t", 2,
      remedy: "It is right at step 1. Which share of a mean is still missing after a thousand steps?"
    ) { i in i.change(steps: 1) },
    mistake(
      "step-as-factor", "the correction 1 − β·t: the step as a factor, not as an exponent", 1,
      remedy: "The share that a mean still lacks is multiplied by β at each step. What is it after t steps?"
    ) { i in
      let (first, second) = (1 - i.firstDecay * Float(i.step), 1 - i.secondDecay * Float(i.step))
      return (i.moved(i.first / Tensor(first), i.second / Tensor(second)), i.first, i.second)
    },
    mistake(
      "correction-multiplied", "the means multiplied by 1 − βᵗ, not divided by it", 1,
      remedy: "The means are too small at first. Should the correction make them smaller still?"
    ) { i in
      let (first, second) = (i.share(i.firstDecay), i.share(i.secondDecay))
      return (i.moved(i.first * first, i.second * second), i.first, i.second)
    },
    mistake(
      "first-alone-corrected", "the step in which the first moment alone was corrected", 2,
      remedy: "v starts at zero as well: with β₂ = 0.999 it holds a thousandth after the first step."
    ) { i in (i.moved(i.correctedFirst, i.second), i.first, i.second) },
    mistake(
      "second-alone-corrected", "the step in which the second moment alone was corrected", 2,
      remedy: "m starts at zero as well: with β₁ = 0.9 it holds a tenth after the first step."
    ) { i in (i.moved(i.first, i.correctedSecond), i.first, i.second) },
    mistake(
      "corrected-kept", "the right parameter, but with the corrected means kept for the next step", 3,
      remedy: "The next step corrects by itself. What would happen to a mean that is corrected at every step?"
    ) { i in
      (i.moved(i.correctedFirst, i.correctedSecond), i.correctedFirst, i.correctedSecond)
    },
    mistake(
      "epsilon-inside", "√(v̂ + ε): ε inside the root", 2,
      remedy: "ε of 10⁻⁸ inside the root acts like 10⁻⁴. Where does the formula add it?"
    ) { i in
      let change = i.correctedFirst / sqrt(i.correctedSecond + Tensor(i.epsilon))
      return (i.parameter - Tensor(i.learningRate) * change, i.first, i.second)
    },
    mistake(
      "epsilon-before-correction",
      "ε added to √v before its correction: the shortened form of the paper, whose ε is another one", 1,
      remedy: "Correct v first, take the root, and then add ε."
    ) { i in
      let change = i.correctedFirst / (sqrt(i.second) + Tensor(i.epsilon))
      return (
        i.parameter - Tensor(i.learningRate) * change * sqrt(i.share(i.secondDecay)), i.first, i.second
      )
    },
    mistake(
      "without-epsilon", "the step without ε: where no gradient ever came, 0/0 is not a number", 2,
      remedy: "A parameter that was never used has v = 0. What is added so that nothing is divided by 0?"
    ) { i in
      let change = i.correctedFirst / sqrt(i.correctedSecond)
      return (i.parameter - Tensor(i.learningRate) * change, i.first, i.second)
    },
    mistake(
      "without-root", "m̂ / (v̂ + ε): the root of the second moment is missing", 2,
      remedy: "v̂ has the size of a gradient squared. What makes the quotient free of the gradient's size?"
    ) { i in
      let change = i.correctedFirst / (i.correctedSecond + Tensor(i.epsilon))
      return (i.parameter - Tensor(i.learningRate) * change, i.first, i.second)
    },
    mistake(
      "not-squared", "a second moment of the gradient itself: it was not squared", 2,
      remedy: "v is a mean of sizes and is never negative. Can yours be?"
    ) { i in i.change(second: i.mixed(i.secondMoment, i.gradient, i.secondDecay)) },
    mistake(
      "moments-swapped", "v̂ / (√m̂ + ε): the two moments changed places in the step", 1,
      remedy: "Which of the two has the gradient's direction? That one stands above."
    ) { i in (i.moved(i.correctedSecond, i.correctedFirst), i.first, i.second) },
    mistake(
      "decays-swapped", "the two decays exchanged: β₂ for the gradient, β₁ for its square", 2,
      remedy: "firstDecay belongs to the first moment, in its mean and in its correction."
    ) { i in
      var swapped = i
      (swapped.firstDecay, swapped.secondDecay) = (i.secondDecay, i.firstDecay)
      return swapped.change()
    },
    mistake(
      "shares-swapped", "means that keep 1 − β of the old and take β of the new", 3,
      remedy: "With β = 0.9 a mean should remember about ten steps. How much of the old one must stay?"
    ) { i in
      i.change(
        first: i.mixed(i.firstMoment, i.gradient, 1 - i.firstDecay),
        second: i.mixed(i.secondMoment, i.gradient * i.gradient, 1 - i.secondDecay))
    },
    mistake(
      "nothing-remembered", "means of this gradient alone: the old moments were not added", 1,
      remedy: "Where do firstMoment and secondMoment come in?"
    ) { i in
      let none = Tensor.zeros(i.parameter.shape)
      return i.change(
        first: i.mixed(none, i.gradient, i.firstDecay),
        second: i.mixed(none, i.gradient * i.gradient, i.secondDecay))
    },
    mistake(
      "first-accumulated", "a first moment β₁·m + g, to which the whole gradient was added", 2,
      remedy: "That is momentum as plain descent has it. A mean takes the share 1 − β₁ of what is new."
    ) { i in i.change(first: Tensor(i.firstDecay) * i.firstMoment + i.gradient) },
    mistake(
      "second-accumulated", "a second moment v + g² that only grows, as in Adagrad", 1,
      remedy: "Adam's v forgets: β₂ of the old and 1 − β₂ of the new."
    ) { i in i.change(second: i.secondMoment + i.gradient * i.gradient) },
    mistake(
      "gradient-for-first", "the gradient itself divided by √v̂ + ε, as in RMSProp: m̂ has no part in the step",
      2,
      remedy: "The parameter goes along the mean of the gradients, m̂, not along the last one."
    ) { i in (i.moved(i.gradient, i.correctedSecond), i.first, i.second) },
    mistake(
      "weight-decay", "a step that also shrinks the parameter by η·0.01: AdamW's weight decay", 1,
      remedy: "No decay is asked for. Where does the 0.01 come from?"
    ) { i in
      var decayed = i.change()
      decayed.parameter = decayed.parameter - i.learningRate * 0.01 * i.parameter
      return decayed
    },
    mistake(
      "weight-decay-in-gradient", "a gradient to which 0.01·θ was added: weight decay as a loss", 1,
      remedy: "The gradient comes as it is to be used. Nothing is added to it."
    ) { i in
      var decayed = i
      decayed.gradient = i.gradient + 0.01 * i.parameter
      return decayed.change()
    },
    mistake(
      "first-decay-for-both", "both moments with the decay β₁", 2,
      remedy: "secondDecay belongs to the second moment: it must remember longer."
    ) { i in
      var same = i
      same.secondDecay = i.firstDecay
      return same.change()
    },
    mistake(
      "first-correction-for-both", "both moments corrected by 1 − β₁ᵗ", 2,
      remedy: "v lacks the share β₂ᵗ: each moment is corrected with its own decay."
    ) { i in (i.moved(i.correctedFirst, i.corrected(i.second, i.firstDecay)), i.first, i.second) },
    mistake(
      "root-before-correction", "√v divided by 1 − β₂ᵗ: the root taken before the correction", 2,
      remedy: "Correct v first. Outside the root the correction would need a root itself."
    ) { i in
      let root = sqrt(i.second) / i.share(i.secondDecay)
      return (
        i.parameter - i.learningRate * i.correctedFirst / (root + i.epsilon), i.first, i.second
      )
    },
    mistake(
      "own-decays", "0.9 and 0.999 for the two decays, whatever the caller asks for", 2,
      remedy: "firstDecay and secondDecay are arguments: use those."
    ) { i in
      var usual = i
      (usual.firstDecay, usual.secondDecay) = (0.9, 0.999)
      return usual.change()
    },
    mistake(
      "own-epsilon", "ε fixed at 10⁻⁸, whatever the caller asks for", 2,
      remedy: "epsilon is an argument: add that one."
    ) { i in
      var usual = i
      usual.epsilon = 1e-8
      return usual.change()
    },
    mistake(
      "old-moments", "a step along the moments from before this gradient: the first one goes nowhere", 1,
      remedy: "Bring the moments up to date first, and move the parameter along the new ones."
    ) { i in
      (
        i.moved(i.corrected(i.firstMoment, i.firstDecay), i.corrected(i.secondMoment, i.secondDecay)),
        i.first, i.second
      )
    },
    mistake(
      "uphill", "the step added, not subtracted: it climbs", 2,
      remedy: "The gradient points to where the loss grows."
    ) { i in
      let below = i.moved(i.correctedFirst, i.correctedSecond)
      return (Tensor(2) * i.parameter - below, i.first, i.second)
    },
  ]

  private static func mistake(
    _ name: String, _ diagnosis: String, _ frequency: Int, remedy: String,
    _ change: @escaping @Sendable (Inputs) -> Change
  ) -> Misconception<Function> {
    Misconception(name, diagnosis: diagnosis, remedy: remedy, frequency: frequency) {
      change(
        Inputs(
          parameter: $0, gradient: $1, firstMoment: $2, secondMoment: $3, step: $4, learningRate: $5,
          firstDecay: $6, secondDecay: $7, epsilon: $8))
    }
  }
}

/// The parts of a step, for mistakes that get one of them wrong.
extension AdamStepExercise.Inputs {
  /// The new moments.
  fileprivate var first: Tensor { mixed(firstMoment, gradient, firstDecay) }
  fileprivate var second: Tensor { mixed(secondMoment, gradient * gradient, secondDecay) }
  fileprivate var correctedFirst: Tensor { corrected(first, firstDecay) }
  fileprivate var correctedSecond: Tensor { corrected(second, secondDecay) }

  /// decay·old + (1 − decay)·new.
  fileprivate func mixed(_ old: Tensor, _ new: Tensor, _ decay: Float) -> Tensor {
    Tensor(decay) * old + Tensor(1 - decay) * new
  }

  fileprivate func corrected(_ moment: Tensor, _ decay: Float, steps: Int? = nil) -> Tensor {
    moment / share(decay, steps: steps)
  }

  /// 1 − βᵗ: what a mean that began at zero holds of the whole after t steps.
  fileprivate func share(_ decay: Float, steps: Int? = nil) -> Tensor {
    Tensor(Float(1 - power(Double(decay), Double(steps ?? step))))
  }

  /// The parameter after the step, from corrected moments.
  fileprivate func moved(_ first: Tensor, _ second: Tensor) -> Tensor {
    parameter - Tensor(learningRate) * first / (sqrt(second) + Tensor(epsilon))
  }

  /// The whole step, with other moments or another number of steps in the correction.
  fileprivate func change(first: Tensor? = nil, second: Tensor? = nil, steps: Int? = nil)
    -> AdamStepExercise.Change
  {
    let (first, second) = (first ?? self.first, second ?? self.second)
    return (
      moved(corrected(first, firstDecay, steps: steps), corrected(second, secondDecay, steps: steps)),
      first, second
    )
  }
}
