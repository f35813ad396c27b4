import Foundation
import Testing

/// A lecture is read from its first line, and the lectures in their order.
@Suite("Terms are explained where they first stand")
struct TermTests {
  private static let terms = [
    "loss", "gradient", "pullback", "softmax", "machine epsilon", "cotangent", "Adam", "saturation",
    "residual connection", "token", "vocabulary", "n-gram", "unigram", "bigram", "smoothing", "nat",
    "held-out",
    "cross-entropy", "perplexity", "entropy", "byte-pair encoding", "rank", "one-hot", "embedding",
    "tied head",
    "logit", "AdamW", "cosine", "principal component", "channel", "projection", "query", "key", "score",
    "head",
    "mask", "causal mask", "equivariant",
  ]

  /// Lower-case lectures without fenced blocks and code spans, by the names of their folders.
  private static let lectures: [(folder: String, prose: String)] = {
    let chapters = packageFolder.appending(path: "Chapters")
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: chapters.path)) ?? []
    return folders.sorted().compactMap { folder in
      guard let data = try? Data(contentsOf: chapters.appending(path: "\(folder)/README.md")) else {
        return nil
      }
      let blocks = String(decoding: data, as: UTF8.self).components(separatedBy: "```")
      let text = stride(from: 0, to: blocks.count, by: 2).map { blocks[$0] }.joined(separator: " ")
      let spans = text.components(separatedBy: "`")
      let prose = stride(from: 0, to: spans.count, by: 2).map { spans[$0] }.joined(separator: " ")
      return (folder, prose.lowercased())
    }
  }()

  private func variants(_ term: String) -> [String] { [term.lowercased(), "\(term.lowercased())s"] }

  /// Whether a term stands there by itself, not inside a longer term of the list ("head" in "tied head").
  private func speaks(_ prose: String, of term: String) -> Bool {
    var text = prose
    for longer in Self.terms where longer != term && longer.split(separator: " ").contains(Substring(term)) {
      for variant in variants(longer) { text = text.replacingOccurrences(of: variant, with: "_") }
    }
    let words = text.split { !($0.isLetter || $0 == "-" || $0 == "_") }.joined(separator: " ")
    return variants(term).contains { " \(words) ".contains(" \($0) ") }
  }

  @Test("in the first lecture that uses them, in bold", arguments: terms)
  func term(_ term: String) throws {
    let first = Self.lectures.first { speaks($0.prose, of: term) }
    let lecture = try #require(first, "no lecture speaks of «\(term)»")
    let isExplained = variants(term).contains { lecture.prose.contains("**\($0)**") }
    #expect(isExplained, "\(lecture.folder) is the first to speak of «\(term)» and does not say what it is")
  }
}
