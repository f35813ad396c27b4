import Autodiff
import Neural
import Randomness
import Training

/// A task that cannot be done without positions: at every place, say the token that stood `back` places before.
struct CopyTask {
  let back: Int
  let length = 12
  let vocabularySize = 8

  /// Random sentences; the same generator gives the same ones.
  func sentences(_ count: Int, using generator: inout SeededGenerator) -> [[Int]] {
    (0..<count).map { _ in (0..<length).map { _ in generator.index(below: vocabularySize) } }
  }

  /// What is asked at every place; 0 where nothing is (see `keep`).
  func targets(_ sentence: [Int]) -> [Int] {
    sentence.indices.map { $0 < back ? 0 : sentence[$0 - back] }
  }

  /// The first places have nothing to copy.
  func keep(_ count: Int) -> [Bool] { (0..<count).flatMap { _ in (0..<length).map { $0 >= back } } }

  /// The share that one can guess who sees the tokens as a set: the most frequent of the others.
  func orderBlindShare(_ sentences: [[Int]]) -> Double {
    var (sum, count) = (0.0, 0)
    for sentence in sentences {
      for place in back..<length {
        var counts = [Int](repeating: 0, count: vocabularySize)
        for (other, token) in sentence.enumerated() where other != place { counts[token] += 1 }
        sum += Double(counts.max() ?? 0) / Double(length - 1)
        count += 1
      }
    }
    return sum / Double(max(1, count))
  }
}

/// Embedding, positions, one head of attention, and a guess.
struct Copier: Module {
  var embedding: Embedding
  /// A table of parameters.
  var learned: Embedding?
  var attention: MultiHeadAttention
  var head: Linear
  /// A table that stays as it is.
  let fixed: Tensor?

  init(task: CopyTask, channels: Int, fixed: Tensor?, isLearned: Bool, using generator: inout SeededGenerator)
  {
    embedding = Embedding(
      vocabularySize: task.vocabularySize, channels: channels, deviation: 0.5, using: &generator)
    attention = MultiHeadAttention(channels: channels, headCount: 1, using: &generator)
    head = Linear(inputs: channels, outputs: task.vocabularySize, using: &generator)
    learned =
      isLearned
      ? Embedding(vocabularySize: task.length, channels: channels, deviation: 0.5, using: &generator) : nil
    self.fixed = fixed
  }

  /// `[batch][time] → [batch, time, vocabulary]`.
  func callAsFunction(_ sentences: [[Int]]) -> Tensor {
    let tokens = embedding(sentences)
    let positions = learned.map(\.weight) ?? fixed
    return head(attention(positions.map { tokens + $0 } ?? tokens))
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("embedding", &embedding)
    visitor.visit("learned", &learned)
    visitor.visit("attention", &attention)
    visitor.visit("head", &head)
  }
}

/// What came of training a copier.
struct CopyResult {
  let accuracy: Double
  /// The mean attention from each place to each, `[time, time]`.
  let weights: Tensor
  let model: Copier

  /// The mean attention paid to the place that holds the answer.
  func attention(back: Int) -> Double {
    let rows = weights.rows
    return (back..<rows.count).reduce(0) { $0 + Double(rows[$1][$1 - back]) } / Double(rows.count - back)
  }

  init(
    _ start: Copier, task: CopyTask, steps: Int, test: [[Int]], generator: SeededGenerator,
    report: (Int, Float) -> Void
  ) {
    var (model, generator) = (start, generator)
    var optimizer = Adam(learningRate: 0.01)
    let batch = 16
    let keep = task.keep(batch)
    for step in 0..<steps {
      let sentences = task.sentences(batch, using: &generator)
      let targets = sentences.flatMap(task.targets)
      let (loss, gradient) = valueWithGradient(at: model) { model in
        crossEntropy(logits: model(sentences), targets: targets, keep: keep)
      }
      optimizer.update(&model, along: gradient)
      report(step, loss.scalar)
    }
    let (logits, seen) = observing { model(test) }
    let guesses = logits.argmax()
    let counted = zip(zip(guesses, test.flatMap(task.targets)), task.keep(test.count)).filter(\.1).map(\.0)
    accuracy = Double(counted.count { $0.0 == $0.1 }) / Double(max(1, counted.count))
    weights =
      seen["weights"]?.value.mean(alongAxes: [0, 1]) ?? .zeros([task.length, task.length])
    self.model = model
  }
}
