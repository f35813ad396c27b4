import Autodiff
import Formulas
import Language
import Notebook
import Randomness

/// Section 5: what counting cannot know, on the three sentences of chapter 1.
func catAndDog(_ notebook: ChapterNotebook, seed: Seed) throws {
  let sentences = try Formula.Examples.toyN.texts("corpus").map { $0.split(separator: " ").map(String.init) }
  let words = try Vocabulary(["<s>", "the", "cat", "dog", "sat", "ran", "</s>"])
  let sequences = try sentences.map { try words.ids(of: $0) }
  let (cat, dog, sat, ran) = (2, 3, 4, 5)
  let bigram = NGramModel(
    order: 2, vocabularySize: words.count, smoothing: .maximumLikelihood,
    sequences: sequences.map { Array($0.dropFirst()) })
  var generator = seed.generator()
  let steps = 60
  let model = NeighbourModel(vocabularySize: words.count, channels: 4, using: &generator)
  let training = try NeighbourTraining(
    model, on: Neighbours(sequences), steps: steps, batchSize: 32, rate: 0.1, seed: seed)
  let hot = cosines(.identity(words.count), [cat, dog, sat])
  let learned = cosines(training.end.table.weight, [cat, dog, sat])
  let afterDog = training.end.nextProbabilities(after: dog)
  let ratio = Double(afterDog[ran] / afterDog[cat])

  notebook.heading("Cat and dog")
  notebook.prose(
    """
    S2 says that statistical models miss the meaning: 「无法捕捉语义信息」. The toy sentences of chapter 1 are \
    “\(sentences.map { $0[1...3].joined(separator: " ") }.joined(separator: "”, “"))”. To a counter, cat and dog \
    are as different as cat and sat: one-hot rows all stand at right angles. Now four numbers a word, trained for \
    \(steps.grouped) steps to predict its neighbours:
    """)
  func row(_ name: String, _ counted: Double, _ learned: Float) -> [any TableValue] {
    [name, NumberText.compact(counted), NumberText.compact(Double(learned), significant: 3)]
  }
  notebook.table(
    "what each knows", columns: ["", "one-hot, counted", "four numbers, learned"],
    rows: [
      row("cosine(cat, dog)", Double(hot[0, 1]), learned[0, 1]),
      row("cosine(cat, sat)", Double(hot[0, 2]), learned[0, 2]),
      row("P(ran | dog)", bigram.probability(of: ran, after: [dog]), afterDog[ran]),
      row("P(cat | dog)", bigram.probability(of: cat, after: [dog]), afterDog[cat]),
      ["P(ran | dog) : P(cat | dog)", "0 : 0", NumberText.compact(ratio, significant: 3)],
    ])
  notebook.prose(
    """
    A softmax is never 0: that P(ran | dog) is above 0 shows nothing by itself. What shows something is that ran, which \
    the cat did, is so much likelier there than a word that nobody did.
    """)
  notebook.check("one-hot, cat is no closer to dog than to sat", isTrue: hot[0, 1] == 0 && hot[0, 2] == 0)
  notebook.check("counted, P(ran | dog) = 0", measured: bigram.probability(of: ran, after: [dog]), atMost: 0)
  notebook.check(
    "learned, cat is closer to dog than to sat, by", measured: learned[0, 1] - learned[0, 2], atLeast: 0.2)
  notebook.check(
    "learned, after dog “ran” is likelier than “cat”, by the factor", measured: ratio, atLeast: 1.5)
}
