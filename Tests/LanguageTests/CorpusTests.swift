import Foundation
import Language
import Testing

@Suite struct CorpusTests {
  private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("corpus-\(UUID().uuidString).txt")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path)
  }

  @Test func anyUTF8FileIsRead() throws {
    for text in awkwardTexts where !text.isEmpty && !text.hasPrefix("\u{FEFF}") {
      try withFile(Array(text.utf8)) { path in
        let corpus = try Corpus(contentsOf: path)
        #expect(sameBytes(corpus.text, text))
        #expect(path.hasSuffix("/" + corpus.name))
      }
    }
  }

  @Test func fileLargerThanOneReadIsWhole() throws {
    let text = String(repeating: "我 is 65 thousand bytes. ", count: 20_000)
    try withFile(Array(text.utf8)) { path in
      let corpus = try Corpus(contentsOf: path)
      #expect(corpus.text == text)
    }
  }

  @Test func byteOrderMarkIsLeftOut() throws {
    try withFile([0xEF, 0xBB, 0xBF] + Array("text".utf8)) { path in
      let corpus = try Corpus(contentsOf: path)
      #expect(corpus.text == "text")
    }
  }

  /// Only one, and only at the beginning: elsewhere it is a character.
  @Test func otherByteOrderMarksAreText() throws {
    try withFile(Array("\u{FEFF}\u{FEFF}a\u{FEFF}".utf8)) { path in
      let corpus = try Corpus(contentsOf: path)
      #expect(sameBytes(corpus.text, "\u{FEFF}a\u{FEFF}"))
    }
    try withFile([0xEF, 0xBB, 0xBF]) { path in
      #expect(throws: CorpusError.empty(path)) { try Corpus(contentsOf: path) }
    }
  }

  @Test func missingFileIsNamed() throws {
    let error = #expect(throws: CorpusError.self) { try Corpus(contentsOf: "/no/such/file.txt") }
    #expect(error?.description == "there is no file “/no/such/file.txt”")
    try withFile([0x61]) { path in
      #expect(throws: CorpusError.missing(path + "/a.txt")) { try Corpus(contentsOf: path + "/a.txt") }
    }
  }

  @Test func directoryIsRefused() {
    let path = FileManager.default.temporaryDirectory.path
    let error = #expect(throws: CorpusError.directory(path)) { try Corpus(contentsOf: path) }
    #expect(error?.description == "“\(path)” is a directory, not a text file")
  }

  /// A name that no system takes, with the system's own reason.
  @Test func fileThatCannotBeReadIsRefusedWithTheReason() {
    let path = "/" + String(repeating: "a", count: 5_000)
    let error = #expect(throws: CorpusError.self) { try Corpus(contentsOf: path) }
    let start = "“\(path)” cannot be read: "
    #expect(error?.description.hasPrefix(start) == true && (error?.description.count ?? 0) > start.count)
  }

  @Test func firstByteThatIsNotUTF8IsNamed() throws {
    let cases: [([UInt8], Int)] = [
      ([0x61, 0x62, 0xFF, 0x63], 2), ([0x61, 0xC3], 1), ([0xE4, 0xBD, 0xA0, 0xE4, 0xBD], 3),
      ([0xC0, 0xAF], 0),
      ([0x61, 0xED, 0xA0, 0x80], 1), ([0xF5, 0x80, 0x80, 0x80], 0), ([0xFF, 0xFE, 0x61, 0x00], 0),
      ([0xE0, 0x80, 0x80], 0), ([0x61, 0x80], 1),
      // The last of each length that a shorter one spells, and the first after U+10FFFF.
      ([0x61, 0xC1, 0xBF], 1), ([0x61, 0xE0, 0x9F, 0xBF], 1), ([0x61, 0xF0, 0x8F, 0xBF, 0xBF], 1),
      ([0x61, 0xF4, 0x90, 0x80, 0x80], 1),
    ]
    for (bytes, offset) in cases {
      try withFile(bytes) { path in
        let error = #expect(throws: CorpusError.notUTF8(path, byteOffset: offset)) {
          try Corpus(contentsOf: path)
        }
        #expect(
          error?.description
            == "“\(path)” is not UTF-8 text: the byte at offset \(offset) is not part of a character")
      }
    }
  }

  @Test func emptyAndShortFilesAreRefused() throws {
    try withFile([]) { path in
      let error = #expect(throws: CorpusError.empty(path)) { try Corpus(contentsOf: path) }
      #expect(error?.description == "“\(path)” is empty")
    }
    try withFile(Array("你好吗".utf8)) { path in
      let error = #expect(throws: CorpusError.self) { try Corpus(contentsOf: path, minimumCharacters: 4) }
      #expect(error == .tooShort(path, count: 3, minimum: 4, unit: "characters"))
      #expect(
        error?.description == "“\(path)” is too short: it has 3 characters, and at least 4 are needed")
      let corpus = try Corpus(contentsOf: path, minimumCharacters: 3)
      #expect(corpus.text == "你好吗")
    }
  }

  @Test func documentsAndTextAreTheSame() {
    let corpus = Corpus(name: "plays", text: "A: yes.\n\nB: no.\n\nA: oh\n").divided(by: "\n\n")
    #expect(corpus.documents == ["A: yes.", "B: no.", "A: oh\n"])
    #expect(corpus.text == "A: yes.\n\nB: no.\n\nA: oh\n")
    #expect(Corpus(name: "a", documents: ["x", "y"], separator: "|").text == "x|y")
  }

  /// Wherever the separator stands, from the left, and as bytes: a combining mark after it is not in its way.
  @Test func textIsCutAtEverySeparator() {
    func parts(_ text: String, _ separator: String) -> [String] {
      let corpus = Corpus(name: "a", text: text).divided(by: separator)
      #expect(sameBytes(corpus.text, text))
      return corpus.documents
    }
    #expect(parts("--a----b-", "--") == ["", "a", "", "b-"])
    #expect(parts("a---b", "--") == ["a", "-b"])
    #expect(parts("a\u{301}b", "a") == ["", "\u{301}b"])
    #expect(parts("a\r\nb", "\n") == ["a\r", "b"])
    #expect(parts("ab", "c") == ["ab"] && parts("ab", "") == ["ab"])
    #expect(Corpus(name: "a", text: "").documents.isEmpty)
  }

  /// n − ⌈n·share⌉, where ⌊n·(1 − share)⌋ would lose one: 1 − 0.9 is not quite a tenth.
  @Test(arguments: [(10, 0.9, 1), (5, 0.8, 1), (10, 0.3, 7), (11, 0.1, 9), (2, 0.5, 1), (3, 0.01, 2)])
  func shareIsHeldOut(count: Int, share: Double, kept: Int) throws {
    let documents = (0..<count).map { "\($0)" }
    let corpus = Corpus(name: "a", documents: documents, separator: "|")
    let (training, validation) = try corpus.split(heldOut: share, by: .documents)
    #expect(
      training.documents == Array(documents[..<kept]) && validation.documents == Array(documents[kept...]))
    #expect(training.separator == "|" && validation.separator == "|" && validation.name == "a")
    let text = String(repeating: "x", count: count)
    #expect(try Corpus(name: "a", text: text).split(heldOut: share).training.text.count == kept)
  }

  /// As nanoGPT: the first ⌊0.9 · n⌋ characters are for training.
  @Test func lastTenthOfTheCharactersIsHeldOut() throws {
    let text = String((0..<105).map { Character(Unicode.Scalar(0x4E00 + UInt32($0))!) })
    let (training, validation) = try Corpus(name: "signs", text: text).split()
    #expect(training.text.count == 94)
    #expect(validation.text.count == 11)
    #expect(training.text + validation.text == text)
    #expect(Set(training.text).isDisjoint(with: validation.text))
  }

  @Test func wholeDocumentsAreHeldOut() throws {
    let stories = (0..<20).map { "story \($0)" }
    let corpus = Corpus(name: "stories", documents: stories, separator: "\n")
    let (training, validation) = try corpus.split(heldOut: 0.25, by: .documents)
    #expect(training.documents == Array(stories[..<15]))
    #expect(validation.documents == Array(stories[15...]))
    #expect(validation.text == "story 15\nstory 16\nstory 17\nstory 18\nstory 19")
  }

  @Test func corpusTooShortToSplitIsRefused() {
    #expect(throws: CorpusError.tooShort("a", count: 1, minimum: 2, unit: "documents")) {
      try Corpus(name: "a", text: "text").split(by: .documents)
    }
    #expect(throws: CorpusError.self) { try Corpus(name: "a", text: "").split() }
  }
}
