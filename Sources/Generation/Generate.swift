/// The tokens with which a text goes on: each is chosen from the logits after all before it, and read before the next
/// is chosen.
struct Continuation<Predictor: TokenPredictor> {
  private var predictor: Predictor
  private var unread: [Int] = []
  private let sampler: Sampler
  private var adjustment: LogitAdjustment

  init(of predictor: Predictor, sampler: Sampler, adjustment: LogitAdjustment = LogitAdjustment()) {
    self.predictor = predictor
    self.sampler = sampler
    self.adjustment = adjustment
  }

  /// The next token, and the predictor's own logits, which it was chosen from.
  mutating func next(
    using generator: inout some RandomNumberGenerator
  ) throws(SamplingError) -> (token: Int, logits: [Float]) {
    predictor.read(unread)
    let logits = predictor.logits
    let token = try sampler(adjustment(logits), using: &generator)
    adjustment.note(token)
    unread = [token]
    return (token, logits)
  }
}

/// Continues a text, token by token: each new token is chosen from the logits after all before it.
///
/// Ends after `maximumNewTokens`, or when `stopToken` is chosen, which is not a part of the result. `onToken` sees
/// every token as it comes and ends the generation by returning `false`. Throws ``SamplingError`` when the
/// logits are such that no token can be chosen; traps when nothing was read and the predictor needs a beginning.
///
/// ```swift
/// let tokens = try generate(GPTPredictor(model), prompt: [start], maximumNewTokens: 40, using: &generator)
/// ```
public func generate(
  _ predictor: some TokenPredictor, prompt: [Int] = [], maximumNewTokens: Int, sampler: Sampler = Sampler(),
  stopToken: Int? = nil, using generator: inout some RandomNumberGenerator,
  onToken: (_ token: Int) -> Bool = { _ in true }
) throws(SamplingError) -> [Int] {
  var reader = predictor
  reader.read(prompt)
  guard !reader.logits.isEmpty else {
    fatalError("generate: the prompt is empty; there is nothing to continue")
  }
  var continuation = Continuation(of: reader, sampler: sampler)
  var result: [Int] = []
  while result.count < maximumNewTokens {
    let token = try continuation.next(using: &generator).token
    if token == stopToken { break }
    result.append(token)
    guard onToken(token) else { break }
  }
  return result
}
