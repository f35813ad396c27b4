import Formulas
import Randomness

/// How many numbers multi-head attention learns.
package enum AttentionParameterCountExercise: Exercise {
  /// Channels, heads and whether there are biases to the number of parameters.
  package typealias Function = @Sendable (_ channels: Int, _ headCount: Int, _ hasBias: Bool) throws -> Int

  /// The sizes of one layer.
  package struct Inputs: Codable, Sendable {
    let channels: Int
    let headCount: Int
    let hasBias: Bool
  }

  package static let about = About(
    name: "attentionParameterCount", title: "what attention costs",
    goal:
      "Count the parameters of multi-head self-attention: the projections to queries, keys and values and the "
      + "output projection, each with a bias of one number an output if there are biases.",
    formula: "h heads of 3 matrices [d, d/h], one matrix W^O [d, d], 4 biases [d]",
    formulas: [.s0_3_3_MHA, .s1_3_1_1_SHAPE], minutes: 5, difficulty: .easy, tolerance: 1e-9)

  package static let hints = Hints(
    idea:
      "Count one head's three matrices, then all heads'. Something cancels: that is why the number of heads can "
      + "be chosen freely.",
    shapes:
      "Wᵢ^Q, Wᵢ^K, Wᵢ^V: [d, d/h] each, for h heads; W^O: [d, d]. A bias has as many numbers as its matrix has "
      + "columns.",
    pseudocode: """
      headSize     ← channels ÷ headCount
      projections  ← headCount × 3 × channels × headSize
      output       ← channels × channels
      biases       ← one of channels numbers for each of the four, if there are any
      answer       ← their sum
      """,
    line: "return 4 * channels * channels + (hasBias ? 4 * channels : 0)")

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let headSize = Int.random(in: 2...9, using: &random)
    let headCount = Int.random(in: 3...7, using: &random)
    return [
      Inputs(channels: 4, headCount: 2, hasBias: false),
      Inputs(channels: 4, headCount: 2, hasBias: true),
      Inputs(channels: 768, headCount: 12, hasBias: false),
      Inputs(channels: 768, headCount: 12, hasBias: true),
      Inputs(channels: 6, headCount: 1, hasBias: true),
      // More than a Float can count.
      Inputs(channels: 40_002, headCount: 3, hasBias: true),
      Inputs(channels: headSize * headCount, headCount: headCount, hasBias: true),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(Double(try function(inputs.channels, inputs.headCount, inputs.hasBias)), named: "parameters")
  }

  package static let reference: Function = { channels, headCount, hasBias in
    Formula.MultiHead.parameterCount(width: channels, headCount: headCount) + (hasBias ? 4 * channels : 0)
  }

  package static let misconceptions: [Misconception<Function>] = [
    fullWidth,
    fullWidth.variant("four-biases") { channels, headCount, hasBias in
      4 * headCount * channels * channels + (hasBias ? 4 * channels : 0)
    },
    Misconception(
      "full-width-heads-one-output", diagnosis: "projections of full width for every head, and one W^O of d²",
      remedy: "Wᵢ^Q, Wᵢ^K and Wᵢ^V have d/h columns each, not d.", source: .s1_3_1_1_SHAPE, frequency: 2
    ) { channels, headCount, hasBias in
      (3 * headCount + 1) * (channels * channels + (hasBias ? channels : 0))
    },
    Misconception(
      "one-head-alone", diagnosis: "the projections of one head and W^O: the other heads are not counted",
      remedy: "Three matrices of d × d/h are one head. How many heads are there?", frequency: 2
    ) { channels, headCount, hasBias in
      let size = channels / headCount
      return 3 * channels * size + channels * channels + (hasBias ? 3 * size + channels : 0)
    },
    Misconception(
      "all-of-one-head",
      diagnosis: "four projections of one head, 4·d·d/h: W^O has all channels on both sides",
      remedy: "There are h heads with three matrices each, and W^O is d × d.", frequency: 1
    ) { channels, headCount, hasBias in
      4 * channels * (channels / headCount) + (hasBias ? 4 * (channels / headCount) : 0)
    },
    Misconception(
      "with-network",
      diagnosis: "the parameters of a whole block, 12·d²: the feed-forward network was counted too",
      remedy: "Attention alone is asked for: 8·d² of these belong to the network.", frequency: 1
    ) { channels, _, hasBias in 12 * channels * channels + (hasBias ? 9 * channels : 0) },
    Misconception(
      "small-squares",
      diagnosis: "projections of d/h × d/h for every head: each reads its own channels alone",
      remedy: "A head reads the whole token, d channels, and writes d/h: its matrices are [d, d/h].",
      frequency: 2
    ) { channels, headCount, hasBias in
      let size = channels / headCount
      return 3 * headCount * size * size + channels * channels + (hasBias ? 4 * channels : 0)
    },
    inFloats,
    inFloats.variant("biases-in-int") { channels, _, hasBias in
      Int(4 * Float(channels) * Float(channels)) + (hasBias ? 4 * channels : 0)
    },
    Misconception(
      "output-bias-alone",
      diagnosis: "the bias of the output projection alone: query, key and value have none",
      remedy: "Each of the four projections has a bias of d numbers.", frequency: 1
    ) { channels, _, hasBias in 4 * channels * channels + (hasBias ? channels : 0) },
    Misconception(
      "biases-inverted", diagnosis: "biases where there are none, and none where there are",
      remedy: "hasBias ? … : …: which of the two counts them?", frequency: 1
    ) { channels, _, hasBias in 4 * channels * channels + (hasBias ? 0 : 4 * channels) },
    Misconception(
      "no-output-weight", diagnosis: "the projections to query, key and value alone, without W^O",
      remedy: "The joined heads are mixed by a fourth matrix.", source: .s3_3_2_P_MHA, frequency: 2
    ) { channels, _, hasBias in 3 * channels * channels + (hasBias ? 3 * channels : 0) },
    Misconception(
      "no-biases", diagnosis: "the matrices alone, although there are biases",
      remedy: "hasBias asks for one number more for each column of each matrix.", frequency: 2
    ) { channels, _, _ in 4 * channels * channels },
    Misconception(
      "output-without-bias", diagnosis: "biases of query, key and value, but none of the output",
      remedy: "The fourth projection has a bias as well.", frequency: 2
    ) { channels, _, hasBias in 4 * channels * channels + (hasBias ? 3 * channels : 0) },
    Misconception(
      "bias-for-each-head", diagnosis: "biases of full width for every head",
      remedy: "A head's bias has d/h numbers: all heads together have d for each projection.", frequency: 1
    ) { channels, headCount, hasBias in
      4 * channels * channels + (hasBias ? (3 * headCount + 1) * channels : 0)
    },
    Misconception(
      "one-number-a-bias", diagnosis: "one number for the bias of each projection",
      remedy: "A bias is a row: every output channel has its own.", frequency: 1
    ) { channels, _, hasBias in 4 * channels * channels + (hasBias ? 4 : 0) },
  ]

  private static let inFloats = Misconception<Function>(
    "in-floats", diagnosis: "the right count, rounded to a Float on the way",
    remedy: "A Float has 24 bits: from 16,777,216 on it skips numbers. Count in Int.", frequency: 1
  ) { channels, _, hasBias in
    let width = Float(channels)
    return Int(4 * width * width + (hasBias ? 4 * width : 0))
  }

  private static let fullWidth = Misconception<Function>(
    "full-width-heads", diagnosis: "heads of full width: 4·h·d² in the place of 4·d²",
    remedy:
      "The heads share the channels, d_k = d/h. 12 heads at d = 768 are 2,359,296 parameters, not 28,311,552.",
    source: .s1_3_1_1_SHAPE, frequency: 3
  ) { channels, headCount, hasBias in
    Formula.MultiHead.parameterCount(width: channels, headCount: headCount, fullWidthHeads: true)
      + (hasBias ? (3 * headCount + 1) * channels : 0)
  }
}
