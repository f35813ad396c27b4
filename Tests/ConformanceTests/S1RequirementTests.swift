import Autodiff
import Generation
import Language
import Neural
import Randomness
import Testing
import Training

/// Two patterns at once: at every place, the letter one before in the first half and the one three before in the other.
private struct TwoPatterns: Module {
  var places: Embedding
  var attention: MultiHeadAttention

  init(length: Int) {
    var generator = SeededGenerator(seed: 2)
    places = Embedding(vocabularySize: length, channels: 8, deviation: 0.5, using: &generator)
    attention = MultiHeadAttention(channels: 8, headCount: 2, hasBias: false, using: &generator)
  }

  /// Queries and keys from the places alone, values from the letters alone, so that no head can cheat.
  func callAsFunction(_ letters: Tensor) -> Tensor {
    let table = places(Array(0..<letters.shape[0]))
    func cut(_ x: Tensor) -> Tensor { x.reshaped([letters.shape[0], 2, 4]).permuted([1, 0, 2]) }
    let heads = scaledDotProductAttention(
      query: cut(attention.query(table)), key: cut(attention.key(table)), value: cut(attention.value(letters))
    )
    return attention.output(heads.permuted([1, 0, 2]).reshaped(letters.shape))
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("places", &places)
    visitor.visit("attention", &attention)
  }
}

/// What document S1 lists (§2.1, §3.1.1, §3.3, §3.4, §4.3).
@Suite struct S1RequirementTests {
  @Test("R-S1-1 attention, positions, norm, residual and network are parts; put together they are the block")
  func componentsMakeTheBlock() {
    let block = smallBlock(.post)
    let input = normal([4, 8], seed: 1) + sinusoidalPositions(length: 4, channels: 8)
    let attended = block.attentionNorm(input + block.attention(input))
    #expect(agree(block(input), block.feedForwardNorm(attended + block.feedForward(attended))))
  }

  @Test("R-S1-2 trained on two patterns, two heads look at different places")
  func trainedHeadsDiffer() throws {
    let length = 6
    let letters = normal([length, 8], seed: 3)
    let targets = lookUp(letters, at: (0..<length).map { max(0, $0 - 1) }).sliced(axis: 1, 0..<4)
    let earlier = lookUp(letters, at: (0..<length).map { max(0, $0 - 3) }).sliced(axis: 1, 4..<8)
    let answer = concatenate([targets, earlier], axis: 1)
    var model = TwoPatterns(length: length)
    var optimizer = Adam(learningRate: 0.02)
    var losses: [Float] = []
    for _ in 0..<200 {
      let (loss, slope) = valueWithGradient(at: model) { square($0(letters) - answer).mean() }
      optimizer.update(&model, along: slope)
      losses.append(loss.scalar)
    }
    #expect(losses[199] < 0.1 * losses[0])
    let (_, seen) = observing { model(letters) }
    let weights = try #require(seen["weights"]).value
    let apart = abs(weights.selected(axis: 0, 0) - weights.selected(axis: 0, 1)).sum(alongAxis: 1).mean()
    #expect(apart.scalar > 0.1)
  }

  @Test("R-S1-3 attention is order-free without positions, and a causal mask alone ends that")
  func orderFreeOnlyWithoutMask() {
    let block = smallBlock()
    let (x, order) = (normal([5, 8], seed: 6), [4, 2, 0, 3, 1])
    let mask = Mask.causal(queries: 5, keys: 5)
    #expect(agree(block(lookUp(x, at: order)), lookUp(block(x), at: order)))
    #expect(distance(block(lookUp(x, at: order), mask: mask), lookUp(block(x, mask: mask), at: order)) > 0.1)
  }

  @Test("R-S1-4 normalized rows have mean 0 and variance σ²/(σ² + ε)")
  func normalizedRowsHaveMeanZeroAndKnownVariance() {
    for scale in [Float(0.003), 1, 100] {
      let rows = normal([6, 8], seed: 7) * scale + 2 * scale
      let output = LayerNorm(channels: 8)(rows)
      let variance = rows.variance(alongAxis: 1)
      #expect(agree(output.mean(alongAxis: 1), .zeros([6])))
      #expect(agree(output.variance(alongAxis: 1), variance / (variance + 1e-5), within: 1e-4))
    }
  }

