import Randomness

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// P(w | the n − 1 symbols before it), from counts: the language model before neural ones (S2 §1.1, G-NGRAM).
///
/// The probability of a sentence is the product over its tokens, P(w₁…w_T) = Π P(w_t | w_{t−n+1} … w_{t−1}), each
/// sentence beginning after `<s>` (S0 §2.1). One set of counts serves models of every order up to its own:
///
/// ```swift
/// let counts = NGramCounts(order: 5, vocabularySize: 65, sequences: [tokens])
/// let trigram = NGramModel(counts: counts, order: 3, smoothing: .kneserNey(.modified))
/// trigram.perplexity(on: [heldOut])
/// ```
public struct NGramModel: Sendable {
  /// The counts that the probabilities are made from.
  public let counts: NGramCounts
  /// n: a token depends on the n − 1 symbols before it.
  public let order: Int
  /// How counts become probabilities.
  public let smoothing: NGramSmoothing
  // Of each node of the counts: as an event after its parent, its direct part; as a context, what is left over.
  private var direct: [Double]
  private var leftover: [Double]

  /// The number of different tokens.
  public var vocabularySize: Int { counts.vocabularySize }
  /// The symbol before the first token of a sequence: only context.
  public var beginning: Int { counts.beginning }

  /// A model of `sequences`.
  public init(
    order: Int, vocabularySize: Int, smoothing: NGramSmoothing, sequences: some Sequence<[Int]>
  ) {
    self.init(
      counts: NGramCounts(order: order, vocabularySize: vocabularySize, sequences: sequences),
      smoothing: smoothing)
  }

  /// A model of the order `order` (absent: of the counts' own); stops when the counts are of a lower order, or the
  /// constants of `smoothing` are not what it needs.
  public init(counts: NGramCounts, order: Int? = nil, smoothing: NGramSmoothing) {
    let order = order ?? counts.order
    guard (1...counts.order).contains(order) else {
      fatalError("NGramModel: order \(order) from counts of order \(counts.order)")
    }
    self.counts = counts
    self.order = order
    self.smoothing = smoothing
    direct = [Double](repeating: 0, count: counts.nodes.count)
    leftover = [Double](repeating: 1, count: counts.nodes.count)

    // C(h), and how many tokens have the counts 1, 2 and 3 or more after h.
    var totals = [Double](repeating: 0, count: counts.nodes.count)
    var kinds = [SIMD4<Double>](repeating: .zero, count: counts.nodes.count)
    var countsOfCounts = [[Double]](repeating: [0, 0, 0, 0], count: order + 1)
    for node in counts.nodes where node.depth > 0 && node.depth <= order && node.token < counts.beginning {
      let count = Self.count(node, order, smoothing)
      totals[Int(node.parent)] += Double(count)
      kinds[Int(node.parent)][min(count, 3)] += 1
      if count <= 4 { countsOfCounts[Int(node.depth)][count - 1] += 1 }
    }
    let discounts = Self.discounts(smoothing, countsOfCounts)

    for (index, node) in counts.nodes.enumerated() where node.depth <= order {
      if node.depth > 0, node.token < counts.beginning {
        let count = Self.count(node, order, smoothing)
        let total = totals[Int(node.parent)]
        switch smoothing {
        case .maximumLikelihood: direct[index] = Double(count) / total
        case .addConstant(let k): direct[index] = Double(count) / (total + k * Double(vocabularySize))
        case .interpolation(let weights):
          direct[index] = weights[Int(node.depth) - 1] * Double(count) / total
        case .absoluteDiscounting, .kneserNey:
          direct[index] = (Double(count) - discounts[Int(node.depth)][min(count, 3) - 1]) / total
        }
      }
      guard totals[index] > 0 else { continue }
      switch smoothing {
      case .maximumLikelihood: leftover[index] = 0
      case .addConstant(let k):
        let added = k * Double(vocabularySize)
        leftover[index] = added / (totals[index] + added)
      case .interpolation(let weights): leftover[index] = 1 - weights[Int(node.depth)]
      case .absoluteDiscounting, .kneserNey:
        let discount = discounts[Int(node.depth) + 1]
        let kind = kinds[index]
        let taken = discount[0] * kind[1] + discount[1] * kind[2] + discount[2] * kind[3]
        leftover[index] = taken / totals[index]
      }
    }
  }

  /// The count that the smoothing uses for a run: C(run), or Kneser and Ney's N₁₊(•run) below the highest order.
  private static func count(_ node: NGramCounts.Node, _ order: Int, _ smoothing: NGramSmoothing) -> Int {
    guard case .kneserNey = smoothing, node.depth < order, !node.startsAtBeginning else {
      return Int(node.count)
    }
    return Int(node.precederKinds)
  }

