import Language
import Notebook

/// Section 10: a pair of words that no text ever had.
func askNeverSeen(
  _ notebook: ChapterNotebook, _ corpus: WordText, _ training: NeighbourTraining, _ breakage: Breakage
) {
  guard corpus.isTinyWorld, let purple = corpus.id(of: "purple"), let robot = corpus.id(of: "robot"),
    let waves = corpus.id(of: "waves")
  else { return }
  let (tokens, size) = (corpus.tokens, corpus.tokenizer.vocabularySize)
  notebook.heading("A purple robot")
  notebook.prose(
    """
    In Tiny World everything can have every colour, but all stories with a purple robot were taken out of the text.
    """)
  notebook.declaration("stories", in: "WordText.swift")
  notebook.prose(
    """
    Counting holds it impossible; smoothing gives it no more than it gives to nonsense.\
    \(breakage == .none ? " The table has seen other colours before this thing, and this colour before others." : "")
    """)
  notebook.code()
  let counts = NGramCounts(
    order: 2, vocabularySize: size, sequences: [tokens])
  let counted = NGramModel(counts: counts, smoothing: .maximumLikelihood)
  let smoothed = NGramModel(counts: counts, smoothing: .kneserNey(.estimated))
  let learned = training.end.nextProbabilities(after: purple)
  let things = Kind.thing.many.compactMap { corpus.id(of: $0) }
  let seen = things.max { first, second in
    counts.count(of: first, after: [purple])
      < counts.count(of: second, after: [purple])
  }

  guard let seen else { return }
  func row(_ word: Int) -> [any TableValue] {
    let probabilities = [counted, smoothed].map { $0.probability(of: word, after: [purple]) }
    return ["purple \(corpus.name(of: word))", counts.count(of: word, after: [purple])]
      + (probabilities + [Double(learned[word])]).map { NumberText.compact($0, significant: 3) }
  }
  notebook.guess(
    "The pair was never seen. Which of the three says 0 of it, and which says more than of any other unseen pair?"
  )
  notebook.table(
    "P(second word | first word)", columns: ["pair", "seen", "counted", "Kneser–Ney", "learned"],
    rows: [row(robot), row(waves), row(seen)])
  notebook.check("the pair was never seen", count: counts.count(of: robot, after: [purple]), equals: 0)
  let blind =
    smoothed.probability(of: robot, after: [purple]) / smoothed.probability(of: waves, after: [purple])
  notebook.check(
    "smoothed counting finds sense no likelier than nonsense, the factor is", measured: blind, atMost: 1)
  let ratio = learned[robot] / learned[waves]
  if breakage == .none {
    guard training.isLong else { return }
    notebook.check("learned, it is likelier than nonsense, by the factor", measured: ratio, atLeast: 10)
    guard training.losses.count <= 1_000 else { return }
    notebook.check(
      "… and expected like a pair that was seen, as a share of that",
      measured: learned[robot] / learned[seen], atLeast: 0.1)
  } else if breakage != .frozen, training.isWide {
    notebook.check("broken: sense is not much likelier than nonsense", measured: ratio, atMost: 10)
  }
}
