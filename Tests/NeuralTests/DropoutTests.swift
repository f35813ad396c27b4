import Autodiff
import Neural
import Randomness
import Testing

@Suite("Dropout in the layers")
struct DropoutTests {
  private let query = normal([16, 4], seed: 1)
  private let key = normal([16, 4], seed: 2)

  /// The attention weights as the values meet them: with one value for each key, the output is the weights.
  private func weights(rate: Float, seed: Seed?) -> Tensor {
    scaledDotProductAttention(
      query: query, key: key, value: .identity(16), dropoutRate: rate, dropout: seed)
  }

  private func model(rate: Float) -> GPT {
    GPT(
      GPTConfiguration(
        vocabularySize: 5, contextLength: 6, layerCount: 2, headCount: 2, channels: 16, dropoutRate: rate),
      seed: 1)
  }

  @Test("attention weights are dropped, and the others rescaled")
  func weightsAreDropped() {
    let (whole, dropped) = (weights(rate: 0, seed: nil), weights(rate: 0.5, seed: 3))
    let kept = zip(dropped.scalars, whole.scalars).filter { $0.0 != 0 }
    #expect((80...176).contains(kept.count))  // of 256, half: six standard deviations
    #expect(kept.allSatisfy { Swift.abs($0.0 - 2 * $0.1) < 1e-6 })
  }

  @Test("without a seed nothing is dropped, whatever the rate")
  func nothingWithoutASeed() {
    #expect(bits(weights(rate: 0.5, seed: nil)) == bits(weights(rate: 0, seed: nil)))
    func logits(rate: Float) -> Tensor { model(rate: rate)([1, 2, 3, 4]) }
    #expect(bits(logits(rate: 0.5)) == bits(logits(rate: 0)))
    // Observed, attention takes its steps one by one.
    #expect(
      bits(observing { logits(rate: 0.5) }.result) == bits(observing { logits(rate: 0) }.result))
  }

  @Test("what enters the first block is dropped too: token and position together, the rest rescaled")
  func embeddingsAreDropped() throws {
    let (_, seen) = observing { model(rate: 0.5)([[1, 2, 3, 4]], dropout: 7) }
    let (whole, entering) = (try #require(seen["embedded"]), try #require(seen["blocks.0.input"]))
    let kept = zip(entering.value.scalars, whole.value.scalars).filter { $0.0 != 0 }
    #expect((8...56).contains(kept.count))  // of 64, half: six standard deviations
    #expect(kept.allSatisfy { $0.0 == 2 * $0.1 })
    // In other places than the blocks' own sums.
    let added = try dropped(seen, "blocks.0.input", "blocks.0.residual")
    #expect(agreement(entering.value.scalars.map { $0 == 0 }, added) < 48)
  }

  @Test("both attentions of a decoder block drop weights")
  func decoderAttentions() throws {
    var generator = SeededGenerator(seed: 1)
    let block = DecoderBlock(
      BlockConfiguration(channels: 8, headCount: 2, dropoutRate: 0.5), using: &generator)
    let (x, memory) = (normal([1, 4, 8], seed: 2), normal([1, 4, 8], seed: 3))
    let whole = block(x, memory: memory)
    #expect(bits(block(x, memory: memory, dropout: 5)) == bits(block(x, memory: memory, dropout: 5)))
    #expect(distance(block(x, memory: memory, dropout: 5), whole) > 1e-3)
    // Where the values of one attention are 0, only the other's weights can make a difference.
    for attention in [\DecoderBlock.attention, \DecoderBlock.crossAttention] {
      var half = block
      half[keyPath: attention].value.weight = .zeros([8, 8])
      #expect(distance(half(x, memory: memory, dropout: 5), half(x, memory: memory)) > 1e-3)
    }
  }

  /// What a half of a block adds to the residual path, by the names of what goes in and comes out: 1 where dropped.
  private func dropped(_ seen: Observations, _ input: String, _ output: String) throws -> [Bool] {
    try (#require(seen[output]).value - #require(seen[input]).value).scalars.map { $0 == 0 }
  }

  /// In how many of the 64 places both drop or both keep: 32 by chance, with a deviation of 4.
  private func agreement(_ left: [Bool], _ right: [Bool]) -> Int {
    zip(left, right).count { $0 == $1 }
  }

  @Test("a block drops attention weights too, before they meet the values")
  func attentionOfABlock() throws {
    let (_, seen) = observing { model(rate: 0.5)([[1, 2, 3, 4]], dropout: 7) }
    let weights = try #require(seen["blocks.0.attention.weights"]).value
    let values = try #require(seen["blocks.0.attention.value"]).value
    let output = try #require(seen["blocks.0.attention.output"]).value
    #expect(distance(matmul(weights, values), output) > 1e-3)
  }

  @Test("each block drops other places")
  func layersDiffer() throws {
    let (_, seen) = observing { model(rate: 0.5)([[1, 2, 3, 4]], dropout: 7) }
    let first = try dropped(seen, "blocks.0.input", "blocks.0.residual")
    let second = try dropped(seen, "blocks.1.input", "blocks.1.residual")
    #expect((8...56).contains(first.count { $0 }))  // of 64, half: six standard deviations
    #expect(agreement(first, second) < 48)
  }

  @Test("both halves of a block drop other places")
  func halvesDiffer() throws {
    let (_, seen) = observing { model(rate: 0.5)([[1, 2, 3, 4]], dropout: 7) }
    let attention = try dropped(seen, "blocks.0.input", "blocks.0.residual")
    let feedForward = try dropped(seen, "blocks.0.residual", "blocks.0.output")
    #expect((8...56).contains(feedForward.count { $0 }))
    #expect(agreement(attention, feedForward) < 48)
  }
}
