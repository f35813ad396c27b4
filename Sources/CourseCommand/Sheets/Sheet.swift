import Coursework
import Digests
import Pages
import Questions

/// What makes the numbers of all sheets of a chapter: known to whoever knows the teacher's number.
///
/// It is the hash of a hash of a hash, so that trying one number after another until a sheet comes out takes somebody some
/// hundredths of a second for each.
struct SheetSecret {
  private let word: String
  /// The kinds of questions, in the chapter's order.
  let kinds: [QuestionKind]

  /// The secret of a chapter, of which all kinds are asked, or so many that are drawn: the same for the whole class.
  init(_ seed: UInt64, chapter: CourseChapter, count: Int = .max) {
    var hash = QuestionSeed.hash(["sheets", "\(seed)", "\(chapter.number)"])
    for _ in 0..<16_384 { hash = SHA256.hash(of: hash) }
    word = hash.map { "\($0)" }.joined(separator: " ")
    let all = QuestionKind.all(ofChapter: chapter.number)
    var generator = QuestionSeed.seed(["kinds", word]).generator()
    kinds = generator.shuffled(all.indices).prefix(count).sorted().map { all[$0] }
  }

  /// The sheet of a student.
  func sheet(for student: Student) -> Sheet {
    let items = kinds.map { kind in
      Sheet.Item(
        kind: kind,
        question: kind.question(from: QuestionSeed.seed(["question", word, student.id, kind.id])))
    }
    // With the questions in it, it changes when a later version of the course asks otherwise.
    let texts = items.flatMap { [$0.question.text] + $0.question.choices + [$0.question.solution] }
    let code = QuestionSeed.hash(["code", word, student.id] + texts)
    return Sheet(
      student: student, items: items,
      code: String(code.prefix(6).map { Self.letters[Int($0) % Self.letters.count] }))
  }

  /// Letters that make no words, and that no spreadsheet takes for a number.
  private static let letters = Array("BCDFGHJKLMNPQRSTVWXZ")
}

/// The questions of one student: one of each kind.
struct Sheet {
  struct Item {
    let kind: QuestionKind
    let question: Question
  }

  let student: Student
  let items: [Item]
  /// What stands on the sheet and in the table of answers, so that none is marked by the key of another.
  let code: String
}
