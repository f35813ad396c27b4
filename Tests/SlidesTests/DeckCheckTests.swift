import Testing

@testable import Slides

@Suite("What a deck is checked for")
struct DeckCheckTests {
  @Test("A deck that says what its runs show has no defect")
  func sound() throws { #expect(try ExampleDeck.defects(of: ExampleDeck.text()) == []) }

  /// A deck that is broken in one place has one defect, which says so.
  private func expect(_ message: String, _ old: String, _ new: String) throws {
    let text = ExampleDeck.text(old, with: new)
    let defects = try ExampleDeck.defects(of: text)
    #expect(defects.count == 1 && defects.first?.contains(message) == true, "\(defects)")
  }

  @Test(
    "A name that the chapter does not have, a place that the cell does not have, and a name of several",
    arguments: [
      ("has no tensor «weight»; the nearest is «weights»", "(tensor:weights)", "(tensor:weight)"),
      ("has no plot «weights»", "(plot:the%20loss)", "(plot:weights)"),
      ("has no tree «none»", "tree:sum", "tree:none"),
      ("has no formula «S0-3.3-AT»; the nearest is «S0-3.3-ATT»", "S0-3.3-ATT", "S0-3.3-AT"),
      ("has no check «sums»", "check:rows sum to 1", "check:sums"),
      ("has no option «step»", "option:steps", "option:step"),
      (
        "«weights» is 2 × 2 in «swift run example», and has no place [2, 0]", "[55 %](value:weights[1,0])",
        "[55 %](value:weights[2,0])"
      ),
      ("has no place [1]", "[55 %](value:weights[1,0])", "[55 %](value:weights[1])"),
      ("has no place []", "[55 %](value:weights[1,0])", "[55 %](value:weights)"),
      ("has no place [1, 0]", "loss[0,1]", "loss[1,0]"), ("has no place [0, 2]", "loss[0,1]", "loss[0,2]"),
      ("has no place [2, 1]", "words[1,1]", "words[2,1]"),
      ("has 2 of table «»", "table:#2[0,0]", "table:[0,0]"),
      ("has only 2 of table «»", "table:#2[0,0]", "table:#3[0,0]"),
      ("«seconds» is another in every run", "value:loss", "value:seconds"),
      ("no option --none", "tensor:--no-scale/weights", "tensor:--none/weights"),
      ("«swift run example --no-scale» has no tensor", "tensor:--no-scale/weights", "tensor:--no-scale/none"),
    ])
  func names(_ message: String, _ old: String, _ new: String) throws { try expect(message, old, new) }

  @Test(
    "A linked number, word or shape that differs from the run's, and one that is more than a number",
    arguments: [
      ("[56 %](value:weights[1,0]): the run has 55 % (0.55)", "[55 %]", "[56 %]"),
      ("the run has 1.2·10⁻⁷ (1.19e-07)", "1.2·10", "1.3·10"), ("the run has −0.43", "−0.43", "0.43"),
      ("the run has 50,257", "50,257", "50,256"), ("the run has «cat»", "[cat]", "[dog]"),
      ("the run has 2 × 2", "2 × 2", "2 × 3"), ("the run has 4", "[4]", "[5]"),
      ("the run has 600", "[600]", "[601]"),
      ("the run has 0.91", "[0.91]", "[0.92]"),
      ("the run has ∞", "[7.5](value:table:#2", "[7.5](value:table:#1"),
      ("is no number; the run has 0.55: link the number alone", "[55 %]", "[about 55 %]"),
    ])
  func numbers(_ message: String, _ old: String, _ new: String) throws { try expect(message, old, new) }

  @Test(
    "A number with a decimal point or of three digits that is no link: in words, notes, captions, tables, quotations",
    arguments: [
      "0.5", "123", "1,234", "(0.25)", "[0.5](https://swift.org)", "> 0.5", "a\n\n![0.5](tensor:weights)",
      "## 0.5", "| a |\n|---|\n| 0.5 |", "of 2017", "**0.5**",
    ])
  func unlinked(_ words: String) throws {
    for (old, new) in [
      ("## Slide 7\n", "## Slide 7\n\n\(words)\n"),
      ("## Slide 7\n\n<!--\nminutes: 1\n", "## Slide 7\n\n<!--\nminutes: 1\n\(words)\n\n"),
    ] {
      try expect("is no link to a run", old, new)
    }
  }

  @Test(
    "Two digits, years of citations, sections, names and code are none",
    arguments: [
      "12", "(Sutskever 2014)", "Bahdanau et al. 2015", "(2015)", "§3.3", "S1 § 3.4", "ResNet152", "`0.5`",
      "$`0.5`$", "```\n0.5\n```",
    ])
  func linked(_ words: String) throws {
    #expect(
      try ExampleDeck.defects(of: ExampleDeck.text("## Slide 7\n", with: "## Slide 7\n\n\(words)\n")) == [])
  }

