import Language
import Testing

@Suite struct NormalizerTests {
  /// R-S0-1 and S0-3.2-P-PREP.
  @Test func removesPunctuationAndLowersCaseAsTheDocumentsSay() {
    #expect(Normalizer()("Hello, my dog") == "hello my dog")
    #expect(Normalizer()("Hello, my dog is cute") == "hello my dog is cute")
  }

  @Test func knowsChinesePunctuation() {
    #expect(Normalizer()("你好，世界！《书》“引”……（一）") == "你好世界书引一")
  }

  @Test func keepsSymbolsEmojiAndSpaces() {
    #expect(Normalizer()("1 + 1 = $2 , 😀") == "1 + 1 = $2  😀")
  }

  /// One of each of Unicode's kinds of punctuation goes: connectors, dashes, brackets, quotation marks and the rest;
  /// mathematical, currency and other symbols stay.
  @Test func punctuationIsWhatUnicodeCallsSo() {
    for mark in ["_", "-", "—", "(", "「", ")", "]", "«", "‘", "»", "’", "!", "*", "%", "、"] {
      #expect(Normalizer()("a" + mark + "b") == "ab", "\(mark)")
      #expect(lost(mark) == [1, 0], "\(mark)")
    }
    for sign in ["+", "<", "|", "~", "€", "^", "`", "©", "½"] {
      #expect(Normalizer()("a" + sign + "b") == "a" + sign + "b", "\(sign)")
    }
    #expect(Normalizer()("don't, a , b") == "dont a  b")
  }

  /// What is switched off loses nothing.
  @Test func lossIsThatOfTheStepsThatAreOn() {
    #expect(lost("A, Ǆ!") == [2, 2])
    #expect(lost("A, Ǆ!", Normalizer(removesPunctuation: false)) == [0, 2])
    #expect(lost("A, Ǆ!", Normalizer(lowercases: false)) == [2, 0])
    #expect(lost("aß1 我") == [0, 0])
  }

  /// How many marks are removed, and how many capitals lowered.
  private func lost(_ text: String, _ normalizer: Normalizer = Normalizer()) -> [Int] {
    let loss = normalizer.loss(in: text)
    return [loss.punctuationRemoved, loss.capitalsLowered]
  }

  @Test func lowersLettersBeyondASCII() {
    #expect(Normalizer()("ÄÖÉ ΑΒΓ ДЖ") == "äöé αβγ дж")
  }

  @Test func eachStepCanBeSwitchedOff() {
    #expect(Normalizer(removesPunctuation: false)("A, b!") == "a, b!")
    #expect(Normalizer(lowercases: false)("A, b!") == "A b")
  }

  @Test func losesInformationForGood() {
    let one = "Let's eat, Grandma!"
    let other = "lets eat grandma"
    #expect(one != other)
    #expect(Normalizer()(one) == Normalizer()(other))
    // L, G lowered; ' , ! removed.
    let loss = Normalizer().loss(in: one)
    #expect(loss.punctuationRemoved == 3)
    #expect(loss.capitalsLowered == 2)
    #expect(Normalizer().loss(in: other).punctuationRemoved == 0)
    #expect(Normalizer().loss(in: other).capitalsLowered == 0)
  }

  @Test func roundTripFailsBehindItAndSucceedsWithoutIt() throws {
    let text = "Hello, my dog"
    let normal = Normalizer()(text)
    let tokenizer = try BytePairTokenizer(merges: [])
    #expect(try tokenizer.decode(tokenizer.encode(normal)) != text)
    #expect(try tokenizer.decode(tokenizer.encode(text)) == text)
  }
}
