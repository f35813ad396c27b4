import Autodiff
import Randomness

/// The two matrices of a low-rank adapter before anything is learned.
package enum NewAdapterExercise: Exercise {
  /// Sizes, a rank and a source of standard normal numbers to A and B.
  package typealias Function =
    @Sendable (_ inputs: Int, _ outputs: Int, _ rank: Int, _ normal: () -> Float) throws
    -> (down: Tensor, up: Tensor)

  /// What the function is tried on.
  package struct Inputs: Codable, Sendable {
    let inputs: Int
    let outputs: Int
    let rank: Int
    let seed: UInt64
  }

  package static let about = About(
    name: "newAdapter", title: "an adapter that changes nothing yet",
    goal:
      "Return A and B of a new adapter: A `[inputs, rank]`, drawn row by row from `normal`, which gives the next standard "
      + "normal number at every call, and scaled to the standard deviation 1/√inputs; B `[rank, outputs]` of zeros. So the "
      + "adapted model begins as the model it was, and B has a gradient from the first step.",
    formula: """
      A[i, j] ~ N(0, 1/inputs)     [inputs, rank]
      B = 0                        [rank, outputs]
      """,
    formulas: [.g_LORA], minutes: 10, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "A·B has to be zero at first. The gradient of A is made of B, and that of B is made of A: if both were zero, nothing "
      + "would ever be learned.",
    shapes: "A has inputs × rank numbers, B rank × outputs. √ of a number n: Float(n).squareRoot().",
    pseudocode: """
      scale ← 1 ÷ √inputs
      A ← inputs × rank numbers from normal, each times scale
      B ← zeros
      """,
    line: """
      let scale = 1 / Float(inputs).squareRoot()
      let drawn = (0..<inputs * rank).map { _ in normal() * scale }
      return (Tensor(shape: [inputs, rank], scalars: drawn), .zeros([rank, outputs]))
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    [
      Inputs(inputs: 3, outputs: 4, rank: 2, seed: 1), Inputs(inputs: 5, outputs: 2, rank: 1, seed: 2),
      Inputs(inputs: 4, outputs: 4, rank: 3, seed: 3),
      Inputs(inputs: 2, outputs: 6, rank: 2, seed: random.next()),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    var random = SeededGenerator(seed: inputs.seed)
    let (down, up) = try function(inputs.inputs, inputs.outputs, inputs.rank) { Float(random.normal()) }
    return Answer([.init("A", down), .init("B", up)])
  }

  package static let reference: Function = { inputs, outputs, rank, normal in
    (drawn(inputs, rank, deviation: scale(inputs), normal), .zeros([rank, outputs]))
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "both-zero", diagnosis: "A and B both zero: neither has a gradient, and nothing is ever learned",
      remedy: "B's gradient is made of x·A. One of the two must not be zero.", frequency: 3
    ) { inputs, outputs, rank, _ in (.zeros([inputs, rank]), .zeros([rank, outputs])) },
    Misconception(
      "both-random", diagnosis: "A and B both random: the adapted model is not the model it was",
      remedy: "Before the first step A·B has to be zero: what was pre-trained is disturbed otherwise.",
      frequency: 3
    ) { inputs, outputs, rank, normal in
      let down = drawn(inputs, rank, deviation: scale(inputs), normal)
      return (down, drawn(rank, outputs, deviation: scale(inputs), normal))
    },
    Misconception(
      "exchanged", diagnosis: "A zero and B random: the other way round",
      remedy: "It would begin well, too; asked for is a random A and a B of zeros, as in the paper.",
      frequency: 2
    ) { inputs, outputs, rank, normal in
      (.zeros([inputs, rank]), drawn(rank, outputs, deviation: scale(inputs), normal))
    },
    Misconception(
      "unscaled", diagnosis: "A of standard deviation 1: x·A then grows with the number of inputs",
      remedy: "A sum of `inputs` terms has `inputs` times the variance of one. Which factor undoes that?",
      frequency: 2
    ) { inputs, outputs, rank, normal in (drawn(inputs, rank, deviation: 1, normal), .zeros([rank, outputs]))
    },
    Misconception(
      "variance-for-deviation",
      diagnosis: "A scaled by 1/inputs: that is the variance, not the standard deviation",
      remedy: "The variance is the square of the standard deviation: take the root.", frequency: 2
    ) { inputs, outputs, rank, normal in
      (drawn(inputs, rank, deviation: 1 / Float(inputs), normal), .zeros([rank, outputs]))
    },
    Misconception(
      "scaled-by-rank",
      diagnosis: "A scaled by 1/√rank: by the width that goes out of it, not the one that goes in",
      remedy: "x·A sums over the inputs. The rank is what is left of them.", frequency: 2
    ) { inputs, outputs, rank, normal in
      (drawn(inputs, rank, deviation: scale(rank), normal), .zeros([rank, outputs]))
    },
    Misconception(
      "transposed", diagnosis: "A and B with their axes exchanged: x·A does not conform",
      remedy: "Rows times columns: x is [time, inputs], so A begins with inputs.", frequency: 2
    ) { inputs, outputs, rank, normal in
      (drawn(rank, inputs, deviation: scale(inputs), normal), .zeros([outputs, rank]))
    },
    Misconception(
      "by-columns", diagnosis: "the numbers of A laid down column by column, not row by row",
      remedy: "They are as random either way. Asked for is row by row, so that a seed gives one adapter.",
      frequency: 1
    ) { inputs, outputs, rank, normal in
      let columns = drawn(rank, inputs, deviation: scale(inputs), normal)
      return (columns.transposed(), .zeros([rank, outputs]))
    },
    Misconception(
      "one-number", diagnosis: "one random number for all of A: every column is the same, and the rank is 1",
      remedy: "Draw a number for every place: normal() gives the next one at every call.", frequency: 1
    ) { inputs, outputs, rank, normal in
      (Tensor(repeating: normal() * scale(inputs), shape: [inputs, rank]), .zeros([rank, outputs]))
    },
  ]

  private static func scale(_ inputs: Int) -> Float { 1 / Float(inputs).squareRoot() }

  private static func drawn(_ rows: Int, _ columns: Int, deviation: Float, _ normal: () -> Float) -> Tensor {
    Tensor(shape: [rows, columns], scalars: (0..<rows * columns).map { _ in normal() * deviation })
  }
}
