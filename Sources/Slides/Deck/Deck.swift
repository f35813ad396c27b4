import Pages

/// The slides of a lecture, as they stand in a chapter's `slides.md`.
///
/// The text is Markdown in Marp's layout: front matter, then slides between lines of three strokes, each with its notes in a
/// comment. The first heading of a slide is its title. Items written with `*` come one by one.
///
/// ```text
/// ---
/// marp: true
/// title: Single-head attention
/// ---
///
/// # Chapter 4 · Single-head attention
///
/// <!--
/// minutes: 2
/// Who is «sat» about? Let the class vote first.
/// -->
///
/// ---
///
/// ## Every token asks
/// ```
package struct Deck: Sendable {
  /// One slide.
  package struct Slide: Sendable {
    /// The number of its first line, from 1.
    package let line: Int
    /// What is shown, in Markdown.
    package fileprivate(set) var text = ""
    /// What is said, in Markdown; empty when there is none.
    package fileprivate(set) var notes = ""
    /// How long it is shown, where the notes say so.
    package fileprivate(set) var minutes: Int?

    /// What is shown, block by block.
    package var blocks: [MarkdownBlock] { MarkdownLines(text).blocks }

    /// Its first heading without marks; nil without one.
    package var title: String? { heading.map { MarkdownInline.pieces(of: $0.text).map(\.text).joined() } }

    /// Its first heading as written, with its level.
    package var heading: (level: Int, text: String)? {
      blocks.lazy.compactMap { if case .heading(let level, let text) = $0 { (level, text) } else { nil } }
        .first
    }
  }

  /// What is wrong with the layout, and at which line.
  package struct Defect: Hashable, Sendable {
    package let line: Int
    package let text: String
  }

  /// What the front matter calls the deck.
  package private(set) var title = ""
  /// The slides in order.
  package private(set) var slides: [Slide] = []
  /// What is wrong with the layout: front matter that is missing, a line between slides that touches a text.
  package private(set) var defects: [Defect] = []

  /// The minutes that the slides take together.
  package var minutes: Int { slides.reduce(0) { $0 + ($1.minutes ?? 0) } }

  /// The arguments of the runs whose figures are shown, besides the run at the chapter's defaults.
  package var runsOfFigures: [[String]] {
    figures.map(\.place.arguments).reduce(into: []) { runs, arguments in
      if !arguments.isEmpty, !runs.contains(arguments) { runs.append(arguments) }
    }
  }

  /// The figures of runs by their addresses as written, in order.
  var figures: [(address: String, place: RunAddress)] {
    slides.flatMap(\.blocks).compactMap { block in
      block.figure.flatMap { figure in RunAddress(ofFigure: figure.address).map { (figure.address, $0) } }
    }
  }

  /// Reads a deck; one with defects is read as far as that goes.
  package init(_ text: String) {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    let start = readFrontMatter(lines)
    var place = Place.text
    var shown: [String] = []
    var notes: [String] = []
    var slide = Slide(line: start + 1)

    func finished() -> Slide {
      slide.text = shown.joined(separator: "\n")
      let said = notes.drop(while: \.isBlank)
      if let match = said.first?.wholeMatch(of: /\s*minutes:\s*(\d{1,3})\s*/) {
        slide.minutes = Int(match.1)
        notes = Array(said.dropFirst())
      }
      slide.notes = notes.joined(separator: "\n").trimmed
      return slide
    }
    for (index, line) in lines.enumerated().dropFirst(start) {
      switch place {
      case .text where line.trimmedEnd == "---":
        let neighbours = [index - 1, index + 1].filter(lines.indices.contains).map { lines[$0] }
        if !neighbours.allSatisfy(\.isBlank) {
          defects.append(Defect(line: index + 1, text: "«---» needs an empty line before and after it"))
        }
        slides.append(finished())
        (shown, notes, slide) = ([], [], Slide(line: index + 2))
      case .text where line.hasPrefix("<!--"), .notes:
        var said = line[...]
        if place == .text { said = said.dropFirst(4) }
        place = .notes
        if let end = said.firstRange(of: "-->") {
          said = said[..<end.lowerBound]
          place = .text
        }
        notes.append(String(said))
      case .text, .code:
        if line.hasPrefix("```") { place = place == .code ? .text : .code }
        shown.append(line)
      }
    }
    slides.append(finished())
  }

  /// Where a line stands.
  private enum Place { case text, code, notes }

  /// Reads the lines between the first two of three strokes, and gives the number of lines that are then behind.
  private mutating func readFrontMatter(_ lines: [String]) -> Int {
    guard lines.first?.trimmedEnd == "---",
      let end = lines.dropFirst().firstIndex(where: { $0.trimmedEnd == "---" })
    else {
      defects.append(Defect(line: 1, text: "a deck begins with «---», «marp: true», «title: …» and «---»"))
      return 0
    }
    let entries = lines[1..<end].map { $0.split(separator: ":", maxSplits: 1).map { String($0).trimmed } }
    func value(_ key: String) -> String? { entries.first { $0.first == key }?.dropFirst().first }
    title = value("title") ?? ""
    if value("marp") != "true" || title.isEmpty {
      defects.append(Defect(line: 1, text: "the front matter needs «marp: true» and «title: …»"))
    }
    return end + 1
  }
}

extension MarkdownBlock {
  /// The image that is all of a paragraph; nil for any other block.
  var figure: (caption: String, address: String)? {
    guard case .paragraph(let text) = self else { return nil }
    let pieces = MarkdownInline.pieces(of: text)
    guard pieces.count == 1, case .image(let caption, let address) = pieces[0] else { return nil }
    return (caption, address)
  }
}

extension MarkdownInline.Reading {
  /// What a reader sees of it.
  var text: String {
    switch self {
    case .words(let text), .code(let text), .formula(let text), .link(let text, _), .image(let text, _): text
    }
  }
}

extension StringProtocol {
  /// Whether nothing is to be seen.
  var isBlank: Bool { allSatisfy(\.isWhitespace) }
  /// Without the white space at its end.
  var trimmedEnd: String {
    String(self[..<(lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex)])
  }
  /// Without the white space at both ends.
  var trimmed: String { String(drop(while: \.isWhitespace)).trimmedEnd }
}
