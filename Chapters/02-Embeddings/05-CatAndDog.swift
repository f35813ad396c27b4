import Autodiff
import Formulas
import Language
import Notebook
import Randomness

/// Section 5: what counting cannot know, on the three sentences of chapter 1.
func catAndDog(_ notebook: ChapterNotebook, seed: Seed) throws {
  notebook.heading("Cat and dog")
  notebook.prose(
    "S2 says that statistical models miss the meaning: 「无法捕捉语义信息」. Take the toy sentences of chapter 1.")
  notebook.code()
  let corpus = try Formula.Examples.toyN.texts("corpus")
  let words = try Vocabulary([
    "<s>", "the", "cat", "dog", "sat", "ran", "</s>",
  ])
  let sentences = try corpus.map { sentence in
    try words.ids(of: sentence.split(separator: " ").map(String.init))
  }
  let bigram = NGramModel(
    order: 2, vocabularySize: words.count, smoothing: .maximumLikelihood,
    sequences: sentences.map { Array($0.dropFirst()) })

  let texts = sentences.map { $0[1...3].compactMap(words.string).joined(separator: " ") }
  notebook.prose(
    """
    They are “\(texts.joined(separator: "”, “"))”. To a counter, cat and dog are as different as cat and sat: one-hot \
    rows all stand at right angles, their cosine is 0.
    """)
  notebook.declaration("cosines", in: "05-CatAndDog.swift")
  notebook.code()
  let (cat, dog, sat, ran) = (2, 3, 4, 5)
  let hot = cosines(.identity(words.count), [cat, dog, sat])

  notebook.check("one-hot, cat is no closer to dog than to sat", isTrue: hot[0, 1] == 0 && hot[0, 2] == 0)
  notebook.prose("Now four numbers a word, trained to predict its neighbours:")
  notebook.declaration("NeighbourModel", in: "NeighbourModel.swift")
  notebook.declaration("train", in: "NeighbourModel.swift")
  notebook.code()
  var generator = seed.derived(2).generator()
  let model = NeighbourModel(
    words: words.count, channels: 4, using: &generator)
  let training = try train(
    model, on: Neighbours(sentences), steps: 60, batchSize: 32, rate: 0.1,
    seed: seed.derived(2))
  let learned = cosines(training.end.table.weight, [cat, dog, sat])
  let afterDog = training.end.nextProbabilities(after: dog)

  notebook.prose("After \(training.losses.count) steps:")
  let ratio = Double(afterDog[ran] / afterDog[cat])
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
  notebook.check("counted, P(ran | dog) = 0", measured: bigram.probability(of: ran, after: [dog]), atMost: 0)
  notebook.check(
    "learned, cat is closer to dog than to sat, by", measured: learned[0, 1] - learned[0, 2], atLeast: 0.2)
  notebook.check(
    "learned, after dog “ran” is likelier than “cat”, by the factor", measured: ratio, atLeast: 1.5)
}

/// The cosines between rows of a table: 1 for the same direction, 0 for a right angle. `[n, n]`.
func cosines(_ table: Tensor, _ rows: [Int]) -> Tensor {
  let chosen = lookUp(table, at: rows)
  let squares = square(chosen).sum(alongAxis: 1, keepingAxis: true)
  let directions = chosen / (sqrt(squares) + 1e-12)  // of length 1
  return matmul(directions, directions, rightTransposed: true)
}
