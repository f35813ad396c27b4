import Formulas
import Randomness

/// A kind of question: what is asked, with numbers that are drawn anew each time.
///
/// ```swift
/// let question = QuestionKind.all(ofChapter: 4)[0].question(from: 7)
/// question.mark("0.665 0.245 0.090")  // .right, or which mistake was made
/// ```
public struct QuestionKind: Sendable, Identifiable {
  /// A short name that no other kind of its chapter has, such as `softmax`.
  public let id: String

  /// What it is about, in a few words.
  public let title: String

  private let draw: @Sendable (inout Draw) throws -> Question

  /// A kind that makes its questions by drawing from `draw`. A question that could be marked in two ways is drawn again.
  init(_ id: String, _ title: String, draw: @escaping @Sendable (inout Draw) throws -> Question) {
    (self.id, self.title, self.draw) = (id, title, draw)
  }

  /// The question that belongs to a seed: the same on every machine. Traps when ten thousand draws give none that has one
  /// meaning for each answer.
  public func question(from seed: Seed) -> Question {
    for attempt in 0..<10_000 {
      var draw = Draw(seed: seed.derived(attempt))
      do {
        let question = try self.draw(&draw)
        if question.isUnambiguous { return question }
      } catch { fatalError("the question “\(id)”: \(error)") }
    }
    fatalError("the question “\(id)”: its wrong answers are too near to the right one, whatever is drawn")
  }
}

extension QuestionKind {
  /// The kinds of a chapter, in the order in which it teaches them; none for a chapter that is not there.
  public static func all(ofChapter number: Int) -> [QuestionKind] {
    let chapters = [
      autodiff, ngram, embeddings, positions, attention, multihead, block, training, generation, finetuning,
      translation, pretrained, inside, relatives, speedrun,
    ]
    return chapters.indices.contains(number) ? chapters[number] : []
  }
}