  @Test(
    "Figures are images of a run that stand alone and have captions",
    arguments: [
      ("an image stands alone in its paragraph: tensor:weights", "![the weights]", "Here: ![the weights]"),
      ("«weights.png» is no figure of a run", "(tensor:weights)", "(weights.png)"),
      ("a figure needs a caption", "![the weights]", "![]"),
      ("a figure is an image", "![the weights]", "[the weights]"),
    ])
  func figures(_ message: String, _ old: String, _ new: String) throws { try expect(message, old, new) }

  @Test(
    "A formula that cannot be set, in a line or by itself",
    arguments: [
      ("the formula «\\foo» cannot be set", "$`0.25`$", "$`\\foo`$"),
      ("the formula «x = \\foo» cannot be set", "x = 0.125", "x = \\foo"),
    ])
  func formulas(_ message: String, _ old: String, _ new: String) throws { try expect(message, old, new) }

  @Test(
    "Swift is an excerpt: its lines stand in the file that it names, next to each other",
    arguments: [
      ("Swift in a deck is an excerpt", "```swift Sources/A.swift", "```swift"),
      ("there is no Sources/B.swift in the package", "Sources/A.swift", "Sources/B.swift"),
      ("there is no ../A.swift in the package", "Sources/A.swift", "../A.swift"),
      ("Sources/A.swift has no line «let a = 2»", "let a = 1", "let a = 2"),
      ("the lines do not stand next to each other", "let a = 1\n", "func f() -> Int {\n"),
      ("the excerpt of Sources/A.swift is empty", "let a = 1\n  return a\n", ""),
    ])
  func excerpts(_ message: String, _ old: String, _ new: String) throws { try expect(message, old, new) }

  @Test(
    "The slides are as many as a lecture needs, with headings and notes, and the first is the lecture's",
    arguments: [
      ("slide 7 has no heading", "## Slide 7", "Slide 7"),
      ("slide 7 has no notes", "## Slide 7\n\n<!--\nminutes: 1\nWords.\n-->\n\n---", "## Slide 7\n\n---"),
      (
        "the first slide's heading is the lecture's: # Chapter 4 · An example", "# Chapter 4 ·",
        "# Chapter 5 ·"
      ),
      (
        "the first slide's heading is the lecture's: # Chapter 4 · An example", "# Chapter 4 ·",
        "## Chapter 4 ·"
      ),
      ("«---» needs an empty line before and after it", "-->\n\n---\n\n## Slide 7", "-->\n---\n\n## Slide 7"),
      ("the front matter needs", "marp: true", "marp: false"),
    ])
  func layout(_ message: String, _ old: String, _ new: String) throws {
    // A slide without notes takes no minutes.
    let text = ExampleDeck.text(old, with: new)
    let defects = try ExampleDeck.defects(of: text, minutes: Deck(text).minutes)
    #expect(defects.count == 1 && defects.first?.contains(message) == true, "\(defects)")
  }

  @Test("There are twelve to twenty slides", arguments: [(11, false), (12, true), (20, true), (21, false)])
  func count(_ count: Int, _ isRight: Bool) throws {
    let text =
      "---\nmarp: true\ntitle: t\n---\n\n# Chapter 4 · An example\n\n<!-- minutes: 9\nWords. -->\n"
      + String(repeating: "\n---\n\n## More\n\n<!-- Words. -->\n", count: count - 1)
    let defects = try ExampleDeck.defects(of: text, minutes: 9)
    #expect(defects == (isRight ? [] : ["slides.md:1: \(count) slides; a deck has 12 to 20"]))
  }

  @Test(
    "The minutes add up to those of the guide",
    arguments: [
      (13, "the slides take 14 minutes, the lecture 13 by the guide"),
      (nil, "the guide does not say how long this lecture takes"),
    ])
  func minutes(_ minutes: Int?, _ message: String) throws {
    #expect(try ExampleDeck.defects(of: ExampleDeck.text(), minutes: minutes) == ["slides.md:1: " + message])
  }

  @Test("A defect is told with the line that it stands in")
  func lines() throws {
    let text = ExampleDeck.text("value:loss", with: "value:none")
    let line = text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
      $0.contains("value:none")
    }
    #expect(try ExampleDeck.defects(of: text).first?.hasPrefix("slides.md:\((line ?? 0) + 1): ") == true)
  }

  @Test("The guide's minutes are those below the lecture's heading")
  func guide() {
    let guide =
      "# Guide\n\n## Chapter 3 · A\n\n**The lecture, 40 minutes.** a\n\n## Chapter 4 · B\n\n**The lecture, 45 minutes.** b\n\n## C\n"
    #expect(LectureTime.minutes(of: "Chapter 4 · B", in: guide) == 45)
    #expect(LectureTime.minutes(of: "Chapter 3 · A", in: guide) == 40)
    #expect(LectureTime.minutes(of: "C", in: guide) == nil && LectureTime.minutes(of: "D", in: guide) == nil)
  }
}
