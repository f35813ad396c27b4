import Foundation
import Language
import Randomness
import Testing

@Suite struct BytePairTokenizerTests {
  /// The merges of the ledger (S4-CODE-A): rank in GPT-2's list, and the pair.
  static func merges(_ lines: KeyValuePairs<Int, String>) throws -> [BytePairTokenizer.Merge] {
    try lines.map { try BytePairTokenizer.Merge(line: $1, rank: $0) }
  }

  static let dogMerges: KeyValuePairs = [
    13: "Ġ c", 15: "i s", 29: "Ġ m", 32: "Ġ d", 41: "l l", 59: "u t", 62: "Ġ is", 210: "Ġd o", 360: "Ġm y",
    439: "e ll", 877: "ut e", 3034: "Ġdo g", 10853: "ell o", 13523: "Ġc ute", 15240: "H ello",
  ]
  static let foxMerges: KeyValuePairs = [
    2: "h e", 19: "Ġ b", 21: "Ġ f", 35: "i c", 49: "r o", 165: "q u", 208: "T he", 368: "ic k", 371: "Ġ qu",
    419: "w n", 884: "o x", 1123: "Ġb ro", 1812: "Ġqu ick", 7330: "Ġbro wn", 21575: "Ġf ox",
  ]

  @Test func fifteenMergesGiveTheIdsOfGPT2ForTheDocumentsSentence() throws {
    let tokenizer = try BytePairTokenizer(merges: Self.merges(Self.dogMerges))
    #expect(tokenizer.encode("Hello, my dog is cute") == [15496, 11, 616, 3290, 318, 13779])
    #expect(try tokenizer.decode([15496, 11, 616, 3290, 318, 13779]) == "Hello, my dog is cute")
    #expect(tokenizer.labels(of: [15496, 11, 616]) == ["Hello", ",", "␣my"])
    // S0-3.2-P-PREP also names the ids of "hello": 31373 = 256 + 31117, h·ello.
    let both = try Self.merges(Self.dogMerges) + [.init(line: "h ello", rank: 31117)]
    #expect(
      try BytePairTokenizer(merges: both).encode(Normalizer()("Hello, my dog is cute"))
        == [31373, 616, 3290, 318, 13779])
  }

  @Test func fifteenMergesGiveTheIdsOfGPT2ForTheQuickBrownFox() throws {
    let tokenizer = try BytePairTokenizer(merges: Self.merges(Self.foxMerges))
    #expect(tokenizer.encode("The quick brown fox") == [464, 2068, 7586, 21831])
  }

  @Test func orderInWhichMergesAreGivenDoesNotMatter() throws {
    let merges = try Self.merges(Self.dogMerges)
    let reversed = try BytePairTokenizer(merges: merges.reversed())
    #expect(try reversed == BytePairTokenizer(merges: merges))
    #expect(reversed.encode("Hello") == [15496])
  }

  @Test func bytesHaveTheIdsOfGPT2() throws {
    // Printable first: ',' is 44 − 33; the rest in order, so NUL is 188, newline 198, space 220 and DEL 221.
    let tokenizer = try BytePairTokenizer(merges: [])
    #expect(tokenizer.vocabularySize == 256)
    #expect(tokenizer.encode(",! \n\u{0}\u{7F}") == [11, 0, 220, 198, 188, 221])
    #expect(Set(tokenizer.encode(bytes: Array(0...255))) == Set(0..<256))
    #expect(ByteAlphabet.spelling(of: " the\n".utf8) == "ĠtheĊ")
    #expect(ByteAlphabet.bytes(of: "ĠtheĊ") == Array(" the\n".utf8))
    #expect(ByteAlphabet.bytes(of: "我") == nil)
  }

  @Test func lowestRankIsMergedFirstAndEveryOccurrenceOfIt() throws {
    // b·c comes before a·b, so "abc" is a + bc; overlapping pairs are taken from the left: "aaa" is aa + a.
    let tokenizer = try BytePairTokenizer(merges: [
      .init(rank: 0, left: "b", right: "c"), .init(rank: 1, left: "a", right: "b"),
      .init(rank: 2, left: "a", right: "a"), .init(rank: 3, left: "aa", right: "aa"),
    ])
    let a = tokenizer.encode("a")[0]
    #expect(tokenizer.encode("abcab") == [a, 256, 257])
    #expect(tokenizer.encode("aaa") == [258, a])
    #expect(tokenizer.encode("aaaaa") == [259, a])
  }

  @Test func everyTextRoundTripsWhateverItWasTrainedOn() throws {
    var generator = SeededGenerator(seed: 3)
    let texts = awkwardTexts + (0..<300).map { _ in randomText(using: &generator) }
    let trained = try BytePairTokenizer.train(on: texts.joined(separator: "\n"), mergeCount: 200)
    #expect(trained.merges.count == 200)
    for tokenizer in [trained, try BytePairTokenizer(merges: Self.merges(Self.dogMerges))] {
      for text in texts { try expectRoundTrip(text, tokenizer) }
    }
  }

  @Test func bytesThatAreNoTextRoundTripAsBytes() throws {
    var generator = SeededGenerator(seed: 4)
    let tokenizer = try BytePairTokenizer.train(on: awkwardTexts.joined(), mergeCount: 100)
    for _ in 0..<300 {
      let bytes = (0..<generator.index(below: 50)).map { _ in UInt8(generator.index(below: 256)) }
      #expect(try tokenizer.decodeBytes(tokenizer.encode(bytes: bytes)) == bytes)
    }
  }

  @Test func halfACharacterDecodesToTheReplacementCharacter() throws {
    let tokenizer = try BytePairTokenizer(merges: [])
    let tokens = tokenizer.encode("你")  // E4 BD A0
    #expect(tokens.count == 3)
    #expect(try tokenizer.decode(Array(tokens[..<2])) == "\u{FFFD}")
    #expect(try tokenizer.decodeBytes(Array(tokens[..<2])) == [0xE4, 0xBD])
    #expect(tokenizer.labels(of: tokens) == ["‹E4›", "‹BD›", "‹A0›"])
  }

  @Test func tokenThatNoMergeMakesIsRefused() throws {
    let tokenizer = try BytePairTokenizer(merges: Self.merges(Self.dogMerges))
    #expect(throws: TokenizerError.unknownToken(256, vocabularySize: 15497)) { try tokenizer.decode([256]) }
    #expect(throws: TokenizerError.unknownToken(15497, vocabularySize: 15497)) {
      try tokenizer.decode([15497])
    }
  }

  @Test func specialTokensAreReadOnlyWhereAskedFor() throws {
    let tokenizer = try BytePairTokenizer(
      merges: Self.merges(Self.dogMerges), specialTokens: ["<|endoftext|>": 50256])
    #expect(tokenizer.vocabularySize == 50257)
    let text = "Hello<|endoftext|>Hello"
    #expect(tokenizer.encodeWithSpecialTokens(text) == [15496, 50256, 15496])
    #expect(!tokenizer.encode(text).contains(50256))
    #expect(try tokenizer.decode([15496, 50256, 15496]) == text)
    #expect(try tokenizer.decode(tokenizer.encode(text)) == text)
  }

  @Test func vocabularySurvivesBeingSaved() throws {
    let ranked = try BytePairTokenizer(
      merges: Self.merges(Self.dogMerges), specialTokens: ["<|endoftext|>": 50256])
    let trained = try BytePairTokenizer.train(on: awkwardTexts.joined(), mergeCount: 50)
    let texts = WordTokenizer(corpus: "the cat sat")
    let saved: [AnyTokenizer] = [
      .bytePairs(ranked), .bytePairs(trained), .words(texts), .characters(.init(corpus: "abc")),
    ]
    for tokenizer in saved {
      let data = try JSONEncoder().encode(tokenizer)
      let read = try JSONDecoder().decode(AnyTokenizer.self, from: data)
      #expect(read == tokenizer)
      #expect(read.vocabularySize == tokenizer.vocabularySize)
    }
    #expect(try AnyTokenizer.bytePairs(ranked).encode("Hello") == [15496])
  }

  @Test func damagedSavedVocabularyIsRefused() {
    for json in [
      #"{"merges":["t h e"]}"#, #"{"merges":["th e"]}"#, #"{"merges":["t h"],"ranks":[1,2]}"#,
      #"{"merges":["t h"],"ranks":[9223372036854775807]}"#, #"{"merges":[" h"]}"#, #"{}"#,
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(BytePairTokenizer.self, from: Data(json.utf8))
      }
    }
  }
}
