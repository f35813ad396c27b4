import Formulas
import Language
import Notebook

/// Section 1: counts, and the probabilities that they are.
func countWords(_ notebook: ChapterNotebook) throws -> Toy {
  notebook.heading("Counting")
  notebook.prose("A language model says how probable the next word is. The oldest way to know is to count.")
  notebook.code()
  let corpus = try Formula.Examples.toyN.texts("corpus")
  let words = try Vocabulary(["the", "cat", "dog", "sat", "ran", "</s>"])
  let sentences = try corpus.map { sentence in
    try words.ids(in: sentence.replacing("<s> ", with: ""))
  }

  let texts = sentences.map { "“\($0.dropLast().compactMap(words.string).joined(separator: " "))”" }
  notebook.prose(
    """
    After these \(texts.count) sentences (\(texts.joined(separator: ", "))), how often did w follow h? `<s>` stands \
    before a sentence and is never predicted, `</s>` ends it and is.
    """)
  notebook.formula(.s2_1_1_P_NGRAM)
  notebook.code()
  let counts = NGramCounts(
    order: 2, vocabularySize: words.count, sequences: sentences)
  let contexts = [counts.beginning] + words.strings.indices.dropLast()
  let table = contexts.map { h in  // C(h, w)
    words.strings.indices.map { w in counts.count(of: w, after: [h]) }
  }

  let toy = Toy(corpus: corpus, words: words, sentences: sentences, counts: counts, contexts: contexts)
  let labels = [contexts.map(toy.name), words.strings]
  let shape = [contexts.count, words.count]
  notebook.tensor(
    "counts", table.joined().map { Double($0) }, shape: shape, axes: ["h", "w"], labels: labels)

  notebook.code()
  let bigram = NGramModel(
    counts: counts, smoothing: .maximumLikelihood)
  let probabilities = contexts.map { h in  // C(h, w)/C(h)
    bigram.distribution(after: [h])
  }

  notebook.tensor(
    "probabilities", Array(probabilities.joined()), shape: shape, axes: ["h", "w"], labels: labels,
    formula: .s2_1_1_P_NGRAM)
  let deviation = probabilities.map { ($0.reduce(0, +) - 1).magnitude }.max() ?? .nan
  notebook.check("after every h the probabilities sum to 1", measured: deviation, atMost: 1e-12)

  notebook.code()
  let (the, cat) = (0, 1)
  let ratio = Fraction(
    counts.count(of: cat, after: [the]), counts.total(after: [the]))
  let probability = bigram.probability(of: cat, after: [the])

  notebook.check("P(cat | the) = \(ratio)", measured: probability, near: ratio.value, within: 1e-15)
  let specification = Formula.Bigrams(corpus)
  let differences = zip(contexts, probabilities).flatMap { context, row in
    zip(words.strings, row).map { word, probability in
      let specified = specification.probability(of: word, after: toy.name(context), .maximumLikelihood)
      return (probability - specified).magnitude
    }
  }
  notebook.check(
    "all agree with the formula's own function", measured: differences.max() ?? .nan, atMost: 1e-15)
  return toy
}
