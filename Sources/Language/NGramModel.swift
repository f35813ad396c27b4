import Platform
import Randomness

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
  // Of each run of the counts: P(its last token | the others), whole; and as a context, what is left over. With both, a
  // token is scored by one look-up where it followed its context (the back-off tables of the ARPA format).
  private var probabilities: [Double]
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

  /// A model of the order `order` (absent: of the counts' own); traps when the counts are of a lower order, or the
  /// constants of `smoothing` are not what it needs.
  public init(counts: NGramCounts, order: Int? = nil, smoothing: NGramSmoothing) {
    let order = order ?? counts.order
    guard (1...counts.order).contains(order) else {
      fatalError("NGramModel: order \(order) from counts of order \(counts.order)")
    }
    self.counts = counts
    self.order = order
    self.smoothing = smoothing
    let (runs, lengths) = (counts.tree.runs, counts.tree.lengths)
    let usedCount = Self.countOfRun(counts.tree, order, smoothing)
    let uniform = 1 / Double(counts.vocabularySize)
    probabilities = [Double](repeating: uniform, count: runs.count)
    leftover = [Double](repeating: 1, count: runs.count)

    // C(h), and for the smoothings that discount how many tokens have the counts 1, 2 and 3 or more after h.
    var totals = [Int32](repeating: 0, count: runs.count)
    var kinds = [SIMD4<Int32>](repeating: .zero, count: smoothing.discounts ? runs.count : 0)
    var countsOfCounts = [[Double]](repeating: [0, 0, 0, 0], count: order + 1)
    for run in runs.indices where run > NGramTree.beginning && lengths[run] <= order {
      let count = usedCount(run)
      totals[Int(runs[run].context)] += Int32(count)
      guard smoothing.discounts else { continue }
      kinds[Int(runs[run].context)][min(count, 3)] += 1
      if count <= 4 { countsOfCounts[Int(lengths[run])][count - 1] += 1 }
    }
    let discounts = Self.discounts(smoothing, countsOfCounts)

    // P(w|h) = direct(h, w) + leftover(h) · P(w|h'): the context h and the suffix h'w come before the run hw.
    for run in runs.indices where lengths[run] <= order {
      let length = Int(lengths[run])
      if run > NGramTree.beginning {
        let context = Int(runs[run].context)
        let count = usedCount(run)
        let total = Double(totals[context])
        let direct =
          switch smoothing {
          case .maximumLikelihood: Double(count) / total
          case .addConstant(let k): Double(count) / (total + k * Double(vocabularySize))
          case .interpolation(let weights): weights[length - 1] * Double(count) / total
          case .absoluteDiscounting, .kneserNey:
            (Double(count) - discounts[length][min(count, 3) - 1]) / total
          }
        let lower = smoothing.backsOff ? probabilities[Int(runs[run].suffix)] : uniform
        probabilities[run] = direct + leftover[context] * lower
      }
      guard totals[run] > 0 else { continue }
      let total = Double(totals[run])
      switch smoothing {
      case .maximumLikelihood: leftover[run] = 0
      case .addConstant(let k):
        let added = k * Double(vocabularySize)
        leftover[run] = added / (total + added)
      case .interpolation(let weights): leftover[run] = 1 - weights[length]
      case .absoluteDiscounting, .kneserNey:
        let discount = discounts[length + 1]
        let taken = (1...3).reduce(0) { $0 + discount[$1 - 1] * Double(kinds[run][$1]) }
        leftover[run] = taken / total
      }
    }
  }

  /// The count that the smoothing uses for a run: C(run), or Kneser and Ney's N₁₊(•run) below the highest order.
  private static func countOfRun(
    _ tree: NGramTree, _ order: Int, _ smoothing: NGramSmoothing
  ) -> (_ run: Int) -> Int {
    guard case .kneserNey = smoothing else { return { Int(tree.runs[$0].count) } }
    let precederKinds = tree.precederKinds()
    return { run in
      // Nothing stands before a run that begins with <s>.
      guard tree.lengths[run] < order, precederKinds[run] > 0 else { return Int(tree.runs[run].count) }
      return Int(precederKinds[run])
    }
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

  /// P(token | context) = direct(h, w) + leftover(h) · P_lower(w).
  ///
  /// h is the last n − 1 symbols of `context`, fewer when it has fewer, and only those from the last ``beginning``
  /// on; direct(h, w) is 0 where w never followed h. ``logProbabilities(of:)`` computes the same along a sequence.
  public func probability(of token: Int, after context: [Int]) -> Double {
    guard token >= 0, token < vocabularySize else {
      fatalError("token \(token) in a vocabulary of \(vocabularySize)")
    }
    return probability(token, usable(context))
  }

  private func probability(_ token: Int, _ context: ArraySlice<Int>) -> Double {
    let lower =
      smoothing.backsOff && !context.isEmpty
      ? probability(token, context.dropFirst()) : 1 / Double(vocabularySize)
    guard let known = counts.run(of: context) else { return lower }
    let run = counts.tree.child(of: known, token)
    return run < 0 ? leftover[known] * lower : probabilities[run]
  }

  private func usable(_ context: [Int]) -> ArraySlice<Int> {
    let start = context.lastIndex(of: beginning) ?? 0
    return context[start...].suffix(order - 1)
  }

  /// P(w | context) for every token w: `vocabularySize` numbers whose sum is 1.
  public func distribution(after context: [Int]) -> [Double] {
    var result = [Double](repeating: 1 / Double(vocabularySize), count: vocabularySize)
    let context = usable(context)
    for length in (smoothing.backsOff ? 0 : context.count)...context.count {
      guard let known = counts.run(of: context.suffix(length)) else { break }
      for token in result.indices { result[token] *= leftover[known] }
      counts.tree.forEachChild(of: known) { result[Int(counts.tree.runs[$0].token)] = probabilities[$0] }
    }
    return result
  }

  /// ln P of each token of a sequence given those before it; −∞ where the model holds it impossible.
  public func logProbabilities(of sequence: [Int]) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(sequence.count)
    forEachProbability(of: sequence) { result.append(log($0)) }
    return result
  }

  /// ln P(sequence) = Σ_t ln P(w_t | w_{<t}), from its beginning.
  public func logProbability(of sequence: [Int]) -> Double {
    var sum = 0.0
    forEachProbability(of: sequence) { sum += log($0) }
    return sum
  }

  /// P of each token of a sequence given those before it, in their order.
  @inline(__always)
  private func forEachProbability(of sequence: [Int], _ body: (Double) -> Void) {
    let (tree, backsOff, blockLength) = (counts.tree, smoothing.backsOff, 2_048)
    for start in stride(from: 0, to: sequence.count, by: blockLength) {
      let places = start..<min(start + blockLength, sequence.count)
      let readings = tree.readings(of: sequence, at: places, order: order)
      for (place, reading) in zip(places, readings) {
        let (context, run) = (Int(reading.context), Int(reading.run))
        if !backsOff, tree.lengths[context] < min(place + 1, order - 1) {
          // The whole context was never seen, and a shorter one is not asked.
          body(1 / Double(vocabularySize))
        } else if tree.lengths[run] > tree.lengths[context] {
          body(probabilities[run])
        } else {
          body(unseenProbability(run, after: context))
        }
      }
    }
  }

  /// leftover(h) · P_lower(w) for a token that never followed the context; `run` ends in the token after the longest
  /// end of the context that it did follow.
  private func unseenProbability(_ run: Int, after context: Int) -> Double {
    let uniform = 1 / Double(vocabularySize)
    guard smoothing.backsOff, context != NGramTree.root else { return leftover[context] * uniform }
    let shorter = Int(counts.tree.runs[context].suffix)
    let isSeen = counts.tree.lengths[run] > counts.tree.lengths[shorter]
    return leftover[context] * (isSeen ? probabilities[run] : unseenProbability(run, after: shorter))
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
  /// Temperature 1 draws from the model itself, 0 takes the most probable token (the first of several). Ends
  /// after the token `last`, which is in the result. An absent context is the beginning of a sequence. Traps
  /// when the temperature is not a number from 0 up.
  public func sample(
    count: Int, after context: [Int]? = nil, temperature: Double = 1, last: Int? = nil,
    using generator: inout some RandomNumberGenerator
  ) -> [Int] {
    guard temperature >= 0, temperature < .infinity else {
      fatalError("sample(temperature: \(temperature)): not a number from 0 up")
    }
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
