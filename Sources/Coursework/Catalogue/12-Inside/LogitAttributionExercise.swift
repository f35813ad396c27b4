import Autodiff
import Randomness

/// What each part of the residual stream adds to a logit.
package enum LogitAttributionExercise: Exercise {
  /// What the parts add to the logit, and what the norm's bias does.
  package typealias Attribution = (parts: Tensor, bias: Float)

  /// The parts of the stream, the last norm, and the token's column of the head, to what each adds.
  package typealias Function =
    @Sendable (_ parts: Tensor, _ gain: Tensor, _ bias: Tensor, _ epsilon: Float, _ column: Tensor) throws
    -> Attribution

  /// What the attribution is tried on.
  package struct Inputs: Codable, Sendable {
    let parts: Tensor
    let gain: Tensor
    let bias: Tensor
    let epsilon: Float
    let column: Tensor
  }

  package static let about = About(
    name: "logitAttribution", title: "what each part adds to a logit",
    goal:
      "The last state of a token is a sum: its embedding, and what each layer has added. Say what each of these parts adds "
      + "to the logit of one token, and apart from them what the last norm's bias adds, so that all of it together is "
      + "the logit. The norm's standard deviation is that of the *sum*, and is taken for a constant.",
    formula: """
      x = Σₚ partₚ     logit = Σ_c ((x_c − mean x)/σ · gain_c + bias_c) · column_c     σ = √(var x + ε)
      partsₚ = Σ_c (part_pc − mean partₚ)/σ · gain_c · column_c     [parts, width] → [parts]
      bias   = Σ_c bias_c · column_c
      """,
    minutes: 20, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "The mean of a sum is the sum of the means: each part brings its own. A standard deviation is no such sum, so there "
      + "is only one, that of everything together.",
    shapes:
      "The sum over axis 0 is x, [width]; its σ is one number. The means of the parts are [parts, 1]. What is left after "
      + "gain and column is summed over the channels: [parts].",
    pseudocode: """
      x ← the sum of the parts
      σ ← √(variance of x + ε)
      for each part: subtract its own mean, divide by σ, times gain, times column, sum
      bias: bias times column, sum
      """,
    line: """
      let deviation = sqrt(parts.sum(alongAxis: 0).variance(alongAxis: 0) + epsilon)
      let centred = parts - parts.mean(alongAxis: 1, keepingAxis: true)
      let added = (centred / deviation * gain * column).sum(alongAxis: 1)
      return (added, (bias * column).sum().scalar)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ parts: Int, _ width: Int, epsilon: Float = 1e-5) -> Inputs {
      Inputs(
        parts: .normal([parts, width], using: &random),
        gain: 1 + 0.5 * Tensor.normal([width], using: &random),
        bias: .normal([width], using: &random), epsilon: epsilon, column: .normal([width], using: &random))
    }
    /// Parts that are multiples of an eighth: no sum of them is rounded, in whatever order it is taken.
    func exact(_ parts: [[Float]]) -> Inputs {
      Inputs(
        parts: Tensor(parts), gain: Tensor([1, 0.5, 2, 1]), bias: Tensor([0.5, -1, 0.25, 2]), epsilon: 1e-5,
        column: Tensor([2, 1, -1, 0.5]))
    }
    return [
      Inputs(
        parts: Tensor([[1, -2, 4], [3, 0, -1]]), gain: Tensor([1, 0.5, 2]), bias: Tensor([0.5, -1, 0.25]),
        epsilon: 1e-5, column: Tensor([2, 1, -1])),
      drawn(3, 4), drawn(5, 6), drawn(4, 3, epsilon: 0.5), drawn(1, 4),
      // A part that is the same in every channel, and one of zeros: neither adds anything.
      exact([[2, 2, 2, 2], [1, -1, 0.5, 3], [0, 0, 0, 0]]),
      // Parts that cancel but for little: the sum deviates by less than one, each of them by hundreds.
      exact([[1000, -500.5, 250, -800], [-999.5, 500.25, -250.5, 800.125]]),
      // A sum whose mean is large beside its deviation.
      exact([[4096.5, 4095.75, 4096, 4096.25], [0.25, -0.5, 0.125, 0.5], [-0.125, 0.25, 1, -0.75]]),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let (parts, bias) = try function(
      inputs.parts, inputs.gain, inputs.bias, inputs.epsilon, inputs.column)
    return Answer([Answer.Part("parts", parts), .init("bias", shape: [], numbers: [Double(bias)])])
  }

  package static let reference: Function = { parts, gain, bias, epsilon, column in
    let sum = parts.sum(alongAxis: 0)
    return (read(centred(parts) / deviation(sum, epsilon), gain, column), dot(bias, column))
  }

  /// Rows less their means.
  static func centred(_ x: Tensor) -> Tensor { x - x.mean(alongAxis: -1, keepingAxis: true) }

  /// The standard deviation of every row, as a layer norm has it: `[…, 1]`.
  static func deviation(_ x: Tensor, _ epsilon: Float) -> Tensor {
    sqrt(x.variance(alongAxis: -1, keepingAxis: true) + epsilon)
  }

  /// What normalised rows are to a token: their channels times the gain and the token's column, summed.
  static func read(_ rows: Tensor, _ gain: Tensor, _ column: Tensor) -> Tensor {
    (rows * gain * column).sum(alongAxis: -1)
  }

  /// The sum of the products of two vectors.
  static func dot(_ left: Tensor, _ right: Tensor) -> Float { (left * right).sum().scalar }
}
