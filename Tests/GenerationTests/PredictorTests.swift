import Autodiff
import Foundation
import Generation
import Language
import Neural
import Testing

@Suite("What predictors say of a text")
struct PredictorTests {
  private let text = [3, 1, 4, 1, 5, 2, 6, 0, 2, 2, 5, 1, 6, 4, 0, 3, 3, 1, 2, 6]

  @Test("read at once, in two parts or token by token, the logits are the same, also past the context")
  func parts() {
    for isCached in [true, false] {
      for length in 1...text.count {
        var whole = GPTPredictor(.decided, isCached: isCached)
        whole.read(Array(text.prefix(length)))
        for cut in 0..<length {
          var parts = GPTPredictor(.decided, isCached: isCached)
          parts.read(Array(text[0..<cut]))
          parts.read(Array(text[cut..<length]))
          #expect(parts.logits == whole.logits, "\(length) tokens cut at \(cut), cached: \(isCached)")
        }
      }
    }
  }

  @Test("with the cache and without, the logits after each token are the same")
  func cache() {
    var (cached, uncached) = (GPTPredictor(.decided), GPTPredictor(.decided, isCached: false))
    for token in text {
      cached.read([token])
      uncached.read([token])
      #expect(cached.logits == uncached.logits)
    }
  }

  @Test("the logits after each of several tokens are those after reading so far", arguments: [0, 3, 8])
  func rows(readBefore: Int) {
    for isCached in [true, false] {
      for length in 0...(text.count - readBefore) {
        var predictor = GPTPredictor(.decided, isCached: isCached)
        predictor.read(Array(text.prefix(readBefore)))
        var stepwise = predictor
        let tokens = Array(text[readBefore..<readBefore + length])
        let rows = predictor.logits(reading: tokens)
        let expected = tokens.map {
          stepwise.read([$0])
          return stepwise.logits
        }
        #expect(rows == expected)
        #expect(predictor.logits == stepwise.logits)
      }
    }
  }

  @Test("a model says nothing of the first token, its own logits of the next")
  func model() {
    var predictor = GPTPredictor(.decided)
    #expect(predictor.logits.isEmpty && predictor.vocabularySize == 7 && predictor.contextLength == 8)
    predictor.read([])
    #expect(predictor.logits.isEmpty)
    predictor.read([2, 5, 3])
    #expect(predictor.logits == GPT.decided([2, 5, 3]).rows.last)
  }

  @Test("a copy goes its own way")
  func branches() {
    var trunk = GPTPredictor(.decided)
    trunk.read([1, 2])
    var (left, right) = (trunk, trunk)
    left.read([3])
    right.read([4])
    for (branch, token) in [(left, 3), (right, 4)] {
      var whole = GPTPredictor(.decided)
      whole.read([1, 2, token])
      #expect(branch.logits == whole.logits)
    }
    #expect(trunk.logits != left.logits && trunk.logits != right.logits)
  }

  @Test("an n-gram model's logits are the logarithms of its probabilities", arguments: 1...4)
  func ngram(order: Int) {
    let model = NGramModel(
      order: order, vocabularySize: 7, smoothing: .kneserNey(.modified),
      sequences: [text, Array(text.reversed())])
    var predictor = NGramPredictor(model)
    #expect(predictor.vocabularySize == 7 && predictor.contextLength == nil)
    for read in 0..<6 {
      let expected = model.distribution(after: [model.beginning] + text.prefix(read)).map { Float(log($0)) }
      #expect(predictor.logits == expected)
      predictor.read([text[read]])
    }
    let found = NGramPredictor(model).logProbabilities(of: text)
    #expect(found.count == text.count)
    for (found, expected) in zip(found, model.logProbabilities(of: text)) {
      #expect(abs((found ?? 0) - expected) < 1e-6)
    }
  }

  @Test("what n-grams hold impossible has the logit −∞")
  func impossible() {
    let model = NGramModel(
      order: 2, vocabularySize: 3, smoothing: .maximumLikelihood, sequences: [[0, 1, 0]])
    var predictor = NGramPredictor(model)
    predictor.read([1])
    #expect(predictor.logits == [0, -Float.infinity, -Float.infinity])
    #expect(predictor.logProbabilities(of: [0, 2]) == [0, -Double.infinity])
  }

  @Test("the log-probabilities of a text are those of the model's softmax; the first token has none")
  func scores() throws {
    let tokens = Array(text.prefix(8))
    let found = GPTPredictor(.decided).logProbabilities(of: tokens)
    let rows = logSoftmax(GPT.decided(tokens)).rows
    #expect(found.count == 8 && found[0] == nil)
    for place in 1..<8 { #expect(found[place] == Double(rows[place - 1][tokens[place]])) }
    #expect(GPTPredictor(.decided).logProbabilities(of: []).isEmpty)

    var read = GPTPredictor(.decided)
    read.read(Array(tokens.prefix(3)))
    #expect(read.logProbabilities(of: Array(tokens[3...])) == Array(found[3...]))
  }
}
