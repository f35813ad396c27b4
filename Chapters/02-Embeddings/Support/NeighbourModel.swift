import Autodiff
import Neural
import Notebook
import Randomness
import Training

/// Predicts the words on both sides of a word from its row of the table alone.
///
/// All that it knows of a word must pass through d numbers: words with the same neighbours get the same row.
struct NeighbourModel: Module {
  var table: Embedding  // [V, d]
  var next: Linear  // d → V
  var previous: Linear  // d → V

  init(words: Int, channels: Int, using generator: inout SeededGenerator) {
    table = Embedding(
      vocabularySize: words, channels: channels,
      deviation: 1 / Float(channels).squareRoot(), using: &generator)
    next = Linear(inputs: channels, outputs: words, using: &generator)
    previous = Linear(inputs: channels, outputs: words, using: &generator)
  }

  /// The mean surprise of the neighbours, in nats.
  func loss(_ places: Neighbours) -> Tensor {
    let rows = table(places.words)  // [n, d]
    let (ahead, behind) = (next(rows), previous(rows))  // logits, [n, V]
    return
      (crossEntropy(logits: ahead, targets: places.next)
      + crossEntropy(logits: behind, targets: places.previous)) / 2
  }

  /// P(next word | word), all of them.
  func nextProbabilities(after word: Int) -> [Float] {
    softmax(next(table([word]))).scalars
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("table", &table)
    visitor.visit("next", &next)
    visitor.visit("previous", &previous)
  }
}

/// Words with the words before and after them.
struct Neighbours {
  var words: [Int] = []
  var previous: [Int] = []
  var next: [Int] = []

  /// Every place of the sequences that has both neighbours.
  init(_ sequences: [[Int]]) {
    for sequence in sequences where sequence.count > 2 {
      words += sequence[1..<sequence.count - 1]
      previous += sequence[..<(sequence.count - 2)]
      next += sequence[2...]
    }
  }

  private init(_ all: Neighbours, at places: [Int]) {
    words = places.map { all.words[$0] }
    previous = places.map { all.previous[$0] }
    next = places.map { all.next[$0] }
  }

  /// Places drawn at random.
  func sample(_ count: Int, using generator: inout SeededGenerator) -> Neighbours {
    Neighbours(self, at: (0..<count).map { _ in generator.index(below: words.count) })
  }

  /// At most so many places, spread evenly.
  func spread(_ count: Int) -> Neighbours {
    let step = max(1, words.count / count)
    return Neighbours(self, at: Array(stride(from: 0, to: words.count, by: step)))
  }
}

/// A model before and after its training.
struct NeighbourTraining {
  let start: NeighbourModel
  let end: NeighbourModel
  /// The loss of each step's places, before the step.
  let losses: [Float]

  /// Whether steps and channels suffice for what is claimed of the words: with fewer nothing is promised.
  var isLong: Bool { losses.count >= 300 && isWide }

  /// Whether a word has room for more than chance: with two or three numbers random rows differ by large factors.
  var isWide: Bool { start.next.weight.shape[0] >= 4 }
}

/// Trains on places drawn at random; a frozen table stays as it is.
func train(
  _ model: NeighbourModel, on all: Neighbours, steps: Int, batchSize: Int,
  rate: Float, isFrozen: Bool = false, seed: Seed, progress: Progress? = nil
) throws -> NeighbourTraining {
  var run = TrainingRun(
    model: model, optimizer: AdamW(weightDecay: 0),
    schedule: .cosine(
      peak: rate, floor: rate / 10, warmUp: min(20, steps), steps: steps),
    seed: seed)
  var losses: [Float] = []
  for step in 0..<steps {
    let places = all.sample(batchSize, using: &run.generator)
    let result = try run.step { model, _ in
      var model = model
      if isFrozen { model.table.weight = model.table.weight.detached }
      return model.loss(places)
    }
    losses.append(result.loss)
    progress?.report(step: step + 1, loss: Double(result.loss))
  }
  return NeighbourTraining(start: model, end: run.model, losses: losses)
}
