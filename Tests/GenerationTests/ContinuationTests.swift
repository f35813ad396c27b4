import Autodiff
import Generation
import Language
import Neural
import Randomness
import Testing

@Suite("Generation")
struct ContinuationTests {
  private func tokens(
    _ prompt: [Int], count: Int, sampler: Sampler, cached: Bool = true, stopToken: Int? = nil,
    seed: UInt64 = 1
  ) throws -> [Int] {
    var generator = SeededGenerator(seed: seed)
    return try generate(
      GPTPredictor(.decided, isCached: cached), prompt: prompt, maximumNewTokens: count, sampler: sampler,
      stopToken: stopToken, using: &generator)
  }

  @Test("with and without the cache the tokens are the same, also far past the context", arguments: 1...10)
  func cachedEqualsUncached(promptLength: Int) throws {
    let prompt = (0..<promptLength).map { ($0 * 3) % 7 }
    for sampler in [Sampler.greedy, Sampler(), Sampler(temperature: 0.8, topK: 3), Sampler(topP: 0.7)] {
      let cached = try tokens(prompt, count: 40, sampler: sampler)
      #expect(try cached == tokens(prompt, count: 40, sampler: sampler, cached: false))
      #expect(cached.count == 40)
    }
  }

  @Test("each greedy token has the largest logit after the prompt and the tokens before it")
  func greedyFollowsTheModel() throws {
    var text = [2, 5]
    for token in try tokens(text, count: 6, sampler: .greedy) {
      let last = GPT.decided(text).rows.last ?? []
      #expect(last.indices.max { last[$0] < last[$1] } == token)
      text.append(token)
    }
  }

  @Test("an n-gram model goes on by its own probabilities, from the beginning of a text if nothing was read")
  func ngram() throws {
    let counted = [0, 1, 2, 0, 1, 3, 0, 1, 2, 4]
    let model = NGramModel(
      order: 3, vocabularySize: 5, smoothing: .absoluteDiscounting(.fixed(0.5)), sequences: [counted])
    var generator = SeededGenerator(seed: 1)
    let told = try generate(NGramPredictor(model), maximumNewTokens: 6, sampler: .greedy, using: &generator)
    var symbols = [model.beginning]
    for token in told {
      let probabilities = model.distribution(after: symbols)
      #expect(probabilities[token] == probabilities.max())
      symbols.append(token)
    }
    #expect(Array(told.prefix(3)) == [0, 1, 2])
  }

  @Test("past the context, the window starts again with its last half")
  func slidingWindow() throws {
    // Context 8: from prompt 3 the sixth token no longer fits with all before it; the next reads the last four.
    let prompt = [1, 2, 3]
    let found = try tokens(prompt, count: 7, sampler: .greedy)
    let window = Array((prompt + found.prefix(6)).suffix(4))
    let last = GPT.decided(window).rows.last ?? []
    #expect(last.indices.max { last[$0] < last[$1] } == found[6])
  }

  @Test("the same seed gives the same text, another seed another")
  func seeds() throws {
    #expect(
      try tokens([1], count: 30, sampler: Sampler(), seed: 1)
        == tokens([1], count: 30, sampler: Sampler(), seed: 1))
    #expect(
      try tokens([1], count: 30, sampler: Sampler(), seed: 1)
        != tokens([1], count: 30, sampler: Sampler(), seed: 2))
  }

  @Test("ends at the limit, before the stop token, or when told to")
  func ends() throws {
    let free = try tokens([1, 2], count: 20, sampler: Sampler())
    #expect(try tokens([1, 2], count: 0, sampler: Sampler()).isEmpty)
    #expect(try tokens([1, 2], count: 5, sampler: Sampler()) == Array(free.prefix(5)))
    let stop = free[7]
    let stopped = try tokens([1, 2], count: 20, sampler: Sampler(), stopToken: stop)
    #expect(stopped == Array(free.prefix { $0 != stop }))
    var seen: [Int] = []
    var generator = SeededGenerator(seed: 1)
    let cut = try generate(
      GPTPredictor(.decided), prompt: [1, 2], maximumNewTokens: 20, using: &generator
    ) { token in
      seen.append(token)
      return seen.count < 3
    }
    #expect(cut == Array(free.prefix(3)) && seen == cut)
  }

  @Test("a model whose logits are none ends its generation with an error")
  func generationOfNothing() {
    var model = GPT.decided
    model.forEachParameter { _, parameter in parameter = parameter * .nan }
    for cached in [true, false] {
      var generator = SeededGenerator(seed: 1)
      #expect(throws: SamplingError.nothingToChoose(logits: 7)) {
        try generate(
          GPTPredictor(model, isCached: cached), prompt: [1], maximumNewTokens: 3, using: &generator)
      }
    }
  }
}
