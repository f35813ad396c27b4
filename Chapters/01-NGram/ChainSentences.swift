import Formulas
import Language
import Notebook

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Section 2: the probability of a sentence is a chain, and one zero breaks it.
func chainSentences(_ notebook: ChapterNotebook, _ toy: Toy) throws {
  let addK = ToyEstimate.addK.name(toy)
  let unseen = try toy.ids("the dog ran")
  notebook.heading("The probability of a sentence")
  notebook.prose(
    """
    A sentence is as probable as all its steps together. “the dog ran” is no sentence of the corpus, though every \
    word of it is: dog was never followed by ran. Counted, that step has the probability 0, and so has the \
    sentence. **Smoothing** gives what was not seen a share: `\(addK)` adds to every count, `mixed ½` takes half \
    from the bigram and half from the unigram C(w)/N, which ignores h.
    """)
  notebook.formula(.g_NGRAM)
  notebook.code("bigram.logProbabilities(of: [the, dog, ran, end])  // ln P of each step")

  func text(_ fraction: Fraction?, or value: Double) -> String {
    fraction.map { "\($0)" } ?? NumberText.compact(value, significant: 6)
  }
  let estimates: [ToyEstimate] = [.maximumLikelihood, .addK, .mixed]
  var rows: [[any TableValue]] = toy.events(unseen).map { event in
    let entries = estimates.map { estimate in
      text(
        estimate.fraction(event, toy),
        or: estimate.model(toy).probability(of: event.word, after: [event.history]))
    }
    return ["P(\(toy.name(event.word)) | \(toy.name(event.history)))"] + entries
  }
  let products = estimates.map {
    ($0.fraction(of: unseen, toy), exp($0.model(toy).logProbability(of: unseen)))
  }
  rows.append(["product"] + products.map { text($0.0, or: $0.1) })
  rows.append(["="] + products.map { NumberText.compact($0.1, significant: 8) })
  notebook.table(
    "“the dog ran”, step by step", columns: ["step"] + estimates.map { $0.name(toy) }, rows: rows)

  let sentences = ["the cat sat", "the cat ran", "the dog ran", "the ran cat", "sat the cat"]
  notebook.table(
    "more sentences", columns: ["sentence"] + ToyEstimate.allCases.map { $0.name(toy) },
    rows: try sentences.map { sentence in
      let ids = try toy.ids(sentence)
      return [sentence]
        + ToyEstimate.allCases.map {
          text($0.fraction(of: ids, toy), or: exp($0.model(toy).logProbability(of: ids)))
        }
    })

  func probability(_ sentence: String, _ estimate: ToyEstimate) throws -> Double {
    exp(estimate.model(toy).logProbability(of: try toy.ids(sentence)))
  }
  notebook.check(
    "counted, P(the cat sat) = 1/3", measured: try probability("the cat sat", .maximumLikelihood),
    near: 1.0 / 3,
    within: 1e-12)
  notebook.check(
    "counted, P(the dog ran) = 0 and its perplexity is ∞",
    isTrue: try probability("the dog ran", .maximumLikelihood) == 0
      && ToyEstimate.maximumLikelihood.model(toy).perplexity(on: [unseen]) == .infinity)
  if toy.k == 1 {
    notebook.check(
      "add-1: P(the dog ran) = 16/3969", measured: try probability("the dog ran", .addK), near: 16.0 / 3969,
      within: 1e-12)
  }
  notebook.check(
    "mixed: P(the dog ran) = 125/36864", measured: try probability("the dog ran", .mixed),
    near: 125.0 / 36864, within: 1e-12)
  let ratio = try probability("the cat ran", .addK) / probability("the ran cat", .addK)
  notebook.check("\(addK) prefers “the cat ran” to “the ran cat”, by the factor", measured: ratio, atLeast: 1)
  var worst = 0.0
  for estimate in ToyEstimate.allCases {
    for sentence in sentences {
      let specified = toy.specification.probability(of: "<s> \(sentence) </s>", estimate.specified(toy))
      worst = max(worst, (try probability(sentence, estimate) - specified).magnitude)
    }
  }
  notebook.check("all agree with the formula's own function", measured: worst, atMost: 1e-12)
  blindToOrder(notebook, toy, try toy.ids("the cat sat"))
}

/// S0 §2.1 speaks of two kinds of model; the chain rule makes them one, and order-blindness tells them apart.
private func blindToOrder(_ notebook: ChapterNotebook, _ toy: Toy, _ sentence: [Int]) {
  let orders = permutations(of: sentence)
  let unigram = ToyEstimate.unigram.model(toy)
  let bigram = ToyEstimate.maximumLikelihood.model(toy)
  notebook.prose(
    """
    A conditional model and a probability of whole texts are not two kinds of model: the chain makes one of the \
    other. What differs is the memory. The unigram has none: all \(orders.count) orders of the, cat, sat and \
    `</s>` are the same to it.
    """)
  notebook.formula(.s0_2_1_P_LM)
  let same = orders.map { exp(unigram.logProbability(of: $0)) }
  let spread = (same.max() ?? .nan) - (same.min() ?? .nan)
  notebook.check("the unigram gives all \(orders.count) orders the same", measured: spread, atMost: 1e-15)
  notebook.check(
    "orders that the bigram holds possible",
    count: orders.count { bigram.logProbability(of: $0) > -.infinity },
    equals: 1)
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
