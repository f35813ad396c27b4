import Terminal

/// Prose split into headings, paragraphs, list items and lines that stay as they are.
package struct MarkdownBlocks {
  private enum Block {
    case heading(level: Int, String)
    case paragraph(String)
    case item(mark: String, indent: Int, String)
    case verbatim(String)
    case space
  }

  private var blocks: [Block] = []

  package init(_ text: String) {
    var isContinuing = false
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" }) {
      let indent = line.prefix { $0 == " " }.count
      let words = String(line.dropFirst(indent))
      if words.allSatisfy(\.isWhitespace) {
        if !blocks.isEmpty { blocks.append(.space) }
        isContinuing = false
      } else if indent == 0, let level = Self.headingLevel(words) {
        blocks.append(.heading(level: level, String(words.drop { $0 == "#" }.drop { $0 == " " })))
        isContinuing = false
      } else if let mark = Self.itemMark(words) {
        blocks.append(.item(mark: mark, indent: min(indent, 8), String(words.dropFirst(mark.count))))
        isContinuing = true
      } else if isContinuing {
        continueBlock(with: words)
      } else if indent >= 4 {
        blocks.append(.verbatim(String(line)))
      } else {
        blocks.append(.paragraph(words))
        isContinuing = true
      }
    }
    while case .space = blocks.last { blocks.removeLast() }
  }

  private mutating func continueBlock(with words: String) {
    // Between Chinese characters, a line's end is no space.
    func joined(_ text: String) -> String {
      let isWide = (text.last.map(DisplayWidth.of) == 2) && (words.first.map(DisplayWidth.of) == 2)
      return text + (isWide ? "" : " ") + words
    }
    switch blocks.popLast() {
    case .paragraph(let text): blocks.append(.paragraph(joined(text)))
    case .item(let mark, let indent, let text):
      blocks.append(.item(mark: mark, indent: indent, joined(text)))
    case .some(let other): blocks += [other, .paragraph(words)]
    case nil: blocks.append(.paragraph(words))
    }
  }

  private static func headingLevel(_ words: String) -> Int? {
    let level = words.prefix { $0 == "#" }.count
    return (1...4).contains(level) && words.dropFirst(level).first == " " ? level : nil
  }

  private static func itemMark(_ words: String) -> String? {
    if words.hasPrefix("- ") || words.hasPrefix("• ") { return String(words.prefix(2)) }
    let digits = words.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, digits.count < 3, words.dropFirst(digits.count).hasPrefix(". ") else { return nil }
    return digits + ". "
  }

  package func lines(width: Int, depth: ColorDepth) -> [StyledLine] {
    let isColored = depth.hasColor
    return blocks.flatMap { block -> [StyledLine] in
      switch block {
      case .space: return [StyledLine()]
      case .verbatim(let text): return Wrapping.hardLines(text, width: width, hanging: 6)
      case .paragraph(let text): return Wrapping.lines(text, width: width, isColored: isColored)
      case .item(let mark, let indent, let text):
        let margin = String(repeating: " ", count: indent + mark.count)
        let shownMark = String(repeating: " ", count: indent) + (mark == "- " ? "• " : mark)
        let wrapped = Wrapping.lines(text, width: width - margin.count, isColored: isColored)
        return wrapped.enumerated().map { StyledLine($0.offset == 0 ? shownMark : margin) + $0.element }
      case .heading(let level, let text): return heading(text, level: level, width: width)
      }
    }
  }

  private func heading(_ text: String, level: Int, width: Int) -> [StyledLine] {
    if level == 1 {
      let lines = Wrapping.plainLines(text, width: width, style: .bold)
      return lines + [StyledLine(String(repeating: "═", count: width), .quiet)]
    }
    guard level == 2, DisplayWidth.of(text) + 8 <= width else {
      return Wrapping.plainLines(text, width: width, style: .bold)
    }
    var line = StyledLine("── ", .quiet)
    line.append(text.printable, .bold)
    line.append(" " + String(repeating: "─", count: width - line.width - 1), .quiet)
    return [line]
  }
}
