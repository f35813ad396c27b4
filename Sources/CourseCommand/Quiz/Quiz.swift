import Coursework
import Questions
import Terminal

/// Questions that are asked one after the other.
struct Quiz {
  /// A question with where it comes from.
  struct Item {
    let chapter: CourseChapter
    let kind: QuestionKind
    let question: Question
  }

  /// What is asked, in order.
  let items: [Item]

  /// Questions of some chapters.
  ///
  /// From one chapter they come in its order, all kinds once; what is left of a greater count begins anew with other numbers, and
  /// of a smaller count some kinds are drawn. From several chapters the kinds are drawn among all.
  init(of chapters: [CourseChapter], seed: UInt64, count: Int) {
    let kinds = chapters.flatMap { chapter in
      QuestionKind.all(ofChapter: chapter.number).map { (chapter: chapter, kind: $0) }
    }
    var generator = QuestionSeed.quiz(seed, chapter: -1, kind: "order", round: 0).generator()
    var items: [Item] = []
    for round in 0..<max(1, (count + kinds.count - 1) / max(1, kinds.count)) {
      let left = count - items.count
      var places = Array(kinds.indices)
      if left < kinds.count || chapters.count > 1 {
        places = Array(generator.shuffled(kinds.indices).prefix(left))
      }
      if chapters.count == 1 { places.sort() }
      items += places.map { place in
        let (chapter, kind) = kinds[place]
        let seed = QuestionSeed.quiz(seed, chapter: chapter.number, kind: kind.id, round: round)
        return Item(chapter: chapter, kind: kind, question: kind.question(from: seed))
      }
    }
    self.items = items
  }
}

/// How the questions of a quiz went.
struct QuizTally {
  /// How many were answered or passed over.
  private(set) var asked = 0
  /// How many were right in the end.
  private(set) var right = 0
  /// How many of these needed the second try.
  private(set) var second = 0
  /// How many of these were answered after the way had been shown.
  private(set) var shown = 0
  /// How many were passed over.
  private(set) var passed = 0
  /// What went wrong, each with its question's title, in order.
  private(set) var mistakes: [(title: String, message: String)] = []

  /// Notes a question that was answered right.
  mutating func noteRight(isSecondTry: Bool, isWayShown: Bool) {
    asked += 1
    right += 1
    if isSecondTry { second += 1 }
    if isWayShown { shown += 1 }
  }

  /// Notes a question that was wrong twice.
  mutating func noteWrong() { asked += 1 }

  /// Notes a question that was passed over.
  mutating func notePassed() {
    asked += 1
    passed += 1
  }

  /// Notes what was wrong with an answer.
  mutating func note(mistake: String, in title: String) {
    if !mistakes.contains(where: { $0.title == title && $0.message == mistake }) {
      mistakes.append((title, mistake))
    }
  }

  /// How many were right, and how.
  var summary: String {
    let parts = [
      (second, "at the second try"), (shown, "after the way was shown"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return "\(right) of \(asked) right" + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
      + (passed > 0 ? "; \(passed) passed over." : ".")
  }
}
