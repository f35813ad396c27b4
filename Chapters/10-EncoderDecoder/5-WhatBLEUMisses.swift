import Language
import Notebook

/// Two translations that BLEU puts in the wrong order.
func showBLEU(_ notebook: ChapterNotebook, _ session: Session) throws {
  notebook.heading("What BLEU misses")
  notebook.prose(
    """
    BLEU counts the words, pairs, triples and quadruples of a translation that stand in a reference, multiplies the four
    shares, takes the fourth root, and punishes what is shorter than the reference. It knows no meaning. Here are two
    translations of one text: in the one a colour is another; the other is right, in another order of words.
    """)
  let worlds = Worlds(from: session.material.from)
  let (source, world, tokenizer) = (worlds.source, worlds.target, session.material.tokenizerOfBLEU)
  guard let meaning = source.meaning(of: worlds.example),
    let other = source.meaning(of: worlds.otherColour)
  else {
    return
  }
  notebook.code()
  let wordings = world.wordings(of: meaning)
  let reference = wordings[0]
  let wrongColour = world.wordings(of: other)[0]
  let otherOrder = wordings[wordings.count - 1]
  let scores = [wrongColour, otherOrder].map { candidate in
    BLEU(
      candidates: [candidate], references: [[reference]],
      tokenizer: tokenizer
    ).score
  }
  let isKept = [wrongColour, otherOrder].map {
    world.meaning(of: $0) == meaning
  }
  let allKnown = BLEU(
    candidates: [otherOrder], references: [wordings], tokenizer: tokenizer)

  notebook.prose(
    """
    - the source: \(oneLine(worlds.example))
    - the reference: \(oneLine(reference))
    - a wrong colour: \(oneLine(wrongColour))
    - another order: \(oneLine(otherOrder))
    """)
  notebook.guess(
    "Which of the two has the higher BLEU, and which one means the same?")
  notebook.table(
    "BLEU and the judge", columns: ["translation", "BLEU", "the meaning is kept"],
    rows: [
      ["a wrong colour", scores[0], isKept[0] ? "yes" : "no"],
      ["another order", scores[1], isKept[1] ? "yes" : "no"],
    ])
  notebook.check(
    "the wrong colour has the higher BLEU, by", measured: scores[0] - scores[1], atLeast: 10)
  notebook.check("it does not mean the same", isTrue: !isKept[0])
  notebook.check("and the other order does", isTrue: isKept[1])
  notebook.check(
    "with all right orders as references BLEU is content", measured: allKnown.score, near: 100,
    within: 1e-9)
}

/// Both languages, and a text to be put in two orders.
private struct Worlds {
  let source: TinyWorld
  let target: TinyWorld
  let example: String
  let otherColour: String

  init(from: TinyWorld.Language) {
    source = TinyWorld(language: from, telling: .passages)
    target = TinyWorld(language: from == .english ? .chinese : .english, telling: .passages)
    let english = TinyWorld(telling: .passages)
    let source = source
    func text(_ colour: String) -> String {
      if from == .english {
        return "Anna shows Tom the \(colour) kite and Tom shows her the blue hat.\n"
      }
      let text =
        "Anna has a red kite. Anna gives the red kite to Tom. Now Tom has the \(colour) hat and the red kite.\n"
      return english.meaning(of: text).flatMap { source.text(of: $0) } ?? text
    }
    (example, otherColour) = (text(from == .english ? "red" : "blue"), text("green"))
  }
}
