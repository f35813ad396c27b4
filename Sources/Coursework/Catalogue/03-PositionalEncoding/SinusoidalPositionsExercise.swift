import Autodiff
import Neural
import Randomness
import Workbench

/// Positions as vectors of sines and cosines (Vaswani et al. 2017, §3.5).
package enum SinusoidalPositionsExercise: Exercise {
  /// How many positions and channels there are, to the table `[time, channels]`.
  package typealias Function = @Sendable (_ time: Int, _ channels: Int) throws -> Tensor

  /// What the table is made for.
  package struct Inputs: Codable, Sendable {
    let time: Int
    let channels: Int
  }

  package static let about = About(
    name: "sinusoidalPositions", title: "a position as a vector",
    goal:
      "Make the table of positional encodings: row p is position p, counted from 0; channels 2i and 2i + 1 are a "
      + "pair, the sine and the cosine of one angle. The number of channels is even.",
    formula:
      "PE(p, 2i) = sin(p / 10000^(2i/d)),  PE(p, 2i+1) = cos(p / 10000^(2i/d))      [time, channels], d = channels",
    formulas: [.s0_3_3_PE, .s1_3_2_PE, .s3_3_3_PE], minutes: 15, difficulty: .medium, tolerance: 1e-5)

  package static let hints = Hints(
    idea:
      "Each pair of channels is the hand of a clock. Pair 0 turns by 1 with every position, each next pair by a "
      + "fixed factor less; sine and cosine of the same angle say where the hand points.",
    shapes:
      "One angle for each position and each *pair*: time · channels/2 angles. Each gives two channels side by "
      + "side. The scalars of [time, channels] come row by row.",
    pseudocode: """
      for every position p from 0:
        for every channel c from 0:
          pair  ← c ÷ 2, without the rest
          angle ← p ÷ 10000 to the (2 · pair ÷ channels), this last division with fractions
          write sin angle if c is even, cos angle if c is odd
      """,
    line: """
      let angle = Double(position) / power(10_000, Double(2 * (channel / 2)) / Double(channels))
      scalars.append(Float(channel.isMultiple(of: 2) ? sin(angle) : cos(angle)))
      """)

  /// Few positions, so that the exact angles do not matter, and once many: there the misprints part, too.
  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    [
      Inputs(time: 4, channels: 4), Inputs(time: 5, channels: 8), Inputs(time: 1, channels: 2),
      Inputs(time: .random(in: 6...9, using: &random), channels: 2 * .random(in: 5...8, using: &random)),
      Inputs(time: 10_001, channels: 2),
    ]
  }

  /// The table; of a long one, every thousandth row.
  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let table = try function(inputs.time, inputs.channels)
    guard table.shape == [inputs.time, inputs.channels], inputs.time > 1000 else { return Answer(table) }
    let rows = stride(from: 0, to: inputs.time, by: 1000).map { table.selected(axis: 0, $0) }
    return Answer(stack(rows), named: "every 1000th row")
  }

  package static let reference: Function = { sinusoidalPositions(length: $0, channels: $1) }

  package static let misconceptions = misprints + slips

  /// What goes wrong without any document's help.
  private static let slips: [Misconception<Function>] = [
    Misconception(
      "whole-number-quotient",
      diagnosis: "all pairs with the angle p: the exponent 2i/d has come out as 0",
      remedy: "In Swift 2 / 4 of two Ints is 0. Make them Doubles before you divide.", frequency: 3
    ) { table($0, $1) { p, _, _ in p } },
    Misconception(
      "channel-as-pair", diagnosis: "the exponent 2c/d with the channel c in place of the pair i",
      remedy:
        "i counts pairs: channels 2i and 2i + 1 are pair i. If your loop counts channels, in which pair is channel c?",
      frequency: 3
    ) { table($0, $1) { p, c, d in p / power(10_000, 2 * c / d) } },
    Misconception(
      "odd-channels-apart",
      diagnosis: "the exponent c/d in channel c: sine and cosine of a pair have different angles",
      remedy:
        "A clock's hand has one angle. Channels 2i and 2i + 1 share the exponent 2i/d; only then is a step of k "
        + "places a rotation.", frequency: 3
    ) { table($0, $1) { p, c, d in p / power(10_000, c / d) } },
    Misconception(
      "without-the-2", diagnosis: "the exponent i/d of pair i, half of what it should be",
      remedy: "The pairs count to d/2 only: with 2i/d their frequencies run from 1 almost down to 1/10000.",
      frequency: 3
    ) { table($0, $1) { p, c, d in p / power(10_000, (c / 2).rounded(.down) / d) } },
    Misconception(
      "multiplied-by-the-power", diagnosis: "p · 10000^(2i/d): pairs that turn faster and faster",
      remedy: "Each next pair turns more slowly: the power divides.", frequency: 2
    ) { table($0, $1) { p, c, d in p * power(10_000, even(c) / d) } },
    Misconception(
      "cosine-first", diagnosis: "cosines in the even channels and sines in the odd ones",
      remedy: "As good a code by itself, but not the published one: row 0 is 0, 1, 0, 1, …", frequency: 2,
      evidence: firstRow
    ) { table($0, $1) { p, c, d in .pi / 2 - angle(p, c, d) } },
    Misconception(
      "sines-then-cosines",
      diagnosis: "all sines in the first half of the channels, all cosines in the second",
      remedy:
        "The two of a pair stand side by side, channels 2i and 2i + 1. (Vaswani et al.'s own program has halves, "
        + "their paper has pairs.)", frequency: 2, evidence: firstRow
    ) { time, channels in
      let table = sinusoidalPositions(length: time, channels: channels)
      let pairs = table.reshaped([time, channels / 2, 2]).permuted([0, 2, 1])
      return pairs.reshaped([time, channels])
    },
    Misconception(
      "sines-only", diagnosis: "a sine in every channel, where the odd ones have a cosine",
      remedy:
        "From the sine alone nobody can tell whether the hand rises or falls. Which channels get the cosine?",
      frequency: 1, evidence: firstRow
    ) { table($0, $1) { p, c, d in c == even(c) ? angle(p, c, d) : .pi / 2 - angle(p, c, d) } },
    Misconception(
      "time-and-channels-swapped", diagnosis: "the transposed table: positions run along the columns",
      remedy: "A position is a row: [time, channels].", frequency: 1
    ) { sinusoidalPositions(length: $0, channels: $1).transposed() },
    Misconception(
      "to-the-last-exactly", diagnosis: "the exponent i/(d/2 − 1): it runs from 0 to 1, both included",
      remedy:
        "The exponent is 2i/d, which ends just before 1. (The authors' own program, tensor2tensor, divides by one less "
        + "than their paper.)", frequency: 2
    ) { table($0, $1) { p, c, d in p / power(10_000, even(c) / 2 / max(d / 2 - 1, 1)) } },
    Misconception(
      "without-the-base", diagnosis: "p/e^(2i/d): the logarithm of 10000 is missing in the exponent",
      remedy: "10000^x is e^(x·ln 10000). Where has the 10000 gone?", frequency: 2
    ) { table($0, $1) { p, c, d in p / exp(even(c) / d) } },
    Misconception(
      "logarithm-to-base-ten", diagnosis: "p/e^(4·2i/d): 4 is the logarithm of 10000 to base 10",
      remedy: "e undoes the natural logarithm: ln 10000 is 9.21.", frequency: 1
    ) { table($0, $1) { p, c, d in p / exp(4 * even(c) / d) } },
    Misconception(
      "slowest-first", diagnosis: "the pairs in the opposite order, the slowest first",
      remedy: "Pair 0 has the exponent 0 and turns by 1 with every position.", frequency: 1
    ) { table($0, $1) { p, c, d in p / power(10_000, (d - 2 - even(c)) / d) } },
    Misconception(
      "thousand", diagnosis: "frequencies from the base 1000, where 10000 stands",
      remedy: "Count the zeros.", frequency: 1
    ) { table($0, $1) { p, c, d in p / power(1000, even(c) / d) } },
    Misconception(
      "share-of-the-length",
      diagnosis: "positions divided by their number: from 0 to almost 1, whatever the text's length",
      remedy: "Position 3 must have the same code in a text of 10 tokens and in one of 100.", frequency: 1
    ) { time, channels in table(time, channels) { p, c, d in angle(p, c, d) / Double(time) } },
  ]

  /// The table with another angle in channel c at position p: its sine in even channels, its cosine in odd ones.
  static func table(_ time: Int, _ channels: Int, angle: (_ p: Double, _ c: Double, _ d: Double) -> Double)
    -> Tensor
  {
    entries(time, channels) { p, c in
      let angle = angle(Double(p), Double(c), Double(channels))
      return c.isMultiple(of: 2) ? sin(angle) : cos(angle)
    }
  }

  /// The table with the given entries, as `Float`.
  static func entries(_ time: Int, _ channels: Int, entry: (_ p: Int, _ c: Int) -> Double) -> Tensor {
    Tensor(
      shape: [time, channels],
      scalars: (0..<time).flatMap { p in (0..<channels).map { c in Float(entry(p, c)) } })
  }

  private static func even(_ channel: Double) -> Double { 2 * (channel / 2).rounded(.down) }

  private static func angle(_ p: Double, _ c: Double, _ d: Double) -> Double {
    p / power(10_000, even(c) / d)
  }

  static let firstRow: @Sendable (Answer) -> String? = { answer in
    guard let part = answer.parts.first, let channels = part.shape.last, channels > 1 else { return nil }
    let row = part.numbers.prefix(channels).prefix(6).map { "\(Float($0))" }.joined(separator: ", ")
    return "row 0 begins \(row); sin 0 is 0 and cos 0 is 1"
  }
}
