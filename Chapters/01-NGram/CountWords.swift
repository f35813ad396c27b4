import Formulas
import Language
import Notebook

/// Section 1: counts, and the probabilities that they are.
func countWords(_ notebook: ChapterNotebook, _ toy: Toy) {
  let bigram = ToyEstimate.maximumLikelihood.model(toy)
  let texts = toy.corpus.map { "“" + $0.replacing("<s> ", with: "").replacing(" </s>", with: "") + "”" }
  notebook.heading("Counting")
  notebook.prose(
    """
    A language model says how probable the next word is. The oldest way to know is to count: after \(texts.count) \
    sentences (\(texts.joined(separator: ", "))), how often did w follow h? `<s>` stands before a sentence and is \
    never predicted, `</s>` ends it and is.
    """)
  notebook.formula(.s2_1_1_P_NGRAM)
  notebook.code(
    """
    let counts = NGramCounts(order: 2, vocabularySize: 6, sequences: sentences)
    let bigram = NGramModel(counts: counts, smoothing: .maximumLikelihood)
    counts.count(of: cat, after: [the])        // C(the, cat)
    bigram.probability(of: cat, after: [the])  // C(the, cat)/C(the)
    """)
  let labels = [toy.contexts.map(toy.name), toy.words.strings]
  let shape = [toy.contexts.count, toy.words.count]
  let counted = toy.contexts.flatMap { context in
    toy.words.strings.indices.map { Double(toy.counts.count(of: $0, after: [context])) }
  }
  notebook.tensor("counts", counted, shape: shape, axes: ["h", "w"], labels: labels)
  let rows = toy.contexts.map { bigram.distribution(after: [$0]) }
  notebook.tensor(
    "probabilities", rows.flatMap { $0 }, shape: shape, axes: ["h", "w"], labels: labels,
    formula: .s2_1_1_P_NGRAM)

  let deviation = rows.map { ($0.reduce(0, +) - 1).magnitude }.max() ?? .nan
  notebook.check("after every h the probabilities sum to 1", measured: deviation, atMost: 1e-12)
  let (the, cat) = (0, 1)
  let ratio = Fraction(toy.counts.count(of: cat, after: [the]), toy.counts.total(after: [the]))
  notebook.check(
    "P(cat | the) = \(ratio)", measured: bigram.probability(of: cat, after: [the]), near: ratio.value,
    within: 1e-15)
  let difference = toy.contexts.flatMap { context in
    toy.words.strings.indices.map { word in
      let specified = toy.specification.probability(
        of: toy.name(word), after: toy.name(context), .maximumLikelihood)
      return (bigram.probability(of: word, after: [context]) - specified).magnitude
    }
  }.max()
  notebook.check(
    "all agree with the formula's own function", measured: difference ?? .nan, atMost: 1e-15)
}
