/// A document in Markdown, as far as links go: where it points, and what may be pointed at in it.
struct MarkdownDocument {
  /// A link with the line it stands in, from 1.
  struct Link: Hashable {
    let target: String
    let line: Int
  }

  /// The links and pictures in order, those of other sites included.
  private(set) var links: [Link] = []
  /// What stands after a `#`: the headings as GitHub names them, and explicit anchors.
  private(set) var anchors: Set<String> = []

  /// Reads a document. Code, mathematics and comments hold no links.
  init(_ text: String) {
    var fence: Substring?
    var counts: [String: Int] = [:]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let content = line.drop(while: \.isWhitespace)
      if let mark = fence {
        if content.hasPrefix(mark) { fence = nil }
        continue
      }
      if let mark = content.prefixMatch(of: /```+|~~~+|\$\$/)?.0 {
        // `$$ … $$` may open and close on one line.
        if mark != "$$" || !content.dropFirst(2).contains("$$") { fence = mark }
        continue
      }
      if let heading = content.prefixMatch(of: /#{1,6} +(.*?)(?: +#+)?\s*$/) {
        let slug = Self.slug(of: String(heading.1))
        anchors.insert(counts[slug].map { "\(slug)-\($0)" } ?? slug)
        counts[slug, default: 0] += 1
      }
      for match in content.matches(of: /<a +(?:id|name)="([^"]+)"/) { anchors.insert(String(match.1)) }
      links += Self.targets(in: String(content)).map { Link(target: $0, line: index + 1) }
    }
  }

  /// The name under which GitHub files a heading: lower case, without punctuation, hyphens for blanks.
  static func slug(of heading: String) -> String {
    let text = heading.replacing(/!?\[([^\]]*)\]\([^)]*\)/) { String($0.1) }
    let kept = text.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == " " }
    return kept.replacing(" ", with: "-")
  }

  private static func targets(in line: String) -> [String] {
    let prose = line.replacing(/(`+)[^`].*?\1|\$[^$\s](?:[^$]*[^$\s])?\$/, with: "")
    let inline = prose.matches(of: /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/).map { String($0.1) }
    let defined = prose.matches(of: /^\[[^\]]+\]:\s*<?([^\s>]+)>?/).map { String($0.1) }
    let html = prose.matches(of: /(?:href|src)="([^"]+)"/).map { String($0.1) }
    return inline + defined + html
  }
}
