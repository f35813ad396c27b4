import Foundation
import Generation
import Language
import Neural
import Randomness
import Testing

@Suite("Completions")
struct CompletionTests {
  private let letters = CharacterTokenizer(corpus: "abcdefg")

  private func complete(_ request: CompletionRequest, isCached: Bool = true) throws -> Completion {
    try Generation.complete(request, with: GPTPredictor(.decided, isCached: isCached), tokenizer: letters)
  }

  @Test("a choice has the tokens that generate chooses, with the seed of its number")
  func choices() throws {
    let found = try complete(
      CompletionRequest(.text("bad"), maximum: .newTokens(12), count: 3, temperature: 0.8, topK: 4, seed: 9))
    #expect(found.choices.map(\.index) == [0, 1, 2])
    for choice in found.choices {
      var generator = Seed(9).derived(choice.index).generator()
      let expected = try generate(
        GPTPredictor(.decided), prompt: [1, 0, 3], maximumNewTokens: 12,
        sampler: Sampler(temperature: 0.8, topK: 4), using: &generator)
      #expect(choice.tokens == expected && choice.newTokenCount == 12 && choice.reason == .length)
      #expect(try choice.text == letters.decode(expected))
      #expect(choice.scores == nil)
    }
    #expect(Set(found.choices.map(\.tokens)).count == 3)
    #expect(found.promptTokenCount == 3 && found.newTokenCount == 36 && found.totalTokenCount == 39)
  }

  @Test("a choice depends on the seed and its number alone: not on n, the cache, or how its neighbours end")
  func independence() throws {
    var request = CompletionRequest(
      .text("bad"), maximum: .newTokens(30), count: 5, stopTexts: ["gg", "fa"], endToken: 2, seed: 3)
    let five = try complete(request).choices
    #expect(Set(five.map(\.newTokenCount)).count > 2)  // they end at different lengths
    #expect(try complete(request, isCached: false).choices == five)
    for count in 1...4 {
      request.count = count
      #expect(try complete(request).choices == Array(five.prefix(count)))
    }
    request.seed = 4
    #expect(try complete(request).choices != Array(five.prefix(4)))
  }

  @Test("the prompt is read once for all choices, and the last token of a choice not at all")
  func readings() throws {
    let predictor = ErraticPredictor(vocabularySize: 7, needsBeginning: true)
    for echo in [false, true] {
      let before = predictor.count.tokens
      _ = try Generation.complete(
        CompletionRequest(
          .text("abcde"), maximum: .newTokens(4), count: 3, logProbabilityCount: 0, echo: echo),
        with: predictor, tokenizer: letters)
      #expect(predictor.count.tokens - before == 5 + 3 * 3)
    }
  }

  @Test("the maximum counts the new tokens, or with the prompt's")
  func maximum() throws {
    for (maximum, expected) in [
      (CompletionRequest.Maximum.newTokens(0), 0), (.newTokens(5), 5), (.tokensInAll(3), 0),
      (.tokensInAll(50), 47),
    ] {
      let choice = try complete(CompletionRequest(.text("bad"), maximum: maximum)).choices[0]
      #expect(choice.newTokenCount == expected && choice.tokens.count == expected)
      #expect(choice.reason == .length)
    }
  }

  @Test("a prompt as long as the context is completed, past it as generation goes on")
  func fullContext() throws {
    let prompt = [1, 2, 3, 4, 5, 6, 0, 1]
    let choice = try complete(
      CompletionRequest(.tokens(prompt), maximum: .newTokens(20), temperature: 0)
    ).choices[0]
    var generator = SeededGenerator(seed: 1)
    let expected = try generate(
      GPTPredictor(.decided), prompt: prompt, maximumNewTokens: 20, sampler: .greedy, using: &generator)
    #expect(choice.tokens == expected)
  }

  @Test("a choice ends before the end token, or at it in the last place by its length")
  func endToken() throws {
    let free = try complete(CompletionRequest(.text("bad"), maximum: .newTokens(20))).choices[0]
    let end = free.tokens[6]
    let first = try #require(free.tokens.firstIndex(of: end))
    var request = CompletionRequest(.text("bad"), maximum: .newTokens(20), endToken: end)
    let found = try complete(request)
    #expect(found.choices[0].tokens == Array(free.tokens.prefix(first)) && found.choices[0].reason == .stop)
    #expect(found.newTokenCount == first)
    request.maximum = .newTokens(first)
    #expect(try complete(request).choices[0].reason == .length)
  }

