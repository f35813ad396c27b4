import Workbench

// MARK: - nGramCounts

/// How often every run of `order` neighbouring tokens stands in a text.
///
/// - Parameters:
///   - tokens: the text; it may be shorter than `order`, or empty.
///   - order: n, the number of tokens of a run, at least 1: 2 counts pairs.
/// - Returns: the count of every run that occurs, none for the others. Runs overlap: `[4, 4, 4]` holds `[4, 4]` twice.
public func nGramCounts(_ tokens: [Int], order: Int) throws -> [[Int]: Int] {
  var counts: [[Int]: Int] = [:]
  // T tokens have T − n + 1 places where a run can begin; T − n would lose the last. `max` because a text may be
  // shorter than a run, and a range that ends before it begins traps.
  for start in 0..<max(0, tokens.count - order + 1) {
    // `default: 0` covers the first time; what is there already is added to, never replaced.
    counts[Array(tokens[start..<start + order]), default: 0] += 1
  }
  return counts
}

// MARK: - addKProbability

/// P(w | h) = (C(h, w) + k) / (C(h) + k·V): the probability of a token after a context, with k added to every count.
///
/// - Parameters:
///   - token: w, from 0 to `vocabularySize` − 1.
///   - context: h, the tokens before it; may be empty.
///   - counts: how often each run occurs, as from `nGramCounts`: every key is a context as long as `context` followed
///     by one token. C(h, w) is one entry, and C(h) = Σ_w C(h, w) is the sum of those whose key begins with h.
///   - k: what is added to each count; may be 0 if the context was seen.
///   - vocabularySize: V, how many tokens could come next, whether they were seen or not.
public func addKProbability(
  of token: Int, after context: [Int], counts: [[Int]: Int], k: Double, vocabularySize: Int
) throws -> Double {
  let together = counts[context + [token], default: 0]
  // C(h) counts what *followed* h. How often h stands in the text may be one more: at the end nothing follows.
  var before = 0
  for (run, count) in counts where run.starts(with: context) { before += count }
  // Each of the V tokens gets k above, so k·V below keeps the sum over all tokens at 1.
  return (Double(together) + k) / (Double(before) + k * Double(vocabularySize))
}

// MARK: - sentenceLogProbability

/// ln P(sentence) by the chain rule, under a model of order n: each token is predicted from the n − 1 before it.
///
/// Before the sentence stand n − 1 times `begin`, which are context and are not predicted. After it stands `end`,
/// which is predicted like a word. So the sentence w₁ w₂ has with n = 2 the three factors P(w₁ | begin), P(w₂ | w₁)
/// and P(end | w₂). With a factor of 0 the answer is −∞, which `log(0)` is.
///
/// - Parameters:
///   - sentence: its words, without `begin` and `end`; may be empty, and may be long: a product of 700 probabilities
///     is too small for a Double.
///   - order: n, at least 1; with 1 every context is `[]`.
///   - begin: the id of `<s>`.
///   - end: the id of `</s>`.
///   - probability: gives P(token | context); the context must be exactly n − 1 tokens, in the order of the text. Call
///     it with `try`.
/// - Returns: the sum of the natural logarithms.
public func sentenceLogProbability(
  _ sentence: [Int], order: Int, begin: Int, end: Int,
  probability: (_ token: Int, _ context: [Int]) throws -> Double
) throws -> Double {
  let symbols = Array(repeating: begin, count: order - 1) + sentence + [end]
  var sum = 0.0
  // From n − 1 on: the padding is context only. To the last: without P(end | …) a sentence would never be over, and
  // the probabilities of all sentences would not sum to 1.
  for place in (order - 1)..<symbols.count {
    let context = Array(symbols[place - order + 1..<place])
    // Logarithms are added, for the product itself leaves the range of a Double after a few hundred words.
    sum += log(try probability(symbols[place], context))
  }
  return sum
}

// MARK: - perplexity

/// PPL = e^L with L = −(1/N)·Σ ln P: among how many equally likely tokens the model is in doubt, on average.
///
/// - Parameter logProbabilities: ln P of each token of a text given those before it (natural logarithms), at least
///   one. A token that the model holds impossible has −∞ and makes the perplexity infinite.
public func perplexity(logProbabilities: [Double]) throws -> Double {
  // The mean of the logarithms is taken before the exponential: this is a geometric mean of 1/P, and the product of
  // all P would be 0 in a long text. The logarithms are natural, so it is e that undoes them, not 2.
  exp(-logProbabilities.reduce(0, +) / Double(logProbabilities.count))
}

// MARK: - interpolatedProbability

/// P(w | h) = λ·C(h, w)/C(h) + (1 − λ)·P(w | h′): what is counted after a long context, mixed with what is known after
/// shorter ones.
///
/// h′ is h without its *first* token, the farthest one, and λ is `weights[the number of tokens of h]`. Below the empty
/// context stands the even distribution 1/V: P(w | empty) = λ·C(w)/N + (1 − λ)/V. After a context that was never seen
/// there is nothing to mix in: P(w | h) = P(w | h′).
///
/// - Parameters:
///   - token: w.
///   - context: h; may be empty.
///   - weights: the shares from 0 to 1 of what is counted after contexts of 0, 1, 2, … tokens: `context.count + 1` of
///     them.
///   - vocabularySize: V.
///   - counted: gives C(h, w)/C(h) for a context of any length up to the one given, and `nil` if it was never seen.
///     Call it with `try`.
public func interpolatedProbability(
  of token: Int, after context: [Int], weights: [Double], vocabularySize: Int,
  counted: (_ token: Int, _ context: [Int]) throws -> Double?
) throws -> Double {
  // From the bottom up: what is known so far is the P(w | h′) of the next longer context.
  var probability = 1 / Double(vocabularySize)
  for length in 0...context.count {
    // The suffix: the nearest tokens tell most, and are kept longest. An unseen context changes nothing; mixing in a 0
    // for it would lose the share λ, and the probabilities would sum to less than 1.
    if let direct = try counted(token, Array(context.suffix(length))) {
      probability = weights[length] * direct + (1 - weights[length]) * probability
    }
  }
  return probability
}
