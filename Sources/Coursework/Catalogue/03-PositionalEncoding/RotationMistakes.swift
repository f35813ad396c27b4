import Autodiff
import Workbench

extension RotationExercise {
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
    stepByStep,
    stepByStep.variant("not-back") { offset, channels in try reference(max(0, offset), channels) },
    Misconception(
      "channel-as-pair",
      diagnosis: "angles with the exponent 2c/d, the channel c = 2i in the place of the pair i",
      remedy: "i counts pairs: block i, which is channels 2i and 2i + 1, turns by k/10000^(2i/d).",
      frequency: 2
    ) { offset, channels in
      blocks(channels) {
        let angle = Double(offset) / power(10_000, Double(4 * $0) / Double(channels))
        return turn(sin(angle), cos(angle))
      }
    },
    Misconception(
      "multiplied-by-the-power", diagnosis: "angles k · 10000^(2i/d): blocks that turn faster and faster",
      remedy: "Each next pair turns more slowly: the power divides.", frequency: 1
    ) { offset, channels in
      blocks(channels) {
        let angle = Double(offset) * power(10_000, Double(2 * $0) / Double(channels))
        return turn(sin(angle), cos(angle))
      }
    },
    Misconception(
      "first-block-alone",
      diagnosis: "the first block alone, with ones on the rest of the diagonal: only one pair turns",
      remedy: "Every pair has a block: which rows and columns are those of pair i?", frequency: 1
    ) { offset, channels in
      blocks(channels) { $0 > 0 ? [1, 0, 0, 1] : turn(sin(Double(offset)), cos(Double(offset))) }
    },
    Misconception(
      "first-block-in-zeros", diagnosis: "the first block alone, in a matrix of zeros",
      remedy: "Such a matrix forgets all pairs but one. Which rows and columns are those of pair i?",
      frequency: 1
    ) { offset, channels in
      blocks(channels) { $0 > 0 ? [0, 0, 0, 0] : turn(sin(Double(offset)), cos(Double(offset))) }
    },
    Misconception(
      "diagonal-alone", diagnosis: "the cosines on the diagonal, and no sines beside it",
      remedy: "The new sine is made of the old sine *and* the old cosine: a block has four numbers.",
      frequency: 1
    ) { offset, channels in
      blocks(channels) { [cos(angle(offset, $0, channels)), 0, 0, cos(angle(offset, $0, channels))] }
    },
  ]

  private static let stepByStep = Misconception<Function>(
    "step-by-step",
    diagnosis:
      "the rotation by one place, multiplied k times: for a negative k there is no such number of times",
    remedy: "Nothing need be repeated: k enters the angle, and a negative one turns the other way.",
    frequency: 2
  ) { offset, channels in
    guard offset >= 0 else { throw Stops("Range requires lowerBound <= upperBound") }
    return try reference(offset, channels)
  }

  /// kωᵢ.
  private static func angle(_ offset: Int, _ pair: Int, _ channels: Int) -> Double {
    Double(offset) / power(10_000, Double(2 * pair) / Double(channels))
  }

  /// One block of R, row by row.
  static func turn(_ sine: Double, _ cosine: Double) -> [Double] { [cosine, -sine, sine, cosine] }

  /// The matrix with a block of four numbers for each pair along its diagonal.
  static func blocks(_ channels: Int, _ block: (_ pair: Int) -> [Double]) -> Tensor {
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
