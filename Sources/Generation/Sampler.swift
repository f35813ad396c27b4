import Kernels

/// How the next token is chosen from a row of logits z: with probability softmax(z/T), of the likeliest tokens only
/// where that is asked for.
///
/// - A temperature T below 1 makes likely tokens likelier, above 1 less so; softmax(z/T) is p^(1/T) renormalised. As
///   T → 0 only the likeliest token is left, and T = 0 *means* that: greedy choice, which draws nothing from the
///   generator.
/// - `topK` keeps the k likeliest tokens (Fan, Lewis and Dauphin 2018).
/// - `topP` keeps the fewest likeliest tokens that together have at least probability p, after temperature and top-k
///   (nucleus sampling, Holtzman et al. 2020); at least one token stays.
///
/// Of tokens equally likely, that with the lowest index comes first, in greedy choice and at both cuts. A
/// logit of −∞ or NaN is never chosen.
public struct Sampler: Sendable, Hashable {
  /// T ≥ 0.
  public let temperature: Float
  /// How many tokens are kept; `nil`: all.
  public let topK: Int?
  /// How much probability is kept; `nil`: all.
  public let topP: Float?

  /// The likeliest token, always.
  public static let greedy = Sampler(temperature: 0)

  /// A sampler; traps when T is negative or not finite, when k < 1 or when p is not in (0, 1].
  public init(temperature: Float = 1, topK: Int? = nil, topP: Float? = nil) {
    guard temperature >= 0, temperature.isFinite, topK.map({ $0 >= 1 }) ?? true,
      topP.map({ $0 > 0 && $0 <= 1 }) ?? true
    else {
      fatalError(
        "Sampler: temperature \(temperature) must be ≥ 0, topK \(topK ?? 1) ≥ 1 and topP \(topP ?? 1) in (0, 1]"
      )
    }
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
  }

  /// The probability with which every token is chosen; they sum to 1. Throws when no logit can be chosen.
  public func probabilities(of logits: [Float]) throws(SamplingError) -> [Double] {
    let candidates = ranked(logits)
    guard let best = candidates.first else { throw .nothingToChoose(logits: logits.count) }
    var result = [Double](repeating: 0, count: logits.count)
    if temperature == 0 {
      result[best] = 1
      return result
    }
    // The best logit is taken out before the division, which could otherwise overflow at a low temperature.
    let scaled = candidates.map { logits[$0] == logits[best] ? 0 : (logits[$0] - logits[best]) / temperature }
    let weights = softmax(Buffer(scaled), rows: 1, columns: scaled.count).array.map(Double.init)
    let kept = topP.map { nucleus(weights, share: Double($0)) } ?? weights.count
    let total = weights.prefix(kept).reduce(0, +)
    for (token, weight) in zip(candidates, weights).prefix(kept) {
      result[token] = weight / total
    }
    return result
  }

  /// Chooses a token; throws when no logit can be chosen.
  public func callAsFunction(
    _ logits: [Float], using generator: inout some RandomNumberGenerator
  ) throws(SamplingError) -> Int {
    if temperature == 0 || topK == 1 {
      guard let best = ranked(logits).first else { throw .nothingToChoose(logits: logits.count) }
      return best
    }
    return generator.index(weights: try probabilities(of: logits))
  }

  /// The tokens that may be chosen, likeliest first where the order matters.
  private func ranked(_ logits: [Float]) -> [Int] {
    if temperature == 0 || topK == 1 { return greatest(1, of: logits) }
    if topP != nil || topK ?? .max < logits.count { return greatest(topK ?? logits.count, of: logits) }
    guard let best = greatest(1, of: logits).first else { return [] }
    return [best] + logits.indices.filter { $0 != best && logits[$0] > -.infinity }
  }

  /// How many of the falling weights it takes to have a share of the whole.
  private func nucleus(_ weights: [Double], share: Double) -> Int {
    var sum = 0.0
    for (index, weight) in weights.enumerated() {
      sum += weight
      if sum >= share { return index + 1 }
    }
    return weights.count
  }
}
