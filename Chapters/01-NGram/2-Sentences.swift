import Formulas
import Language
import Notebook
import Platform

/// Section 2: the probability of a sentence is a chain, and one zero breaks it. Gives the models, as in `ToyEstimate`.
func chainSentences(_ notebook: ChapterNotebook, _ toy: Toy, k: Double) throws -> [NGramModel] {
  let (words, counts, estimates) = (toy.words, toy.counts, ToyEstimate.allCases)
  let names = estimates.map { $0.name(k: k) }
  notebook.heading("The probability of a sentence")
  notebook.prose(
    """
    A sentence is as probable as all its steps together. “the dog ran” is no sentence of the corpus, though every \
    word of it is: dog was never followed by ran. Counted, that step has the probability 0, and so has the \
    sentence. **Smoothing** gives what was not seen a share: `\(names[1])` adds to every count, `mixed ½` takes half \
    from the bigram and half from the unigram C(w)/N, which ignores h.
    """)
  notebook.formula(.g_NGRAM)
  notebook.code()
  let smoothings: [NGramSmoothing] = [
    .maximumLikelihood, .addConstant(k), .interpolation(weights: [1, 0.5]),
  ]
  let models = smoothings.map { NGramModel(counts: counts, smoothing: $0) }
  let unseen = try words.ids(in: "the dog ran </s>")
  let steps = zip([counts.beginning] + unseen, unseen).map { h, w in
    models.map { $0.probability(of: w, after: [h]) }  // P(w | h)
  }
  let products = models.map { exp($0.logProbability(of: unseen)) }

  var roundings: [Double] = []
  func text(_ value: Double, _ fraction: Fraction?) -> String {
    guard let fraction else { return NumberText.compact(value, significant: 6) }
    roundings.append((value - fraction.value).magnitude)
    return "\(fraction)"
  }
  func texts(_ values: [Double], of sentence: [Int]) -> [String] {
    zip(values, estimates).map { text($0, $1.fraction(of: sentence, toy, k: k)) }
  }
  var rows: [[any TableValue]] = zip(toy.events(unseen), steps).map { event, values in
    ["P(\(toy.name(event.word)) | \(toy.name(event.history)))"]
      + zip(values, estimates).map { text($0, $1.fraction(event, toy, k: k)) }
  }
  rows.append(["product"] + texts(products, of: unseen))
  rows.append(["="] + products.map { NumberText.compact($0, significant: 8) })
  notebook.table("“the dog ran”, step by step", columns: ["step"] + names.dropLast(), rows: rows)

  notebook.code()
  let unigram = NGramModel(
    counts: counts, order: 1, smoothing: .maximumLikelihood)
  let others = [
    "the cat sat", "the cat ran", "the dog ran", "the ran cat", "sat the cat",
  ]
  let probabilities = try others.map { sentence in
    let tokens = try words.ids(in: sentence + " </s>")
    return (models + [unigram]).map { exp($0.logProbability(of: tokens)) }
  }

  notebook.table(
    "more sentences", columns: ["sentence"] + names,
    rows: try zip(others, probabilities).map { sentence, values in
      [sentence] + texts(values, of: try words.ids(in: sentence + " </s>"))
    })
  shareOut(notebook, toy, models, k: k)
  notebook.check(
    "counted, P(the cat sat) = 1/3", measured: probabilities[0][0], near: 1.0 / 3, within: 1e-12)
  notebook.check(
    "counted, P(the dog ran) = 0 and its perplexity is ∞",
    isTrue: probabilities[2][0] == 0 && models[0].perplexity(on: [unseen]) == .infinity)
  if k == 1 {
    notebook.check(
      "add-1: P(the dog ran) = 16/3969", measured: probabilities[2][1], near: 16.0 / 3969, within: 1e-12)
  }
  notebook.check(
    "mixed: P(the dog ran) = 125/36864", measured: probabilities[2][2], near: 125.0 / 36864, within: 1e-12)
  notebook.check(
    "\(names[1]) prefers “the cat ran” to “the ran cat”, by the factor",
    measured: probabilities[1][1] / probabilities[3][1], atLeast: 1)
  let specification = Formula.Bigrams(toy.corpus)
  let differences = zip(others, probabilities).flatMap { sentence, values in
    zip(values, estimates).map { value, estimate in
      (value - specification.probability(of: "<s> \(sentence) </s>", estimate.specified(k: k))).magnitude
    }
  }
  notebook.check(
    "all agree with the formula's own function", measured: differences.max() ?? .nan, atMost: 1e-12)
  notebook.check(
    "a fraction is the number that the model gives", measured: roundings.max() ?? .nan, atMost: 1e-12)

  // S0 §2.1 speaks of two kinds of model; the chain rule makes them one, and order-blindness tells them apart.
  notebook.prose(
    """
    A conditional model and a probability of whole texts are not two kinds of model: the chain makes one of the \
    other. What differs is the memory. The unigram has none: all orders of the, cat, sat and `</s>` are the same to it.
    """)
  notebook.formula(.s0_2_1_P_LM)
  notebook.code()
  let sentence = try words.ids(in: "the cat sat </s>")
  let orders = permutations(of: sentence)
  let same = orders.map { exp(unigram.logProbability(of: $0)) }
  let bigram = models[0]
  let possible = orders.count { bigram.logProbability(of: $0) > -.infinity }

  let spread = (same.max() ?? .nan) - (same.min() ?? .nan)
  notebook.check("the unigram gives all \(orders.count) orders the same", measured: spread, atMost: 1e-15)
  notebook.check("orders that the bigram holds possible", count: possible, equals: 1)
  return models + [unigram]
}

