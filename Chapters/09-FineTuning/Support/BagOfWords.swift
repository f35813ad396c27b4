import Autodiff
import Neural
import Training

/// A bag of words: how often each word stands in a text, and a weight for each word and label.
struct BagOfWords {
  private var weights: Linear
  private let width: Int

  /// Softmax regression on the counts, descended on all texts at once.
  init(_ texts: [[Int]], labels: [Int], width: Int) {
    self.width = width
    weights = Linear(weight: .zeros([width, 2]), bias: .zeros([2]))
    let counts = Self.counts(texts, width: width)
    var optimizer = AdamW(learningRate: 0.05, weightDecay: 0.01)
    for _ in 0..<300 {
      let slope = gradient(at: weights) { crossEntropy(logits: $0(counts), targets: labels) }
      optimizer.update(&weights, along: slope)
    }
  }

  /// The label of each text.
  func answers(to texts: [[Int]]) -> [Int] {
    weights(Self.counts(texts, width: width)).rows.map { $0[1] > $0[0] ? 1 : 0 }
  }

  private static func counts(_ texts: [[Int]], width: Int) -> Tensor {
    var counts = Array(repeating: [Float](repeating: 0, count: width), count: texts.count)
    for (row, text) in texts.enumerated() { for token in text { counts[row][token] += 1 } }
    return Tensor(shape: [texts.count, width], scalars: Array(counts.joined()))
  }
}
