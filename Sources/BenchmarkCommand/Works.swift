import Autodiff
import Foundation
import Generation
import Kernels
import Language
import Neural
import Randomness
import Training

/// One benchmark: something to measure.
struct Work {
  /// What the command line calls it.
  let name: String
  /// Whether it is about a text that the project does not have.
  var needsText = false
  /// Measures for some seconds; the text, where it takes one, comes from a path.
  let measure: (_ budget: Double, _ text: String?) throws -> [Measurement]

  /// Every benchmark that a run without names makes, in its order.
  static var all: [Work] {
    [
      Work(name: "products") { budget, _ in products(budget: budget) },
      Work(name: "training-small") { budget, _ in
        try training("training-small", smallConfiguration, batch: 12, time: 64, budget: budget)
      },
      Work(name: "generation-small") { budget, _ in
        generation("generation-small", generatingConfiguration, prompt: [1], count: 500, budget: budget)
      },
      Work(name: "training-124m") { budget, _ in
        try training("training-124m", largeConfiguration, batch: 4, time: 64, budget: budget)
      },
      Work(name: "generation-124m") { budget, _ in
        generation("generation-124m", largeConfiguration, prompt: [1, 2, 3, 4], count: 64, budget: budget)
      },
      Work(name: "generation-124m-int8") { budget, _ in
        generation(
          "generation-124m-int8", largeConfiguration, prompt: [1, 2, 3, 4], count: 64, budget: budget
        ) { GPTPredictor(QuantizedGPT($0)) }
      },
      Work(name: "reading") { budget, _ in reading(budget: budget) },
      Work(name: "to-loss", needsText: true) { _, path in try timeToLoss(path) },
      Work(name: "ngrams") { budget, path in try nGrams(in: text(path), budget: budget) },
      Work(name: "baselines") { budget, path in try baselines(in: text(path), budget: budget) },
      Work(name: "byte-pairs-letters") { budget, _ in
        try bytePairs("byte-pairs-letters", in: randomLetters(10_000_000), budget: budget)
      },
      Work(name: "byte-pairs-lines") { budget, _ in
        try bytePairs("byte-pairs-lines", in: randomLetters(10_000_000, inLinesOf: 79), budget: budget)
      },
      Work(name: "byte-pairs") { budget, path in try bytePairs(in: text(path), budget: budget) },
    ]
  }

  /// The text at a path, or as much of Tiny World as tiny Shakespeare has.
  private static func text(_ path: String?) throws -> String {
    guard let path else { return TinyWorld().text(characters: 1_100_000, seed: 1) }
    return try Corpus(contentsOf: path).text
  }

  private static func products(budget: Double) -> [Measurement] {
    Set([1, Threads.count]).sorted().flatMap { threads in
      Products.all().map { products in
        let samples = Threads.$count.withValue(threads) {
          repeated(for: budget / 6, minimum: 20, products.run)
        }
        return Measurement(
          "products \(products.name), \(threads) thread\(threads == 1 ? "" : "s")", unit: "GFLOP/s",
          samples: samples.map(products.rate))
      }
    }
  }

  /// Training steps of sizes that the command line gives: not part of a run of every benchmark.
  static func training(_ sizes: TrainingSizes) -> Work {
    Work(name: "training") { budget, _ in
      var steps = TrainingSteps(sizes.configuration, batch: sizes.batch, time: sizes.context)
      let samples = try repeated(for: budget) { try steps.step() }
      return [Measurement("training", unit: "ms a step", samples: samples.map { 1_000 * $0 }, sizes: sizes)]
    }
  }

  private static func training(
    _ name: String, _ configuration: GPTConfiguration, batch: Int, time: Int, budget: Double
  ) throws -> [Measurement] {
    var steps = TrainingSteps(configuration, batch: batch, time: time)
    let samples = try repeated(for: budget) { try steps.step() }
    return [Measurement(name, unit: "ms a step", samples: samples.map { 1_000 * $0 })]
  }

  private static func generation(
    _ name: String, _ configuration: GPTConfiguration, prompt: [Int], count: Int, budget: Double,
    predictor: (GPT) -> GPTPredictor = { GPTPredictor($0) }
  ) -> [Measurement] {
    let predictor = predictor(GPT(configuration, seed: 1))
    var random = SeededGenerator(seed: 1)
    let samples = repeated(for: budget) {
      _ = try? generate(predictor, prompt: prompt, maximumNewTokens: count, using: &random)
    }
    return [Measurement(name, unit: "tokens/s", samples: samples.map { Double(count) / $0 })]
  }

  /// How fast the memory can be read: sums of rows of about as many numbers as GPT-2's smallest model has parameters.
  ///
  /// Each token that this model writes needs all of them once, so that no program can write more tokens a second than
  /// this rate has half gigabytes; with weights of eight bits, eighths.
  private static func reading(budget: Double) -> [Measurement] {
    let (rows, width) = (1_024, 121_000)
    let x = Buffer(repeating: 1, count: rows * width)
    let samples = repeated(for: budget) { _ = sum(x, outer: rows, axis: width, inner: 1) }
    return [Measurement("reading", unit: "GB/s", samples: samples.map { 4e-9 * Double(x.count) / $0 })]
  }

