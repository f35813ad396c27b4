import Randomness

/// Sentences and how often each run of a few tokens stands in them; a run never crosses from one into the next.
struct CountedSentences {
  /// “the cat sat”, “the dog sat” and “the cat ran”: 0 the, 1 cat, 2 dog, 3 sat, 4 ran, 5 `</s>`; 6 is `<s>`.
  static let toy = [[6, 0, 1, 3, 5], [6, 0, 2, 3, 5], [6, 0, 1, 4, 5]]

  /// C(run), for every run of `order` tokens that occurs.
  let counts: [[Int]: Int]

  /// Counts sentences with what stands before and after them.
  init(_ sentences: [[Int]], order: Int) throws {
    counts = try sentences.reduce(into: [:]) { counts, sentence in
      counts.merge(try NGramCountsExercise.reference(sentence, order), uniquingKeysWith: +)
    }
  }

  /// C(h, w).
  func count(of token: Int, after context: [Int]) -> Int { counts[context + [token], default: 0] }

  /// C(h) = Σ_w C(h, w).
  func total(after context: [Int]) -> Int {
    counts.reduce(0) { $1.key.starts(with: context) ? $0 + $1.value : $0 }
  }

  /// A few random sentences of tokens from 0 to `size` − 1.
  static func random(_ random: inout SeededGenerator, size: Int, lengths: Range<Int>) -> [[Int]] {
    (0..<4).map { _ in
      let length = lengths.lowerBound + random.index(below: lengths.count)
      return (0..<length).map { _ in random.index(below: size) }
    }
  }
}

extension Answer {
  /// To what the probabilities of all tokens sum, if not to 1.
  static let sumOverVocabulary: @Sendable (Answer) -> String? = { answer in
    guard let numbers = answer.parts.first?.numbers else { return nil }
    let sum = numbers.reduce(0, +)
    guard !sum.isNaN, (sum - 1).magnitude > 1e-6 else { return nil }
    return "the probabilities of the \(numbers.count) tokens sum to \(Float(sum)), not to 1"
  }
}
