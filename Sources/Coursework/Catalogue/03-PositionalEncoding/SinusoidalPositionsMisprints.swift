import Autodiff
import Formulas
import Workbench

extension SinusoidalPositionsExercise {
  /// The positional encodings of the documents as they are printed, each in the ways in which it can be read.
  static let misprints: [Misconception<Function>] = [
    // S0: sin(p/10000^(2/d)) + cos(p/10000^(2/d))
    Misconception(
      "sum-without-index",
      diagnosis: "sin + cos of p/10000^(2/d), the same number in every channel",
      remedy:
        "The printed “+” means “and”, and the index i is missing: each pair has an angle of its own, its sine and "
        + "its cosine in two channels.", source: .s0_3_3_PE, frequency: 2, evidence: columns
    ) { time, channels in
      entries(time, channels) { p, _ in PositionalEncoding.asPrintedS0(position: p, width: channels) }
    },
    Misconception(
      "sum-of-fraction-to-the-power",
      diagnosis: "sin + cos of (p/10000)^(2/d): the power taken of the whole fraction, and no index",
      remedy:
        "Only 10000 is raised to the power, the position is divided by it. And the printed “+” means “and”: two "
        + "channels, with an index i.", source: .s0_3_3_PE, frequency: 1, evidence: columns
    ) { time, channels in
      entries(time, channels) { p, _ in
        PositionalEncoding.asPrintedS0PowerOfFraction(position: p, width: channels)
      }
    },
    Misconception(
      "sum-in-both-channels",
      diagnosis: "sin + cos of the right angle in both channels of each pair",
      remedy:
        "The angles are right. But the printed “+” means “and”: the sine goes to channel 2i, the cosine to 2i + 1; "
        + "their sum loses one of the two.", source: .s0_3_3_PE, frequency: 2, evidence: columns
    ) { time, channels in
      let rows = (0..<time).map { PositionalEncoding.summedPairs(position: $0, width: channels) }
      return entries(time, channels) { rows[$0][$1] }
    },
    Misconception(
      "one-frequency",
      diagnosis: "sine and cosine of p/10000^(2/d) in every pair: the exponent has no index i",
      remedy: "The printed exponent 2/d is that of pair 1 alone. Pair i has 2i/d.", source: .s0_3_3_PE,
      frequency: 2
    ) { table($0, $1) { p, _, d in p / power(10_000, 2 / d) } },

    // S1: sin(i/(10000² + j)) + cos(i/(10000² + j))
    Misconception(
      "constant-plus-channel",
      diagnosis:
        "sin + cos of p/(10000² + j): practically 1 everywhere, since 10000² + j is 100 million and more",
      remedy:
        "The printed denominator has lost its exponent: 10000^(2i/d). At which position would the first turn "
        + "of this one be done?", source: .s1_3_2_PE, frequency: 2, evidence: constant
    ) { time, channels in
      entries(time, channels) { p, c in PositionalEncoding.asPrintedS1(position: p + 1, dimension: c + 1) }
    },
    Misconception(
      "exponent-plus-channel",
      diagnosis: "sin + cos of p/10000^(2 + j): exactly 1 everywhere in a Float",
      remedy:
        "The printed 2 + j has been moved into the exponent, where 2i/d belongs: without the division by d the "
        + "angles are nearly 0.", source: .s1_3_2_PE, frequency: 1, evidence: constant
    ) { time, channels in
      entries(time, channels) { p, c in
        PositionalEncoding.asPrintedS1Exponent(position: p + 1, dimension: c + 1)
      }
    },
    Misconception(
      "counted-from-one", diagnosis: "the right table one position later: row 0 is position 1",
      remedy:
        "The document counts positions from 1, this course (and Vaswani et al.'s program) from 0: row 0 is 0, 1, "
        + "0, 1, …", source: .s1_3_2_PE, frequency: 2, evidence: firstRow
    ) { table($0, $1) { p, c, d in (p + 1) / power(10_000, 2 * (c / 2).rounded(.down) / d) } },

    // S3: sin((pos/10000)^(2i)) + cos((pos/10000)^(2i+1))
    Misconception(
      "fraction-to-the-power",
      diagnosis:
        "sin + cos of (p/10000)^(2i) and (p/10000)^(2i+1), in each channel i: nearly the same at all positions",
      remedy:
        "Raised to a power the small fraction vanishes. Only 10000 is raised, and to 2i/d; sine and cosine share "
        + "the angle and have a channel each.", source: .s3_3_3_PE, frequency: 2, evidence: columns
    ) { time, channels in
      entries(time, channels) { p, c in PositionalEncoding.asPrintedS3(position: p, dimension: c) }
    },
    Misconception(
      "power-not-divided-by-d",
      diagnosis: "sin + cos of p/10000^(2i) and p/10000^(2i+1), in each channel i",
      remedy:
        "Without the division by d the second frequency is already 100 million times smaller than the first. "
        + "The exponent runs from 0 to 1: 2i/d.", source: .s3_3_3_PE, frequency: 2, evidence: columns
    ) { time, channels in
      entries(time, channels) { p, c in PositionalEncoding.asPrintedS3Denominator(position: p, dimension: c) }
    },
    Misconception(
      "one-number-a-position",
      diagnosis: "one number for each position, (p/10000)⁰ under the sine and p/10000 under the cosine",
      remedy:
        "The document calls the encoding one-dimensional (「一维的」). It is a vector: the channels are what the "
        + "index i counts.", source: .s3_3_3_PE, frequency: 1, evidence: columns
    ) { time, channels in
      entries(time, channels) { p, _ in PositionalEncoding.asPrintedS3(position: p, dimension: 0) }
    },
    Misconception(
      "power-of-the-sine",
      diagnosis: "powers of the sine and the cosine themselves, sin(p/10000)^(2i) + cos(p/10000)^(2i+1)",
      remedy: "The power is taken of 10000, inside the sine: the angle is p/10000^(2i/d).",
      source: .s3_3_3_PE,
      frequency: 1, evidence: columns
    ) { time, channels in
      entries(time, channels) { p, c in PositionalEncoding.asPrintedS3PowerOfValue(position: p, dimension: c)
      }
    },
  ]

  private typealias PositionalEncoding = Formula.PositionalEncoding

  private static let columns: @Sendable (Answer) -> String? = { answer in
    guard let part = answer.parts.first, let channels = part.shape.last, channels > 1,
      part.numbers.count > channels
    else { return nil }
    let row = part.numbers.dropFirst(channels).prefix(channels).prefix(4)
    return
      "row 1 begins \(row.map { "\(Float($0))" }.joined(separator: ", ")); it should begin with sin 1, cos 1, "
      + "that is 0.841471, 0.540302"
  }

  private static let constant: @Sendable (Answer) -> String? = { answer in
    guard let part = answer.parts.first, let least = part.numbers.min(), let most = part.numbers.max() else {
      return nil
    }
    return "all \(part.numbers.count) numbers lie between \(Float(least)) and \(Float(most))"
  }
}
