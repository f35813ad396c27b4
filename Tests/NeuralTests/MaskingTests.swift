import Autodiff
import Neural
import Randomness
import Testing

@Suite("Padding in models and blocks")
struct MaskingTests {
  private let decoder: DecoderBlock = {
    var generator = SeededGenerator(seed: 1)
    return DecoderBlock(BlockConfiguration(channels: 8, headCount: 2), using: &generator)
  }()

  /// Whether no query gives weight to the keys from `length` on: `[batch, head, query, key]`.
  private func ignores(keysFrom length: Int, of sequence: Int, _ weights: Tensor) -> Bool {
    weights.selected(axis: 0, sequence).sliced(axis: 2, length..<weights.shape[3]).scalars.allSatisfy {
      $0 == 0
    }
  }

  /// Whether no query of a sequence gives weight to the keys after it.
  private func isCausal(_ sequence: Int, _ weights: Tensor) -> Bool {
    (0..<weights.shape[2]).allSatisfy { query in
      ignores(keysFrom: query + 1, of: sequence, weights.sliced(axis: 2, query..<query + 1))
    }
  }

  @Test("no token of a batch attends to padding, nor to what comes after it")
  func paddedSequences() throws {
    let model = GPT(
      GPTConfiguration(vocabularySize: 5, contextLength: 5, layerCount: 1, headCount: 2, channels: 8), seed: 1
    )
    let (_, seen) = observing { model([[1, 2, 3, 4, 1], [2, 3, 0, 0, 0]], lengths: [5, 2]) }
    let weights = try #require(seen["blocks.0.attention.weights"]).value
    #expect(ignores(keysFrom: 2, of: 1, weights))
    #expect(!ignores(keysFrom: 2, of: 0, weights))
    #expect(isCausal(0, weights) && isCausal(1, weights))
  }

  @Test("a sequence of nothing but padding, and a batch of such, gives numbers and no gradient")
  func nothingButPadding() {
    let model = GPT(
      GPTConfiguration(vocabularySize: 5, contextLength: 3, layerCount: 2, headCount: 2, channels: 8), seed: 1
    )
    let text = [1, 2, 3]
    let mixed = model([text, [0, 0, 0]], lengths: [3, 0])
    #expect(mixed.scalars.allSatisfy { $0.isFinite })
    #expect(
      bits(mixed.selected(axis: 0, 0)) == bits(model([text, text], lengths: [3, 3]).selected(axis: 0, 0)))
    let (loss, slope) = valueWithGradient(at: model) {
      crossEntropy(
        logits: $0([text, text], lengths: [0, 0]), targets: [1, 2, 3, 1, 2, 3],
        keep: Array(repeating: false, count: 6))
    }
    #expect(loss == 0)
    #expect(slope.parameters.allSatisfy { $0.value == .zeros($0.value.shape) })
  }

  @Test("a decoder's targets attend neither to the padding among them nor to what comes after them")
  func paddedTargets() throws {
    let (x, memory) = (normal([2, 4, 8], seed: 2), normal([2, 3, 8], seed: 3))
    let (_, seen) = observing { decoder(x, memory: memory, mask: .padding(lengths: [4, 2], time: 4)) }
    let weights = try #require(seen["attention.weights"]).value
    #expect(ignores(keysFrom: 2, of: 1, weights))
    #expect(!ignores(keysFrom: 2, of: 0, weights))
    #expect(isCausal(0, weights) && isCausal(1, weights))
  }

  @Test("the padding of a decoder's memory changes nothing")
  func paddedMemory() {
    let (x, memory) = (normal([1, 4, 8], seed: 2), normal([1, 3, 8], seed: 3))
    let padded = concatenate([memory, normal([1, 2, 8], seed: 4)], axis: 1)
    let output = decoder(x, memory: padded, memoryMask: .padding(lengths: [3], time: 5))
    #expect(agree(output, decoder(x, memory: memory), within: 1e-5))
    #expect(distance(decoder(x, memory: padded), output) > 1e-3)
  }
}
