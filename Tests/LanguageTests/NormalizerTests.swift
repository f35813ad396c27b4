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
