import Autodiff
import Randomness
import Training

/// One update of one parameter by Adam.
package enum AdamStepExercise: Exercise {
  /// What changes in a step: the parameter and its two running means.
  package typealias Change = (parameter: Tensor, firstMoment: Tensor, secondMoment: Tensor)
  /// A parameter, its gradient, its moments and the settings to what they are after the step.
  package typealias Function =
    @Sendable (
      _ parameter: Tensor, _ gradient: Tensor, _ firstMoment: Tensor, _ secondMoment: Tensor, _ step: Int,
      _ learningRate: Float, _ firstDecay: Float, _ secondDecay: Float, _ epsilon: Float
    ) throws -> Change

  /// What the step is tried on.
  package struct Inputs: Codable, Sendable {
    let parameter: Tensor
    var gradient: Tensor
    let firstMoment: Tensor
    let secondMoment: Tensor
    let step: Int
    let learningRate: Float
    var firstDecay: Float = 0.9
    var secondDecay: Float = 0.999
    var epsilon: Float = 1e-8
  }

  package static let about = About(
    name: "adamStep", title: "one step of Adam",
    goal:
      "Bring the running means of the gradient and of its square up to date, correct both for having "
      + "started at "
      + "zero, and move the parameter. Return the parameter and the two means as they must be kept for "
      + "the next "
      + "step: without the correction. Steps count from 1.",
    formula: """
      m ← β₁·m + (1 − β₁)·g          m̂ = m / (1 − β₁ᵗ)
      v ← β₂·v + (1 − β₂)·g²         v̂ = v / (1 − β₂ᵗ)
      θ ← θ − η·m̂ / (√v̂ + ε)         all of the parameter's shape; t = step
      """,
    formulas: [.g_ADAM], minutes: 20, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "Both means start at zero, so after t steps they hold only the share 1 − βᵗ of what they should. "
      + "Dividing by "
      + "that share is the whole correction. With it the very first step is η·sign(g), however large the "
      + "gradient.",
    shapes:
      "Everything works element by element: parameter, gradient, both moments and all three results "
      + "have the same "
      + "shape. The corrections are two single numbers.",
    pseudocode: """
      first           ← β₁ · old first moment  + (1 − β₁) · gradient
      second          ← β₂ · old second moment + (1 − β₂) · gradient · gradient
      correctedFirst  ← first  ÷ (1 − β₁ to the step)
      correctedSecond ← second ÷ (1 − β₂ to the step)
      parameter       ← parameter − η · correctedFirst ÷ (√correctedSecond + ε)
      return parameter, first, second
      """,
    line: """
      let first = firstDecay * firstMoment + (1 - firstDecay) * gradient
      let second = secondDecay * secondMoment + (1 - secondDecay) * gradient * gradient
      let firstShare = Float(1 - power(Double(firstDecay), Double(step)))
      let secondShare = Float(1 - power(Double(secondDecay), Double(step)))
      let change = (first / firstShare) / (sqrt(second / secondShare) + epsilon)
      return (parameter - learningRate * change, first, second)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let drift = Tensor.normal([2, 3], using: &random)
    let late = Tensor.normal([4], deviation: 0.1, using: &random)
    return [
      // The first step is η·sign(g); where nothing ever moved, nothing moves.
      Inputs(
        parameter: Tensor([1, -1, 2]), gradient: Tensor([-0.5, 2, 0]), firstMoment: .zeros([3]),
        secondMoment: .zeros([3]), step: 1, learningRate: 0.1),
      Inputs(
        parameter: Tensor([1, -1]), gradient: Tensor([0.5, 1]), firstMoment: Tensor([-0.05, 0.2]),
        secondMoment: Tensor([0.000_25, 0.004]), step: 2, learningRate: 0.1),
      // A small gradient, on which ε has a say.
      Inputs(
        parameter: Tensor([0.05, -0.05]), gradient: Tensor([0.001, -0.002]),
        firstMoment: Tensor([0.000_5, -0.001]), secondMoment: Tensor([2e-9, 8e-9]), step: 3,
        learningRate: 0.1, epsilon: 0.01),
      Inputs(
        parameter: .normal([2, 3], using: &random), gradient: .normal([2, 3], using: &random),
        firstMoment: drift, secondMoment: drift * drift + Tensor(0.1), step: 10, learningRate: 0.5,
        firstDecay: 0.8, secondDecay: 0.95),
      Inputs(
        parameter: .normal([4], using: &random), gradient: .normal([4], deviation: 0.1, using: &random),
        firstMoment: late, secondMoment: late * late + Tensor(0.001), step: 1_000, learningRate: 0.2),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let change = try function(
      inputs.parameter, inputs.gradient, inputs.firstMoment, inputs.secondMoment, inputs.step,
      inputs.learningRate, inputs.firstDecay, inputs.secondDecay, inputs.epsilon)
    return Answer([
      Answer.Part("parameter", change.parameter), Answer.Part("first moment", change.firstMoment),
      Answer.Part("second moment", change.secondMoment),
    ])
  }

  package static let reference: Function = {
    parameter, gradient, firstMoment, secondMoment, step, learningRate, firstDecay, secondDecay, epsilon in
    var adam = Adam(learningRate: learningRate, beta1: firstDecay, beta2: secondDecay, epsilon: epsilon)
    adam.state = OptimizerState(
      updateCount: step - 1,
      tensors: ["firstMoment.0": firstMoment, "secondMoment.0": secondMoment])
    var model = [parameter]
    adam.update(&model, along: [gradient])
    return (
      model[0], adam.state.tensors["firstMoment.0"] ?? firstMoment,
      adam.state.tensors["secondMoment.0"] ?? secondMoment
    )
  }
}
