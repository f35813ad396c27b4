import Generation
import Language
import Notebook

/// The rivals of the applications; gives them with the stories that they are tried on.
func languageModels(_ notebook: ChapterNotebook, _ lesson: Lesson) throws -> Applications? {
  notebook.heading("Half-typed words")
  guard let world = lesson.world, let end = lesson.end, case .words(let tokenizer) = lesson.tokenizer else {
    notebook.prose(
      "This model does not read the words of Tiny World, which completion, correction and recognition are measured with."
    )
    return nil
  }
  notebook.prose(
    """
    Writing is one use of a language model. The documents name others (S4 §6): to complete what is half typed, to correct what
    is mistyped, to recognise what is said. None needs further training: each asks the model which of several texts is likelier.
    So any language model can serve, and three are compared: two that count, on the stories that the model of chapter 7 was
    trained on, and that model.
    """)
  let (model, seed, count) = (lesson.model, lesson.seed, notebook[Options.heldOut])
  notebook.code()
  let told = try world.stories(count: 6_000, seed: 1).map {
    try tokenizer.encode($0)
  }
  let counts = NGramCounts(
    order: 8, vocabularySize: tokenizer.vocabularySize, sequences: told)
  let unigram = NGramModel(
    counts: counts, order: 1, smoothing: .addConstant(0.01))
  let eightGram = NGramModel(counts: counts, smoothing: .kneserNey(.modified))
  var gpt = GPTPredictor(model)
  gpt.read([end])  // a story begins where another has ended

  let room = model.configuration.contextLength - 1
  let heldOut = try world.stories(count: count, seed: seed ^ 0x8_C0DE_0000).map { story in
    HeldOutStory(pieces: WordTokenizer.words(of: story), tokens: try tokenizer.encode(story))
  }.filter { $0.tokens.count <= room }
  guard !heldOut.isEmpty else {
    notebook.prose("No held-out story fits into the context of this model.")
    return nil
  }
  return Applications(
    world: world, tokenizer: tokenizer,
    rivals: [
      Rival(name: "unigram", predictor: NGramPredictor(unigram)),
      Rival(name: "8-gram", predictor: NGramPredictor(eightGram)), Rival(name: "GPT", predictor: gpt),
    ],
    stories: heldOut, seed: seed, room: room,
    isOwn: notebook[Options.model] == nil && count >= 12)
}

/// What a half-typed word may become, then half a sentence, and how often the truth is among the first.
func halfTypedWords(_ notebook: ChapterNotebook, _ uses: Applications) throws {
  notebook.prose(
    """
    A telephone offers words while one types. The model reads whole words and no halves; but what is typed already is a
    condition on the next one:

        P(word | story, beginning) = P(word | story) / Σ P(w | story)

    where w runs over the words with that beginning. In a held-out story, after one letter of a word:
    """)
  let complete = WordCompletion(uses.tokenizer)
  showOffers(notebook, uses, complete)

  notebook.prose(
    """
    Over all words of the held-out stories (\(uses.stories.count)): how often the true word is the first that is offered, among the first
    three, and among the first five, before and after its first letters are typed.
    """)
  notebook.declaration("offeredShares", in: "08-HalfTypedWords.swift")
  let words = uses.rivals.map { rival in
    (0...2).map { offeredShares(rival, uses.stories, letters: $0, complete) }
  }

  notebook.prose(
    """
    Half a sentence is completed by a beam search up to its full stop, from the third sentence of each story on. Here the first
    five of five beams are offered, and an offer is right if it is the whole rest of the sentence, word for word.
    """)
  notebook.declaration("finishedShares", in: "08-HalfTypedWords.swift")
  let sentences = try uses.rivals.map { try finishedShares($0, uses) }
  let completionAccuracy = zip(words, sentences).map { $0 + [$1] }
  // [model, typed, first]
  let typed = ["no letter", "1 letter", "2 letters", "½ sentence"]
  notebook.tensor(
    "completionAccuracy", completionAccuracy.joined().joined().map { $0 },
    shape: [uses.rivals.count, typed.count, 3], axes: ["model", "typed", "first"],
    labels: [uses.names, typed, ["1", "3", "5"]], display: .summary)
  notebook.table(
    "the truth is among the first", columns: ["model", "typed", "1", "3", "5"],
    rows: zip(uses.names, completionAccuracy).flatMap { name, shares in
      zip(typed, shares).map {
        [name, $0, percent($1[0]), percent($1[1]), percent($1[2])] as [any TableValue]
      }
    })
  guard uses.isOwn else { return }
  let (one, eight, gpt) = (completionAccuracy[0], completionAccuracy[1], completionAccuracy[2])
  notebook.check(
    "the 8-gram offers the true word first far more often than the unigram",
    measured: eight[0][0] - one[0][0], atLeast: 0.2)
  notebook.check(
    "the GPT, which remembers, more often than the 8-gram", measured: gpt[0][0] - eight[0][0], atLeast: 0.05)
  notebook.check(
    "and finishes sentences that the 8-gram cannot", measured: gpt[3][0] - eight[3][0], atLeast: 0.15)
  notebook.check(
    "every letter typed helps",
    isTrue: (0..<3).allSatisfy { model in
      (1...2).allSatisfy { completionAccuracy[model][$0][0] >= completionAccuracy[model][$0 - 1][0] }
    })
}

