/// What was written for a ``CompletionRequest``.
public struct Completion: Sendable, Hashable {
  /// As many continuations as were asked for, in the order of their numbers.
  public let choices: [CompletionChoice]
  /// How many tokens the prompt has.
  public let promptTokenCount: Int

  /// How many tokens were chosen for all choices together, end tokens not counted.
  public var newTokenCount: Int { choices.reduce(0) { $0 + $1.newTokenCount } }
  /// The tokens that were read or chosen: the prompt's, which is read once, and the new ones.
  public var totalTokenCount: Int { promptTokenCount + newTokenCount }
}

/// One continuation of a prompt.
public struct CompletionChoice: Sendable, Hashable {
  /// Why a continuation ended.
  public enum Reason: String, Sendable, Hashable {
    /// A stop text or the end token came.
    case stop
    /// It has as many tokens as it may.
    case length
    /// The reader of the stream had enough.
    case interrupted
  }

  /// The number of the choice, from 0.
  public let index: Int
  /// The new text, after the prompt's if the request says echo; it ends before the stop text, and before a character of
  /// which only a part came.
  public let text: String
  /// The tokens that were chosen, also those of a stop text, without the end token; after the prompt's with echo.
  public let tokens: [Int]
  /// How many of the tokens are new.
  public let newTokenCount: Int
  /// One for each of `tokens`, where the request asks for them.
  public let scores: [TokenScore]?
  /// Why it ended.
  public let reason: Reason
}

/// How likely a token was in its place: by the model's own logits, before bias, penalties and temperature.
public struct TokenScore: Sendable, Hashable {
  /// The token.
  public let token: Int
  /// ln P(token | all before it); absent for a first token of which the model says nothing.
  public let logProbability: Double?
  /// The likeliest tokens in the place, the likeliest first, as many as the request asks for.
  public let likeliest: [Alternative]

  /// A token and its log-probability.
  public struct Alternative: Sendable, Hashable {
    /// The token.
    public let token: Int
    /// ln P(token | all before it).
    public let logProbability: Double
  }

  /// The score by a row of log-probabilities, which is empty where nothing is said of the place.
  init(token: Int, row: [Float], count: Int) {
    self.token = token
    logProbability = row.isEmpty ? nil : Double(row[token])
    likeliest = greatest(count, of: row).map { Alternative(token: $0, logProbability: Double(row[$0])) }
  }
}
