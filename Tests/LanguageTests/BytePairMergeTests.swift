import Foundation
import Language
import Testing

/// What a list of merges may be, and what each of its lines means.
@Suite struct BytePairMergeTests {
  private typealias Merge = BytePairTokenizer.Merge

  @Test func fileOfMergesIsRead() throws {
    let merges = try Merge.merges(file: "#version: 0.2\nĠ t\nh e\nĠt he\n")
    #expect(merges.map(\.rank) == [0, 1, 2])
    #expect(try BytePairTokenizer(merges: merges).encode(" the") == [258])
    #expect(try Merge.merges(file: "Ġ t\r\nh e\r\n") == merges.dropLast())
    #expect(throws: TokenizerError.self) { try Merge.merges(file: "Ġt h e") }
  }

  /// GPT-2's own list has `# #` and `## ##`; a list learned from shaders has `#version`.
  @Test func mergeThatBeginsWithANumberSignIsAMerge() throws {
    let merges = try Merge.merges(file: "#version: 0.2\n# #\n## ##\n#version 3\n")
    #expect(merges.map(\.left) == ["#", "##", "#version"])
    #expect(try Merge.merges(file: "# #\n#version 3\n").map(\.rank) == [0, 1])
    #expect(try BytePairTokenizer(merges: Array(merges.prefix(2))).encode("#####") == [257, 2])
  }

  @Test(arguments: ["Ġt h e", "th", " h", "t ", "t  h", "", " "]) func lineThatIsNoMergeIsNamed(
    _ line: String
  ) {
    let error = #expect(throws: TokenizerError.self) { try Merge(line: line, rank: 0) }
    let shown = line.map { $0 == " " ? "␣" : String($0) }.joined()
    #expect(error?.description == "“\(shown)” is not a merge: two spellings with a space between")
  }

  /// a·b·c can be made as ab·c and as a·bc. A later merge of "abc" means the one that comes first; the other has its id.
  @Test func ofTwoMergesThatSpellTheSameTheLowerRankIsMeant() throws {
    let tokenizer = try BytePairTokenizer(
      merges: Merge.merges(file: "a b\nb c\nab c\na bc\nabc d\n"))
    #expect(tokenizer.encode("abcd") == [260])
    #expect(tokenizer.encode("abc") == [258])
    #expect(try tokenizer.decode([258, 259]) == "abcabc")
  }

