import Generation
import Language
import Notebook
import Platform
import Randomness

/// Typing errors as a noisy channel, corrected by hand and by a search.
func typingErrors(_ notebook: ChapterNotebook, _ uses: Applications) throws {
  notebook.heading("Typing errors")
  notebook.prose(
    """
    Who reads what was typed asks what was meant. Bayes' rule turns the question round: of all texts the one for which

        ln P(text | typed) = ln P(typed | text) + ln P(text) + a constant

    is largest. The first term knows hands and keyboards, the second the language: Shannon's noisy channel, as Kernighan,
    Church and Gale used it in 1990. The writer of this chapter errs as follows. A word has a slip of the hand with probability
    \(NumberText.compact(notebook[Options.slips])): a neighbouring key, a letter left out, one typed twice, two in the wrong order.
    With probability \(NumberText.compact(notebook[Options.mixUps])) a name, colour or thing is mixed up with another that
    begins with the same letter, and no dictionary finds it.
    """)
  let world = uses.world
  let (slips, mixUps) = (notebook[Options.slips], notebook[Options.mixUps])
  notebook.code()
  let typing = TypingErrors(
    slipRate: slips, mixUpRate: mixUps, mixUps: world.mixUps)
  let kites = typing.outcomes(of: "kite")

  let examples = [
    ("no error", "kite"), ("a neighbouring key", "kire"), ("a letter left out", "kte"),
    ("a letter typed twice", "kiite"), ("two in the wrong order", "ktie"),
  ]
  notebook.table(
    "typed for “kite”", columns: ["", "typed", "edits", "ln P(typed | kite)"],
    rows: examples.map { error, observed in
      [
        error, observed, editDistance("kite", observed),
        log(typing.probability(of: observed, meaning: "kite")),
      ]
    })
  notebook.check(
    "P of all \(kites.count) that can be typed sums to 1", measured: kites.reduce(0) { $0 + $1.probability },
    near: 1, within: 1e-12)
  notebook.check(
    "a slip is one edit, where exchanging two neighbours counts as one (Damerau 1964)",
    isTrue: kites.dropFirst().allSatisfy { editDistance("kite", $0.observed) == 1 })
  try correctByHand(notebook, uses, typing)
  try correctStories(notebook, uses, typing)
}

/// The reader's text: every place where something else was meant, with all that may have been.
private func correctByHand(_ notebook: ChapterNotebook, _ uses: Applications, _ typing: TypingErrors) throws {
  let typed = notebook[Options.typed]
  guard pieces(ofTyped: typed, uses.tokenizer).count <= uses.room else { return }
  notebook.prose(
    """
    Turned round, the channel has for every typed word the words that may have been meant. As a text has many words, the texts
    that may have been meant are very many; beams keep the likeliest beginnings. This was typed:

    - \(typed)
    """)
  let (tokenizer, gpt) = (uses.tokenizer, uses.gpt.predictor)
  let noChannel = notebook[Options.noChannel]
  notebook.code()
  let candidates = WordCandidates(typing, of: tokenizer)
  let pieces = pieces(ofTyped: typed, tokenizer)
  let columns = pieces.map { piece in
    candidates(piece).map { noChannel ? withoutChannel($0) : $0 }
  }
  let meant = ChannelSearch(width: 16, window: 10)(columns, after: gpt)

  guard let best = meant.first else { return }
  notebook.prose("and this, the GPT finds, was meant:\n\n- \(uses.text(best.tokens))")
  let rivals = uses.rivals
  let changed = pieces.indices.filter { tokenizer.vocabulary.string(of: best.tokens[$0]) != pieces[$0] }
  for place in changed.prefix(3) {
    notebook.prose(
      "Number by number, for the word typed “\(shown(pieces[place]))”; the others are as they were found:")
    notebook.code()
    let texts = columns[place].map { candidate in
      var text = best.tokens
      text[place] = candidate.token
      return text
    }
    let languages = rivals.map { rival in texts.map(rival.logProbability) }

    let sums = zip(columns[place], languages[languages.count - 1]).map { $0.logLikelihood + $1 }
    let order = sums.indices.sorted { (sums[$1], $0) < (sums[$0], $1) }
    notebook.table(
      "meant by “\(shown(pieces[place]))”",
      columns: ["word", "ln P(typed | word)"] + rivals.map { "ln P(text), " + $0.name } + ["sum, GPT"],
      rows: order.prefix(6).map { row in
        let candidate = columns[place][row]
        return [uses.text([candidate.token]), candidate.logLikelihood] + languages.map { $0[row] } + [
          sums[row]
        ]
      })
    guard uses.isOwn, typed == Options.ownTyped else { continue }
    notebook.check(
      "no candidate has a larger sum than the word that was found",
      isTrue: columns[place][order[0]].token == best.tokens[place])
  }
  if changed.isEmpty { notebook.prose("Nothing was to be corrected.") }
}

