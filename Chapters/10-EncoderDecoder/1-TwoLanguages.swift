import Language
import Notebook

/// What is translated, what a token is, and who judges.
func showLanguages(_ notebook: ChapterNotebook, _ session: Session) {
  let material = session.material
  notebook.heading("One world, two languages")
  let pair =
    material.heldOut.first { $0.source.count { ".!?。！？".contains($0) } > 1 } ?? material.heldOut[0]
  notebook.prose(
    """
    Tiny World speaks English and Chinese. \(material.training.count.grouped) texts to learn from, and \(material.heldOut.count) others that are held
    out. One of those, in both languages:

    - \(oneLine(pair.source))
    - \(oneLine(pair.target))

    Chinese counts a thing with a word of its own (一**只**风筝, a kite; 一**双**靴子, boots), says place and time
    before the verb, has no articles and no plurals, and repeats a verb where English leaves it out. And it writes no spaces.
    A token of English is a word with the space before it; of Chinese it is a character, for where one word ends
    and the next begins is a thing to be learned, not given:
    """)
  notebook.code()
  let source = material.sourceTokenizer.labels(of: pair.sourceTokens)
  let target = material.targetTokenizer.labels(of: pair.targetTokens)

  notebook.table(
    "tokens", columns: ["side", "kinds", "tokens of this text"],
    rows: [
      ["source", material.sourceTokenizer.vocabularySize, source.joined(separator: " ")],
      ["target", material.targetTokenizer.vocabularySize, target.joined(separator: " ")],
    ])
  notebook.prose(
    """
    The world knows what a text of either language means: who has what, what happens, in which kind of sentence. So there is a
    judge that no translation can deceive: read it back, and compare.
    """)
  notebook.code()
  let meaning = material.sourceWorld.meaning(of: pair.source)
  let isKept = material.targetWorld.meaning(of: pair.target) == meaning
  let isUnderstood = material.heldOut.allSatisfy {
    material.targetWorld.meaning(of: $0.target) == $0.meaning
  }

  notebook.check("the two texts mean the same", isTrue: isKept)
  notebook.check("and so do those of every held-out pair", isTrue: isUnderstood)
  notebook.check(
    "both languages leave equally much open: their entropies differ by",
    measured: abs(material.sourceWorld.entropyPerStory - material.targetWorld.entropyPerStory),
    atMost: 1e-9)
}

/// A text without its newline.
func oneLine(_ text: String) -> String { text.split(separator: "\n").joined(separator: " ") }
