import Pages
import Randomness

/// From which seed the numbers of a question are drawn.
///
/// Quizzes and sheets hash different words, so no number for `quiz --seed` gives the questions of a sheet, and from a question, or
/// its seed, nothing follows about the teacher's number.
enum QuestionSeed {
  /// The seed of a kind in a quiz, when it is asked for the given time, from 0 on.
  static func quiz(_ seed: UInt64, chapter: Int, kind: String, round: Int) -> Seed {
    Seed(word(of: hash("quiz", "\(seed)", "\(chapter)", kind, "\(round)")))
  }

  /// The seed of a kind on the sheet of a student.
  static func sheet(_ seed: UInt64, chapter: Int, student: String, kind: String) -> Seed {
    Seed(word(of: hash("sheet", "\(seed)", "\(chapter)", student, kind)))
  }

  /// The hash of some words, each with its length before it, so that no two lists of words are the same bytes.
  static func hash(_ words: String...) -> [UInt8] {
    SHA256.hash(of: words.flatMap { Array("\($0.utf8.count):".utf8) + Array($0.utf8) })
  }

  private static func word(of hash: [UInt8]) -> UInt64 {
    hash.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
