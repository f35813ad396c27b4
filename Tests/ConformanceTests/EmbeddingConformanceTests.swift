import Autodiff
import Formulas
import Language
import Neural
import Randomness
import Testing

/// Positions, embeddings, heads and tokens held to the specification.
@Suite struct EmbeddingConformanceTests {
  @Test(arguments: [1, 2, 4, 7, 8, 64]) func sinusoidsAreThePublishedReadingsOfThreeDocuments(_ width: Int)
    throws
  {
    let positions: Formula.Values = ["p": .integers(Array(0..<200)), "d": .number(Double(width))]
    let table = sinusoidalPositions(length: 200, channels: width)
    hold(table, to: try published(.s0_3_3_PE, positions)["PE"], within: 1e-7)
    hold(table, to: try published(.s1_3_2_PE, positions)["PE"], within: 1e-7)
    hold(table, to: try published(.s3_3_3_PE, positions)["PE"], within: 1e-7)
  }

  /// S0 adds “features”, S4's code multiplies: what a GPT embeds is the sum.
  @Test func embeddedIsTheSumOfTokenAndPosition() throws {
    for kind in [PositionKind.sinusoidal, .learned] {
      let model = GPT(
        GPTConfiguration(
          vocabularySize: 9, contextLength: 6, layerCount: 1, headCount: 1, channels: 4, positions: kind),
        seed: 1)
      let tokens = [3, 8, 3, 0]
      let (_, seen) = observing { model(tokens) }
      let embedded = try #require(seen["embedded"]).value
      let rows = matrix(model.embedding(tokens))
      let table = matrix(
        model.positions?(Array(0..<4)) ?? sinusoidalPositions(length: 4, channels: 4))
      let identity = matrix(.identity(4))
      hold(embedded, to: try published(.s0_3_1_P_POS, ["E": rows, "PE": table, "W": identity])["X"])
      hold(embedded, to: try published(.s4_5_2_P_MULPE, ["E": rows, "P": table])["X"])
    }
  }

  @Test(arguments: seeds) func embeddingIsG_EMB(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let table = Tensor.normal([7, 3], using: &generator)
    let tokens = (0..<10).map { _ in generator.index(below: 7) }
    let inputs: Formula.Values = ["E": matrix(table), "tokens": .integers(tokens)]
    hold(Embedding(weight: table)(tokens), to: try published(.g_EMB, inputs)["X"])
    hold(matmul(oneHot(tokens, size: 7), table), to: try reading(.g_EMB, "product", inputs)["X"])
  }

  @Test(arguments: seeds) func headIsG_HEADLM(_ seed: UInt64) throws {
    let parts = normals([4, 3], [7, 3], [7, 3], seed: seed)
    let inputs: Formula.Values = ["h": matrix(parts[0]), "E": matrix(parts[1]), "U": matrix(parts[2])]
    hold(Embedding(weight: parts[1]).logits(parts[0]), to: try published(.g_HEADLM, inputs)["logits"])
    let own = Linear(weight: parts[2].transposed())(parts[0])
    hold(own, to: try reading(.g_HEADLM, "untied", inputs)["logits"])
  }

  /// The count of the specification holds for GPT-2's proportions: four times the width inside, biases, two tables.
  @Test func parameterCountsAreG_HEADLM() throws {
    let own = GPTConfiguration(
      vocabularySize: 65, contextLength: 32, layerCount: 3, headCount: 4, channels: 16)
    let all: [GPTConfiguration] = [.gpt2Small, .gpt2Medium, .gpt2Large, .gpt2XL, own]
    for configuration in all {
      let sizes: Formula.Values = [
        "V": .number(Double(configuration.vocabularySize)), "n": .number(Double(configuration.contextLength)),
        "L": .number(Double(configuration.layerCount)), "d": .number(Double(configuration.block.channels)),
      ]
      let count = Double(configuration.parameterCount)
      #expect(try published(.g_HEADLM, sizes)["parameters"] == .number(count))
      var untied = configuration
      untied.tiesHead = false
      let untiedCount = Double(untied.parameterCount)
      #expect(try reading(.g_HEADLM, "untied", sizes)["parameters"] == .number(untiedCount))
    }
  }

  /// Texts of letters, digits, marks and single spaces, on which both cut words alike.
  @Test(arguments: seeds) func bytePairsAreG_BPE(_ seed: UInt64) throws {
    let lines = try Formula.Examples.merges.texts("merges")
    let merges = try lines.map { line in
      let fields = line.split(separator: " ").map(String.init)
      return try BytePairTokenizer.Merge(
        line: "\(fields[1]) \(fields[2])", rank: #require(Int(fields[0])))
    }
    let tokenizer = try BytePairTokenizer(merges: merges)
    var generator = SeededGenerator(seed: seed)
    let pool = ["Hello", ",", " my", " dog", " is", " cute", "hello", " 猫", "!", " é", " 12", " 🐕"]
    let text = (0..<12).map { _ in pool[generator.index(below: pool.count)] }.joined()
    let inputs: Formula.Values = ["merges": .texts(lines), "text": .text(text)]
    for expected in [try published(.g_BPE, inputs), try published(.s0_3_2_P_PREP, inputs)] {
      #expect(expected["tokens"] == .integers(tokenizer.encode(text)))
      #expect(expected["decoded"] == .text(try tokenizer.decode(tokenizer.encode(text))))
    }
    let printed = try reading(.s0_3_2_P_PREP, "as printed", inputs)
    #expect(printed["normalized"] == .text(Normalizer()(text)))
  }
}
