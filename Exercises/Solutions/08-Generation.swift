import Workbench

// MARK: - promptLogProbabilities

/// How likely a text was, token by token: ln P of each token given those before it, nil for the first.
///
///     lnP[t] = z_y − ln Σⱼ e^(zⱼ)    with z = logits[t − 1], y = tokens[t]
///
/// There is a row of logits for every token: row t is what the model says of the token *after* tokens[t]. The result has
/// a value for every token of the text. Logits may be as large as ±1000. `exp` and `log` are there for single numbers.
public func promptLogProbabilities(logits: [[Double]], tokens: [Int]) throws -> [Double?] {
  tokens.indices.map { place in
    // Nothing was read before the first token, so nothing was said of it. (A model that begins every text with a token
    // of its own has said something; then that token is the one without a value.)
    guard place > 0 else { return nil }
    // The row that speaks of a token is the one before it: the shift of the training loop again.
    let row = logits[place - 1]
    let largest = row.max() ?? 0
    // ln(e^y/Σe^z) as a difference: the quotient itself would be 0 for an unlikely token, and its logarithm −∞.
    return row[tokens[place]] - largest - log(row.reduce(0.0) { $0 + exp($1 - largest) })
  }
}

// MARK: - penalizedLogits

/// The logits after the penalties on tokens that were generated already.
///
///     zᵢ ← zᵢ − frequency · cᵢ − presence · [cᵢ > 0]     cᵢ = how often token i stands behind the prompt
///
/// `tokens` are the prompt, `promptLength` of them, and what was generated since. There is a logit for every token of the
/// vocabulary. A penalty may be below 0, and raises the logit then.
public func penalizedLogits(
  logits: [Double], tokens: [Int], promptLength: Int, presencePenalty: Double, frequencyPenalty: Double
) throws -> [Double] {
  var counts = [Double](repeating: 0, count: logits.count)
  // The prompt does not count: an answer about a dog has to say "dog".
  for token in tokens.dropFirst(promptLength) { counts[token] += 1 }
  return logits.indices.map { token in
    // Presence is yes or no, frequency a number of times. A logit may be pushed below 0, which is no border.
    logits[token] - frequencyPenalty * counts[token] - (counts[token] > 0 ? presencePenalty : 0)
  }
}

// MARK: - nucleusProbabilities

/// The probability with which each token is drawn from the nucleus: the fewest tokens, likeliest first, whose
/// probabilities sum to at least `topP`. All others have the probability 0, and those kept sum to 1.
///
/// There is a logit for every token of the vocabulary, and a probability for every token in the result. Of equal logits
/// the one with the lower index counts as likelier. `topP` is in (0, 1]. Logits may be as large as ±1000.
public func nucleusProbabilities(logits: [Double], topP: Double) throws -> [Double] {
  let ranked = logits.indices.sorted { (-logits[$0], $0) < (-logits[$1], $1) }
  // The largest is subtracted, so that no exponent is above 0.
  let powers = logits.map { exp($0 - logits[ranked[0]]) }
  let total = powers.reduce(0, +)
  var kept = [Double](repeating: 0, count: logits.count)
  var sum = 0.0
  for index in ranked {
    kept[index] = powers[index] / total
    sum += powers[index] / total
    // The token that reaches topP is one of them: without it the sum would be too small, and none might be left.
    if sum >= topP { break }
  }
  return kept.map { $0 / sum }
}

// MARK: - textBeforeStop

/// The text that was written before a stop text, and how many pieces were generated for it.
///
/// `pieces` are the texts of tokens in the order in which they come. Generation ends with the first piece after which one
/// of `stops` stands anywhere in what was written, also over the border of two pieces; the text ends before the earliest
/// place where one begins in it. Without any, it is the whole text and the number of all pieces. No stop text is empty.
/// `text.firstRange(of: stop)` finds a text in another.
public func textBeforeStop(pieces: [String], stops: [String]) throws -> (text: String, pieces: Int) {
  var text = ""
  for (index, piece) in pieces.enumerated() {
    // Searched in everything: the stop text may have begun some pieces ago.
    text += piece
    let starts = stops.compactMap { text.firstRange(of: $0)?.lowerBound }
    // The earliest of all, whatever their order in the list: a reader comes to it first.
    if let start = starts.min() { return (String(text[..<start]), index + 1) }
  }
  return (text, pieces.count)
}