  @Test("R-S1-5 any number of blocks keeps the shape; only with the sums does a gradient reach their input")
  func residualSumsKeepShapeAndGradient() {
    var generator = SeededGenerator(seed: 8)
    let configuration = BlockConfiguration(channels: 8, headCount: 2)
    let blocks = (0..<12).map { _ in TransformerBlock(configuration, deviation: 0.1, using: &generator) }
    let (x, cotangent) = (normal([4, 8], seed: 9), normal([4, 8], seed: 10))
    for count in [1, 2, 12] {
      #expect(blocks.prefix(count).reduce(x) { $1($0) }.shape == x.shape)
    }
    func reach(_ layer: @escaping (TransformerBlock, Tensor) -> Tensor) -> Float {
      let slope = gradient(at: x) { input in (blocks.reduce(input) { layer($1, $0) } * cotangent).sum() }
      return square(slope).sum().scalar.squareRoot()
    }
    let with = reach { $0($1) }
    let without = reach { $0.feedForward($0.attention($1)) }
    #expect(with > 1 && without < 1e-6 * with)
  }

  @Test("R-S1-6 X, Q, K, V, the weights, their product and the heads are observable, in this order")
  func stepsOfAttentionAreObservable() {
    let (_, seen) = observing { smallBlock()(normal([5, 8], seed: 11)) }
    let steps: [(String, Shape)] = [
      ("input", [5, 8]), ("attention.query", [2, 5, 4]), ("attention.key", [2, 5, 4]),
      ("attention.value", [2, 5, 4]), ("attention.weights", [2, 5, 5]), ("attention.output", [2, 5, 4]),
      ("attention.concatenated", [5, 8]), ("attention.projected", [5, 8]),
    ]
    for (name, shape) in steps { #expect(seen[name]?.value.shape == shape, "\(name)") }
    let wanted = steps.map(\.0)
    #expect(seen.map(\.name).filter { wanted.contains($0) } == wanted)
  }

  @Test("R-S1-7 a mean and a variance for each row come first, then the result made from them")
  func statisticsComeBeforeTheResult() throws {
    let rows = normal([6, 8], seed: 12)
    let (output, seen) = observing { LayerNorm(channels: 8)(rows) }
    let (mean, variance) = try (#require(seen["mean"]).value, #require(seen["variance"]).value)
    #expect(mean.count == 6 && variance.count == 6)
    #expect(agree(output, (rows - mean) / sqrt(variance + 1e-5)))
  }

  @Test("R-S1-10 the entropy grows with the temperature, and near 0 the choice is greedy")
  func entropyGrowsWithTemperature() throws {
    for seed in seeds {
      let logits = normal([9], seed: seed).scalars
      let entropies = try [Float(0.1), 0.5, 1, 2, 10].map { temperature in
        try Sampler(temperature: temperature).probabilities(of: logits)
          .reduce(0) { $1 > 0 ? $0 - $1 * Double(log(Tensor(Float($1))).scalar) : $0 }
      }
      #expect(zip(entropies, entropies.dropFirst()).allSatisfy { $0 < $1 })
      let best = try #require(logits.indices.max { logits[$0] < logits[$1] })
      #expect(try Sampler(temperature: 1e-4).probabilities(of: logits)[best] > 0.999)
      #expect(try Sampler.greedy.probabilities(of: logits)[best] == 1)
    }
  }

  @Test("R-S1-9 prompt, max_tokens, n, stop and temperature, with a seed, and each text says why it ended")
  func completionHasTheFiveParameters() throws {
    let model = GPT(
      GPTConfiguration(vocabularySize: 4, contextLength: 16, layerCount: 1, headCount: 2, channels: 8),
      seed: 2)
    let tokenizer = CharacterTokenizer(corpus: "abc.")
    func write(_ request: CompletionRequest) throws -> [CompletionChoice] {
      try complete(request, with: GPTPredictor(model), tokenizer: tokenizer).choices
    }
    var request = CompletionRequest(
      .text("ab"), maximum: .newTokens(150), count: 2, temperature: 0.7, seed: 5)
    let long = try write(request)
    #expect(long.count == 2 && long.allSatisfy { $0.newTokenCount == 150 && $0.reason == .length })
    #expect(try write(request) == long && long[0].text != long[1].text)
    request.stopTexts = ["."]
    let stopped = try write(request)
    #expect(stopped.allSatisfy { !$0.text.contains(".") && $0.reason == .stop })
    #expect(zip(stopped, long).allSatisfy { $1.text.hasPrefix($0.text + ".") })
    request.temperature = 0
    let greedy = try write(request)
    #expect(greedy[0].tokens == greedy[1].tokens)
    // S4 §5.1 counts with the prompt: six tokens and 44 more are 50.
    let whole = try write(CompletionRequest(.text("abcabc"), maximum: .tokensInAll(50), echo: true))
    #expect(whole[0].newTokenCount == 44 && whole[0].tokens.count == 50)
  }
}
