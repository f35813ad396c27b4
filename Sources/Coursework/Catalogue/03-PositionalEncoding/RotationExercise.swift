import Autodiff
import Formulas
import Randomness
import Workbench

/// The matrix that carries every position's encoding to the one of k places further.
package enum RotationExercise: Exercise {
  /// k and the number of channels to R `[channels, channels]`.
  package typealias Function = @Sendable (_ offset: Int, _ channels: Int) throws -> Tensor

  /// What the matrix is made for.
  package struct Inputs: Codable, Sendable {
    let offset: Int
    let channels: Int
  }

  package static let about = About(
    name: "rotation", title: "k places further is a rotation",
    goal:
      "Find the matrix R that turns the encoding of *any* position into that of the position k further. It depends "
      + "on k alone. Encodings are rows, so R stands on the right.",
    formula:
      "PE(p + k) = PE(p) · R for every p,  ωᵢ = 1/10000^(2i/d)      [channels, channels], d = channels",
    formulas: [.s0_3_3_PE], minutes: 25, difficulty: .hard)

  package static let hints = Hints(
    idea:
      "sin(α + β) = sin α cos β + cos α sin β and cos(α + β) = cos α cos β − sin α sin β. Take α = pω, which is in "
      + "the row already, and β = kω.",
    shapes:
      "Pair i touches its own two channels alone: R is 0 except for blocks of 2 by 2 along the diagonal, at rows "
      + "and columns 2i and 2i + 1. Column 2i of R says how the new sine is made of the old sine (row 2i) and the "
      + "old cosine (row 2i + 1).",
    pseudocode: """
      R ← zeros [channels, channels]
      for every pair i:
        β ← k · ωᵢ
        column 2i:      new sine   = cos β of the old sine,  sin β of the old cosine
        column 2i + 1:  new cosine = − sin β of the old sine,  cos β of the old cosine
      """,
    line: """
      matrix[2 * pair][2 * pair] = cosine
      matrix[2 * pair + 1][2 * pair] = sine
      matrix[2 * pair][2 * pair + 1] = -sine
      matrix[2 * pair + 1][2 * pair + 1] = cosine
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    [
      Inputs(offset: 1, channels: 2), Inputs(offset: 2, channels: 4), Inputs(offset: -3, channels: 6),
      Inputs(offset: 0, channels: 4),
      Inputs(offset: .random(in: 4...12, using: &random), channels: 2 * .random(in: 4...6, using: &random)),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(try function(inputs.offset, inputs.channels), named: "R")
  }

  /// The sines and cosines of kωᵢ are the encoding of position k itself.
  package static let reference: Function = { offset, channels in
    let encoding = Formula.PositionalEncoding.published(position: offset, width: channels)
    return blocks(channels) { pair in turn(encoding[2 * pair], encoding[2 * pair + 1]) }
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "for-columns", diagnosis: "the transposed matrix: as PE(p) · R it goes k places back instead of on",
      remedy:
        "The lecture's matrix stands left of a column. Here PE(p) is a row, and a product of transposed things runs "
        + "the other way round: where does the minus sign move?", frequency: 3, evidence: corner
    ) { try reference($0, $1).transposed() },
    Misconception(
      "no-minus", diagnosis: "blocks without the minus sign: both sines are positive",
      remedy: "cos(α + β) = cos α cos β − sin α sin β. A rotation keeps lengths; does your block?",
      frequency: 2, evidence: corner
    ) { offset, channels in
      blocks(channels) {
        let b = angle(offset, $0, channels)
        return [cos(b), sin(b), sin(b), cos(b)]
      }
    },
    Misconception(
      "sine-for-cosine", diagnosis: "blocks with sines on the diagonal and cosines beside it",
      remedy: "For k = 0 nothing moves: R must be the identity then. Which of sine and cosine is 1 at 0?",
      frequency: 1, evidence: corner
    ) { offset, channels in
      blocks(channels) {
        let b = angle(offset, $0, channels)
        return turn(cos(b), sin(b))
      }
    },
    Misconception(
      "without-frequency",
      diagnosis: "the angle k in every block; the frequency is 1 everywhere (2 * i / channels of Ints is 0)",
      remedy:
        "Each pair turns at its own speed ωᵢ = 1/10000^(2i/d). Are its numbers Doubles before the division?",
      frequency: 2
    ) { offset, channels in blocks(channels) { _ in turn(sin(Double(offset)), cos(Double(offset))) } },
    Misconception(
      "one-frequency", diagnosis: "the angle k/10000^(2/d) in every block: the exponent has no index i",
      remedy: "The printed exponent 2/d is that of pair 1 alone. Block i turns by k/10000^(2i/d).",
      source: .s0_3_3_PE, frequency: 1
    ) { offset, channels in
      let angle = angle(offset, 1, channels)
      return blocks(channels) { _ in turn(sin(angle), cos(angle)) }
    },
    Misconception(
      "without-the-2", diagnosis: "angles with the exponent i/d, half of what it should be",
      remedy:
        "The frequencies must be those of the table: pair i, which is channels 2i and 2i + 1, has 2i/d.",
      frequency: 2
    ) { offset, channels in
      blocks(channels) {
        let angle = Double(offset) / power(10_000, Double($0) / Double(channels))
        return turn(sin(angle), cos(angle))
      }
    },
    Misconception(
      "one-step", diagnosis: "the rotation by one place, whatever the offset",
      remedy: "k places further the hand has turned by k · ω. Where does the offset enter?", frequency: 1
    ) { try reference(1, $1) },
    Misconception(
      "sign-lost", diagnosis: "the rotation by |k|: a negative offset was turned forwards",
      remedy: "sin(−β) = −sin β. To go back is to turn the other way; which two numbers of a block change?",
      frequency: 2
    ) { try reference(Int($0.magnitude), $1) },
    Misconception(
      "k-times-one-step", diagnosis: "k times the rotation by one place, each number multiplied by k",
      remedy:
        "Going one place k times is a *power* of the matrix, and a power of a rotation is the rotation by k times "
        + "the angle. What must R be for k = 0?", frequency: 2
    ) { try reference(1, $1) * Float($0) },
    Misconception(
      "halves",
      diagnosis: "blocks spread over channels i and i + d/2, as if all sines came before all cosines",
      remedy: "In this table the two of a pair stand side by side: channels 2i and 2i + 1.", frequency: 1
    ) { offset, channels in
      let order = (0..<channels).map { $0 % 2 * (channels / 2) + $0 / 2 }
      let blocks = try reference(offset, channels)
      var scalars = [Float](repeating: 0, count: channels * channels)
      for row in 0..<channels {
        for column in 0..<channels { scalars[order[row] * channels + order[column]] = blocks[row, column] }
      }
      return Tensor(shape: [channels, channels], scalars: scalars)
    },
  ]

  /// kωᵢ.
  private static func angle(_ offset: Int, _ pair: Int, _ channels: Int) -> Double {
    Double(offset) / power(10_000, Double(2 * pair) / Double(channels))
  }

  /// One block of R, row by row.
  private static func turn(_ sine: Double, _ cosine: Double) -> [Double] { [cosine, -sine, sine, cosine] }

  /// The matrix with a block of four numbers for each pair along its diagonal.
  private static func blocks(_ channels: Int, _ block: (_ pair: Int) -> [Double]) -> Tensor {
    var scalars = [Float](repeating: 0, count: channels * channels)
    for pair in 0..<channels / 2 {
      for (place, number) in block(pair).enumerated() {
        scalars[(2 * pair + place / 2) * channels + 2 * pair + place % 2] = Float(number)
      }
    }
    return Tensor(shape: [channels, channels], scalars: scalars)
  }

  private static let corner: @Sendable (Answer) -> String? = { answer in
    guard let part = answer.parts.first, part.shape.count == 2, part.shape[0] > 1, part.shape[1] > 1 else {
      return nil
    }
    let pair = part.numbers.dropFirst(part.shape[1]).prefix(2).map { "\(Float($0))" }.joined(separator: ", ")
    return "pair 0 of PE(0) · R is (\(pair)); as pair 0 of PE(k) it should be (sin k, cos k)"
  }
}
