import Foundation
import Randomness
import Testing

/// A text as no lecture has it, given to every chapter that reads one.
struct OddText: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String

  var testDescription: String { name }

  private init(_ name: String, _ text: String) { (self.name, self.text) = (name, text) }

  private static func drawn(_ letters: String, _ count: Int, seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed)
    return String((0..<count).map { _ in Array(letters)[generator.index(below: letters.count)] })
  }

  private static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

  /// Long enough for the chapters that learn from a text.
  static let long = [
    OddText("one character", times(400, "a")), OddText("two in turn", times(200, "ab")),
    OddText("one after the other", times(200, "a") + times(200, "b")),
    OddText("one and a rare other", times(390, "a") + "b" + times(20, "a")),
    OddText("words of one letter", times(200, "a ")), OddText("lines of one letter", times(200, "a\n")),
    OddText("three in turn", times(140, "abc")),
    OddText("letters in order", times(16, "abcdefghijklmnopqrstuvwxyz")),
    OddText("DNA", drawn("ACGT", 400, seed: 1)), OddText("digits", drawn("0123456789", 400, seed: 2)),
    OddText("bits", drawn("01", 400, seed: 3)),
    OddText("one line of 10 kB", drawn("abcdefghijklmnopqrstuvwxyz", 10_000, seed: 4)),
    OddText("one word of 5 kB", times(5_000, "x")),
    OddText("Morse", times(20, ".- -... -.-. --- ... / ")),
    OddText("a phrase", times(40, "to be or not to be ")),
    OddText("a thousand characters", times(20, "天地玄黃宇宙洪荒日月盈昃辰宿列張")), OddText("one sign", times(300, "的")),
    OddText(
      "all different",
      String(String.UnicodeScalarView((0..<400).compactMap { Unicode.Scalar(0x4E00 + $0 as UInt32) }))),
    OddText("emoji", times(100, "😀👍🏽👨‍👩‍👧‍👦🇩🇪")), OddText("marks", times(250, "e\u{301}")),
    OddText("a heap of marks", times(210, "a" + times(5, "\u{301}"))),
    OddText("from right to left", times(40, "שלום עולם ")), OddText("nothing wide", times(210, "\u{200B}a")),
    OddText("a mark of byte order", "\u{FEFF}" + times(100, "ab ")),
    OddText("punctuation", times(60, "?!.,;: ")),
    OddText("lines of Windows", times(40, "one line\r\n")), OddText("tabs", times(100, "a\tb\t")),
    OddText("control characters", times(200, "\u{1}\u{2}")),
  ]

  /// Short enough to be shown token by token.
  static let short = [
    OddText("one word", "word"), OddText("one letter", "a"), OddText("one emoji", "😀"),
    OddText("eight of one", times(8, "😀")), OddText("words of one letter", "a a a a a a"),
    OddText("a phrase", "to be or not to be"), OddText("one sentence twice", times(2, "the cat sat . ")),
    OddText("signs", "天地玄黃宇宙洪荒"), OddText("points", ". . . ."), OddText("DNA", drawn("ACGT", 40, seed: 1)),
    OddText("numbers", "1 2 3 10 100 1000"), OddText("Morse", ".- -... -.-. --- ..."),
    OddText("a long word", times(2_000, "x")),
    OddText("sixty-four words", (1...64).map { "w\($0)" }.joined(separator: " ")),
    OddText("nothing wide", "a\u{200B}b \u{200B} c"), OddText("marks", times(20, "e\u{301} ")),
    OddText("from right to left", "שלום עולם שלום"), OddText("lines", "a\nb\r\nc\td"),
  ]
}

@Suite("Every check of a chapter holds for any text that the chapter accepts")
struct OddTextTests {
  /// The chapter passes, or refuses the text in one line.
  private func judge(_ command: String, _ options: [String], _ text: OddText) throws -> Bool {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).txt")
    try Data(text.text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let run = try ChapterRun(command, ["--file", file.path] + options)
    guard run.status != 66 else {
      #expect(run.output.isEmpty && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
      return false
    }
    let failures = run.output.split(separator: "\n").filter { $0.contains("FAILED") }
    #expect(run.status == 0, "\(command) \(options): \(failures) \(run.errors)")
    return true
  }

  private static let small = ["--layers", "1", "--context", "8", "--batch", "2"]

  /// The options of a text: so many of them, in turn from text to text.
  private func some<Options>(
    _ count: Int, of all: [Options], for text: OddText, among texts: [OddText]
  ) -> [Options] {
    let turn = texts.firstIndex { $0.name == text.name } ?? 0
    return (0..<count).map { all[(turn * count + $0) % all.count] }
  }

  @Test("those that learn from it", arguments: OddText.long)
  func long(_ text: OddText) throws {
    let trainings = [
      ["--steps", "0"], ["--steps", "2", "--channels", "16"],
      ["--steps", "2", "--channels", "256", "--positions", "none"],
      ["--steps", "1", "--channels", "32", "--tokens", "words"],
      ["--steps", "200", "--channels", "16", "--no-shift"],
    ]
    for options in some(2, of: trainings, for: text, among: OddText.long) {
      let accepted = try judge("training", Self.small + options, text)
      #expect(accepted || options.contains("words"), "training takes any text of 200 characters")
    }
    let counts = [[], ["--tokens", "words"], ["--no-smoothing"], ["--test-on-training", "--order", "3"]]
    for options in some(1, of: counts, for: text, among: OddText.long) {
      #expect(try judge("ngram", options, text) || options.contains("words"))
    }
    _ = try judge("embeddings", ["--steps", "20"], text)
  }

  @Test("those that show it token by token", arguments: OddText.short)
  func short(_ text: OddText) throws {
    let runs =
      [
        ("attention", []), ("attention", ["--no-positions", "--causal", "--width", "2", "--seed", "2"]),
        ("attention", ["--mask-after-softmax", "--key-width", "256"]), ("multihead", ["--steps", "1"]),
        ("multihead", ["--wrong-reshape", "--steps", "1"]), ("block", []), ("block", ["--no-residual"]),
      ] as [(String, [String])]
    for (command, options) in some(3, of: runs, for: text, among: OddText.short) {
      _ = try judge(command, options, text)
    }
  }
}
