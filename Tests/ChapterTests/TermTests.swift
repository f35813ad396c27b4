import Foundation
import Testing

/// A lecture is read from its first line, and the lectures in their order.
@Suite("Terms are explained where they first stand")
struct TermTests {
  /// A lecture's prose: fenced blocks and code spans are taken out.
  private struct Lecture {
    let folder: String
    let prose: String
  }

  private func lectures() throws -> [Lecture] {
    let chapters = packageFolder.appending(path: "Chapters")
    return try FileManager.default.contentsOfDirectory(atPath: chapters.path).sorted().compactMap { folder in
      guard let data = try? Data(contentsOf: chapters.appending(path: "\(folder)/README.md")) else {
        return nil
      }
      let text = String(decoding: data, as: UTF8.self)
        .replacing(/(?s)```.*?```/, with: "").replacing(/`[^`\n]*`/, with: "")
      return Lecture(folder: folder, prose: text)
    }
  }

  private static let terms = [
    "loss", "gradient", "pullback", "softmax", "machine epsilon", "cotangent", "Adam", "saturation",
    "residual connection", "token", "vocabulary", "n-gram", "unigram", "bigram", "smoothing", "nats",
    "held-out",
    "cross-entropy", "perplexity", "entropy", "byte-pair encoding", "rank", "one-hot", "embedding",
    "tied head",
    "logits", "AdamW", "cosine", "principal component", "channel", "projection", "query", "key", "score",
    "head",
    "mask", "causal mask", "equivariant",
  ]

  /// The places where a term stands by itself: not in a longer word, nor inside a longer term of the list.
  private func places(of term: String, in prose: String) throws -> [Range<String.Index>] {
    var text = prose
    for longer in Self.terms where longer != term && longer.contains(term) && longer.contains(/[ -]/) {
      text = text.replacing(longer, with: String(repeating: "_", count: longer.count))
    }
    let isName = term.first?.isUppercase == true
    let pattern = try Regex(#"(?<![\w-])\#(term)(?:s|es)?(?![\w-])"#)
    return text.ranges(of: isName ? pattern : pattern.ignoresCase())
  }

  @Test("in the first lecture that uses them, in bold", arguments: terms)
  func term(_ term: String) throws {
    let first = try lectures().first { try !places(of: term, in: $0.prose).isEmpty }
    let lecture = try #require(first, "no lecture speaks of «\(term)»")
    let isExplained = lecture.prose.contains(try Regex(#"\*\*\#(term)(?:s|es)?\*\*"#).ignoresCase())
    #expect(isExplained, "\(lecture.folder) is the first to speak of «\(term)» and does not say what it is")
  }
}
