import Digests
import Randomness

/// From which seed the numbers of a question are drawn: the hash of some words, of which the first says what the question is for.
///
/// So no number for `quiz --seed` gives the questions of a sheet, and from a question, or its seed, nothing follows about the words.
enum QuestionSeed {
  /// The seed of a kind in a quiz, when it is asked for the given time, from 0 on.
  static func quiz(_ seed: UInt64, chapter: Int, kind: String, round: Int) -> Seed {
    Self.seed(["quiz", "\(seed)", "\(chapter)", kind, "\(round)"])
  }

  /// The first bytes of the hash of some words.
  static func seed(_ words: [String]) -> Seed {
    Seed(hash(words).prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// The hash of some words, each with its length before it, so that no two lists of words are the same bytes.
  static func hash(_ words: [String]) -> [UInt8] {
    SHA256.hash(of: words.flatMap { Array("\($0.utf8.count):".utf8) + Array($0.utf8) })
  }
}
