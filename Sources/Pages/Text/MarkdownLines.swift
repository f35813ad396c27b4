import Terminal

/// A block of a text in Markdown; its words still have their marks.
package indirect enum MarkdownBlock: Equatable {
  case heading(level: Int, String)
  case paragraph(String)
  case anchor(id: String)
  case quotation([MarkdownBlock])
  case formula(String)
  case code(language: String, String)
  /// Items, numbered from `first` if there is one; those written with `*` come one by one where the text is a slide.
  case list(first: Int?, isStepwise: Bool = false, [[MarkdownBlock]])
  case table(Table)

  package enum Alignment: String { case left, center, right }

  package struct Table: Equatable {
    package var header: [String]
    package var alignments: [Alignment?]
    package var rows: [[String]]
  }
}

/// The lines of a text in Markdown, read into blocks from the first to the last.
package struct MarkdownLines {
  private let lines: [Substring]
  private var index = 0
  private let depth: Int

  /// Quotations and lists inside of each other beyond this are paragraphs.
  private static let greatestDepth = 10

  /// The lines of `text`.
  package init(_ text: String) {
    self.init(text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline), depth: 0)
  }

  private init(_ lines: [Substring], depth: Int) {
    self.lines = lines
    self.depth = depth
  }

  /// All of them, in order.
  package var blocks: [MarkdownBlock] {
    var copy = self
    var blocks: [MarkdownBlock] = []
    while copy.index < lines.count {
      if let block = copy.block() { blocks.append(block) }
    }
    return blocks
  }

  /// The block that begins here, which is left behind; none for an empty line and for a comment.
  private mutating func block() -> MarkdownBlock? {
    let line = lines[index]
    if line.allSatisfy(\.isWhitespace) {
      index += 1
      return nil
    }
    if line.hasPrefix("<!--") {
      skip(until: { $0.contains("-->") })
      return nil
    }
    if let id = Self.anchor(line) {
      index += 1
      return .anchor(id: String(id))
    }
    if let level = Self.headingLevel(line) {
      index += 1
      return .heading(level: level, String(line.drop { $0 == "#" }.drop { $0 == " " }))
    }
    if line.hasPrefix("```") { return fence() }
    if let table = table() { return .table(table) }
    if depth < Self.greatestDepth {
      if line.hasPrefix(">") { return quotation() }
      if let mark = Self.itemMark(line) { return list(mark) }
    }
    return Self.indent(line) >= 4 ? verbatim() : paragraph()
  }

  private mutating func skip(until isLast: (Substring) -> Bool) {
    while index < lines.count, !isLast(lines[index]) { index += 1 }
    index += 1
  }

  /// What stands between two lines of three strokes, or to the end.
  private mutating func fence() -> MarkdownBlock {
    let language = String(lines[index].dropFirst(3))
    let start = index + 1
    index = start
    skip { $0.hasPrefix("```") }
    let text = lines[start..<min(index - 1, lines.count)].joined(separator: "\n")
    return language == "math" ? .formula(text) : .code(language: language, text)
  }

  /// Lines that begin with four spaces, without them.
  private mutating func verbatim() -> MarkdownBlock {
    let start = index
    while index < lines.count, Self.indent(lines[index]) >= 4 { index += 1 }
    return .code(language: "", lines[start..<index].map { $0.dropFirst(4) }.joined(separator: "\n"))
  }

  private mutating func quotation() -> MarkdownBlock {
    let start = index
    while index < lines.count, lines[index].hasPrefix(">") { index += 1 }
    let inside = lines[start..<index].map { $0.dropFirst().first == " " ? $0.dropFirst(2) : $0.dropFirst() }
    return .quotation(MarkdownLines(inside, depth: depth + 1).blocks)
  }

  private mutating func paragraph() -> MarkdownBlock {
    var text = Self.words(lines[index])
    index += 1
    while index < lines.count, !isBeginning(lines[index]) {
      text = Self.joined(text, Self.words(lines[index]))
      index += 1
    }
    return .paragraph(text)
  }

  /// Whether a line ends the paragraph before it. A number other than 1 does not: it may be the end of a sentence.
  private func isBeginning(_ line: Substring) -> Bool {
    if line.allSatisfy(\.isWhitespace) || Self.headingLevel(line) != nil { return true }
    if ["```", "<!--", ">", "|"].contains(where: line.hasPrefix) || Self.anchor(line) != nil { return true }
    return Self.itemMark(line).map { $0.number ?? 1 == 1 } ?? false
  }

  /// Between Chinese characters, a line's end is no space.
  private static func joined(_ first: String, _ second: String) -> String {
    let isWide = first.last.map(DisplayWidth.of) == 2 && second.first.map(DisplayWidth.of) == 2
    return first + (isWide ? "" : "\n") + second
  }

  // MARK: Lists

  /// An item's mark: how far it reaches, its number, and whether it is a star.
  private struct Mark {
    var indent: Int
    var width: Int
    var number: Int?
    var isStar = false

    /// Whether items with these marks stand in one list.
    func isLike(_ other: Mark) -> Bool { (number == nil) == (other.number == nil) && isStar == other.isStar }
  }

  private static func itemMark(_ line: Substring) -> Mark? {
    let indent = indent(line)
    let words = line.dropFirst(indent)
    if words.hasPrefix("- ") || words.hasPrefix("• ") { return Mark(indent: indent, width: indent + 2) }
    if words.hasPrefix("* ") { return Mark(indent: indent, width: indent + 2, isStar: true) }
    let digits = words.prefix { $0.isASCII && $0.isNumber }
    guard (1...2).contains(digits.count), words.dropFirst(digits.count).hasPrefix(". ") else { return nil }
    return Mark(indent: indent, width: indent + digits.count + 2, number: Int(digits))
  }

  /// Items of one kind as deep as the first; what is deeper belongs to the item before it.
  private mutating func list(_ first: Mark) -> MarkdownBlock {
    var items: [[MarkdownBlock]] = []
    while index < lines.count, let mark = Self.itemMark(lines[index]), mark.indent <= first.indent + 1,
      mark.isLike(first)
    {
      var inside = [lines[index].dropFirst(mark.width)]
      index += 1
      while index < lines.count, belongs(lines[index], to: mark) {
        inside.append(lines[index].dropFirst(min(mark.width, Self.indent(lines[index]))))
        index += 1
      }
      items.append(MarkdownLines(inside, depth: depth + 1).blocks)
      skipEmptyLines(before: first)
    }
    return .list(first: first.number, isStepwise: first.isStar, items)
  }

  /// Whether a line goes on with an item: it is deeper than its mark, or a paragraph's next line.
  private func belongs(_ line: Substring, to mark: Mark) -> Bool {
    if line.allSatisfy(\.isWhitespace) {
      let next = lines[index...].first { !$0.allSatisfy(\.isWhitespace) }
      return next.map { Self.indent($0) > mark.indent + 1 } ?? false
    }
    if Self.indent(line) > mark.indent + 1 { return true }
    return !isBeginning(line) && Self.itemMark(line) == nil && !lines[index - 1].allSatisfy(\.isWhitespace)
  }

  /// An empty line between two items does not part them.
  private mutating func skipEmptyLines(before first: Mark) {
    var next = index
    while next < lines.count, lines[next].allSatisfy(\.isWhitespace) { next += 1 }
    if next < lines.count, Self.itemMark(lines[next])?.indent == first.indent { index = next }
  }

  // MARK: Tables

  /// A line with strokes, one that says how the columns are aligned, and those that follow.
  private mutating func table() -> MarkdownBlock.Table? {
    guard lines[index].hasPrefix("|"), index + 1 < lines.count, lines[index + 1].hasPrefix("|") else {
      return nil
    }
    let rules = Self.cells(lines[index + 1])
    let header = Self.cells(lines[index])
    guard rules.count == header.count, rules.allSatisfy({ $0.contains("-") && $0.allSatisfy("-:".contains) })
    else { return nil }
    let alignments = rules.map { rule -> MarkdownBlock.Alignment? in
      switch (rule.hasPrefix(":"), rule.hasSuffix(":")) {
      case (true, true): .center
      case (true, false): .left
      case (false, true): .right
      case (false, false): nil
      }
    }
    let start = index + 2
    index = start
    while index < lines.count, lines[index].hasPrefix("|") { index += 1 }
    return MarkdownBlock.Table(
      header: header, alignments: alignments, rows: lines[start..<index].map(Self.cells))
  }

  /// The cells of a line; `\|` is a stroke within one.
  private static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var characters = line.dropFirst()
    while let character = characters.popFirst() {
      if character == "\\", characters.first == "|" {
        characters.removeFirst()
        cells[cells.count - 1].append("|")
      } else if character == "|" {
        cells.append("")
      } else {
        cells[cells.count - 1].append(character)
      }
    }
    if words(Substring(cells[cells.count - 1])).isEmpty { cells.removeLast() }
    return cells.map { words(Substring($0)) }
  }

  // MARK: Lines

  private static func indent(_ line: Substring) -> Int { line.prefix { $0 == " " }.count }

  /// The line without the spaces at its ends.
  private static func words(_ line: Substring) -> String {
    var words = line.drop(while: \.isWhitespace)
    while words.last?.isWhitespace == true { words.removeLast() }
    return String(words)
  }

  private static func headingLevel(_ line: Substring) -> Int? {
    let level = line.prefix { $0 == "#" }.count
    return (1...6).contains(level) && line.dropFirst(level).first == " " ? level : nil
  }

  private static func anchor(_ line: Substring) -> Substring? {
    let (start, end) = ("<a id=\"", "\"></a>")
    guard line.hasPrefix(start), line.hasSuffix(end), line.count > start.count + end.count else { return nil }
    let id = line.dropFirst(start.count).dropLast(end.count)
    return id.contains("\"") ? nil : id
  }
}