/// Every context's probabilities, smoothing by smoothing.
private func shareOut(
  _ notebook: ChapterNotebook, _ toy: Toy, _ models: [NGramModel], k: Double
) {
  let (words, counts, contexts) = (toy.words, toy.counts, toy.contexts)
  notebook.prose(
    """
    What each smoothing makes of every context's counts. Two more, which section 6 measures: both take a discount of ½ off \
    every count that is not 0, and share out what this leaves over; **absolute discounting** by how often a word comes \
    at all, **Kneser–Ney** by after how many different words it comes.
    """)
  notebook.code()
  let discount = 0.5
  let discounted = [
    NGramSmoothing.absoluteDiscounting(.fixed(discount)),
    .kneserNey(.fixed(discount)),
  ].map { NGramModel(counts: counts, smoothing: $0) }
  let smoothed = (models.dropFirst() + discounted).map { model in
    contexts.flatMap { h in model.distribution(after: [h]) }  // P(w | h)
  }

  let cells = [
    "probabilities.addK", "probabilities.mixed", "probabilities.absolute", "probabilities.kneserNey",
  ]
  for (name, values) in zip(cells, smoothed) {
    notebook.tensor(
      name, values, shape: [contexts.count, words.count], axes: ["h", "w"],
      labels: [contexts.map(toy.name), words.strings], formula: .s2_1_1_P_NGRAM)
  }
  notebook.explore(
    .smoothing(
      "counts become probabilities", counts: "counts",
      probabilities: [
        "counted": "probabilities", ToyEstimate.addK.name(k: k): cells[0],
        ToyEstimate.mixed.name(k: k): cells[1], "absolute": cells[2], "Kneser–Ney": cells[3],
      ], constants: [.init("k", k), .init("weight", 0.5), .init("discount", discount)]))
  let deviation = smoothed.flatMap { values in
    contexts.indices.map { row in
      (values[row * words.count..<(row + 1) * words.count].reduce(0, +) - 1).magnitude
    }
  }
  notebook.check(
    "after every h they sum to 1, with every smoothing", measured: deviation.max() ?? .nan, atMost: 1e-12)
}

/// All orders of the elements.
private func permutations(of elements: [Int]) -> [[Int]] {
  guard elements.count > 1 else { return [elements] }
  return elements.indices.flatMap { index in
    var rest = elements
    let first = rest.remove(at: index)
    return permutations(of: rest).map { [first] + $0 }
  }
}
