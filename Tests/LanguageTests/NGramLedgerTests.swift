import Foundation
import Language
import Testing

/// The ledger's figures for TOY-N (S2-1.1-P-NGRAM, S0-2.1-P-LM, S1-3.5.1-PRE, G-PPL, R-S2-2).
@Suite struct NGramLedgerTests {
  let toy: ToyLanguage
  init() throws { toy = try ToyLanguage() }

  @Test func bigramCountsAreThoseOfTheThreeSentences() {
    let counts = NGramCounts(order: 2, vocabularySize: 6, sequences: toy.sentences)
    #expect(counts.tokenCount == 12)
    #expect(
      counts.bigramTable() == [
        //    the cat dog sat ran </s>
        [0, 2, 1, 0, 0, 0],  // the
        [0, 0, 0, 1, 1, 0],  // cat
        [0, 0, 0, 1, 0, 0],  // dog
        [0, 0, 0, 0, 0, 2],  // sat
        [0, 0, 0, 0, 0, 1],  // ran
        [0, 0, 0, 0, 0, 0],  // </s>
        [3, 0, 0, 0, 0, 0],  // <s>
      ])
    #expect(counts.total(after: []) == 12)
    #expect(counts.total(after: [0]) == 3)
    #expect(counts.count(of: 1, after: [0]) == 2)
    #expect(counts.count(of: 1, after: []) == 2)
    #expect(counts.precederKinds(of: [3]) == 2)  // sat: after cat and after dog
    #expect(counts.distinctCount(length: 1) == 6)
    #expect(counts.distinctCount(length: 2) == 8)
  }

  @Test func maximumLikelihoodBigram() throws {
    let model = toy.model(2, .maximumLikelihood)
    expectEqual(model.probability(of: 1, after: [0]), 2.0 / 3)
    expectEqual(try toy.probability("the cat sat", model), 1.0 / 3)
    #expect(try toy.probability("the dog ran", model) == 0)
    expectEqual(model.crossEntropy(on: toy.sentences), 0.2746530722)
    expectEqual(model.perplexity(on: toy.sentences), 1.3160740130)
  }

  @Test func maximumLikelihoodUnigramIsBlindToOrder() throws {
    let unigram = toy.model(1, .maximumLikelihood)
    let bigram = toy.model(2, .maximumLikelihood)
    expectEqual(unigram.crossEntropy(on: toy.sentences), 1.7045514453)
    expectEqual(unigram.perplexity(on: toy.sentences), 5.4989185480)
    for sentence in ["the cat sat", "sat the cat", "cat sat the"] {
      expectEqual(try toy.probability(sentence, unigram), 0.0017361111)
    }
    #expect(try toy.probability("sat the cat", bigram) == 0)
    #expect(try toy.probability("cat sat the", bigram) == 0)
  }

  @Test func unseenBigramMakesPerplexityInfiniteAndSmoothingFinite() throws {
    let unseen = try ToyLanguage.ids("the dog ran", toy.words)
    #expect(toy.model(2, .maximumLikelihood).perplexity(on: [unseen]) == .infinity)
    #expect(toy.model(2, .maximumLikelihood).logProbability(of: unseen) == -.infinity)
    // With all weights 1 interpolation is maximum likelihood again.
    let finite = everySmoothing(order: 2).dropFirst().filter { $0 != .interpolation(weights: [1, 1]) }
    for smoothing in finite {
      let perplexity = toy.model(2, smoothing).perplexity(on: [unseen])
      #expect(perplexity.isFinite, "\(smoothing)")
    }
  }

  @Test func addOneBigram() throws {
    let model = toy.model(2, .addConstant(1))
    expectEqual(model.probability(of: 1, after: [0]), 1.0 / 3)
    expectEqual(try toy.probability("the dog ran", model), 16.0 / 3969)
    expectEqual(try toy.probability("the dog ran", model), 0.0040312421)
    expectEqual(try toy.probability("the cat sat", model), 1.0 / 72)
  }

  @Test func bigramHalfMixedWithUnigram() throws {
    let model = toy.model(2, .interpolation(weights: [1, 0.5]))
    expectEqual(try toy.probability("the dog ran", model), 0.0033908420)
  }

  /// Speech recognition re-ranks what was heard (ledger §5, S0 §2.1).
  @Test func likelierSentenceIsPreferredInRescoring() throws {
    let model = toy.model(2, .addConstant(1))
    expectEqual(try toy.probability("the cat ran", model), 0.0105820106)
    expectEqual(try toy.probability("the ran cat", model), 0.0008818342)
  }

  /// S1-3.5.1-PRE (e): P = (½, ¼, ½) has the sum −2.7725887222, the mean −0.9241962407, the perplexity 16^(1/3).
  @Test func perplexityOfThreeKnownProbabilities() {
    let model = NGramModel(
      order: 1, vocabularySize: 3, smoothing: .maximumLikelihood, sequences: [[0, 0, 1, 2]])
    expectEqual(model.logProbability(of: [0, 1, 0]), -2.7725887222)
    expectEqual(model.crossEntropy(on: [[0, 1, 0]]), 0.9241962407)
    expectEqual(model.perplexity(on: [[0, 1, 0]]), 2.5198420998)
  }

  /// G-PPL: knowing nothing is as unsure as a choice among all V tokens.
  @Test func untrainedModelHasThePerplexityV() {
    for smoothing in everySmoothing(order: 3) {
      let model = NGramModel(order: 3, vocabularySize: 7, smoothing: smoothing, sequences: [])
      expectEqual(model.perplexity(on: [[0, 6, 3, 3]]), 7)
    }
  }

  /// By hand, for "the dog ran </s>": of its bigrams only dog·ran is new; of its trigrams the·dog·ran and
  /// dog·ran·</s>; the first two n-grams, `<s>` the and `<s>` the dog, are known.
  @Test func shareOfUnseenNGramsGrowsWithTheOrder() throws {
    let counts = NGramCounts(order: 4, vocabularySize: 6, sequences: toy.sentences)
    let unseen = [try ToyLanguage.ids("the dog ran", toy.words)]
    #expect((1...4).map { counts.unseenShare(in: unseen, order: $0) } == [0, 0.25, 0.5, 0.5])
    #expect((1...4).map { counts.unseenShare(in: toy.sentences, order: $0) } == [0, 0, 0, 0])
  }
}
