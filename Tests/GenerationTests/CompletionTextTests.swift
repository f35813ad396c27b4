import Foundation
import Generation
import Language
import Neural
import Randomness
import Testing

@Suite("Texts of completions: where they end, and how they are told")
struct CompletionTextTests {
  private let letters = CharacterTokenizer(corpus: "abcdefg")

  private func written(_ text: String, stops: [String]) throws -> CompletionChoice {
    try Generation.complete(
      CompletionRequest(
        .tokens([0]), maximum: .newTokens(text.utf8.count), stopTexts: stops, temperature: 0),
      with: AfterBeginning(ScriptedPredictor(bytes: text.utf8)), tokenizer: BytePairTokenizer.bytes
    ).choices[0]
  }

  /// The same predictor, for which the prompt of one token is not a part of the script.
  private struct AfterBeginning: TokenPredictor {
    private var inner: ScriptedPredictor
    private var hasBegun = false
    init(_ inner: ScriptedPredictor) { self.inner = inner }
    var vocabularySize: Int { inner.vocabularySize }
    var contextLength: Int? { nil }
    var logits: [Float] { inner.logits }
    mutating func read(_ tokens: [Int]) {
      if hasBegun { inner.read(tokens) }
      hasBegun = true
    }
  }

  @Test("the text ends before the stop text that is whole first, of two the longer")
  func stops() throws {
    for (text, stops, expected) in [
      ("one two three", ["two"], "one "), ("one two three", ["four"], "one two three"),
      ("one two three", ["three", "two"], "one "), ("aaab", ["ab", "aab"], "a"), ("abc", ["abc", "b"], "a"),
      ("xyxyz", ["xyz"], "xy"), ("über", ["be"], "ü"), ("héé!", ["é!"], "hé"), ("stop", ["stop"], ""),
      ("abcd", ["bc", "abcd"], "a"), ("abab", ["b", "ab"], ""),
    ] as [(String, [String], String)] {
      let choice = try written(text, stops: stops)
      #expect(choice.text == expected, "\(text) stopped by \(stops)")
      #expect(choice.reason == (expected == text ? .length : .stop))
    }
    // The tokens are all that were chosen, up to the last of the stop text.
    #expect(try written("one two three", stops: ["wo"]).newTokenCount == 7)
  }

  @Test("a stop text is not looked for in the prompt, nor over its border; with echo the prompt stays")
  func stopsInTheNewTextAlone() throws {
    let letters = CharacterTokenizer(corpus: "ab")
    let predictor = ScriptedPredictor([0, 1, 0, 1, 0], vocabularySize: 2)
    for echo in [false, true] {
      let choice = try Generation.complete(
        CompletionRequest(
          .text("ab"), maximum: .newTokens(3), stopTexts: ["ba"], temperature: 0, echo: echo),
        with: predictor, tokenizer: letters
      ).choices[0]
      #expect(choice.text == (echo ? "aba" : "a") && choice.reason == .stop && choice.newTokenCount == 3)
    }
  }

  @Test("where tokens are cut has no influence on where a text ends")
  func stopsAcrossTokens() throws {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<40 {
      let text = String((0..<30).map { _ in "abc"[generator.index(below: 3)] })
      let stops = (0..<3).map { _ in
        String((0...(1 + generator.index(below: 3))).map { _ in "abc"[generator.index(below: 3)] })
      }
      let expected = try written(text, stops: stops).text
      // A vocabulary of random longer pieces, in which the same text is written.
      var pieces: [String] = []
      var rest = Substring(text)
      while !rest.isEmpty {
        pieces.append(String(rest.prefix(1 + generator.index(below: 5))))
        rest = rest.dropFirst(pieces.last?.count ?? 1)
      }
      let tokenizer = PieceTokenizer(pieces: pieces)
      let choice = try Generation.complete(
        CompletionRequest(
          .tokens([0]), maximum: .newTokens(pieces.count), stopTexts: stops, temperature: 0),
        with: AfterBeginning(ScriptedPredictor(Array(pieces.indices), vocabularySize: pieces.count)),
        tokenizer: tokenizer
      ).choices[0]
      #expect(choice.text == expected, "\(pieces) stopped by \(stops)")
    }
  }

  private struct PieceTokenizer: Tokenizer {
    let pieces: [String]
    var vocabularySize: Int { pieces.count }
    func encode(_ text: String) throws -> [Int] { [] }
    func decode(_ tokens: [Int]) throws -> String { tokens.map { pieces[$0] }.joined() }
    func label(of token: Int) -> String { pieces[token] }
  }