  /// The seconds until the small model, trained on nine tenths of a text, has a loss of 1.90 on the last tenth; those for
  /// all 2,000 steps; and the loss that it has then. A sample a seed; what is not reached is infinite.
  ///
  /// nanoGPT's setting: AdamW with rate 10⁻³ falling to 10⁻⁴ over 2,000 steps, 100 of warm-up, β₂ = 0.99; the loss
  /// is measured every 100 steps on 40 batches. Peers/peer.py does the same.
  private static func timeToLoss(_ path: String?) throws -> [Measurement] {
    let runs = try [1, 2, 3].map { try trained(on: path, seed: $0) }
    return [
      Measurement("to-loss 1.90", unit: "s", samples: runs.map(\.reached)),
      Measurement("to-loss 2,000 steps", unit: "s", samples: runs.map(\.whole)),
      Measurement("to-loss at the end", unit: "nats", samples: runs.map(\.loss)),
    ]
  }

  private static func trained(
    on path: String?, seed: Seed
  ) throws -> (reached: Double, whole: Double, loss: Double) {
    let start = ContinuousClock.now
    var elapsed: Double { (ContinuousClock.now - start) / .seconds(1) }
    let text = try text(path)
    let tokenizer = CharacterTokenizer(corpus: text)
    let tokens = try tokenizer.encode(text)
    let border = tokens.count * 9 / 10
    let training = try TokenWindows(tokens: Array(tokens[..<border]), context: 64)
    let validation = try TokenWindows(tokens: Array(tokens[border...]), context: 64)
    var configuration = smallConfiguration
    configuration.vocabularySize = tokenizer.vocabularySize
    var run = TrainingRun(
      model: GPT(configuration, seed: seed), optimizer: AdamW(beta2: 0.99, weightDecay: 0.1),
      schedule: .cosine(peak: 1e-3, floor: 1e-4, warmUp: 100, steps: 2_000), maximumNorm: 1,
      seed: seed)
    var random = seed.generator()
    var (loss, reached) = (Double.infinity, Double.infinity)
    while run.step < 2_000 {
      let batch = training.randomBatch(size: 12, using: &random)
      _ = try run.step { model, _ in crossEntropy(logits: model(batch.rows), targets: batch.targets) }
      if run.step.isMultiple(of: 100) {
        let batches = (0..<40).map { _ in validation.randomBatch(size: 12, using: &random) }
        loss = batches.reduce(0) {
          $0 + Double(crossEntropy(logits: run.model($1.rows), targets: $1.targets).scalar) / 40
        }
        if loss <= 1.90 { reached = min(reached, elapsed) }
      }
    }
    return (reached, elapsed, loss)
  }

  private static func nGrams(in text: String, budget: Double) throws -> [Measurement] {
    let tokenizer = CharacterTokenizer(corpus: text)
    let tokens = try tokenizer.encode(text)
    var sum = 0.0
    let samples = repeated(for: budget) {
      let counts = NGramCounts(order: 5, vocabularySize: tokenizer.vocabularySize, sequences: [tokens])
      let model = NGramModel(counts: counts, smoothing: .addConstant(0.1))
      sum += model.logProbability(of: tokens)
    }
    guard sum <= 0 else { fatalError("nGrams: a logarithm of a probability is \(sum)") }
    return [Measurement("ngrams", unit: "s", samples: samples)]
  }

  /// The n-grams that the chapter `training` compares its model with: the orders 1 to 8 in four smoothings, counted on half
  /// a million characters and measured on the next 50,000.
  private static func baselines(in text: String, budget: Double) throws -> [Measurement] {
    let tokenizer = CharacterTokenizer(corpus: text)
    let tokens = try tokenizer.encode(text)
    let counted = Array(tokens.prefix(500_000))
    let measured = Array(tokens.dropFirst(500_000).prefix(50_000))
    guard !measured.isEmpty else {
      throw CorpusError.tooShort("the text", count: tokens.count, minimum: 500_001, unit: "characters")
    }
    let smoothings: [NGramSmoothing] = [
      .addConstant(0.01), .absoluteDiscounting(.estimated), .kneserNey(.estimated), .kneserNey(.modified),
    ]
    let samples = repeated(for: budget) {
      let counts = NGramCounts(order: 8, vocabularySize: tokenizer.vocabularySize, sequences: [counted])
      for order in 1...8 {
        for smoothing in smoothings {
          _ = NGramModel(counts: counts, order: order, smoothing: smoothing).crossEntropy(on: [measured])
        }
      }
    }
    return [Measurement("baselines", unit: "s", samples: samples)]
  }

  /// Learning 2,000 merges from a text of few but very long, or many different, pieces.
  private static func bytePairs(
    _ name: String, in text: String, budget: Double
  ) throws -> [Measurement] {
    let samples = try repeated(for: budget) { _ = try BytePairTokenizer.train(on: text, mergeCount: 2_000) }
    return [Measurement(name, unit: "s", samples: samples)]
  }

  private static func bytePairs(in text: String, budget: Double) throws -> [Measurement] {
    let training = try repeated(for: budget / 2) {
      _ = try BytePairTokenizer.train(on: text, mergeCount: 1_000)
    }
    let tokenizer = try BytePairTokenizer.train(on: text, mergeCount: 1_000)
    let encoding = repeated(for: budget / 2) { _ = tokenizer.encode(text) }
    return [
      Measurement("byte-pairs training", unit: "s", samples: training),
      Measurement(
        "byte-pairs encoding", unit: "MB/s",
        samples: encoding.map { Double(text.utf8.count) / 1e6 / $0 }),
    ]
  }
}

extension Batch {
  /// The inputs, a list for every sequence.
  fileprivate var rows: [[Int]] {
    stride(from: 0, to: inputs.count, by: time).map { Array(inputs[$0..<$0 + time]) }
  }
}