/// `--no-channel`: all that may have been meant explains equally well what was typed.
func withoutChannel(_ candidate: WordCandidate) -> WordCandidate {
  WordCandidate(token: candidate.token, logLikelihood: 0)
}

/// Errors put into held-out stories, and how many each model finds.
private func correctStories(_ notebook: ChapterNotebook, _ uses: Applications, _ typing: TypingErrors) throws
{
  notebook.prose(
    """
    How good is that? The writer types the held-out stories (\(uses.stories.count)), with errors drawn from the channel, so that the
    truth is known for every word. Three counts: how many non-words are corrected; how many words that are right in themselves and
    wrong in the story; and how many right words are *spoiled*.
    """)
  notebook.declaration("corrections", in: "09-TypingErrors.swift")
  let noChannel = notebook[Options.noChannel]
  let (slips, mixUps) = (typing.slipRate, typing.mixUpRate)
  let candidates = WordCandidates(typing, of: uses.tokenizer)
  let seed = Seed(uses.seed)
  notebook.code()
  var generator = seed.derived(9).generator()
  let typed = uses.stories.map { story in
    typing.observations(of: story.pieces.joined(), using: &generator)
  }

  let counts = uses.rivals.map { rival in
    corrections(typed, by: rival, uses) { piece in
      candidates(piece).map { noChannel ? withoutChannel($0) : $0 }
    }
  }
  let kinds = ["non-words corrected", "wrong words corrected", "right words kept"]
  let correctionAccuracy = counts.map { kinds in kinds.map { Double($0.right) / Double(max(1, $0.all)) } }
  notebook.tensor(
    "correctionAccuracy", correctionAccuracy.joined().map { $0 }, shape: [uses.rivals.count, 3],
    axes: ["model", "kind"], labels: [uses.names, kinds], display: .summary)
  notebook.table(
    "corrected", columns: ["model"] + kinds,
    rows: zip(uses.names, counts).map { name, counts in
      [name] + counts.map { "\($0.right) of \($0.all)" }
    })
  notebook.prose(
    """
    A non-word shows itself, and the few words near it are told apart by the words before. A wrong word shows itself only to whoever
    remembers the story, over whatever distance.
    """)
  guard uses.isOwn, slips == 0.05, mixUps == 0.1 else { return }
  let (one, eight, gpt) = (correctionAccuracy[0], correctionAccuracy[1], correctionAccuracy[2])
  if noChannel {
    notebook.check(
      "broken: without the channel the GPT rewrites what was right", measured: 1 - gpt[2], atLeast: 0.05)
    return
  }
  notebook.check("the GPT corrects nearly all non-words", measured: gpt[0], atLeast: 0.85)
  notebook.check("more wrong words than the 8-gram", measured: gpt[1] - eight[1], atLeast: 0.15)
  notebook.check("which finds more than the unigram", measured: eight[1] - one[1], atLeast: 0)
  notebook.check("and it spoils few right words", measured: 1 - gpt[2], atMost: 0.01)
}

/// How many non-words, wrong words and right words are read as they were meant.
func corrections(
  _ stories: [[(meant: String, observed: String)]], by rival: Rival,
  _ uses: Applications, candidates: (String) -> [WordCandidate]
) -> [(right: Int, all: Int)] {
  let vocabulary = uses.tokenizer.vocabulary
  var counts = [(right: Int, all: Int)](repeating: (0, 0), count: 3)
  for story in stories {
    let columns = story.map { candidates($0.observed) }
    let found = ChannelSearch(width: 16, window: 10)(
      columns, after: rival.predictor)
    guard let tokens = found.first?.tokens else { continue }
    for ((meant, observed), token) in zip(story, tokens) {
      let isWord = vocabulary.id(of: observed) != nil
      let kind = observed == meant ? 2 : isWord ? 1 : 0
      counts[kind].all += 1
      if vocabulary.string(of: token) == meant { counts[kind].right += 1 }
    }
  }
  return counts
}
