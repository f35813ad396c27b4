import Autodiff
import Kernels
import Neural
import Randomness
import Testing

@Suite("A GPT of eight bits a weight")
struct QuantizedGPTTests {
  /// What differs on the way of a single token: norms before and after, three kinds of positions, biases, own heads.
  private static let choices: [GPTConfiguration] = NormPlacement.allCases.flatMap { placement in
    PositionKind.allCases.flatMap { positions in
      [true, false].map { isPlain in
        GPTConfiguration(
          vocabularySize: 11, contextLength: 12, layerCount: 2, headCount: 2, channels: 8, hiddenChannels: 20,
          normPlacement: placement, hasBias: isPlain, positions: positions, tiesHead: isPlain)
      }
    }
  }

  private static let tokens = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 10, 0]

  private static func model(_ configuration: GPTConfiguration) -> GPT {
    var model = GPT(configuration, seed: 3)
    var generator = SeededGenerator(seed: 9)
    model.forEachParameter { _, parameter in
      parameter = parameter + .normal(parameter.shape, deviation: 0.3, using: &generator)
    }
    return model
  }

  /// The numbers that eight bits a number stand for, with a scale for each row.
  private static func rounded(_ table: Tensor) -> Tensor {
    Tensor(
      shape: table.shape,
      scalars: dequantize(quantize(Buffer(table.scalars), rows: table.shape[0], columns: table.shape[1]))
        .array)
  }

  /// The model whose tables and projections have the numbers that eight bits stand for.
  private static func rounded(_ model: GPT) -> GPT {
    var model = model
    model.forEachParameter { name, parameter in
      guard parameter.rank == 2 else { return }
      let isTable = name.hasPrefix("embedding") || name.hasPrefix("positions")
      parameter = isTable ? rounded(parameter) : rounded(parameter.transposed()).transposed()
    }
    return model
  }

  @Test("its logits are those of the model whose weights are what eight bits say", arguments: choices)
  func logits(configuration: GPTConfiguration) {
    let model = Self.model(configuration)
    let quantized = QuantizedGPT(model)
    let logits = quantized(Self.tokens)
    #expect(logits.shape == [12, 11])
    #expect(agree(logits, Self.rounded(model)(Self.tokens), within: 1e-4))
    // And they are not the model's own, which an unrounded weight would give.
    #expect(!agree(logits, model(Self.tokens), within: 1e-4))
  }

  @Test("read at once or in parts with a cache, alone or in a batch, the bits are the same")
  func parts() {
    let quantized = QuantizedGPT(Self.model(Self.choices[0]))
    let whole = quantized(Self.tokens)
    var cache = KeyValueCache(layerCount: 2)
    let parts = [0..<5, 5..<5, 5..<6, 6..<12].map { quantized(Array(Self.tokens[$0]), cache: &cache) }
    #expect(concatenate(parts, axis: 0) == whole && cache.length == 12)
    #expect(
      quantized([Self.tokens, Self.tokens.reversed()]) == stack([whole, quantized(Self.tokens.reversed())]))
  }

  @Test("an adapter's change is a part of the weight that is rounded")
  func adapters() {
    let model = Self.model(Self.choices[0])
    var adapted = AdaptedGPT(model, rank: 2, alpha: 4, projections: [.query, .contract], seed: 1)
    var generator = SeededGenerator(seed: 5)
    adapted.forEachParameter { _, parameter in
      parameter = .normal(parameter.shape, deviation: 0.5, using: &generator)
    }
    #expect(QuantizedGPT(adapted.model)(Self.tokens) == QuantizedGPT(adapted.merged())(Self.tokens))
    #expect(QuantizedGPT(adapted.model)(Self.tokens) != QuantizedGPT(model)(Self.tokens))
  }

  /// By hand: channels 64, hidden 128, 10 tokens, a context of 5, two layers. Tables of 64 bytes and a scale for each
  /// row; four projections of 64 rows of 64 bytes, 128 rows of 64 and 64 rows of 128; biases, two norms; a last norm.
  @Test("its bytes are one a weight, four a scale, a bias and a number of a norm", arguments: [true, false])
  func bytes(tiesHead: Bool) {
    let model = GPT(
      GPTConfiguration(
        vocabularySize: 10, contextLength: 5, layerCount: 2, headCount: 2, channels: 64, hiddenChannels: 128,
        tiesHead: tiesHead), seed: 1)
    let block = 4 * 64 * (64 + 8) + 128 * (64 + 8) + 64 * (128 + 8) + 2 * 8 * 64
    let head = tiesHead ? 0 : 10 * (64 + 4)
    #expect(QuantizedGPT(model).byteCount == (10 + 5) * (64 + 4) + head + 2 * block + 8 * 64)
  }
}