/// How often the true word is among the first 1, 3 and 5 that are offered after so
/// many of its letters.
func offeredShares(
  _ rival: Rival, _ stories: [HeldOutStory], letters: Int,
  _ complete: WordCompletion
) -> [Double] {
  var (found, asked) = ([0.0, 0, 0], 0.0)
  for story in stories {
    for (place, row) in rival.rows(before: story.tokens).enumerated() {
      guard let typed = story.beginning(ofWord: place, letters: letters)
      else { continue }
      let offers = complete(typed, logits: row).map(\.token)
      let rank = offers.firstIndex(of: story.tokens[place]) ?? offers.count
      for (index, first) in [1, 3, 5].enumerated() where rank < first {
        found[index] += 1
      }
      asked += 1
    }
  }
  return found.map { $0 / asked }
}

/// How often the true rest of a sentence is among the first 1, 3 and 5 of five
/// beams, when half of it is there.
func finishedShares(
  _ rival: Rival, _ uses: Applications
) throws -> [Double] {
  let stop = uses.tokenizer.vocabulary.id(of: ".")
  var (found, asked) = ([0.0, 0, 0], 0.0)
  for (story, sentence) in uses.sentences where sentence.count > 3 {
    let end = sentence.upperBound - 1
    guard story.tokens[end] == stop else { continue }
    let half = sentence.lowerBound + sentence.count / 2
    let rest = Array(story.tokens[half..<end])
    let offers = try BeamSearch(width: 5)(
      rival.after(story.tokens[..<half]), maximumNewTokens: 20,
      endToken: stop)
    let rank = offers.firstIndex { $0.tokens == rest } ?? offers.count
    for (index, first) in [1, 3, 5].enumerated() where rank < first {
      found[index] += 1
    }
    asked += 1
  }
  return found.map { $0 / asked }
}

/// What the three offer in the place where the GPT's best guess is right and most of all it knows better.
private func showOffers(_ notebook: ChapterNotebook, _ uses: Applications, _ complete: WordCompletion) {
  guard let (story, place) = mostTellingWord(uses, complete),
    let typed = story.beginning(ofWord: place, letters: 1)
  else { return }
  let told = Array(story.tokens[..<place])
  notebook.prose("- \(uses.text(told)) **\(shown(typed))**…")
  let rivals = uses.rivals
  notebook.code()
  let offers = rivals.map { rival in
    complete(typed, logits: rival.after(told).logits)
  }

  func offer(_ model: Int, _ rank: Int) -> [any TableValue] {
    guard rank < offers[model].count else { return ["", ""] }
    let offer = offers[model][rank]
    return [uses.text([offer.token]), offer.probability]
  }
  notebook.table(
    "offers", columns: ["", "unigram", "P", "8-gram", "P", "GPT", "P"],
    rows: (0..<5).map { rank in [rank + 1] + (0..<3).flatMap { offer($0, rank) } })
  notebook.check(
    "the first offer of the GPT is the true word", isTrue: offers[2].first?.token == story.tokens[place])
}

/// The word, among the first stories, that the GPT offers first after one letter and likelier than the 8-gram does by the
/// largest factor.
private func mostTellingWord(
  _ uses: Applications, _ complete: WordCompletion
) -> (story: HeldOutStory, place: Int)? {
  var best: (story: HeldOutStory, place: Int)?
  var largest = 0.0
  for story in uses.stories.prefix(5) {
    let (counted, read) = (uses.rivals[1].rows(before: story.tokens), uses.gpt.rows(before: story.tokens))
    for place in story.tokens.indices {
      guard let typed = story.beginning(ofWord: place, letters: 1) else { continue }
      func share(_ row: [Float]) -> Double {
        complete(typed, logits: row).first { $0.token == story.tokens[place] }?.probability ?? 0
      }
      let (of8, ofGPT) = (share(counted[place]), share(read[place]))
      if ofGPT > 0.5, ofGPT / of8 > largest { (largest, best) = (ofGPT / of8, (story, place)) }
    }
  }
  return best
}