// MARK: - beamStep

/// One step of beam search: the `width` best of all ways on, best first.
///
///     score(y) = ln P(y) / ((5 + |y|) / 6)^α,    α = lengthPenalty, |y| the number of tokens, the new one too
///
/// A beam whose last token is not `end` goes on with every token of the vocabulary. A beam that has ended stays as it is
/// and competes with the others. Fewer than `width` come back where there are fewer. All scores differ.
///
/// - Parameters:
///   - beams: texts with ln P of each; none is empty.
///   - next: ln P of every token of the vocabulary, were it to come next.
///   - width: how many stay.
///   - end: the token that ends a text.
///   - lengthPenalty: α; 0 compares ln P itself.
/// - Returns: beams with their ln P, not divided by anything.
public func beamStep(
  beams: [(tokens: [Int], logProbability: Double)], next: (_ tokens: [Int]) throws -> [Double], width: Int,
  end: Int, lengthPenalty: Double
) throws -> [(tokens: [Int], logProbability: Double)] {
  var candidates: [(tokens: [Int], logProbability: Double)] = []
  for beam in beams {
    // What has ended is a whole text: it is not continued, but it is not forgotten either.
    if beam.tokens.last == end {
      candidates.append(beam)
      continue
    }
    for (token, logProbability) in try next(beam.tokens).enumerated() {
      candidates.append((beam.tokens + [token], beam.logProbability + logProbability))
    }
  }
  // The division is for comparing alone. One list for all beams: two children of one may both be among the best.
  func score(_ beam: (tokens: [Int], logProbability: Double)) -> Double {
    beam.logProbability / power((5 + Double(beam.tokens.count)) / 6, lengthPenalty)
  }
  return Array(candidates.sorted { score($0) > score($1) }.prefix(width))
}

// MARK: - editDistance

/// The smallest number of changes that make `word` of `typed`: a letter put in, left out or replaced, or two neighbours
/// exchanged. Nothing is changed twice.
///
///     d[i, 0] = i,  d[0, j] = j
///     d[i, j] = min( d[i−1, j] + 1, d[i, j−1] + 1, d[i−1, j−1] + [aᵢ ≠ bⱼ],
///                    d[i−2, j−2] + 1  if i, j > 1, aᵢ = bⱼ₋₁ and aᵢ₋₁ = bⱼ )
///
/// A letter is a Character: é is one, however it is spelled. Either word may be empty.
public func editDistance(typed: String, word: String) throws -> Int {
  // Characters, not bytes: "é" is one letter, and equal to an e with an accent.
  let (a, b) = (Array(typed), Array(word))
  var d = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count { d[i][0] = i }
  for j in 0...b.count { d[0][j] = j }
  for i in 1..<(a.count + 1) {
    for j in 1..<(b.count + 1) {
      d[i][j] = min(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      // Letter number i stands at i − 1. Both pairs have to agree: any two letters are not an exchange.
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        d[i][j] = min(d[i][j], d[i - 2][j - 2] + 1)
      }
    }
  }
  return d[a.count][b.count]
}

// MARK: - rankedCorrections

/// Candidates for what was meant, with their scores, the likeliest first.
///
///     score(w) = ln P(typed | w) + ln P(w) = edits(w) · ln slipProbability + ln P(w)
///
/// A candidate has the number of slips that make the typed word of it, and ln P(word) in its place. The typed word itself
/// may be among them, with 0 edits. All scores differ. `log` is the natural logarithm.
public func rankedCorrections(
  candidates: [(word: String, edits: Int, logPrior: Double)], slipProbability: Double
) throws -> [(word: String, score: Double)] {
  // Bayes' rule divides by P(typed) as well. That is the same for all candidates, and changes no order.
  candidates.map { (word: $0.word, score: Double($0.edits) * log(slipProbability) + $0.logPrior) }
    .sorted { $0.score > $1.score }
}