  private func reason(_ merges: [BytePairTokenizer.Merge], _ specials: [String: Int] = [:]) -> String {
    let error = #expect(throws: TokenizerError.self) {
      try BytePairTokenizer(merges: merges, specialTokens: specials)
    }
    return error?.description ?? ""
  }

  @Test func mergeOfATokenThatNothingMakesIsRefused() throws {
    let unmade = "joins a token that no merge of a lower rank makes"
    #expect(reason([.init(rank: 0, left: "th", right: "e")]) == "the merge “th e” \(unmade)")
    #expect(reason([.init(rank: 0, left: "t", right: "he")]) == "the merge “t he” \(unmade)")
    #expect(reason([.init(rank: 0, left: "t", right: "我")]) == "the merge “t 我” \(unmade)")
    // Made too late:
    #expect(
      reason([.init(rank: 1, left: "t", right: "h"), .init(rank: 0, left: "th", right: "e")])
        == "the merge “th e” \(unmade)")
  }

  @Test func pairOrRankThatIsThereTwiceIsRefused() throws {
    #expect(
      reason([.init(rank: 0, left: "t", right: "h"), .init(rank: 1, left: "t", right: "h")])
        == "the merge “t h” or its rank 1 is there twice")
    #expect(
      reason([.init(rank: 0, left: "t", right: "h"), .init(rank: 0, left: "h", right: "e")]).hasSuffix(
        "or its rank 0 is there twice"))
  }

  /// A hostile list must not make the table of tokens huge: ids end at 4,194,303, which is the merge of rank 4,194,047.
  @Test func ranksAndIdsHaveAnEnd() throws {
    let merge = BytePairTokenizer.Merge(rank: 4_194_047, left: "t", right: "h")
    let tokenizer = try BytePairTokenizer(merges: [merge])
    #expect(tokenizer.encode("th") == [4_194_303] && tokenizer.vocabularySize == 4_194_304)
    #expect(
      try BytePairTokenizer(merges: [], specialTokens: ["<end>": 4_194_303]).vocabularySize == 4_194_304)
    let range = "ids go from 0 to 4194303, the ranks of merges from 0 to 4194047"
    for rank in [-1, .min, 4_194_048, .max] {
      #expect(reason([.init(rank: rank, left: "t", right: "h")]) == range)
    }
    for id in [4_194_304, .max] { #expect(reason([], ["<end>": id]) == range) }
  }

  @Test func specialTokenNeedsLettersAndAnIdOfItsOwn() throws {
    #expect(reason([], ["<end>": 255]) == "the special token “<end>” is empty or shares the id 255")
    #expect(reason([], ["": 256]) == "the special token “” is empty or shares the id 256")
    #expect(reason([], ["<end>": -1]) == "the special token “<end>” is empty or shares the id -1")
    #expect(reason([.init(rank: 4, left: "t", right: "h")], ["<end>": 260]).hasSuffix("shares the id 260"))
    #expect(reason([], ["<a>": 256, "<b>": 256]).hasSuffix("shares the id 256"))
  }

  /// Where one special token begins like another the longer is meant; between and around them is ordinary text.
  @Test func longestSpecialTokenIsRead() throws {
    let tokenizer = try BytePairTokenizer(
      merges: [], specialTokens: ["<e": 256, "<end>": 257, "<en": 258])
    #expect(
      tokenizer.encodeWithSpecialTokens("<end><en<ex<end>") == [257, 258, 256] + tokenizer.encode("x") + [257]
    )
    #expect(tokenizer.encodeWithSpecialTokens("<") == tokenizer.encode("<"))
    #expect(tokenizer.encodeWithSpecialTokens("") == [])
  }

  /// Fifteen merges whose ranks count up from 0 need no ranks in the file; others do.
  @Test func ranksAreSavedUnlessTheyCountUpFromZero() throws {
    func saved(_ merges: [BytePairTokenizer.Merge]) throws -> String {
      String(decoding: try JSONEncoder().encode(BytePairTokenizer(merges: merges)), as: UTF8.self)
    }
    #expect(try saved(Merge.merges(file: "t h\nth e")) == #"{"merges":["t h","th e"]}"#)
    let late = try saved([.init(rank: 1, left: "t", right: "h")])
    #expect(late.contains(#""ranks":[1]"#))
    #expect(try JSONDecoder().decode(BytePairTokenizer.self, from: Data(late.utf8)).encode("th") == [257])
  }

  @Test func tokenizersAreEqualByMergesAndSpecialTokens() throws {
    func tokenizer(_ file: String, _ specials: [String: Int] = [:]) throws -> BytePairTokenizer {
      try BytePairTokenizer(merges: Merge.merges(file: file), specialTokens: specials)
    }
    #expect(try tokenizer("t h", ["<a>": 300]) == tokenizer("t h", ["<a>": 300]))
    #expect(try tokenizer("t h", ["<a>": 300]) != tokenizer("t h", ["<b>": 300]))
    #expect(try tokenizer("t h", ["<a>": 300]) != tokenizer("h e", ["<a>": 300]))
  }
}

/// The visible spelling of bytes.
@Suite struct ByteAlphabetTests {
  /// The printable bytes are themselves; the 68 others are U+0100 to U+0143, and nothing else stands for a byte.
  @Test func everyByteHasOneSpelling() throws {
    for byte in UInt8.min...UInt8.max {
      let spelling = ByteAlphabet.spelling(of: [byte])
      #expect(spelling.unicodeScalars.count == 1)
      #expect(ByteAlphabet.bytes(of: spelling) == [byte])
      #expect(ByteAlphabet.bytes[ByteAlphabet.ids[Int(byte)]] == byte)
    }
    #expect(ByteAlphabet.spelling(of: [0x00, 0x20, 0x7F, 0xA0, 0xAD]) == "ĀĠġłŃ")
    #expect(ByteAlphabet.spelling(of: [0x21, 0x7E, 0xA1, 0xAC, 0xAE, 0xFF]) == "!~¡¬®ÿ")
    for scalar in ["\u{144}", " ", "\u{7F}", "\u{A0}", "\u{AD}"] {
      #expect(ByteAlphabet.bytes(of: "a" + scalar) == nil)
    }
  }
}
