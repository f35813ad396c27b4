/// Why a completion is refused, in one line that says what is accepted.
public enum CompletionError: Error, Hashable, CustomStringConvertible {
  /// The model says nothing of the first token of a text.
  case emptyPrompt
  /// The prompt has more tokens than the model can look at.
  case promptTooLong(tokens: Int, contextLength: Int)
  /// A token of the prompt or of the bias, or the end token, is not the model's.
  case unknownToken(Int, vocabularySize: Int)
  /// n < 1.
  case nothingAsked(Int)
  /// Fewer than no new tokens.
  case badMaximum(Int)
  /// The prompt is already longer than the whole may become.
  case promptExceedsMaximum(tokens: Int, maximum: Int)
  /// A temperature that is negative or not finite.
  case badTemperature(Float)
  /// k < 1.
  case badTopK(Int)
  /// p outside (0, 1].
  case badTopP(Float)
  /// A penalty that is not finite.
  case badPenalty(Float)
  /// A bias that is +∞ or not a number.
  case badBias(Float, token: Int)
  /// A stop text that every text contains.
  case emptyStopText
  /// Fewer than no likeliest tokens.
  case badLogProbabilityCount(Int)

  /// One line for the reader of a command.
  public var description: String {
    switch self {
    case .emptyPrompt: "the prompt is empty; this model needs at least one token to go on from"
    case .promptTooLong(let tokens, let contextLength):
      "the prompt has \(tokens) tokens; the model's context holds \(contextLength)"
    case .unknownToken(let token, let size):
      "there is no token \(token): the model's vocabulary has the ids 0 to \(size - 1)"
    case .nothingAsked(let count): "\(count) completions were asked for; at least 1 can be"
    case .badMaximum(let limit): "a maximum of \(limit) new tokens; it has to be 0 or more"
    case .promptExceedsMaximum(let tokens, let maximum):
      "the prompt has \(tokens) tokens already, and the whole may have \(maximum)"
    case .badTemperature(let value): "a temperature of \(value); it has to be a finite number from 0 up"
    case .badTopK(let value): "top-k of \(value); it has to be 1 or more"
    case .badTopP(let value): "top-p of \(value); it has to be above 0 and at most 1"
    case .badPenalty(let value): "a penalty of \(value); it has to be a finite number"
    case .badBias(let value, let token):
      "a bias of \(value) for token \(token); it has to be a finite number, or −∞ to forbid the token"
    case .emptyStopText: "an empty stop text; every text contains it"
    case .badLogProbabilityCount(let count):
      "the log-probabilities of \(count) likeliest tokens; it has to be 0 or more"
    }
  }
}
