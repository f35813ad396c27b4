import Foundation
import Pages
import Terminal

/// Whether a deck says what its chapter's runs show, and keeps to the lecture's time.
///
/// A defect is
/// - a layout that is none: see `Deck`; fewer than 12 or more than 20 slides; a slide without a heading or without notes;
/// - a first slide that is not the lecture's heading, and minutes that do not add up to those of the guide;
/// - a figure or a number that the run does not have, and a number that is another, rounded as shown;
/// - a number with a decimal point or of three and more digits that is no link, outside code, formulas and citations;
/// - a formula that cannot be set, and Swift that does not stand in the file that it names.
package struct DeckCheck {
  /// What is wrong, a line each, with the deck's path and the number of a line.
  package private(set) var defects: [String] = []
  /// How many slides there are, and how many minutes they take.
  package let slideCount: Int
  package let minutes: Int
  /// How many figures and linked numbers there are.
  package private(set) var figureCount = 0
  package private(set) var numberCount = 0

  /// How many slides a deck has.
  package static let slideCounts = 12...20

  private let path: String
  private let package: URL
  private let run: ([String]) throws -> RecordedRun
  /// The text of the deck by lines, to find what a defect is about.
  private let lines: [Substring]

  /// Checks a deck.
  ///
  /// - Parameters:
  ///   - text: what stands in it.
  ///   - path: the deck's path in the package, which defects begin with.
  ///   - heading: the heading of its lecture: "Chapter 4 · Single-head attention".
  ///   - minutes: how long the guide says the lecture takes; nil when it does not say.
  ///   - package: the folder of the package, whose sources are excerpted.
  ///   - run: runs the chapter with arguments besides its defaults.
  package init(
    _ text: String, at path: String, heading: String, minutes: Int?, in package: URL,
    run: @escaping ([String]) throws -> RecordedRun
  ) {
    (self.path, self.package, self.run) = (path, package, run)
    lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let deck = Deck(text)
    slideCount = deck.slides.count
    self.minutes = deck.minutes
    for defect in deck.defects { add(defect.text, line: defect.line) }
    checkWhole(deck, heading: heading, minutes: minutes)
    for (index, slide) in deck.slides.enumerated() {
      check(slide, number: index + 1)
      let end = index + 1 < deck.slides.count ? deck.slides[index + 1].line : lines.count + 1
      let range = slide.line..<max(slide.line, end)
      for block in slide.blocks + MarkdownLines(slide.notes).blocks { check(block, within: range) }
    }
  }

  private mutating func add(_ text: String, line: Int) { defects.append("\(path):\(line): \(text)") }

  /// Adds a defect about a text, at the line that it stands in.
  private mutating func add(_ text: String, about words: String, within range: Range<Int>) {
    let line = range.first { $0 <= lines.count && lines[$0 - 1].contains(words) }
    add(text, line: line ?? range.lowerBound)
  }

  // MARK: Slides

  private mutating func checkWhole(_ deck: Deck, heading: String, minutes: Int?) {
    if !Self.slideCounts.contains(deck.slides.count) {
      add(
        "\(deck.slides.count.counted("slide")); a deck has \(Self.slideCounts.lowerBound) to \(Self.slideCounts.upperBound)",
        line: 1)
    }
    let first = deck.slides[0]
    if first.heading?.level != 1 || first.title != heading {
      add("the first slide's heading is the lecture's: # \(heading)", line: first.line)
    }
    guard let minutes else {
      add("the guide does not say how long this lecture takes", line: 1)
      return
    }
    if deck.minutes != minutes {
      add("the slides take \(deck.minutes.counted("minute")), the lecture \(minutes) by the guide", line: 1)
    }
  }

  private mutating func check(_ slide: Deck.Slide, number: Int) {
    if slide.title == nil { add("slide \(number) has no heading", line: slide.line) }
    if slide.notes.isEmpty { add("slide \(number) has no notes: <!-- … -->", line: slide.line) }
  }

  // MARK: Blocks

  private mutating func check(_ block: MarkdownBlock, within range: Range<Int>) {
    switch block {
    case .heading(_, let text): check(text, within: range)
    case .paragraph(let text):
      if let figure = block.figure {
        checkFigure(figure.caption, figure.address, within: range)
      } else {
        check(text, within: range)
      }
    case .quotation(let blocks): for block in blocks { check(block, within: range) }
    case .list(_, _, let items): for block in items.joined() { check(block, within: range) }
    case .table(let table):
      for text in table.header + table.rows.joined() { check(text, within: range) }
    case .code(let language, let text):
      let words = language.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.first == "swift" else { return }
      guard words.count == 2 else {
        add("Swift in a deck is an excerpt: ```swift PATH", about: "```swift", within: range)
        return
      }
      if let defect = Excerpt.defect(of: text, from: words[1], in: package) {
        add(defect, about: "```" + language, within: range)
      }
    case .formula(let latex): checkFormula(latex, within: range)
    case .anchor: break
    }
  }

  private mutating func checkFigure(_ caption: String, _ address: String, within range: Range<Int>) {
    figureCount += 1
    if caption.isBlank {
      add("a figure needs a caption: ![caption](\(address))", about: address, within: range)
    }
    checkNumbers(in: caption, within: range)
    guard let place = RunAddress(ofFigure: address) else {
      add(
        "«\(address)» is no figure of a run: tensor:, plot:, table:, tree: or formula: and a name",
        about: address,
        within: range)
      return
    }
    do { _ = try run(place.arguments).cell(at: place) } catch {
      add("\(error)", about: address, within: range)
    }
  }

  // MARK: Words

  private mutating func check(_ text: String, within range: Range<Int>) {
    for piece in MarkdownInline.pieces(of: text) {
      switch piece {
      case .words(let words): checkNumbers(in: words, within: range)
      case .formula(let latex): checkFormula(latex, within: range)
      case .code: break
      case .image(_, let address):
        add("an image stands alone in its paragraph: \(address)", about: address, within: range)
      case .link(let words, let address):
        if let place = RunAddress(ofValue: address) {
          checkValue(words, address, place, within: range)
        } else if RunAddress(ofFigure: address) != nil {
          add("a figure is an image: ![\(words)](\(address))", about: address, within: range)
        } else {
          checkNumbers(in: words, within: range)
        }
      }
    }
  }

  private mutating func checkFormula(_ latex: String, within range: Range<Int>) {
    guard !MarkdownInline.isSet(latex) else { return }
    let line = latex.split(whereSeparator: \.isNewline).first.map(String.init) ?? latex
    add("the formula «\(line)» cannot be set", about: line, within: range)
  }

  private mutating func checkNumbers(in words: String, within range: Range<Int>) {
    for number in UnlinkedNumbers.all(in: words) {
      add("\(number) is no link to a run: [\(number)](value:NAME[…])", about: number, within: range)
    }
  }

  private mutating func checkValue(
    _ words: String, _ address: String, _ place: RunAddress, within range: Range<Int>
  ) {
    numberCount += 1
    do {
      if let defect = Self.difference(of: words, from: try run(place.arguments).value(at: place)) {
        add("[\(words)](\(address)): \(defect)", about: "](\(address)", within: range)
      }
    } catch {
      add("\(error)", about: "](\(address)", within: range)
    }
  }

  /// What is wrong with the words of a link that leads to that value; nil when nothing is.
  private static func difference(of words: String, from value: RunValue) -> String? {
    switch value {
    case .words(let text): return words == text ? nil : "the run has «\(text)»"
    case .shape(let shape):
      let text = shape.map(\.grouped).joined(separator: " × ")
      return words.filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace }
        ? nil : "the run has \(text)"
    case .number(let number):
      guard number.isFinite else {
        let text = number.isNaN ? "NaN" : number < 0 ? "−∞" : "∞"
        return words == text ? nil : "the run has \(text)"
      }
      guard let shown = ShownNumber(words) else {
        return "is no number; the run has \(NumberText.compact(number)): link the number alone"
      }
      guard !shown.isRounded(from: number) else { return nil }
      return "the run has \(shown.rounded(number)) (\(number.description))"
    }
  }
}