  // MARK: The choice of a token

  @Test("temperature 0 takes the largest logit, also among several choices")
  func greedy() throws {
    let found = try complete(CompletionRequest(.text("bad"), count: 2, temperature: 0)).choices
    #expect(found[0].tokens == found[1].tokens)
    let row = GPT.decided([1, 0, 3]).rows.last ?? []
    #expect(found[0].tokens.first == place(ofLargest: row))
  }

  /// The first tokens of many choices.
  private func firstTokens(_ request: CompletionRequest) throws -> Set<Int> {
    var request = request
    request.maximum = .newTokens(1)
    request.count = 400
    return try Set(
      Generation.complete(
        request, with: FixedPredictor(logits: [3, 2, 1, 0]), tokenizer: CharacterTokenizer(corpus: "abcd")
      ).choices.flatMap(\.tokens))
  }

  private struct FixedPredictor: TokenPredictor {
    var logits: [Float]
    var vocabularySize: Int { logits.count }
    var contextLength: Int? { nil }
    mutating func read(_ tokens: [Int]) {}
  }

  @Test("first the bias, then penalties, then temperature, then top-k, then top-p")
  func order() throws {
    #expect(try firstTokens(CompletionRequest(.tokens([]))) == [0, 1, 2, 3])
    #expect(try firstTokens(CompletionRequest(.tokens([]), topK: 2)) == [0, 1])
    // The bias comes before top-k: what it raises is kept. After it, the order would be another.
    #expect(try firstTokens(CompletionRequest(.tokens([]), topK: 2, logitBias: [3: 2.5])) == [0, 3])
    #expect(try firstTokens(CompletionRequest(.tokens([]), logitBias: [0: -.infinity])) == [1, 2, 3])
    #expect(try firstTokens(CompletionRequest(.tokens([]), temperature: 0, logitBias: [2: 5])) == [2])
    // e³/Σ = 0.64 alone: a nucleus of 0.6 is one token; at a temperature of 2 it has 0.46 and needs a second.
    #expect(try firstTokens(CompletionRequest(.tokens([]), topP: 0.6)) == [0])
    #expect(try firstTokens(CompletionRequest(.tokens([]), temperature: 2, topP: 0.6)) == [0, 1])
    // Of two that top-k keeps, the first has 0.73: it is the whole nucleus of 0.7, which without top-k has two.
    #expect(try firstTokens(CompletionRequest(.tokens([]), topK: 2, topP: 0.7)) == [0])
    #expect(try firstTokens(CompletionRequest(.tokens([]), topP: 0.7)) == [0, 1])
    // (3, 2 + 1, 1, 0) / 2 leaves two alike; a bias after the temperature would make the second 0.51 alone.
    #expect(
      try firstTokens(CompletionRequest(.tokens([]), temperature: 2, topP: 0.5, logitBias: [1: 1])) == [0, 1])
  }

  private func tokens(penalizing presence: Float, _ frequency: Float, temperature: Float = 0) throws -> [Int]
  {
    try Generation.complete(
      CompletionRequest(
        .tokens([0, 0, 0]), maximum: .newTokens(6), temperature: temperature, presencePenalty: presence,
        frequencyPenalty: frequency),
      with: FixedPredictor(logits: [3, 2.25, 1.5]), tokenizer: CharacterTokenizer(corpus: "abc")
    ).choices[0].tokens
  }

  @Test("penalties are for tokens that were chosen, not for those of the prompt")
  func penalties() throws {
    #expect(try tokens(penalizing: 0, 0) == [0, 0, 0, 0, 0, 0])
    // Once: 3 → 2 < 2.25 → 1.25 < 1.5 → 0.5; then the first is the largest again, for ever.
    #expect(try tokens(penalizing: 1, 0) == [0, 1, 0, 0, 0, 0])
    #expect(try tokens(penalizing: 2, 0) == [0, 1, 2, 0, 0, 0])
    // Each time: 3, 2.25 | 2 → 2.25 (1) → 2 (0) → 1.5 (2) → 1.25 (1) → 1 (0).
    #expect(try tokens(penalizing: 0, 1) == [0, 1, 0, 2, 1, 0])
    // Both: 3 | 1.5, 2.25 | 1.5 (a tie: the lower index), 0.75, 1.5 | 1, 0.75, 1.5 | 1, 0.75, 0 | 0.5, 0.75, 0.
    #expect(try tokens(penalizing: 1, 0.5) == [0, 1, 0, 2, 0, 1])
    #expect(try tokens(penalizing: -1, 0) == [0, 0, 0, 0, 0, 0])
  }

  @Test("the log-probabilities are the model's own, before bias, penalties and temperature")
  func scores() throws {
    let choice = try complete(
      CompletionRequest(
        .text("bad"), maximum: .newTokens(5), temperature: 3, topK: 5, presencePenalty: 1,
        frequencyPenalty: 0.5, logitBias: [2: 3], logProbabilityCount: 3)
    ).choices[0]
    let scores = try #require(choice.scores)
    #expect(scores.map(\.token) == choice.tokens)
    let expected = GPTPredictor(.decided).logProbabilities(of: [1, 0, 3] + choice.tokens).dropFirst(3)
    #expect(scores.map(\.logProbability) == Array(expected))
    for (place, score) in scores.enumerated() {
      var reader = GPTPredictor(.decided)
      reader.read([1, 0, 3] + choice.tokens.prefix(place))
      let all = (0..<7).map { (token: $0, value: reader.logProbabilities(of: [$0])[0] ?? 0) }
      let best = all.sorted { ($1.value, $0.token) < ($0.value, $1.token) }.prefix(3)
      #expect(score.likeliest.map(\.token) == best.map(\.token))
      #expect(score.likeliest.map(\.logProbability) == best.map(\.value))
    }
  }

  @Test("echo tells the prompt first; with no new token it judges it, but for the first token")
  func echo() throws {
    let judged = try complete(
      CompletionRequest(.text("badfad"), maximum: .newTokens(0), logProbabilityCount: 2, echo: true)
    ).choices[0]
    #expect(judged.text == "badfad" && judged.tokens == [1, 0, 3, 5, 0, 3] && judged.newTokenCount == 0)
    #expect(judged.reason == .length)
    let scores = try #require(judged.scores)
    try #require(scores.count == 6)
    #expect(scores.map(\.logProbability) == GPTPredictor(.decided).logProbabilities(of: [1, 0, 3, 5, 0, 3]))
    #expect(scores[0].logProbability == nil && scores[0].likeliest.isEmpty)
    #expect(scores.dropFirst().allSatisfy { $0.likeliest.count == 2 })

    let request = CompletionRequest(
      .text("badfad"), maximum: .newTokens(4), logProbabilityCount: 0, echo: true)
    let further = try complete(request).choices[0]
    #expect(further.text.hasPrefix("badfad") && further.tokens.count == 10 && further.newTokenCount == 4)
    #expect(further.scores?.prefix(6).map(\.logProbability) == scores.map(\.logProbability))
    #expect(further.scores?.count == 10)
    var silent = request
    silent.echo = false
    let quiet = try complete(silent).choices[0]
    #expect(quiet.tokens == Array(further.tokens.dropFirst(6)))
    #expect(quiet.scores == further.scores.map { Array($0.dropFirst(6)) })
    #expect("badfad" + quiet.text == further.text)
  }

  @Test("a predictor that needs no beginning completes nothing, and judges the first token too")
  func fromNothing() throws {
    let predictor = ErraticPredictor(vocabularySize: 7)
    let choice = try Generation.complete(
      CompletionRequest(.text("bad"), maximum: .newTokens(0), logProbabilityCount: 0, echo: true),
      with: predictor, tokenizer: letters
    ).choices[0]
    #expect(choice.scores?.map(\.logProbability) == predictor.logProbabilities(of: [1, 0, 3]))
    #expect(choice.scores?[0].logProbability != nil)
    let written = try Generation.complete(
      CompletionRequest(.text(""), maximum: .newTokens(3)), with: predictor, tokenizer: letters)
    #expect(written.promptTokenCount == 0 && written.choices[0].newTokenCount == 3)
  }
}