  /// The pieces in which a text of bytes is told.
  private func told(_ bytes: [UInt8], stops: [String] = []) throws -> (pieces: [String], text: String) {
    var pieces: [String] = []
    let completion = try Generation.complete(
      CompletionRequest(.tokens([0]), maximum: .newTokens(bytes.count), stopTexts: stops, temperature: 0),
      with: AfterBeginning(ScriptedPredictor(bytes: bytes)), tokenizer: BytePairTokenizer.bytes
    ) { _, piece in
      pieces.append(piece)
      return true
    }
    return (pieces, completion.choices[0].text)
  }

  @Test("a character is told when it is whole, never half")
  func wholeCharacters() throws {
    #expect(try told(Array("aß中😀e\u{301}".utf8)).pieces == ["a", "ß", "中", "😀", "e", "\u{301}"])
    // What can become no character is told as one that is replaced, as soon as that is certain.
    #expect(try told([0x61, 0x80, 0x62]).pieces == ["a", "\u{FFFD}", "b"])
    #expect(try told([0xE4, 0x61]).pieces == ["\u{FFFD}a"])
    #expect(try told([0xC0, 0x61, 0xFF]).pieces == ["\u{FFFD}", "a", "\u{FFFD}"])
    #expect(try told([0xED, 0xA0, 0x80]).pieces == ["\u{FFFD}\u{FFFD}", "\u{FFFD}"])
    // Of a character that the end cuts, nothing is told.
    #expect(try told([0x61, 0xF0, 0x9F, 0x98]).text == "a")
  }

  @Test("the pieces are the text, whatever the bytes, and nothing of a stop text is ever told")
  func pieces() throws {
    var generator = SeededGenerator(seed: 3)
    let alphabet: [UInt8] = Array("ab中é😀".utf8) + [0x80, 0xFF, 0xE4, 0xF0]
    for _ in 0..<60 {
      let bytes = (0..<24).map { _ in alphabet[generator.index(below: alphabet.count)] }
      let free = try told(bytes)
      #expect(free.pieces.joined() == free.text)
      let whole = String(decoding: bytes, as: UTF8.self)
      #expect(whole.unicodeScalars.starts(with: free.text.unicodeScalars))
      let missing = whole.unicodeScalars.count - free.text.unicodeScalars.count
      #expect(missing == 0 || (missing == 1 && whole.unicodeScalars.last == "\u{FFFD}"))
      let stopped = try told(bytes, stops: ["aa", "ab中", "b"])
      #expect(stopped.pieces.joined() == stopped.text)
      #expect(free.text.unicodeScalars.starts(with: stopped.text.unicodeScalars))
    }
    #expect(try told(Array("xaay".utf8), stops: ["aab"]).pieces == ["x", "aay"])
    #expect(try told(Array("xaa".utf8), stops: ["aab"]).pieces == ["x", "aa"])
    #expect(try told(Array("xaab".utf8), stops: ["aab"]).pieces == ["x"])
  }

  @Test(
    "choices are told one after another, the prompt first with echo; who has enough ends a choice, not the others"
  )
  func streaming() throws {
    var told: [[String]] = [[], []]
    var order: [Int] = []
    let request = CompletionRequest(.text("bad"), maximum: .newTokens(6), count: 2, echo: true)
    let whole = try Generation.complete(request, with: GPTPredictor(.decided), tokenizer: letters) {
      told[$0].append($1)
      order.append($0)
      return true
    }
    #expect(told.map { $0.joined() } == whole.choices.map(\.text) && told.allSatisfy { $0[0] == "bad" })
    #expect(order == order.sorted())

    told = [[], []]
    let cut = try Generation.complete(request, with: GPTPredictor(.decided), tokenizer: letters) {
      told[$0].append($1)
      return $0 == 1 || told[0].count < 3
    }
    #expect(cut.choices[0].reason == .interrupted && told[0].count == 3 && cut.choices[0].newTokenCount == 2)
    #expect(cut.choices[0].text == told[0].joined())
    #expect(cut.choices[1] == whole.choices[1])
    let none = try Generation.complete(request, with: GPTPredictor(.decided), tokenizer: letters) { _, _ in
      false
    }
    #expect(none.newTokenCount == 0 && none.choices.map(\.text) == ["bad", "bad"])
  }
}

extension String {
  fileprivate subscript(offset: Int) -> Character { self[index(startIndex, offsetBy: offset)] }
}
