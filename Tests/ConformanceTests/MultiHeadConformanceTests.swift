import Autodiff
import Formulas
import Neural
import Testing

/// `MultiHeadAttention` held to the specification, its columns given out to the heads one after another.
@Suite struct MultiHeadConformanceTests {
  /// A layer without biases, with its weights as the specification wants them: a list of one matrix a head.
  struct Case {
    let input: Tensor
    let layer: MultiHeadAttention
    let values: Formula.Values

    init(seed: UInt64, time: Int = 5, channels: Int = 6, heads: Int = 3) {
      let square = [channels, channels]
      let parts = normals([time, channels], square, square, square, square, seed: seed)
      let size = channels / heads
      func columns(_ weight: Tensor) -> Formula.Value {
        .list((0..<heads).map { matrix(weight.sliced(axis: 1, $0 * size..<($0 + 1) * size)) })
      }
      input = parts[0]
      layer = MultiHeadAttention(
        query: Linear(weight: parts[1]), key: Linear(weight: parts[2]), value: Linear(weight: parts[3]),
        output: Linear(weight: parts[4]), headCount: heads)
      values = [
        "Q": matrix(parts[0]), "K": matrix(parts[0]), "V": matrix(parts[0]), "WQ": columns(parts[1]),
        "WK": columns(parts[2]), "WV": columns(parts[3]), "WO": matrix(parts[4]),
      ]
    }
  }

  @Test(arguments: seeds, [1, 2, 3, 6]) func multiHeadIsThatOfTwoDocuments(_ seed: UInt64, _ heads: Int)
    throws
  {
    let test = Case(seed: seed, heads: heads)
    let (output, seen) = observing { test.layer(test.input) }
    for expected in [try published(.s0_3_3_MHA, test.values), try published(.s4_4_2_MHA, test.values)] {
      hold(output, to: expected["output"])
      hold(try #require(seen["concatenated"]).value, to: expected["concat"])
      #expect(expected["parameters"] == .number(Double(test.layer.parameterCount)))
    }
  }

  @Test(arguments: seeds) func headsAreG_HEAD(_ seed: UInt64) throws {
    let test = Case(seed: seed)
    let (_, seen) = observing { test.layer(test.input) }
    hold(try #require(seen["output"]).value, to: try published(.g_HEAD, test.values)["heads"])
  }

  @Test(arguments: seeds) func causalMultiHead(_ seed: UInt64) throws {
    let test = Case(seed: seed)
    let expected = try published(.s0_3_3_MHA, test.values.with(["causal": 1]))["output"]
    hold(test.layer(test.input, mask: .causal(queries: 5, keys: 5)), to: expected)
  }

  /// S1 wants the heads “stacked”, S3 ends at their concatenation: published, W^O follows.
  @Test(arguments: seeds) func joiningIsS1_STACKAndS3_MHA(_ seed: UInt64) throws {
    let test = Case(seed: seed)
    let (output, seen) = observing { test.layer(test.input) }
    let heads = try #require(seen["output"]).value  // [head, time, size]
    let list = (0..<3).map { matrix(heads.selected(axis: heads.rank - 3, $0)) }
    let inputs: Formula.Values = ["heads": .list(list), "WO": test.values["WO"] ?? 0]
    hold(output, to: try published(.s1_3_1_1_P_STACK, inputs)["output"])
    hold(output, to: try published(.s3_3_2_P_MHA, test.values.with(inputs))["output"])
  }

  @Test(arguments: [1, 2, 3, 6]) func shapesAreS1_SHAPE(_ heads: Int) throws {
    let test = Case(seed: 1, heads: heads)
    let (_, seen) = observing { test.layer(test.input) }
    let expected = try published(.s1_3_1_1_SHAPE, ["n": 5, "d": 6, "h": .number(Double(heads))])
    for name in ["query", "key", "value"] {
      let shape = try #require(seen[name]).value.shape
      #expect(expected["head"] == .integers(Array(shape.suffix(2))), "\(name)")
      #expect(shape[shape.count - 3] == heads)
    }
    #expect(seen["concatenated"].map { expected["concat"] == .integers($0.value.shape) } == true)
    #expect(expected["WO"] == .integers(test.layer.output.weight.shape))
    #expect(expected["parameters"] == .number(Double(test.layer.parameterCount)))
  }

  @Test(arguments: seeds) func crossAttentionIsG_CROSS(_ seed: UInt64) throws {
    let test = Case(seed: seed, heads: 1)
    let memory = normal([4, 6], seed: seed + 70)
    let weights = test.layer
    let expected = try published(
      .g_CROSS,
      [
        "X": matrix(test.input), "memory": matrix(memory), "WQ": matrix(weights.query.weight),
        "WK": matrix(weights.key.weight), "WV": matrix(weights.value.weight),
        "WO": matrix(weights.output.weight),
      ])
    hold(weights(test.input, memory: memory), to: expected["output"])
  }
}
