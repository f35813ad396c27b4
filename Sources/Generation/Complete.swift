import Language

/// Completes a prompt: what the field calls the completion interface.
///
/// The predictor reads the prompt once, and each choice goes on from a copy. A choice depends on the request's seed
/// and its number alone: not on how many others are written, nor on threads, nor on whether the predictor keeps a cache.
/// Past the context a predictor goes on as it does (see ``GPTPredictor``); a prompt that is longer is refused.
///
/// `onText` sees the text of each choice piece by piece as it comes, the prompt's first with echo. Side by side the
/// pieces are the choice's text, and none is taken back: an unfinished character waits for its rest, and what may become
/// a stop text until it has or has not. When it returns `false` it sees no more of that choice, which ends.
///
/// ```swift
/// let request = CompletionRequest(.text("Anna has a"), maximum: .newTokens(20), stopTexts: ["."], temperature: 0)
/// try complete(request, with: GPTPredictor(model), tokenizer: tokenizer).choices[0].text
/// ```
///
/// Throws ``CompletionError`` for what cannot be asked, `TokenizerError` for a prompt that cannot be spelled, and
/// ``SamplingError`` where no token can be chosen.
public func complete(
  _ request: CompletionRequest, with predictor: some TokenPredictor, tokenizer: some Tokenizer,
  onText: (_ choice: Int, _ piece: String) -> Bool = { _, _ in true }
) throws -> Completion {
  let writer = try CompletionWriter(request, predictor, tokenizer)
  return Completion(
    choices: try (0..<request.count).map { try writer.choice($0, onText: onText) },
    promptTokenCount: writer.prompt.count)
}

/// A request that has been found good, and the predictor that has read its prompt.
private struct CompletionWriter<Predictor: TokenPredictor, Spelling: Tokenizer> {
  let prompt: [Int]
  private let request: CompletionRequest
  private let tokenizer: Spelling
  private let limit: Int
  private let start: Continuation<Predictor>
  private let promptText: String
  private let promptScores: [TokenScore]

  init(_ request: CompletionRequest, _ predictor: Predictor, _ tokenizer: Spelling) throws {
    try request.requireSense()
    switch request.prompt {
    case .text(let text): prompt = try tokenizer.encode(text)
    case .tokens(let tokens): prompt = tokens
    }
    let size = predictor.vocabularySize
    for token in prompt + [request.endToken].compactMap(\.self) where !(0..<size).contains(token) {
      throw CompletionError.unknownToken(token, vocabularySize: size)
    }
    if let context = predictor.contextLength, prompt.count > context {
      throw CompletionError.promptTooLong(tokens: prompt.count, contextLength: context)
    }
    limit = try request.newTokenLimit(promptCount: prompt.count)
    let (sampler, adjustment) = (try request.sampler(), try request.adjustment(vocabularySize: size))
    promptText = try request.echo ? tokenizer.decode(prompt) : ""

    var reader = predictor
    if request.echo, let count = request.logProbabilityCount {
      let rows = [reader.logits] + reader.logits(reading: prompt)
      promptScores = zip(prompt, rows).map {
        TokenScore(token: $0, row: naturalLogarithms(ofSoftmax: $1), count: count)
      }
    } else {
      reader.read(prompt)
      promptScores = []
    }
    guard !reader.logits.isEmpty else { throw CompletionError.emptyPrompt }
    start = Continuation(of: reader, sampler: sampler, adjustment: adjustment)
    self.request = request
    self.tokenizer = tokenizer
  }

  func choice(_ index: Int, onText: (_ choice: Int, _ piece: String) -> Bool) throws -> CompletionChoice {
    var generator = request.seed.derived(index).generator()
    var continuation = start
    var tokens: [Int] = []
    var scores: [TokenScore] = []
    var text = GrowingText(stops: request.stopTexts)
    func tell(_ piece: String) -> Bool { piece.isEmpty || onText(index, piece) }

    var reason = tell(promptText) ? CompletionChoice.Reason.length : .interrupted
    while reason == .length, tokens.count < limit {
      let (token, logits) = try continuation.next(using: &generator)
      guard token != request.endToken else {
        reason = .stop
        break
      }
      tokens.append(token)
      if let count = request.logProbabilityCount {
        scores.append(TokenScore(token: token, row: naturalLogarithms(ofSoftmax: logits), count: count))
      }
      let isWanted = tell(text.append(try tokenizer.decodeBytes([token])))
      reason = text.hasStopped ? .stop : isWanted ? .length : .interrupted
    }
    if reason != .interrupted { _ = tell(text.finish()) }
    return CompletionChoice(
      index: index, text: promptText + text.text, tokens: (request.echo ? prompt : []) + tokens,
      newTokenCount: tokens.count, scores: request.logProbabilityCount == nil ? nil : promptScores + scores,
      reason: reason)
  }
}
