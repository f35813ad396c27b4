/// What is added to logits before a token is chosen: first a bias for the tokens that the caller names, then penalties
/// for the tokens that were already chosen (of the prompt's tokens none is).
///
/// A token that was chosen c times loses `frequencyPenalty` · c, and `presencePenalty` once c > 0.
struct LogitAdjustment {
  let bias: [Int: Float]
  let presencePenalty: Float
  let frequencyPenalty: Float
  private var counts: [Int: Int] = [:]

  init(bias: [Int: Float] = [:], presencePenalty: Float = 0, frequencyPenalty: Float = 0) {
    self.bias = bias
    self.presencePenalty = presencePenalty
    self.frequencyPenalty = frequencyPenalty
  }

  private var isPenalizing: Bool { presencePenalty != 0 || frequencyPenalty != 0 }

  func callAsFunction(_ logits: [Float]) -> [Float] {
    var result = logits
    for (token, value) in bias { result[token] += value }
    for (token, count) in counts { result[token] -= presencePenalty + frequencyPenalty * Float(count) }
    return result
  }

  /// Remembers that a token was chosen.
  mutating func note(_ token: Int) {
    if isPenalizing { counts[token, default: 0] += 1 }
  }
}
