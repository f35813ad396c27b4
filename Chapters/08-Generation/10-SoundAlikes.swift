import Generation
import Language
import Notebook
import Randomness

/// Words that sound alike, told apart by the story.
func soundAlikes(_ notebook: ChapterNotebook, _ uses: Applications) throws {
  notebook.heading("Sound-alikes")
  notebook.prose(
    """
    A recogniser of speech has the same task with another channel: what is said arrives as sounds, and several sentences sound
    alike. Words are spelled into sounds by a short table of English spellings; sounds made in the same place of the mouth (p and
    b, t and d, all vowels) are half as far apart as others; and the ear hears a word near the one that was said,

        P(heard | said) = exp(−κ·d(heard, said)) / Σ_w exp(−κ·d(w, said)), κ = 2

    but none farther than 1½ sounds. Pauses are heard: marks arrive as they are.
    """)
  let tokenizer = uses.tokenizer
  notebook.code()
  let words = tokenizer.vocabulary.strings.map { $0.filter(\.isLetter) }
  let ear = Ear(for: words.filter { !$0.isEmpty })
  let heardFor = ["boat", "Tim", "red", "yellow"].map { said in
    ear.outcomes(of: said).sorted { $0.probability > $1.probability }
  }

  notebook.table(
    "heard", columns: ["said", "sounds", "most often heard"],
    rows: zip(["boat", "Tim", "red", "yellow"], heardFor).map { said, heard in
      [
        said, Sound.sounds(of: said).map(\.rawValue).joined(separator: " "),
        heard.prefix(4).map { "\($0.observed) \(NumberText.fixed($0.probability, decimals: 2))" }
          .joined(separator: ", "),
      ]
    })
  notebook.prose(
    """
    One sentence is heard at a time, the story before it being known: every sentence of the held-out stories from the third on.
    """)
  let candidates = WordCandidates(ear, of: tokenizer)
  var generator = Seed(uses.seed).derived(10).generator()
  let utterances = uses.sentences.map { story, sentence in
    Utterance(
      told: Array(story.tokens[..<sentence.lowerBound]), said: Array(story.tokens[sentence]),
      heard: ear.observations(of: story.pieces[sentence].joined(), using: &generator).map(\.observed))
  }
  notebook.declaration("readings", in: "10-SoundAlikes.swift")
  let found = uses.rivals.map { rival in
    utterances.map { readings(of: $0, by: rival, candidates) }
  }
  showHypotheses(notebook, uses, utterances, found)

  notebook.code()
  let recognitionAccuracy = found.map { readings in
    [1, 3, 5].map { first in
      let right = zip(utterances, readings).count { utterance, readings in
        readings.prefix(first).contains { $0.tokens == utterance.said }
      }
      return Double(right) / Double(utterances.count)
    }
  }

  notebook.tensor(
    "recognitionAccuracy", recognitionAccuracy.joined().map { $0 }, shape: [uses.rivals.count, 3],
    axes: ["model", "first"], labels: [uses.names, ["1", "3", "5"]], display: .summary)
  let wordsRight = found.map { readings in
    let pairs = zip(utterances, readings).flatMap { zip($0.said, $1.first?.tokens ?? []) }
    return Double(pairs.count { $0 == $1 }) / Double(pairs.count)
  }
  notebook.table(
    "the sentence that was said is among the first", columns: ["model", "1", "3", "5", "tokens right"],
    rows: zip(zip(uses.names, recognitionAccuracy), wordsRight).map {
      [$0.0] + $0.1.map(percent) + [percent($1)]
    })
  guard uses.isOwn else { return }
  let (one, eight, gpt) = (recognitionAccuracy[0], recognitionAccuracy[1], recognitionAccuracy[2])
  notebook.check("the 8-gram knows which words follow one another", measured: eight[0] - one[0], atLeast: 0.2)
  notebook.check("the GPT also which were said before", measured: gpt[0] - eight[0], atLeast: 0.05)
}

/// A sentence that is said when a part of a story is told, and what is heard of it.
struct Utterance {
  let told: [Int]
  let said: [Int]
  let heard: [String]
}

/// The five sentences that are likeliest to have been said.
func readings(
  of utterance: Utterance, by rival: Rival, _ candidates: WordCandidates
) -> [ChannelSearch.Reading] {
  let columns = utterance.heard.map { candidates($0) }
  let search = ChannelSearch(width: 16, window: 10)
  let ranked = search(columns, after: rival.after(utterance.told))
  return Array(ranked.prefix(5))
}

/// The hypotheses for one sentence that the GPT, and it alone, has understood.
private func showHypotheses(
  _ notebook: ChapterNotebook, _ uses: Applications, _ utterances: [Utterance],
  _ found: [[[ChannelSearch.Reading]]]
) {
  let understood = utterances.indices.first { place in
    let firsts = found.map { $0[place].first?.tokens == utterances[place].said }
    return firsts == [false, false, true] && found[2][place].count > 2
  }
  guard let place = understood else { return }
  let utterance = utterances[place]
  notebook.prose(
    """
    One of them, and what was heard of it:

    - \(uses.text(utterance.told)) **\(shown(utterance.heard.joined()))**

    What may have been said, ranked by the GPT:
    """)
  notebook.table(
    "hypotheses", columns: ["sentence", "ln P(heard | said)", "ln P(said | story)", "sum"],
    rows: found[2][place].map { [uses.text($0.tokens), $0.logLikelihood, $0.logProbability, $0.score] })
  notebook.prose(
    "The 8-gram would have written: \(found[1][place].first.map { uses.text($0.tokens) } ?? "nothing")")
}
