import Autodiff
import Formulas
import Language
import Neural
import Randomness
import Testing
import Training

/// What document S3 lists (§1.1, §3.1, §3.4, §3.5, §4, §6).
@Suite struct S3RequirementTests {
  @Test("R-S3-1 projections, weights, output; the printed W_q·X·W_k has symmetric scores and other numbers")
  func threeStepsAndWhatIsPrinted() throws {
    // Ledger S3-3.1-Q: X = I₂ and three different projections.
    let layer = MultiHeadAttention(
      query: Linear(weight: Tensor([[1, 2], [0, 1]])), key: Linear(weight: Tensor([[1, 0], [1, 1]])),
      value: Linear(weight: Tensor([[2, 0], [0, 1]])), output: Linear(weight: .identity(2)), headCount: 1)
    let (output, seen) = observing { layer(.identity(2)) }
    #expect(seen["scores"]?.value.reshaped([2, 2]) == Tensor([[1, 3], [0, 1]]))
    #expect(agree(output, Tensor([[0.391140635, 0.804429683], [0.660476901, 0.669761549]])))
    let inputs = Formula.Examples.projections
    let query = try Formula.of(.s3_3_1_Q).asPrinted.compute(inputs).matrix("Q")
    let key = try Formula.of(.s3_3_1_K).asPrinted.compute(inputs).matrix("K")
    #expect(query == Matrix([[3, 2], [1, 1]]) && key == query)
    let scores = try query.times(key.transposed, as: "Q·Kᵀ")
    #expect(scores == Matrix([[13, 5], [5, 2]]) && scores == scores.transposed)
  }

