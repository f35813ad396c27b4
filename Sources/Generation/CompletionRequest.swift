import Randomness

/// What is asked of ``complete(_:with:tokenizer:onText:)``: a prompt, how its continuations are chosen, and when they end.
///
/// The words mean what they mean in the field. A token is chosen from the logits after the bias, the penalties, the
/// temperature, top-k and top-p, in this order.
public struct CompletionRequest: Sendable, Hashable {
  /// A text to be encoded, or its tokens.
  public enum Prompt: Sendable, Hashable {
    /// A text, which the tokenizer spells.
    case text(String)
    /// Tokens, as they are.
    case tokens([Int])
  }

  /// How long a completion may become.
  public enum Maximum: Sendable, Hashable {
    /// So many new tokens.
    case newTokens(Int)
    /// So many tokens with those of the prompt: 50 leave 44 after a prompt of 6.
    case tokensInAll(Int)
  }

  /// What is continued.
  public var prompt: Prompt
  /// How many tokens may come.
  public var maximum: Maximum
  /// How many completions are written (n); each depends on the seed and its number alone.
  public var count: Int
  /// A completion ends before the first of these texts that it comes to; they are looked for in the new text alone.
  public var stopTexts: [String]
  /// A token that ends a completion and is not a part of it.
  public var endToken: Int?
  /// What logits are divided by; 0 is greedy choice.
  public var temperature: Float
  /// How many likeliest tokens are kept; absent: all.
  public var topK: Int?
  /// How much probability the likeliest tokens that are kept have; absent: all.
  public var topP: Float?
  /// What a token's logit loses once the completion has it.
  public var presencePenalty: Float
  /// What a token's logit loses for each time that the completion has it.
  public var frequencyPenalty: Float
  /// What is added to the logits of single tokens; −∞ forbids a token.
  public var logitBias: [Int: Float]
  /// Where the random choices begin.
  public var seed: Seed
  /// Asks for the log-probability of each token, and of so many likeliest tokens in its place; absent: for none.
  public var logProbabilityCount: Int?
  /// Whether the prompt is told again before what follows it; with no new token, its log-probabilities judge it.
  public var echo: Bool

  /// A request; what cannot be done is refused when it is to be done.
  public init(
    _ prompt: Prompt, maximum: Maximum = .newTokens(16), count: Int = 1, stopTexts: [String] = [],
    endToken: Int? = nil, temperature: Float = 1, topK: Int? = nil, topP: Float? = nil,
    presencePenalty: Float = 0, frequencyPenalty: Float = 0, logitBias: [Int: Float] = [:], seed: Seed = 1,
    logProbabilityCount: Int? = nil, echo: Bool = false
  ) {
    self.prompt = prompt
    self.maximum = maximum
    self.count = count
    self.stopTexts = stopTexts
    self.endToken = endToken
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.presencePenalty = presencePenalty
    self.frequencyPenalty = frequencyPenalty
    self.logitBias = logitBias
    self.seed = seed
    self.logProbabilityCount = logProbabilityCount
    self.echo = echo
  }
}

extension CompletionRequest {
  /// How a token is chosen; throws ``CompletionError`` for numbers with which nothing is chosen.
  func sampler() throws(CompletionError) -> Sampler {
    guard temperature >= 0, temperature.isFinite else { throw .badTemperature(temperature) }
    if let topK, topK < 1 { throw .badTopK(topK) }
    if let topP, !(topP > 0 && topP <= 1) { throw .badTopP(topP) }
    return Sampler(temperature: temperature, topK: topK, topP: topP)
  }

  /// What is added to logits; throws ``CompletionError`` for numbers that cannot be.
  func adjustment(vocabularySize: Int) throws(CompletionError) -> LogitAdjustment {
    for penalty in [presencePenalty, frequencyPenalty] where !penalty.isFinite { throw .badPenalty(penalty) }
    for (token, bias) in logitBias.sorted(by: { $0.key < $1.key }) {
      guard (0..<vocabularySize).contains(token) else {
        throw .unknownToken(token, vocabularySize: vocabularySize)
      }
      guard bias < .infinity else { throw .badBias(bias, token: token) }
    }
    return LogitAdjustment(
      bias: logitBias, presencePenalty: presencePenalty, frequencyPenalty: frequencyPenalty)
  }

  /// How many tokens may come after a prompt of so many; throws ``CompletionError`` where none could be.
  func newTokenLimit(promptCount: Int) throws(CompletionError) -> Int {
    switch maximum {
    case .newTokens(let limit):
      guard limit >= 0 else { throw .badMaximum(limit) }
      return limit
    case .tokensInAll(let limit):
      guard limit >= promptCount else { throw .promptExceedsMaximum(tokens: promptCount, maximum: limit) }
      return limit - promptCount
    }
  }

  /// Refuses the numbers and texts that have nothing to do with a model.
  func requireSense() throws(CompletionError) {
    guard count >= 1 else { throw .nothingAsked(count) }
    guard !stopTexts.contains("") else { throw .emptyStopText }
    if let logProbabilityCount, logProbabilityCount < 0 { throw .badLogProbabilityCount(logProbabilityCount) }
  }
}
