import Autodiff
import Language
import Notebook

/// Section 10: a pair of words that no text ever had.
func askNeverSeen(
  _ notebook: ChapterNotebook, _ text: WordText, _ training: NeighbourTraining, _ breakage: Breakage
) {
  guard text.isTinyWorld, let first = text.id(of: WordText.neverSeen.first),
    let second = text.id(of: WordText.neverSeen.second), let nonsense = text.id(of: "waves")
  else { return }
  let counts = NGramCounts(order: 2, vocabularySize: text.tokenizer.vocabularySize, sequences: [text.tokens])
  let things = Kind.thing.many.compactMap { text.id(of: $0) }
  func isRarer(_ one: Int, _ other: Int) -> Bool {
    counts.count(of: one, after: [first]) < counts.count(of: other, after: [first])
  }
  guard let seen = things.max(by: isRarer) else { return }
  let counted = NGramModel(counts: counts, smoothing: .maximumLikelihood)
  let smoothed = NGramModel(counts: counts, smoothing: .kneserNey(.estimated))
  let learned = training.end.nextProbabilities(after: first)
  let name = text.name(of: first)
  let isTrained = breakage.isNone
  notebook.heading("A \(name) \(text.name(of: second))")
  notebook.prose(
    """
    In Tiny World everything can have every colour, but all stories with a \(name) \(text.name(of: second)) were taken \
    out of the text. Counting holds it impossible; smoothing gives it no more than it gives to nonsense.\(isTrained ? " The table has seen other colours before this thing, and this colour before others." : "")
    """)
  func row(_ word: Int) -> [any TableValue] {
    [
      "\(name) \(text.name(of: word))", counts.count(of: word, after: [first]),
      NumberText.compact(counted.probability(of: word, after: [first]), significant: 3),
      NumberText.compact(smoothed.probability(of: word, after: [first]), significant: 3),
      NumberText.compact(Double(learned[word]), significant: 3),
    ]
  }
  notebook.table(
    "P(second word | first word)", columns: ["pair", "seen", "counted", "Kneser–Ney", "learned"],
    rows: [row(second), row(nonsense), row(seen)])
  notebook.check("the pair was never seen", count: counts.count(of: second, after: [first]), equals: 0)
  let blind =
    smoothed.probability(of: second, after: [first]) / smoothed.probability(of: nonsense, after: [first])
  notebook.check(
    "smoothed counting finds sense no likelier than nonsense, the factor is", measured: blind, atMost: 1)
  let ratio = learned[second] / learned[nonsense]
  if breakage.isNone {
    guard training.isLong else { return }
    notebook.check("learned, it is likelier than nonsense, by the factor", measured: ratio, atLeast: 10)
    guard training.losses.count <= 1_000 else { return }
    notebook.check(
      "… and expected like a pair that was seen, as a share of that",
      measured: learned[second] / learned[seen],
      atLeast: 0.1)
  } else if breakage.hasNoTraining || breakage.isShuffled, training.isWide {
    notebook.check("broken: sense is not much likelier than nonsense", measured: ratio, atMost: 10)
  }
}
