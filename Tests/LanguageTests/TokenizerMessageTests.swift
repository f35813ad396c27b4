import Language
import Testing

/// What tokenizers show of a token, and what they say of one that they refuse.
@Suite struct TokenizerMessageTests {
  /// ␣ ⏎ ⇥, the control pictures, ␡, and the numbers of what has no shape of its own.
  @Test(arguments: [
    (" ", "␣"), ("\n", "⏎"), ("\t", "⇥"), ("\u{0}", "␀"), ("\u{1F}", "␟"), ("\u{7F}", "␡"), ("\r\n", "␍⏎"),
    ("\u{80}", "‹80›"), ("\u{A0}", "‹A0›"), ("\u{AD}", "‹AD›"), ("\u{200B}", "‹200B›"),
    ("\u{2028}", "‹2028›"),
    ("\u{2029}", "‹2029›"), ("\u{3000}", "‹3000›"), ("\u{E000}", "‹E000›"), ("\u{378}", "‹378›"),
    ("\u{FEFF}", "‹FEFF›"), ("\u{301}", "◌\u{301}"), ("\u{20DD}", "◌\u{20DD}"), ("e\u{301}", "e\u{301}"),
    (" a", "␣a"), ("我", "我"), ("!", "!"),
  ]) func whatDoesNotPrintIsShown(text: String, shown: String) throws {
    let label = try BytePairTokenizer(merges: [], specialTokens: [text: 256]).label(of: 256)
    #expect(sameBytes(label, shown), "\(label)")
  }

  @Test func tokensWithoutALabelShowTheirNumber() throws {
    let tokenizers: [any Tokenizer] = [
      CharacterTokenizer(corpus: "ab"), WordTokenizer(corpus: "a b"),
      try BytePairTokenizer(merges: [.init(rank: 44, left: "a", right: "b")]),
    ]
    for tokenizer in tokenizers {
      for token in [-1, 2 + tokenizer.vocabularySize] { #expect(tokenizer.label(of: token) == "‹\(token)›") }
    }
    #expect(tokenizers[2].label(of: 299) == "‹299›" && tokenizers[2].label(of: 300) == "ab")
  }

  /// Bytes that are only a part of a character, two digits each.
  @Test func bytesThatAreNoTextAreShownInHexadecimal() throws {
    let tokenizer = try BytePairTokenizer(merges: [
      .init(rank: 0, left: ByteAlphabet.spelling(of: [0xE4]), right: ByteAlphabet.spelling(of: [0x0A]))
    ])
    #expect(tokenizer.label(of: 256) == "‹E4 0A›")
  }

  @Test func messagesNameTheCulprit() {
    #expect(
      "\(TokenizerError.unknownToken(7, vocabularySize: 3))"
        == "there is no token 7: the vocabulary has the ids 0 to 2")
    #expect(
      "\(TokenizerError.unknownCharacter("\u{9}", position: 0, vocabularySize: 3))"
        == "the character “⇥” (U+0009) at position 0 is not among the 3 characters of the vocabulary")
    #expect(
      "\(TokenizerError.unknownCharacter("😀", position: 5, vocabularySize: 3))"
        == "the character “😀” (U+1F600) at position 5 is not among the 3 characters of the vocabulary")
    #expect("\(TokenizerError.badVocabulary("so"))" == "so")
  }

  /// Places count characters and words, not bytes.
  @Test func placesCountWhatTheTokenizerReads() {
    #expect(throws: TokenizerError.unknownCharacter("x", position: 2, vocabularySize: 2)) {
      try CharacterTokenizer(corpus: "我😀").encode("我😀x")
    }
    #expect(throws: TokenizerError.unknownWord(" x", position: 2, vocabularySize: 2)) {
      try WordTokenizer(corpus: "我 you you").encode("我 you x")
    }
  }

  /// A tokenizer of a kind that is only known when the program runs does what the tokenizer in it does.
  @Test func anyTokenizerIsTheOneInIt() throws {
    let pairs = try BytePairTokenizer.train(on: "ab ab ab", mergeCount: 2)
    let wrapped: [(AnyTokenizer, any Tokenizer)] = [
      (.characters(CharacterTokenizer(corpus: "ab ")), CharacterTokenizer(corpus: "ab ")),
      (.words(WordTokenizer(corpus: "ab ab")), WordTokenizer(corpus: "ab ab")), (.bytePairs(pairs), pairs),
    ]
    for (any, own) in wrapped {
      let tokens = try own.encode("ab ab")
      #expect(any.vocabularySize == own.vocabularySize)
      #expect(try any.encode("ab ab") == tokens)
      #expect(try any.decode(tokens) == "ab ab")
      #expect(any.labels(of: tokens) == tokens.map(own.label(of:)))
    }
  }
}
