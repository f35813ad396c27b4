import Autodiff
import Neural
import Randomness

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

  /// The share of right answers among the guesses that logits of `[sentence, time, vocabulary]` make.
  func accuracy(of logits: Tensor, on sentences: [[Int]]) -> Double {
    let answers = zip(logits.argmax(), sentences.flatMap(targets))
    let counted = zip(answers, keep(sentences.count)).filter(\.1).map(\.0)
    return Double(counted.count { $0.0 == $0.1 }) / Double(max(1, counted.count))
  }

  /// The mean weight on the place that holds the answer, of weights `[time, time]`.
  func attentionOnAnswer(_ weights: Tensor) -> Double {
    (back..<length).reduce(0) { $0 + Double(weights[$1, $1 - back]) } / Double(length - back)
  }
}

/// Embedding, positions, one head of attention, and a guess.
struct Copier: Module {
  static let channels = 32

  var embedding: Embedding
  /// A table of parameters.
  var learned: Embedding?
  var attention: MultiHeadAttention
  var head: Linear
  /// A table that stays as it is.
  let fixed: Tensor?

  init(_ task: CopyTask, fixed: Tensor?, isLearned: Bool, seed: Seed) {
    let channels = Self.channels
    var generator = seed.generator()
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
    let tokens = embedding(sentences)  // [batch, time, channels]
    let positions = learned?.weight ?? fixed  // [time, channels], or none
    return head(attention(positions.map { tokens + $0 } ?? tokens))
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("embedding", &embedding)
    visitor.visit("learned", &learned)
    visitor.visit("attention", &attention)
    visitor.visit("head", &head)
  }
}
