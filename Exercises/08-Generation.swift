import Workbench

// MARK: - promptLogProbabilities

/// How likely a text was, token by token: ln P of each token given those before it, nil for the first.
///
///     lnP[t] = z_y − ln Σⱼ e^(zⱼ)    with z = logits[t − 1], y = tokens[t]
///
/// There is a row of logits for every token: row t is what the model says of the token *after* tokens[t]. The result has
/// a value for every token of the text. Logits may be as large as ±1000. `exp` and `log` are there for single numbers.
public func promptLogProbabilities(logits: [[Double]], tokens: [Int]) throws -> [Double?] {
  throw Unsolved()
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
  throw Unsolved()
}

// MARK: - nucleusProbabilities

/// The probability with which each token is drawn from the nucleus: the fewest tokens, likeliest first, whose
/// probabilities sum to at least `topP`. All others have the probability 0, and those kept sum to 1.
///
/// There is a logit for every token of the vocabulary, and a probability for every token in the result. Of equal logits
/// the one with the lower index counts as likelier. `topP` is in (0, 1]. Logits may be as large as ±1000.
public func nucleusProbabilities(logits: [Double], topP: Double) throws -> [Double] {
  throw Unsolved()
}

// MARK: - textBeforeStop

/// The text that was written before a stop text, and how many pieces were generated for it.
///
/// `pieces` are the texts of tokens in the order in which they come. Generation ends with the first piece after which one
/// of `stops` stands anywhere in what was written, also over the border of two pieces; the text ends before the earliest
/// place where one begins in it. Without any, it is the whole text and the number of all pieces. No stop text is empty.
/// `text.firstRange(of: stop)` finds a text in another.
public func textBeforeStop(pieces: [String], stops: [String]) throws -> (text: String, pieces: Int) {
  throw Unsolved()
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
  throw Unsolved()
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
  throw Unsolved()
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
  throw Unsolved()
}
