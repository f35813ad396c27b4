import Language
import Randomness
import Testing

/// Texts in which every way of losing a character that we know of has its place.
let awkwardTexts = [
  "", " ", "  ", "\n", "\r\n", "\r\n\r\n", "\t\u{0}\u{7F}", "a", "a\u{0}b", "e\u{301} \u{E9}", "\u{301}",
  "我喜欢小狗，你呢？\n\n是的。", "👩🏽‍🚀👨‍👩‍👧‍👦 🇨🇳🇬🇧", "ไทย हिन्दी العربية", "don't  stop -- he'll  go.", " leading", "trailing ",
  "\u{FEFF}bom", "\u{10FFFF}\u{FFFE}", "ﬀ ² Ⅷ ½", "\u{1112}\u{1161}\u{11AB} 한",
]

/// A text of up to 40 scalars from all planes, whitespace and combining marks more often than chance.
func randomText(using generator: inout SeededGenerator) -> String {
  let common = Array(" \n\r\t'.,ab1é我🏽\u{301}\u{200D}\u{0}".unicodeScalars)
  var text = String.UnicodeScalarView()
  for _ in 0..<generator.index(below: 40) {
    switch generator.index(below: 3) {
    case 0: text.append(common[generator.index(below: common.count)])
    case 1: text.append(Unicode.Scalar(UInt8(generator.index(below: 128))))
    default: if let scalar = Unicode.Scalar(UInt32(generator.index(below: 0x110000))) { text.append(scalar) }
    }
  }
  return String(text)
}

/// Whether two texts have the same bytes; `==` would forgive another spelling of the same accent.
func sameBytes(_ one: String, _ other: String) -> Bool {
  one.utf8.elementsEqual(other.utf8)
}

func expectRoundTrip(_ text: String, _ tokenizer: some Tokenizer, location: SourceLocation = #_sourceLocation)
  throws
{
  let tokens = try tokenizer.encode(text)
  #expect(tokens.allSatisfy { (0..<tokenizer.vocabularySize).contains($0) }, sourceLocation: location)
  let decoded = try tokenizer.decode(tokens)
  #expect(sameBytes(decoded, text), "\(text.debugDescription)", sourceLocation: location)
}
