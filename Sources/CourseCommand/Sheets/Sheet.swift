import Coursework
import Pages
import Questions

/// What makes the numbers of all sheets of a chapter: known to whoever knows the teacher's number.
///
/// It is the hash of a hash of a hash, so that trying one number after another until a sheet comes out takes somebody a tenth of a
/// second for each.
struct SheetSecret {
  private let hash: [UInt8]
  /// The chapter.
  let chapter: CourseChapter

  /// The secret of a chapter.
  init(_ seed: UInt64, chapter: CourseChapter) {
    var hash = QuestionSeed.hash(["sheets", "\(seed)", "\(chapter.number)"])
    for _ in 0..<65_536 { hash = SHA256.hash(of: hash) }
    self.hash = hash
    self.chapter = chapter
  }

  /// The sheet of a student.
  func sheet(for student: Student) -> Sheet {
    let word = hash.map { "\($0)" }.joined(separator: " ")
    let items = QuestionKind.all(ofChapter: chapter.number).map { kind in
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

/// The questions of one student: one of each kind that the chapter has, in its order.
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
