import Autodiff
import Formulas
import Neural
import Testing

/// `Autodiff` and `Neural` held to the specification of softmax and attention.
@Suite struct AttentionConformanceTests {
  @Test(arguments: seeds) func softmaxIsG_SOFTMAX(_ seed: UInt64) throws {
    let logits = normal([9], seed: seed) * 4
    let expected = try published(.g_SOFTMAX, ["z": numbers(logits)])["p"]
    hold(softmax(logits.reshaped([1, 9])), to: expected)
    hold(exp(logSoftmax(logits.reshaped([1, 9]))), to: expected)
    hold(softmax(logits.reshaped([9, 1]), alongAxis: 0), to: expected)
    hold(softmax((logits + 64).reshaped([1, 9])), to: expected)
  }

  /// The four documents print one formula; all four registered readings are the one implementation.
  @Test(arguments: seeds) func attentionIsThatOfFourDocuments(_ seed: UInt64) throws {
    let parts = normals([5, 4], [6, 4], [6, 3], seed: seed)
    let inputs: Formula.Values = ["Q": matrix(parts[0]), "K": matrix(parts[1]), "V": matrix(parts[2])]
    let (output, seen) = observing {
      scaledDotProductAttention(query: parts[0], key: parts[1], value: parts[2])
    }
    hold(output, to: try published(.s0_3_3_ATT, inputs)["output"])
    hold(output, to: try published(.s2_4_1_ATT, inputs)["output"])
    hold(output, to: try published(.s3_3_1_ATT, inputs)["output"])
    hold(output, to: try published(.s4_4_1_ATT, inputs)["output"])
    hold(output, to: try published(.s3_3_1_OUT, inputs)["output"])
    let weights = try #require(seen["weights"]).value
    hold(weights, to: try published(.s1_3_1_1_A, inputs)["A"])
    hold(output, to: try published(.s1_3_1_1_AVT, ["A": matrix(weights), "V": inputs["V"] ?? 0])["output"])
  }

  @Test(arguments: seeds) func causalMaskIsG_MASK(_ seed: UInt64) throws {
    let parts = normals([5, 4], [5, 4], [5, 3], seed: seed)
    let (output, seen) = observing {
      scaledDotProductAttention(
        query: parts[0], key: parts[1], value: parts[2], mask: .causal(queries: 5, keys: 5))
    }
    let expected = try published(
      .g_MASK, ["Q": matrix(parts[0]), "K": matrix(parts[1]), "V": matrix(parts[2])])
    hold(output, to: expected["output"])
    hold(try #require(seen["weights"]).value, to: expected["A"])
  }

  @Test(arguments: seeds) func projectionsAreS1_QKV(_ seed: UInt64) throws {
    let parts = normals([5, 4], [4, 3], [4, 3], [4, 2], seed: seed)
    let expected = try published(
      .s1_3_1_1_QKV,
      ["X": matrix(parts[0]), "WQ": matrix(parts[1]), "WK": matrix(parts[2]), "WV": matrix(parts[3])])
    let query = Linear(weight: parts[1])(parts[0])
    let key = Linear(weight: parts[2])(parts[0])
    hold(query, to: expected["Q"])
    hold(key, to: expected["K"])
    hold(Linear(weight: parts[3])(parts[0]), to: expected["V"])
    hold(matmul(query, key, rightTransposed: true), to: expected["S"])
  }

  /// S3 prints W_q·X·W_k for the query and for the key; the published readings are projections like any other.
  @Test(arguments: seeds) func projectionsAreThePublishedReadingsOfS3(_ seed: UInt64) throws {
    let parts = normals([3, 3], [3, 3], [3, 3], [3, 3], seed: seed)
    let inputs: Formula.Values = [
      "X": matrix(parts[0]), "WQ": matrix(parts[1]), "WK": matrix(parts[2]), "WV": matrix(parts[3]),
    ]
    hold(Linear(weight: parts[1])(parts[0]), to: try published(.s3_3_1_Q, inputs)["Q"])
    hold(Linear(weight: parts[2])(parts[0]), to: try published(.s3_3_1_K, inputs)["K"])
    hold(Linear(weight: parts[3])(parts[0]), to: try published(.s3_3_1_V, inputs)["V"])
  }

  /// With the projections Q, K, V of its own; S4 leaves them out.
  @Test(arguments: seeds) func attentionOfProjectionsIsS4_ATT(_ seed: UInt64) throws {
    let parts = normals([4, 4], [4, 4], [4, 4], [4, 4], seed: seed)
    let layer = MultiHeadAttention(
      query: Linear(weight: parts[1]), key: Linear(weight: parts[2]), value: Linear(weight: parts[3]),
      output: Linear(weight: .identity(4)), headCount: 1)
    let expected = try reading(
      .s4_4_1_ATT, "projections of X",
      ["X": matrix(parts[0]), "WQ": matrix(parts[1]), "WK": matrix(parts[2]), "WV": matrix(parts[3])])
    hold(layer(parts[0]), to: expected["output"])
  }
}
