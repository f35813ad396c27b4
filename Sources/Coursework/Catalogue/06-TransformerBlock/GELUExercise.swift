import Autodiff
import Randomness

/// GELU in the form of GPT-2, with tanh.
package enum GELUExercise: Exercise {
  /// Every number by itself: any shape to the same shape.
  package typealias Function = @Sendable (_ x: Tensor) throws -> Tensor

  /// What GELU is tried on.
  package struct Inputs: Codable, Sendable {
    let x: Tensor
  }

  // The two forms of GELU differ by 0.0005 at most, and that has to be seen.
  package static let about = About(
    name: "gelu", title: "GELU in its tanh form",
    goal:
      "Weight every number by (nearly) the probability that a standard normal number is below it. GPT-2's form has "
      + "a tanh in the place of the error function; the two differ from the fourth digit on, and the check sees it.",
    formula: "gelu(x) = ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))      any shape → the same",
    formulas: [.g_GELU], minutes: 10, difficulty: .easy, tolerance: 1e-5)

  package static let hints = Hints(
    idea:
      "Far to the right the weight is 1, far to the left 0, at 0 a half. ½(1 + tanh u) is such a weight; u is a "
      + "little more than a multiple of x.",
    shapes: "Nothing is summed: every step keeps the shape of x, and numbers broadcast.",
    pseudocode: """
      cube   ← x × x × x
      inner  ← √(2/π) × (x + 0.044715 × cube)
      weight ← ½ × (1 + tanh of inner)
      result ← x × weight
      """,
    line: """
      let inner = (2 / Float.pi).squareRoot() * (x + 0.044715 * (x * x * x))
      return 0.5 * x * (1 + tanh(inner))
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    [
      Inputs(x: Tensor([-2, -1, 0, 1, 2])),
      Inputs(x: Tensor([[-1], [-2], [-3]])),
      Inputs(x: Tensor([-8, -4, 4, 8])),
      Inputs(x: .normal([3, 4], deviation: 1.5, using: &random)),
      Inputs(x: .normal([2, 1, 2, 3], deviation: 1.5, using: &random)),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(of: [("x", inputs.x)]) { try function($0[0]) }
  }

  package static let reference: Function = { gelu($0, form: .tanh) }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "exact", diagnosis: "GELU's exact form x·Φ(x), with the error function",
      remedy: "This is GELU too, but not GPT-2's: weights trained with the tanh form want the tanh form.",
      frequency: 1, evidence: atOne
    ) { gelu($0, form: .exact) },
    Misconception(
      "relu", diagnosis: "ReLU, max(0, x)",
      remedy: "GELU has no kink: a number a little below 0 still gives something, and has a gradient.",
      frequency: 2, evidence: atOne
    ) { relu($0) },
    Misconception(
      "sigmoid-form", diagnosis: "the sigmoid approximation x·σ(1.702·x)",
      remedy: "Another approximation of the same curve, coarser by a digit. Here the tanh form is asked for.",
      frequency: 2, evidence: atOne
    ) { $0 * sigmoid(1.702 * $0) },
    Misconception(
      "swish", diagnosis: "x·σ(x): SiLU, or Swish",
      remedy:
        "A relative of GELU with a softer bend. Which factor stands inside, and which function around it?",
      frequency: 1, evidence: atOne
    ) { $0 * sigmoid($0) },
    Misconception(
      "without-half", diagnosis: "x·(1 + tanh …) without the half",
      remedy: "1 + tanh lies between 0 and 2; a weight lies between 0 and 1.", frequency: 2, evidence: atOne
    ) { $0 * (1 + tanh(inner($0))) },
    Misconception(
      "weight-alone", diagnosis: "the weight ½(1 + tanh …) alone, without the factor x",
      remedy: "GELU(x) = x·Φ(x): you have Φ(x).", frequency: 2, evidence: atZero
    ) { 0.5 * (1 + tanh(inner($0))) },
    Misconception(
      "without-cube", diagnosis: "tanh(√(2/π)·x), without the term of x³",
      remedy: "0.044715·x³ bends the curve to Φ away from 0; it cannot be left out.", frequency: 1,
      evidence: atOne
    ) { 0.5 * $0 * (1 + tanh(factor * $0)) },
    Misconception(
      "cube-outside", diagnosis: "√(2/π)·x + 0.044715·x³: the cube outside the bracket",
      remedy: "√(2/π) multiplies the whole bracket, x + 0.044715·x³.", frequency: 3, evidence: atOne
    ) { 0.5 * $0 * (1 + tanh(factor * $0 + 0.044715 * ($0 * $0 * $0))) },
    Misconception(
      "square-for-cube", diagnosis: "0.044715·x², a square in the place of the cube",
      remedy: "The argument of tanh must change its sign with x: x³ does, x² does not.", frequency: 2,
      evidence: atOne
    ) { 0.5 * $0 * (1 + tanh(factor * ($0 + 0.044715 * ($0 * $0)))) },
    otherConstant,
    otherConstant.variant("a-tenth", function: withConstant(0.004_471_5)),
    otherConstant.variant("digit-lost", function: withConstant(0.047_15)),
    otherConstant.variant("digits-exchanged", function: withConstant(0.044_175)),
    otherFactor,
    otherFactor.variant("of-two-pi", function: withFactor((2 * .pi).squareRoot())),
    otherFactor.variant("rounded", function: withFactor(0.8)),
    Misconception(
      "root-inverted", diagnosis: "√(π/2) in the place of √(2/π)",
      remedy: "√(2/π) = 0.79788 is below 1, √(π/2) = 1.2533 above.", frequency: 2, evidence: atOne,
      function: withFactor(1 / factor)),
    Misconception(
      "root-of-two-alone", diagnosis: "√2/π in the place of √(2/π): π is left outside the root",
      remedy: "The root covers the whole fraction: (2 / π).squareRoot().", frequency: 2, evidence: atOne,
      function: withFactor(Float(2).squareRoot() / .pi)),
    Misconception(
      "tanh-added", diagnosis: "½·x + tanh(…): the bracket around 1 + tanh is missing",
      remedy: "½·x multiplies the whole bracket, 1 + tanh(…).", frequency: 1, evidence: atOne
    ) { 0.5 * $0 + tanh(inner($0)) },
    Misconception(
      "mirrored",
      diagnosis: "½·x·(1 − tanh …): what is far to the left gets through, not what is to the right",
      remedy: "Far to the right the weight must be 1: 1 + tanh is 2 there.", frequency: 1, evidence: atOne
    ) { 0.5 * $0 * (1 - tanh(inner($0))) },
    Misconception(
      "tanh-of-powers", diagnosis: "tanh as (e²ᵘ − 1)/(e²ᵘ + 1): for x = 20 it is ∞/∞, which is not a number",
      remedy: "The workbench has a tanh that is right for any number.", frequency: 1
    ) { x in
      let powers = exp(2 * inner(x))
      return 0.5 * x * (1 + (powers - 1) / (powers + 1))
    },
    Misconception(
      "without-root", diagnosis: "2/π in the place of √(2/π)",
      remedy: "The slope at 0 must be that of Φ: the factor is √(2/π) = 0.79788, not 2/π = 0.63662.",
      frequency: 2, evidence: atOne, function: withFactor(factor * factor)),
    Misconception(
      "tanh-alone", diagnosis: "½·x·(1 + tanh x): the tanh of x itself",
      remedy: "The argument of tanh is √(2/π)·(x + 0.044715·x³).", frequency: 1, evidence: atOne
    ) { 0.5 * $0 * (1 + tanh($0)) },
  ]

  private static let otherConstant = Misconception<Function>(
    "other-constant", diagnosis: "another constant than 0.044715 before the cube",
    remedy: "Compare digit by digit: 0.044715.", frequency: 2, evidence: atOne,
    function: withConstant(0.447_15))

  private static let otherFactor = Misconception<Function>(
    "other-factor", diagnosis: "another factor than √(2/π) before the bracket",
    remedy: "√(2/π) is 0.79788…: compute it, (2 / Float.pi).squareRoot(), and every digit is right.",
    frequency: 2, evidence: atOne, function: withFactor(Float(2).squareRoot()))

  private static func withConstant(_ constant: Float) -> Function {
    { 0.5 * $0 * (1 + tanh(factor * ($0 + constant * ($0 * $0 * $0)))) }
  }

  private static func withFactor(_ other: Float) -> Function {
    { 0.5 * $0 * (1 + tanh(other * ($0 + 0.044715 * ($0 * $0 * $0)))) }
  }

  private static let factor = (2 / Float.pi).squareRoot()

  private static func inner(_ x: Tensor) -> Tensor { factor * (x + 0.044715 * (x * x * x)) }

  /// What became of 0 in the first input.
  private static let atZero: @Sendable (Answer) -> String? = { answer in
    guard let part = answer.parts.first, part.shape == [5] else { return nil }
    return "x = 0 becomes \(Float(part.numbers[2])); GELU leaves 0 as it is"
  }

  /// What became of 1 in the first input.
  private static let atOne: @Sendable (Answer) -> String? = { answer in
    guard let part = answer.parts.first, part.shape == [5] else { return nil }
    return "x = 1 becomes \(Float(part.numbers[3])); in the tanh form it becomes 0.841192"
  }
}
