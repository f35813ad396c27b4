import Autodiff
import Generation
import Language
import Notebook
import Randomness

/// The masked model is asked to write, from left to right, and the exact judge says how far it comes.
func writing(_ notebook: ChapterNotebook, _ lesson: Lesson, _ both: BothSides) throws {
  notebook.heading("What it cannot do")
  let (texts, count) = (both.texts, notebook[Options.written])
  let (vocabulary, start) = (texts.vocabulary, texts.start)
  notebook.prose(
    """
    A masked model says what stands in a gap. It gives no probability of a text and does not continue one: every text that it has read went on
    to the right of the gap. One can ask it all the same, with the sign behind what is there. What does it lose on held-out texts, told from the
    left, and what does it write when each word is drawn and read again, as chapter 8 does it?
    """)
  notebook.code()
  func masked(after text: [Int]) -> [Float] {
    both.logits(at: text.count, in: text + [vocabulary])
  }
  func gpt(after text: [Int]) -> [Float] {
    both.gpt([start] + text).rows[text.count]
  }
  func loss(_ logits: ([Int]) -> [Float]) -> Double {
    var (sum, words) = (0.0, 0)
    for text in texts.heldOut {
      for (place, word) in text.enumerated() {
        let row = logSoftmax(Tensor(logits(Array(text.prefix(place)))))
        sum -= Double(row[word])
        words += 1
      }
    }
    return sum / Double(words)
  }
  func write(_ logits: ([Int]) -> [Float]) throws -> [[Int]] {
    var generator = lesson.seed.derived(7).generator()
    return try (0..<count).map { _ in
      var text: [Int] = []
      while text.count < texts.context - 1, text.last != start {
        text.append(try Sampler()(logits(text), using: &generator))
      }
      return text
    }
  }
  let losses = (masked: loss(masked), gpt: loss(gpt))
  let written = try (masked: write(masked), gpt: write(gpt))

  let judged = [written.masked, written.gpt].map { some in some.map { JudgedText($0, texts) } }
  let accepted = judged.map { some in Double(some.count { $0.isAccepted }) / Double(count) }
  let lengths = judged.map { some in some.reduce(0) { $0 + Double($1.possibleWords) } / Double(count) }
  notebook.table(
    "from left to right", columns: ["", "masked model", "GPT"],
    rows: [
      ["nats a word of held-out texts", losses.masked, losses.gpt],
      ["of \(count) written, the share that the world tells", accepted[0], accepted[1]],
      ["words before the first that it never says there", lengths[0], lengths[1]],
    ])
  notebook.tensor(
    "written", accepted, shape: [2], axes: ["model"], labels: [["masked", "GPT"]], display: .summary)
  notebook.prose(
    """
    The first that each has written:

    \(zip(["masked model", "GPT"], judged).map { name, some in some.prefix(3).map { "- \(name): \($0.text)" }.joined(separator: "\n") }.joined(separator: "\n"))
    """)
  if lesson.isOwn, !notebook[Options.causalMask] {
    notebook.check(
      "read from the left the masked model loses far more", measured: losses.masked - losses.gpt, atLeast: 0.5
    )
    notebook.check("and the world tells few of its texts", measured: accepted[1] - accepted[0], atLeast: 0.2)
  }
}
