import Terminal

extension Markup {
  /// A text in Markdown as elements; see `MarkdownMarkup`.
  package init(
    markdown text: String, headingLevel: Int = 1, link: @escaping (String) -> String? = { $0 }
  ) {
    var page = MarkdownMarkup(headingLevel: headingLevel, link: link)
    self = page.markup(text)
  }

  /// Words with marks, as they stand in a paragraph.
  package init(inlineMarkdown text: String, link: @escaping (String) -> String?) {
    self = MarkdownInline(link: link).markup(text)
  }

  /// A block that may be wider than the page: it scrolls in itself, with the keyboard too.
  static func wide(_ name: String, label: String, _ content: Markup) -> Markup {
    element("div", ["class": name, "role": "group", "aria-label": label, "tabindex": "0"], content)
  }
}

/// The Markdown of the course's lectures, documents and prose as elements.
///
/// Read as GitHub reads it, as far as the course uses it: headings, paragraphs, quotations, lists, tables, code, formulas (`` $`…`$ ``
/// and blocks of `math`), bold, italics, links, `<a id="…"></a>`, comments. Any other tag is text. A formula that cannot be set is
/// shown as its LaTeX, in `<code class="latex">`.
///
/// The notebook in a terminal reads a part of this (`MarkdownBlocks`) and keeps lines and margins as they were written, which a page
/// has no use for.
package struct MarkdownMarkup {
  /// A heading that was met.
  package struct Heading: Equatable, Sendable {
    /// 1 for `#`, 2 for `##`, …
    package let level: Int
    /// Where a link finds it.
    package let id: String
    /// Its words, without marks.
    package let text: String
  }

  /// The headings so far, over all texts of the page.
  package private(set) var headings: [Heading] = []

  private let headingLevel: Int
  private let link: (String) -> String?
  private let figure: (_ caption: String, _ address: String) -> Markup?
  private var identifiers: Set<String> = []

  /// For a page whose `#` is the heading of that level; a link's address becomes what `link` makes of it, or it is none. An
  /// image alone in its paragraph becomes what `figure` makes of it, or is read as a link to it, as any other image is.
  package init(
    headingLevel: Int = 1, link: @escaping (String) -> String? = { $0 },
    figure: @escaping (_ caption: String, _ address: String) -> Markup? = { _, _ in nil }
  ) {
    self.headingLevel = headingLevel
    self.link = link
    self.figure = figure
  }

  /// The next text of the page; headings of all its texts have different ids.
  package mutating func markup(_ text: String) -> Markup { markup(of: MarkdownLines(text).blocks) }

  /// The next blocks of the page.
  package mutating func markup(of blocks: [MarkdownBlock]) -> Markup {
    var result = Markup()
    for block in blocks { result += markup(of: block) + "\n" }
    return result
  }

  private mutating func markup(of block: MarkdownBlock) -> Markup {
    switch block {
    case .heading(let level, let text): return heading(text, level: level)
    case .paragraph(let text):
      if case .image(let caption, let address)? = MarkdownInline.pieces(of: text).only,
        let drawn = figure(caption, address)
      {
        return drawn
      }
      return .element("p", [:], inline(text))
    case .anchor(let id): return .element("a", ["id": id])
    case .quotation(let blocks): return .element("blockquote", [:], markup(of: blocks))
    case .formula(let latex):
      return .wide("frame display", label: "Formula", Self.formula(latex, isDisplay: true))
    case .code(let language, let text):
      // After the language may stand where the code is from.
      let code = language.split(separator: " ").first == "swift" ? Markup(swift: text) : Markup(text)
      return .element("pre", ["tabindex": "0"], .element("code", [:], code))
    case .list(let first, let isStepwise, let items):
      var content = Markup()
      for item in items { content += .element("li", [:], self.item(item)) + "\n" }
      guard let first else { return .element("ul", ["class": isStepwise ? "steps" : nil], content) }
      return .element("ol", ["start": first == 1 ? nil : "\(first)"], content)
    case .table(let table): return self.table(table)
    }
  }

  /// An item of one paragraph, with or without a list below it, is close to its neighbours.
  private mutating func item(_ blocks: [MarkdownBlock]) -> Markup {
    guard case .paragraph(let text)? = blocks.first else { return markup(of: blocks) }
    for case .paragraph in blocks.dropFirst() { return markup(of: blocks) }
    return inline(text) + (blocks.count > 1 ? "\n" + markup(of: Array(blocks.dropFirst())) : Markup())
  }

  private mutating func heading(_ text: String, level: Int) -> Markup {
    let words = MarkdownInline.plainText(text)
    let id = identifier(for: words)
    headings.append(Heading(level: level, id: id, text: words))
    return .element("h\(min(6, headingLevel + level - 1))", ["id": id], inline(text))
  }

  /// As GitHub makes it: small letters, digits and strokes, `-1` for the second of its kind.
  private mutating func identifier(for words: String) -> String {
    let kept = words.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
    let name = String(kept.map { $0 == " " ? "-" : $0 })
    var id = name
    var number = 0
    while !identifiers.insert(id).inserted {
      number += 1
      id = "\(name)-\(number)"
    }
    return id
  }

  private func table(_ table: MarkdownBlock.Table) -> Markup {
    func row(_ cells: [String], of name: String) -> Markup {
      var content = Markup()
      for (column, alignment) in table.alignments.enumerated() {
        let text = column < cells.count ? cells[column] : ""
        let isHeader = name == "th" && !text.isEmpty
        content += .element(
          isHeader ? "th" : "td", ["scope": isHeader ? "col" : nil, "class": alignment?.rawValue],
          inline(text))
      }
      return .element("tr", [:], content) + "\n"
    }
    return .wide(
      "frame words", label: "Table",
      .element(
        "table", [:],
        [
          .element("thead", [:], row(table.header, of: "th")),
          .element("tbody", [:], table.rows.map { row($0, of: "td") }.joined()),
        ]))
  }

  private func inline(_ text: String) -> Markup { MarkdownInline(link: link).markup(text) }

  /// The formula, or its LaTeX where it cannot be set.
  static func formula(_ latex: String, isDisplay: Bool) -> Markup {
    do { return try MathML.markup(latex, isDisplay: isDisplay) } catch {
      return .element("code", ["class": "latex"], Markup(latex))
    }
  }
}
