import Formulas
import Testing

/// Expected values: ledger S0-2.1-P-LM, S2-1.1-P-NGRAM, G-NGRAM and G-MAXENT (TOY-N), and §4.3 (re-ranking).
@Suite struct LanguageModelTests {
  let corpus: Formula.Values = [
    "corpus": ["<s> the cat sat </s>", "<s> the dog sat </s>", "<s> the cat ran </s>"]
  ]

  func sentence(_ words: String) -> Formula.Values { corpus.with(["sentence": .text("<s> \(words) </s>")]) }

  func probability(_ id: FormulaID, _ reading: String, _ words: String, _ more: Formula.Values = [:]) throws
    -> Double
  {
    try compute(id, reading, sentence(words).with(more)).number("P")
  }

  @Test(.formula(.s2_1_1_P_NGRAM)) func s2_1_1_P_NGRAM_maximumLikelihood() throws {
    #expect(abs(try probability(.s2_1_1_P_NGRAM, "maximum likelihood", "the cat sat") - 1.0 / 3) < 1e-15)
    #expect(try probability(.s2_1_1_P_NGRAM, "maximum likelihood", "the dog ran") == 0)
  }

  @Test(.formula(.s2_1_1_P_NGRAM)) func s2_1_1_P_NGRAM_addOne() throws {
    let cat = try compute(.s2_1_1_P_NGRAM, "add-k", sentence("the cat sat").with(["k": 1]))
    expect(cat["P"], .number(1.0 / 72), within: 1e-16)
    expect(cat["P"], 0.0138888889)
    let dog = try compute(.s2_1_1_P_NGRAM, "add-k", sentence("the dog ran").with(["k": 1]))
    expect(dog["P"], .number(16.0 / 3969), within: 1e-16)
    expect(dog["P"], 0.0040312421)
  }

  @Test(.formula(.s2_1_1_P_NGRAM)) func s2_1_1_P_NGRAM_interpolatedAndUnigram() throws {
    let interpolated = try compute(
      .s2_1_1_P_NGRAM, "interpolated", sentence("the dog ran").with(["lambda": 0.5]))
    expect(interpolated["P"], 0.0033908420)
    let unigram = try compute(.s2_1_1_P_NGRAM, "unigram", sentence("the cat sat"))
    expect(unigram["P"], 0.0017361111)
  }

  @Test(.formula(.g_NGRAM)) func g_NGRAM_lossOfTheCorpus() throws {
    let bigram = try compute(.g_NGRAM, "maximum likelihood", corpus)
    expect(bigram["nll"], 0.2746530722)
    expect(bigram["perplexity"], 1.3160740130)
    let unigram = try compute(.g_NGRAM, "unigram", corpus)
    expect(unigram["nll"], 1.7045514453)
    expect(unigram["perplexity"], 5.4989185480)
  }

  @Test(.formula(.g_NGRAM)) func g_NGRAM_oneConditionalProbability() throws {
    let inputs = corpus.with(["history": "the", "word": "cat", "k": 1, "lambda": 0.5])
    expect(
      try compute(.g_NGRAM, "maximum likelihood", inputs)["P(word | history)"], .number(2.0 / 3),
      within: 1e-15)
    expect(try compute(.g_NGRAM, "add-k", inputs)["P(word | history)"], .number(1.0 / 3), within: 1e-15)
    // By hand: ½·2/3 + ½·2/12.
    expect(
      try compute(.g_NGRAM, "interpolated", inputs)["P(word | history)"], .number(5.0 / 12), within: 1e-15)
    let unseen = corpus.with(["history": "never", "word": "cat"])
    expect(try compute(.g_NGRAM, "maximum likelihood", unseen)["P(word | history)"], 0, within: 0)
  }

  @Test(.formula(.g_NGRAM)) func g_NGRAM_conditionalProbabilitiesSumToOne() throws {
    for history in ["<s>", "the", "cat", "dog", "sat", "ran"] {
      for reading in ["maximum likelihood", "add-k", "interpolated", "unigram"] {
        let sum = try ["the", "cat", "dog", "sat", "ran", "</s>"].reduce(0) { sum, word in
          let inputs = corpus.with(["history": .text(history), "word": .text(word), "k": 1, "lambda": 0.5])
          return sum + (try compute(.g_NGRAM, reading, inputs).number("P(word | history)"))
        }
        #expect(abs(sum - 1) < 1e-14, "\(reading) after \(history)")
      }
    }
  }

  @Test(.formula(.g_NGRAM)) func g_NGRAM_ranksHypotheses() throws {
    let likely = try compute(.g_NGRAM, "add-k", sentence("the cat ran").with(["k": 1]))
    let unlikely = try compute(.g_NGRAM, "add-k", sentence("the ran cat").with(["k": 1]))
    expect(likely["P"], 0.0105820106)
    expect(unlikely["P"], 0.0008818342)
  }

  @Test(.formula(.s0_2_1_P_LM)) func s0_2_1_P_LM_unigramIsBlindToOrder() throws {
    for words in ["the cat sat", "sat cat the", "cat the sat"] {
      let result = try compute(.s0_2_1_P_LM, "unigram", sentence(words))
      expect(result["P"], 0.0017361111)
    }
    expect(
      try compute(.s0_2_1_P_LM, "conditional", sentence("the cat sat"))["P"], .number(1.0 / 3), within: 1e-15)
    expect(try compute(.s0_2_1_P_LM, "conditional", sentence("sat cat the"))["P"], 0, within: 0)
  }

  @Test(.formula(.g_MAXENT)) func g_MAXENT_convergesToTheCounts() throws {
    let inputs = corpus.with(["steps": 2000, "rate": 5, "history": "the", "word": "cat"])
    let result = try compute(.g_MAXENT, "published", inputs)
    expect(result["first loss"], 1.9459101491)
    expect(result["loss"], 0.2752841, within: 6e-8)
    expect(result["P(word | history)"], 0.6663803, within: 6e-8)
    #expect(try result.number("loss") > compute(.g_NGRAM, "maximum likelihood", corpus).number("nll"))
  }
}