  /// The discounts of each order; none for the smoothings that do not discount. Checks every constant.
  private static func discounts(_ smoothing: NGramSmoothing, _ countsOfCounts: [[Double]]) -> [[Double]] {
    switch smoothing {
    case .maximumLikelihood: break
    case .addConstant(let k):
      guard k > 0, k < .infinity else { fatalError("addConstant(\(k)): not positive") }
    case .interpolation(let weights):
      guard weights.count == countsOfCounts.count - 1, weights.allSatisfy({ (0...1).contains($0) }) else {
        fatalError("interpolation(weights: \(weights)): not \(countsOfCounts.count - 1) numbers from 0 to 1")
      }
    case .absoluteDiscounting(let discount), .kneserNey(let discount):
      if case .fixed(let value) = discount, !(0...1).contains(value) {
        fatalError("discount \(value): not from 0 to 1")
      }
      return countsOfCounts.map(discount.values(countsOfCounts:))
    }
    return []
  }

  /// Whether the lower distribution is that of the next shorter context, and not the uniform one.
  private var backsOff: Bool {
    switch smoothing {
    case .maximumLikelihood, .addConstant: false
    case .interpolation, .absoluteDiscounting, .kneserNey: true
    }
  }

  /// P(token | context) = direct(h, w) + leftover(h) · P_lower(w).
  ///
  /// h is the last n − 1 symbols of `context`, fewer when it has fewer, and only those from the last ``beginning``
  /// on. The whole definition is here; ``logProbabilities(of:)`` computes the same along a sequence.
  public func probability(of token: Int, after context: [Int]) -> Double {
    guard token >= 0, token < vocabularySize else {
      fatalError("token \(token) in a vocabulary of \(vocabularySize)")
    }
    return probability(token, usable(context))
  }

  private func probability(_ token: Int, _ context: ArraySlice<Int>) -> Double {
    let lower =
      backsOff && !context.isEmpty
      ? probability(token, context.dropFirst()) : 1 / Double(vocabularySize)
    guard let node = counts.node(of: context) else { return lower }
    let event = counts.children.value(node, token)
    return (event < 0 ? 0 : direct[event]) + leftover[node] * lower
  }

  private func usable(_ context: [Int]) -> ArraySlice<Int> {
    let start = context.lastIndex(of: beginning) ?? 0
    return context[start...].suffix(order - 1)
  }

  /// P(w | context) for every token w: `vocabularySize` numbers whose sum is 1.
  public func distribution(after context: [Int]) -> [Double] {
    var result = [Double](repeating: 1 / Double(vocabularySize), count: vocabularySize)
    let context = usable(context)
    for length in (backsOff ? 0 : context.count)...context.count {
      guard let node = counts.node(of: context.suffix(length)) else { break }
      for token in result.indices { result[token] *= leftover[node] }
      counts.forEachChild(of: node) { result[Int(counts.nodes[$0].token)] += direct[$0] }
    }
    return result
  }

  /// ln P of each token of a sequence given those before it; −∞ where the model holds it impossible.
  public func logProbabilities(of sequence: [Int]) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(sequence.count)
    let uniform = 1 / Double(vocabularySize)
    let backsOff = backsOff
    counts.forEachRun(of: sequence, order: order) { contexts, events, known in
      var probability = uniform
      for length in (backsOff ? 0 : known)...known {
        let context = contexts[length]
        guard context >= 0 else { break }
        let event = events[length]
        probability = (event < 0 ? 0 : direct[event]) + leftover[context] * probability
      }
      result.append(log(probability))
    }
    return result
  }

  /// ln P(sequence) = Σ_t ln P(w_t | w_{<t}), from its beginning.
  public func logProbability(of sequence: [Int]) -> Double {
    logProbabilities(of: sequence).reduce(0, +)
  }

  /// The mean of −ln P a token over all sequences, in nats; ∞ when one token is impossible.
  public func crossEntropy(on sequences: some Sequence<[Int]>) -> Double {
    var sum = 0.0
    var count = 0
    for sequence in sequences {
      sum -= logProbability(of: sequence)
      count += sequence.count
    }
    return count == 0 ? 0 : sum / Double(count)
  }

  /// exp of the cross-entropy: the model is as unsure as if it chose evenly among so many tokens (G-PPL).
  public func perplexity(on sequences: some Sequence<[Int]>) -> Double {
    exp(crossEntropy(on: sequences))
  }

  /// Draws up to `count` tokens, one after another, from P(w | context)^(1/temperature), renormalised.
  ///
  /// Temperature 1 draws from the model itself, 0 takes the most probable token (the first of several). Stops
  /// after the token `last`, which is in the result. An absent context is the beginning of a sequence.
  public func sample(
    count: Int, after context: [Int]? = nil, temperature: Double = 1, last: Int? = nil,
    using generator: inout some RandomNumberGenerator
  ) -> [Int] {
    guard temperature >= 0 else { fatalError("sample(temperature: \(temperature)): negative") }
    var symbols = context ?? [beginning]
    let start = symbols.count
    while symbols.count - start < count {
      var weights = distribution(after: Array(symbols.suffix(order - 1)))
      let largest = weights.reduce(0, max)
      let token: Int
      if temperature == 0 {
        token = weights.firstIndex(of: largest) ?? 0
      } else {
        // Divided by the largest, so that a low temperature does not make every weight 0.
        if temperature != 1 { weights = weights.map { pow($0 / largest, 1 / temperature) } }
        token = generator.index(weights: weights)
      }
      symbols.append(token)
      if token == last { break }
    }
    return Array(symbols[start...])
  }
}
