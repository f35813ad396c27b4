import Autodiff
import Neural
import Randomness
import Testing

@Suite("Properties of language models")
struct GPTPropertyTests {
  @Test(
    "with the cache, however the text is cut, the logits are the uncached ones", arguments: RandomCase.all(60)
  )
  func cachedIsUncached(_ random: RandomCase) {
    var random = random
    let context = random.size(2...12)
    let model = random.model(vocabulary: 7, context: context)
    let text = random.tokens(random.size(1...context), below: 7)
    let all = model(text)
    var cache = KeyValueCache(layerCount: model.blocks.count)
    var start = 0
    while start < text.count {
      let end = random.size(start + 1...text.count)
      let logits = model(Array(text[start..<end]), cache: &cache)
      #expect(distance(logits, all.sliced(axis: 0, start..<end)) <= 2 * rounding)
      #expect(cache.length == end)
      start = end
    }
  }

  @Test(
    "one pass over a text gives the logits of a pass over each of its beginnings",
    arguments: RandomCase.all(30))
  func prefixes(_ random: RandomCase) {
    var random = random
    let context = random.size(2...9)
    let model = random.model(vocabulary: 5, context: context)
    let text = random.tokens(context, below: 5)
    let all = model(text)
    for length in 1...context {
      let last = model(Array(text.prefix(length))).sliced(axis: 0, length - 1..<length)
      #expect(distance(last, all.sliced(axis: 0, length - 1..<length)) <= 2 * rounding)
    }
  }

  @Test(
    "the probabilities that a GPT gives to all strings of one length sum to 1, and to what has ended and what has not",
    arguments: RandomCase.all(30))
  func probabilitiesOfAGPT(_ random: RandomCase) {
    var random = random
    let model = random.model(vocabulary: 3, context: random.size(5...7))
    expectDistribution { model($0) }
  }

  @Test("and so do those of a maximum-entropy model", arguments: RandomCase.all(30))
  func probabilitiesOfAMaximumEntropyModel(_ random: RandomCase) {
    var random = random
    let model = random.shaken(MaximumEntropyModel(contexts: 3, classes: 3))
    expectDistribution { texts in
      model(texts.flatMap { $0 }).reshaped([texts.count, texts[0].count, 3])
    }
  }

  // Three symbols, of which 2 ends a text. The sums are of at most 81 products of at most five probabilities, each
  // with the rounding of a `Float`.
  private let tolerance = 5e-6

  private func expectDistribution(_ logits: ([[Int]]) -> Tensor) {
    for start in 0..<3 {
      // Strings of one length: 3ⁿ of them.
      for length in 1...4 {
        let strings = self.strings(over: 3, length: length)
        let found = probabilities(of: strings, after: start, logits)
        #expect(found.allSatisfy { $0 > 0 && $0 < 1 })
        #expect((found.reduce(0, +) - 1).magnitude <= tolerance, "length \(length) after \(start)")
        if length == 4 {
          // The loss of a string is −ln of the same probability.
          for (string, probability) in zip(strings, found) {
            let loss = crossEntropy(
              logits: logits([[start] + string.dropLast()]), targets: string, reduction: .sum)
            #expect((Double(exp(-loss).scalar) / probability - 1).magnitude <= 1e-5)
          }
        }
      }
      // Texts that end by themselves, of up to three letters, and the beginnings of four that have not ended.
      let ended = (0...3).map { length in
        probabilities(of: strings(over: 2, length: length).map { $0 + [2] }, after: start, logits).reduce(
          0, +)
      }
      let open = probabilities(of: strings(over: 2, length: 4), after: start, logits).reduce(0, +)
      #expect(open > 0 && ended.allSatisfy { $0 > 0 })
      #expect((ended.reduce(open, +) - 1).magnitude <= tolerance, "ended texts after \(start)")
    }
  }

  /// All strings of a length over the first symbols.
  private func strings(over symbols: Int, length: Int) -> [[Int]] {
    (0..<length).reduce([[]]) { strings, _ in
      strings.flatMap { string in (0..<symbols).map { string + [$0] } }
    }
  }

  /// ∏ₜ P(wₜ | start, w₁ … wₜ₋₁) of every string, from one pass over all of them.
  private func probabilities(
    of strings: [[Int]], after start: Int, _ logits: ([[Int]]) -> Tensor
  ) -> [Double] {
    let time = strings[0].count
    let logarithms = logSoftmax(logits(strings.map { [start] + $0.dropLast() })).scalars
    return strings.enumerated().map { index, string in
      let sum = string.enumerated().reduce(0.0) { sum, place in
        sum + Double(logarithms[(index * time + place.offset) * 3 + place.element])
      }
      // Not the library's exp, which would round.
      return exponential(sum)
    }
  }
}
