import Cells
import Terminal

/// A run of a chapter as one file for a browser: every cell and the look of it, nothing that has to be fetched.
///
/// The file asks for nothing: its content-security policy forbids it. The one script that it holds answers to pointing and keys,
/// and without it no number is lost. The same run gives the same bytes.
package struct Page {
  /// The chapter's title.
  package var title: String
  /// What ran, as typed into a shell: `swift run attention --causal`.
  package var command: String
  /// Where the run's random numbers started.
  package var seed: UInt64
  /// What the notebook says, in order.
  package var cells: [Cell]
  /// What is folded until a reader opens it.
  package var covering = Covering()

  /// The page of a run.
  package init(title: String, command: String, seed: UInt64, cells: [Cell]) {
    self.title = title
    self.command = command
    self.seed = seed
    self.cells = cells
  }

  /// The whole file.
  package var html: String { frame.html }

  /// The page in its frame, for a book that has ways to other pages.
  package var frame: PageFrame {
    let sections = PageSection.sections(of: cells, under: title)
    var frame = PageFrame(
      title, subject: "notebook",
      origin: [
        "What ", .element("code", [:], Markup(command)), Markup(" said, with seed \(seed). "), verdict,
      ], content: sections.map { $0.markup(under: covering) }.joined())
    frame.scripts = [.needed(for: cells)]
    frame.sections = sections.compactMap { section in section.heading.map { (section.id, $0) } }
    return frame
  }

  /// "All 28 checks passed.", or how many did not; nothing without checks.
  private var verdict: Markup {
    let checks = cells.compactMap { if case .check(let check) = $0 { check } else { nil } }
    let failed = checks.count { !$0.passed }
    guard !checks.isEmpty else { return [] }
    guard failed > 0 else {
      return .element(
        "span", ["class": "passed"],
        Markup(checks.count == 1 ? "✓ The check passed." : "✓ All \(checks.count.grouped) checks passed."))
    }
    return .element(
      "strong", ["class": "failed"],
      Markup("✗ \(failed.grouped) of \(checks.count.counted("check")) failed."))
  }
}

/// The cells below one heading.
private struct PageSection {
  /// The heading; nil for what stands before the first.
  var heading: String?
  var id: String
  var cells: [Cell]

  /// Cells in order, a section from each heading of the second level on; the notebook's own title is left to the page.
  static func sections(of cells: [Cell], under title: String) -> [PageSection] {
    var result = [PageSection(heading: nil, id: "", cells: [])]
    for cell in cells {
      if case .prose(let text) = cell {
        if text == "# " + title { continue }
        if text.hasPrefix("## "), !text.contains("\n") {
          result.append(
            PageSection(heading: String(text.dropFirst(3)), id: "section-\(result.count)", cells: []))
          continue
        }
      }
      result[result.count - 1].cells.append(cell)
    }
    return result.filter { $0.heading != nil || !$0.cells.isEmpty }
  }

  func markup(under covering: Covering) -> Markup {
    let content = cells.map { $0.markup(under: covering) }.joined(separator: "\n")
    guard let heading else { return .element("section", [:], content) }
    return .element(
      "section", ["id": id, "aria-labelledby": id + "-heading"],
      .element("h2", ["id": id + "-heading"], Markup(heading)) + "\n" + content) + "\n"
  }
}

extension Cell {
  /// The cell as a piece of a page, folded where it is covered, below what is left of it.
  fileprivate func markup(under covering: Covering) -> Markup {
    if case .explore(let explore) = self, explore.parts.contains(where: { covering.names.contains($0.name) })
    {
      return []  // It would tell what is covered.
    }
    guard let cover = covering.cover(of: self) else { return markup }
    let names = cover.names.map { Markup.element("strong", [:], Markup($0)) }.joined(separator: ", ")
    return [
      cover.rest.map { $0.markup } ?? [],
      .element("details", ["class": "covered"], [.element("summary", [:], "Guess first: " + names), markup]),
    ]
  }

  /// The cell as a piece of a page.
  package var markup: Markup {
    switch self {
    case .prose(let text): .element("div", ["class": "prose"], Markup(markdown: text, headingLevel: 2))
    case .guess(let text):
      .element(
        "div", ["class": "guess"],
        [
          .element("span", ["class": "mark", "aria-hidden": "true"], "?"),
          Markup(markdown: text, headingLevel: 2),
        ])
    case .code(let code): code.markup
    case .formula(let formula): formula.markup
    case .tensor(let tensor): tensor.markup
    case .check(let check): check.markup
    case .plot(let plot): plot.markup
    case .table(let table): table.markup
    case .tree(let tree): tree.markup
    case .explore(let explore): explore.markup
    case .tryNext(let commands): TryNextCommand.markup(commands)
    }
  }
}
