import Autodiff
import Randomness
import Training

/// One step of training: loss and gradient, clipping, an update of every parameter.
package enum TrainingStepExercise: Exercise {
  /// Parameters, and the three things that are done with them, to the loss and the new parameters.
  package typealias Function =
    @Sendable (
      _ parameters: [Tensor], _ lossAndGradient: ([Tensor]) throws -> (Float, [Tensor]),
      _ clip: ([Tensor]) throws -> [Tensor],
      _ update: (_ index: Int, _ parameter: Tensor, _ gradient: Tensor) throws -> Tensor
    ) throws -> (loss: Float, parameters: [Tensor])

  /// A model that predicts Σ coefficient·parameter and should predict the target: L = ½(prediction − target)².
  ///
  /// The update subtracts (index + 1)·rate·gradient, so that it shows which index it was given.
  package struct Inputs: Codable, Sendable {
    let parameters: [Tensor]
    let coefficients: [Tensor]
    let target: Float
    let maximumNorm: Float
    let rate: Float
  }

  package static let about = About(
    name: "trainingStep", title: "one step of training",
    goal:
      "Ask for the loss and the gradients at the parameters, once; clip the gradients, all together; "
      + "update every "
      + "parameter, once, with its own index and its own gradient. Return the loss, from before the "
      + "update, and "
      + "the new parameters. All three parts are given as functions. (In the check a model predicts "
      + "Σ coefficient·parameter, its loss is ½(prediction − target)², clip shortens to maximumNorm, and "
      + "update "
      + "subtracts (index + 1)·rate·gradient.)",
    formula: """
      L, g ← lossAndGradient(θ)        g ← clip(g)
      θᵢ ← update(i, θᵢ, gᵢ)  for every parameter i = 0, 1, …
      """,
    uses: ["adamStep", "clippedGradients"], minutes: 15, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "The order is the whole exercise: everything is measured at the old parameters, and only then "
      + "does anything "
      + "move. The update does the subtracting itself; it needs the index because Adam remembers two "
      + "means for "
      + "every parameter.",
    shapes:
      "parameters, gradients and clipped gradients are lists of the same length, and the i-th gradient "
      + "has the "
      + "shape of the i-th parameter. The new list of parameters has the same length and shapes.",
    pseudocode: """
      loss, gradients ← lossAndGradient(parameters)
      clipped         ← clip(gradients)
      updated         ← for every index i: update(i, parameters[i], clipped[i])
      return loss, updated
      """,
    line: """
      let (loss, gradients) = try lossAndGradient(parameters)
      let clipped = try clip(gradients)
      let updated = try parameters.indices.map { try update($0, parameters[$0], clipped[$0]) }
      return (loss, updated)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let shapes = [[2, 3], [3], []]
    let parameters = shapes.map { Tensor.normal($0, using: &random) }
    let coefficients = shapes.map { Tensor.normal($0, using: &random) + Tensor(0.5) }
    let prediction = zip(parameters, coefficients).reduce(Float(0)) { $0 + ($1.0 * $1.1).sum().scalar }
    return [
      // The prediction is 5, the gradients 5 and 10, their length 11.18.
      Inputs(
        parameters: [Tensor([1]), Tensor([2])], coefficients: [Tensor([1]), Tensor([2])], target: 0,
        maximumNorm: 1, rate: 0.5),
      Inputs(
        parameters: [Tensor([1]), Tensor([2])], coefficients: [Tensor([1]), Tensor([2])], target: 4,
        maximumNorm: 100, rate: 0.25),
      Inputs(
        parameters: parameters, coefficients: coefficients, target: prediction - 3, maximumNorm: 1.5,
        rate: 0.5),
      Inputs(
        parameters: [Tensor([[1, -2], [0, 3]])], coefficients: [Tensor([[1, 1], [-1, 2]])], target: 8,
        maximumNorm: 2, rate: 1),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    var gradientCalls = 0
    var updated: [Int] = []
    let (loss, parameters) = try function(
      inputs.parameters,
      { parameters in
        gradientCalls += 1
        return try inputs.lossAndGradient(at: parameters)
      },
      { gradients in
        var gradients = gradients
        clip(&gradients, toNorm: inputs.maximumNorm)
        return gradients
      },
      { index, parameter, gradient in
        guard parameter.shape == gradient.shape else {
          throw StepMisfit("update: a parameter of shape \(parameter.shape), a gradient of \(gradient.shape)")
        }
        updated.append(index)
        return parameter - Tensor(Float(index + 1) * inputs.rate) * gradient
      })
    return Answer(
      [Answer.Part("loss", shape: [], numbers: [Double(loss)])]
        + parameters.enumerated().map { Answer.Part("parameter \($0.offset)", $0.element) }
        + Answer(updated.sorted(), named: "indices given to update").parts
        + Answer(Double(gradientCalls), named: "number of calls of lossAndGradient").parts)
  }

  package static let reference: Function = { parameters, lossAndGradient, clip, update in
    let (loss, gradients) = try lossAndGradient(parameters)
    let clipped = try clip(gradients)
    var updated: [Tensor] = []
    for (index, (parameter, gradient)) in zip(parameters, clipped).enumerated() {
      updated.append(try update(index, parameter, gradient))
    }
    return (loss, updated)
  }
}

extension TrainingStepExercise.Inputs {
  fileprivate func lossAndGradient(at parameters: [Tensor]) throws -> (Float, [Tensor]) {
    guard parameters.map(\.shape) == coefficients.map(\.shape) else {
      throw StepMisfit(
        "lossAndGradient: parameters of shapes \(parameters.map(\.shape)), not \(coefficients.map(\.shape))")
    }
    let prediction = zip(parameters, coefficients).reduce(Float(0)) { $0 + ($1.0 * $1.1).sum().scalar }
    let error = prediction - target
    return (0.5 * error * error, coefficients.map { Tensor(error) * $0 })
  }
}

/// Thrown where a step hands on what does not fit.
private struct StepMisfit: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
