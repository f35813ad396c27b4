import TestSupport
import Testing

@testable import Coursework

@Suite("Whether sessions can be held")
struct SessionVerificationTests {
  private static let guide = """
    # Guide

    Run `swift run attention` and `swift run course check`.

    ## A chapter a session

    | part | of 90 min | of 120 min |
    |---|---:|---:|
    | lecture | 60 | 75 |
    | exercises in class | 30 | 45 |

    | session | chapter | together | alone, in class | homework | minutes of homework |
    |---|---|---|---|---|---:|
    | 1 | 4 Attention | 4.1 | 4.2, 4.3 | 4.4 to 4.6 | 60 |

    ## Twelve sessions

    | session | chapters | about | before | lecture | questions | exercises | next | together | alone, in class | homework | minutes of homework |
    |---|---|---|---:|---:|---:|---:|---:|---|---|---|---:|
    | 1 | 4 and 5 | Attention | 15 | 40 | 15 | 45 | 5 | 4.1, 5.1 | 4.2 | 4.3, 4.4, 4.5, 4.6, 5.2, 5.3, 5.4 | 105 |

    ## Two days

    | day 1 | | day 2 | |
    |---|---|---|---|
    | 9:00 | exercises 4.1, 4.2 | 9:00 | lecture |
    | 10:00 | end | 10:00 | end |

    ## The capstone
    """

  private func defects(
    _ old: String = "", _ new: String = "", kinds: Int = 8, decks: [String]? = nil
  ) throws -> [String] {
    let folder = try TemporaryFolder()
    for deck in decks ?? ["04-SingleHeadAttention", "05-MultiHeadAttention"] {
      try folder.write("# A deck", to: "Chapters/\(deck)/slides.md")
    }
    #expect(old.isEmpty || Self.guide.contains(old))
    let verification = SessionVerification(
      guide: Self.guide.replacing(old, with: new), manifest: ".executable(name: \"book\", targets: [])",
      of: folder.url, questionCount: { _ in kinds }, commands: ["check", "quiz"])
    #expect(verification.count == 4)
    return verification.defects
  }

  @Test("A guide without a defect")
  func none() throws { #expect(try defects() == []) }

  @Test(
    "What cannot be held is named with its place",
    arguments: [
      ("| 75 |\n", "| 70 |\n", "Docs/Teaching.md: the parts “of 120 min” are 115 minutes"),
      ("| 60 | 75", "| 65 | 75", "Docs/Teaching.md: the parts “of 90 min” are 95 minutes"),
      ("4.4 to 4.6 | 60", "4.4 to 4.6 | 65", "a chapter a session, session 1: its homework is 60 minutes"),
      ("| 4.1 | 4.2, 4.3 |", "| 4.1 | 4.2 |", "a chapter a session, session 1: 4.3 is set nowhere"),
      ("| 4.2, 4.3 |", "| 4.2, 4.3, 4.1 |", "a chapter a session, session 1: 4.1 is set twice"),
      ("| 4.2, 4.3 |", "| 4.2, 4.3, 9.1 |", "session 1: 9.1 is no exercise of its chapters"),
      ("| 4 Attention |", "| 44 Attention |", "a chapter a session, session 1: there is no such chapter"),
      ("| 45 |\n\n|", "| 30 |\n\n|", "session 1: its exercises in class are 35 minutes, in 30"),
      (
        "| 15 | 40 | 15 | 45 |", "| 15 | 45 | 15 | 45 |",
        "twelve sessions, session 1: its parts are 125 minutes"
      ),
      ("| 15 | 40 | 15 | 45 |", "| 15 | 65 | 15 | 20 |", "its exercises in class are 35 minutes, in 20"),
      (
        "| 10:00 | end | 10:00", "| 9:10 | end | 10:00",
        "two days, day 1, “exercises 4.1, 4.2”: 20 minutes, in 10"
      ),
      ("| end | 10:00 | end", "| end | 9:00 | end", "two days, day 2, “lecture”: what follows is not later"),
      ("exercises 4.1, 4.2", "exercises 4.1, 4.9", "there is no exercise 4.9"),
      ("swift run attention", "swift run attentoin", "Docs/Teaching.md: there is no `swift run attentoin`"),
      ("swift run course check", "swift run course chek", "there is no `swift run course chek`"),
      ("| session | chapter |", "| session? | chapter |", "no table of sessions under “A chapter a session”"),
    ])
  func broken(old: String, new: String, defect: String) throws {
    let folder = try TemporaryFolder()
    let guide = Self.guide.replacing(old, with: new)
    #expect(guide != Self.guide)
    let defects = SessionVerification(
      guide: guide, manifest: "", of: folder.url, questionCount: { _ in 8 }, commands: ["check"]
    ).defects.filter { !$0.contains("slides.md") }
    #expect(defects.contains { $0.contains(defect) }, "\(defects)")
  }

  @Test("Slides and sheets have to be there")
  func kit() throws {
    #expect(
      try defects(decks: ["04-SingleHeadAttention"]) == [
        "Docs/Teaching.md, twelve sessions, session 1: Chapters/05-MultiHeadAttention/slides.md is missing"
      ])
    #expect(
      try defects(kinds: 7).first
        == "Docs/Teaching.md, a chapter a session, session 1: the sheet of chapter 4 has 7 questions, not 8")
  }
}
