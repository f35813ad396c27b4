import Testing

@testable import Coursework

@Suite("The record of a learner's progress")
struct ProgressFileTests {
  @Test("A file is read and written line by line, sorted")
  func roundTrip() {
    let text = """
      attentionScores hints 2 text 0c5f9a17 tried 2026-11-22
      softmax hints 1 passed 2026-11-21 solution text 5be2d340

      """
    var progress = ProgressFile(text.split(separator: "\n").reversed().joined(separator: "\n"))
    #expect(progress.text == text)
    #expect(progress["softmax"].passed == "2026-11-21")
    #expect(progress["softmax"].hasSeenSolution)
    #expect(progress["attentionScores"].hints == 2)
    #expect(progress["attentionScores"].tried == "2026-11-22")
    progress["maskedScores"].hints = 3
    progress["softmax"] = .init()
    #expect(
      progress.text == "attentionScores hints 2 text 0c5f9a17 tried 2026-11-22\nmaskedScores hints 3\n")
  }

  @Test("Two files laid end to end read as the best of both")
  func union() {
    let merged = ProgressFile(
      """
      <<<<<<< ours
      softmax hints 3 tried 2026-11-23
      =======
      softmax passed 2026-11-22 solution text 5be2d340
      softmax hints 1 passed 2026-11-21
      >>>>>>> theirs
      """)
    #expect(merged.text == "softmax hints 3 passed 2026-11-21 solution text 5be2d340\n")
  }

  @Test(
    "Whatever stands first, what has passed never stands beside the fingerprint of another text",
    arguments: [
      ("softmax passed 2026-11-21", "softmax text f tried 2026-11-23", "softmax passed 2026-11-21"),
      (
        "softmax passed 2026-11-21 text a", "softmax text f tried 2026-11-23",
        "softmax passed 2026-11-21 text a"
      ),
      ("softmax passed 2026-11-21 text a", "softmax passed 2026-11-22", "softmax passed 2026-11-21 text a"),
      (
        "softmax text e tried 2026-11-21", "softmax text f tried 2026-11-23",
        "softmax text f tried 2026-11-23"
      ),
      ("softmax hints 2", "softmax text f tried 2026-11-23", "softmax hints 2 text f tried 2026-11-23"),
    ])
  func fingerprints(first: String, second: String, merged: String) {
    #expect(ProgressFile("\(first)\n\(second)\n").text == merged + "\n")
    #expect(ProgressFile("\(second)\n\(first)\n").text == merged + "\n")
  }

  @Test("What another version wrote survives")
  func unknown() {
    let text = """
      # notes of mine
      course 2 lines
      softmax passed 2026-11-21 stars 3

      """
    #expect(ProgressFile(text).text == text)
    #expect(ProgressFile("softmax passed yesterday\n").text == "softmax passed yesterday\n")
    #expect(ProgressFile("softmax passed yesterday\n")["softmax"].passed == nil)
    #expect(ProgressFile("softmax hints -3 solution\n").text == "softmax solution\n")
    #expect(ProgressFile("softmax hints -3 solution\n")["softmax"].hints == 0)
    #expect(ProgressFile("softmax passed 2026-11-21 tried 2026-11-23\n")["softmax"].tried == nil)
  }

  @Test("The last check decides, and the first day of a pass stays")
  func verdicts() {
    let section = ExerciseFile("// MARK: - a\npublic func a() { 1 }\n").sections[0]
    var record = ProgressFile.Record()
    record.note(Verdict(.passed(inputs: 4)), of: section, on: "2026-11-21")
    record.note(Verdict(.passed(inputs: 4)), of: section, on: "2026-11-22")
    #expect(record.passed == "2026-11-21")
    #expect(record.text == section.fingerprint)
    for nothing in [Verdict(.doesNotCompile("")), Verdict(.missing(""))] {
      record.note(nothing, of: section, on: "2026-11-23")
      #expect(record.passed == "2026-11-21" && record.text == section.fingerprint)
    }
    record.note(Verdict(.threw("no", on: "input 1 of 4")), of: section, on: "2026-11-24")
    #expect(record.passed == nil)
    #expect(record.tried == "2026-11-24")
    record.note(Verdict(.notStarted), of: section, on: "2026-11-25")
    #expect(record == ProgressFile.Record())
  }

  @Test("A fingerprint is that of Fowler, Noll and Vo")
  func fingerprint() {
    // FNV-1a of "foobar" is bf9cf968 (the authors' own list of test values).
    let section = ExerciseFile.Section(name: "", text: "foobar\n", line: 1)
    #expect(section.fingerprint == "bf9cf968")
    #expect(
      ExerciseFile.Section(name: "", text: "foo\r\nbar", line: 1).fingerprint
        == ExerciseFile.Section(name: "", text: "foo\nbar", line: 1).fingerprint)
  }
}
