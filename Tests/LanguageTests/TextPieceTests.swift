import Language
import Testing

/// Where GPT-2's pattern cuts a text.
@Suite struct TextPieceTests {
  @Test(arguments: pieces) func textIsCutAsThePatternOfGPT2CutsIt(_ pieces: [String]) {
    #expect(BytePairTokenizer.pieces(of: pieces.joined()) == pieces)
  }

  /// Made with the published pattern itself in Python's `regex` module (version 2026.5.9).
  static let pieces: [[String]] = [
    ["Hello", ",", " my", " dog", " is", " cute"],
    ["It", "'s", " 1", ",", "000", " ", " dogs", "."],
    ["we", "'ll", " they", "'d", " I", "'m", " you", "'ve", " she", "'s", " don", "'t", " they", "'re"],
    ["WE", "'", "LL", " '", "S", " '", " s"],
    ["!'", "s", " ..'", "ll"],
    ["a", " ", " b"],
    ["a", " \u{A}", " b", "\u{A}\u{A} ", " c"],
    ["   "],
    ["end", "  "],
    ["\u{9}", "x", "\u{D}", "\u{A}", "y"],
    ["  \u{A}"],
    ["我喜欢小狗", "，", "你呢", "？", " 我"],
    ["caf\u{E9}", " cafe", "\u{301}"],
    ["x", "\u{B2}\u{2167}\u{BD}", " 3", "rd"],
    ["\u{3000}", "\u{3000}", "全角"],
    ["\u{1F469}\u{200D}\u{1F3FD}\u{200D}\u{1F680}", " ok"],
    ["a", "\u{A0}", "b", "\u{A0}", "\u{A0}", "c"],
    ["_", "x", "_", " --", "y"],
    ["\u{0}\u{1}", " \u{0}"],
    ["'"],
    ["1½²Ⅷ2"],
    ["!", "½"],
    ["½", "!"],
    ["a", "½", "b", " Ⅷ"],
    [" ½"],
    ["٣½"],
    ["㊿①1"],
    ["a", "\u{B}", "\u{B}", "b"],
    ["a", " \u{C}", " b"],
    ["\u{B}", "!"],
    [" ", "\u{B}", "x"],
    ["a", "\u{85}", "b"],
    ["a", "\u{2028}", "b"],
    ["!", "\u{A0}", "!"],
    ["1", "\u{1C}", "1"],
    ["!\u{1C}!"],
    ["!\u{180E}!"],
    ["!\u{200B}!"],
    ["\u{301}", "x"],
    ["1", "\u{301}"],
    ["'", "r"],
    ["'", "rx"],
    ["'", "l", "1"],
    ["x", "'ve", "y"],
  ]

  /// Bytes that are not UTF-8 are "other signs": ÿ (0xFF) and `!` make one piece, ÿ and `a` two.
  @Test func byteThatBelongsToNoCharacterIsCutAsASign() throws {
    let tokenizer = try BytePairTokenizer(merges: [
      .init(rank: 0, left: "ÿ", right: "!"), .init(rank: 1, left: "ÿ", right: "a"),
    ])
    #expect(tokenizer.encode(bytes: [0xFF, 0x21]) == [256])
    #expect(tokenizer.encode(bytes: [0xFF, 0x61]).count == 2)
  }
}