  @Test("R-S3-2 the encoder embeds, adds positions, attends, feeds forward and adds up, in this order")
  func encoderRunsInFiveSteps() throws {
    let model = smallModel(layers: 1, positions: .sinusoidal, placement: .post)
    let tokens = [3, 1, 4, 1]
    let (embedded, rows) = (model.embedding(tokens), sinusoidalPositions(length: 4, channels: 8))
    let (_, seen) = observing { model(tokens) }
    let steps = [
      "embedded", "blocks.0.attention.projected", "blocks.0.feedForward.projected", "blocks.0.output",
    ]
    #expect(seen.map(\.name).filter { steps.contains($0) } == steps)
    let values = try steps.map { try #require(seen[$0]).value.reshaped([4, 8]) }
    #expect(agree(values[0], embedded + rows))
    let block = model.blocks[0]
    let attended = block.attentionNorm(values[0] + values[1])
    #expect(agree(block.feedForwardNorm(attended + values[2]), values[3]))
    // Taken at its word, the fifth step is one sum: other numbers.
    #expect(distance(values[0] + values[1] + values[2], values[3]) > 0.1)
    let printed = Formula.of(.s3_3_4_P_ENC).asPrinted
    #expect(abs(try printed.compute(printed.example).matrix("output")[0, 0] - 1.719085049) < 1e-9)
  }

  @Test("R-S3-3 in the decoder the future does not leak, and the memory matters")
  func futureDoesNotLeakAndMemoryMatters() {
    var generator = SeededGenerator(seed: 1)
    let block = DecoderBlock(BlockConfiguration(channels: 8, headCount: 2), using: &generator)
    let parts = normals([5, 8], [5, 8], [3, 8], [3, 8], seed: 2)
    let output = block(parts[0], memory: parts[2])
    for place in 1..<5 {
      let mixed = concatenate(
        [parts[0].sliced(axis: 0, 0..<place), parts[1].sliced(axis: 0, place..<5)], axis: 0)
      let changed = block(mixed, memory: parts[2])
      #expect(bits(changed.sliced(axis: 0, 0..<place)) == bits(output.sliced(axis: 0, 0..<place)))
      #expect(distance(changed.selected(axis: 0, place), output.selected(axis: 0, place)) > 0.05)
    }
    #expect(distance(block(parts[0], memory: parts[3]), output) > 0.05)
  }

  @Test("R-S3-5 training starts near ln V, and ends below the bigram on text it has not seen")
  func trainingStartsAtLnVAndPassesTheBigram() throws {
    // 0 1 0 2 0 1 0 2 …: what follows 0 depends on the letter before it, which a bigram cannot see.
    let text = (0..<240).map { [0, 1, 0, 2][$0 % 4] }
    let (training, validation) = (Array(text.prefix(200)), Array(text.suffix(40)))
    let bigram = NGramModel(
      order: 2, vocabularySize: 3, smoothing: .maximumLikelihood, sequences: [training])
    let configuration = GPTConfiguration(
      vocabularySize: 3, contextLength: 12, layerCount: 1, headCount: 2, channels: 16, tiesHead: false)
    var run = TrainingRun(
      model: GPT(configuration, seed: 1), optimizer: AdamW(), schedule: .constant(1e-2), seed: 1)
    func heldOut(_ model: GPT) -> Double {
      let starts = [0, 12, 24]
      return meanLoss(
        inputs: starts.map { Array(validation[$0..<$0 + 12]) },
        targets: starts.map { Array(validation[$0 + 1...$0 + 12]) }
      ) { model($0) }
    }
    #expect(abs(heldOut(run.model) - 1.0986123) < 0.2)  // ln 3
    _ = try run.train(
      through: 100,
      batch: { generator in
        let starts = (0..<4).map { _ in generator.index(below: training.count - 12) }
        return (
          starts.map { Array(training[$0..<$0 + 12]) }, starts.map { Array(training[$0 + 1...$0 + 12]) }
        )
      },
      loss: { model, batch, _ in crossEntropy(logits: model(batch.0), targets: batch.1.flatMap { $0 }) }
    ) { _, _ in }
    #expect(heldOut(run.model) < 0.5 * bigram.crossEntropy(on: [validation]))
  }

  @Test("R-S3-7 the sample's configuration is constructible, and a padded batch of ten runs at reduced size")
  func configurationOfTheSampleRuns() {
    let full = GPTConfiguration(
      vocabularySize: 10_000, contextLength: 128, layerCount: 6, headCount: 8, channels: 512)
    // 10,000·512 + 128·512 + 6·(4·(512² + 512) + 2·4·512² + 5·512 + 4·512) + 2·512.
    #expect(full.parameterCount == 24_100_864)
    let model = GPT(
      GPTConfiguration(vocabularySize: 100, contextLength: 16, layerCount: 2, headCount: 8, channels: 16),
      seed: 1)
    var generator = SeededGenerator(seed: 1)
    let batch = (0..<10).map { _ in (0..<16).map { _ in generator.index(below: 100) } }
    let lengths = (0..<10).map { 7 + $0 }
    let logits = model(batch, lengths: lengths)
    #expect(logits.shape == [10, 16, 100])
    #expect(logits.scalars.allSatisfy { $0.isFinite })
    for row in [0, 9] {
      let alone = model(Array(batch[row].prefix(lengths[row])))
      #expect(agree(logits.selected(axis: 0, row).sliced(axis: 0, 0..<lengths[row]), alone))
    }
  }

  @Test("R-S3-8 the next word's probabilities are at least 0 and sum to 1, counted or learned")
  func nextWordIsADistribution() throws {
    let probabilities = softmax(smallModel()([3, 1, 4, 1, 5]))
    #expect(probabilities.scalars.allSatisfy { $0 >= 0 })
    #expect(agree(probabilities.sum(alongAxis: 1), .ones([5])))
    let toy = try ToySentences()
    for smoothing in [NGramSmoothing.maximumLikelihood, .addConstant(0.5), .kneserNey(.estimated)] {
      let model = toy.model(2, smoothing)
      for context in 0..<6 {
        let distribution = model.distribution(after: [context])
        #expect(distribution.allSatisfy { $0 >= 0 } && abs(distribution.reduce(0, +) - 1) < 1e-12)
      }
    }
  }
}
