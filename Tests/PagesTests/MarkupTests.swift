import Testing

@testable import Pages

@Suite("Markup: elements that are closed, texts that stay text")
struct MarkupTests {
  @Test("An element with its attributes in order; an absent value leaves its attribute out; some have no end")
  func elements() {
    let cell: Markup = .element("td", ["title": "1 < 2", "class": nil, "id": "a"], "p & q")
    #expect(cell.html == #"<td title="1 &lt; 2" id="a">p &amp; q</td>"#)
    #expect(Markup.element("div").html == "<div></div>" && Markup.element("br").html == "<br />")
    #expect(Markup.element("h1", [:], [.element("i", [:], "a"), "<"]).html == "<h1><i>a</i>&lt;</h1>")
    #expect(([cell, "–", cell] as Markup).html == cell.html + "–" + cell.html)
    #expect((["a", "b", "c"] as [Markup]).joined(separator: ", ").html == "a, b, c")
    #expect((Markup("a") + Markup()).html == "a")
    #expect(Markup.verbatim("style", [:], "a > b { c: \"d\" }").html == "<style>a > b { c: \"d\" }</style>")
  }

  @Test(
    "What a reader typed is text: an XML parser finds it again, and no element",
    arguments: [
      "<script>alert(1)</script>", "\" onclick=\"alert(1)", "' x='", "]]>", "<![CDATA[", "&amp;", "&#60;",
      "<!-- -->",
      "a\nb\tc", "猫 🐈‍⬛ é", "</title><svg/onload=alert(1)>", "</td>", "<?xml?>", "",
    ])
  func hostile(_ text: String) throws {
    let parsed = try ParsedMarkup(.element("p", ["title": text], Markup(text)))
    #expect(parsed.text == text)
    #expect(
      parsed.elements == [
        .init(name: "p", attributes: text.isEmpty ? ["title": ""] : ["title": text], around: [])
      ])
  }

  @Test("What HTML and XML cannot hold is shown as U+FFFD, every line ends with a line feed")
  func impossible() throws {
    let numbers: [UInt32] = [
      0, 1, 8, 0xB, 0xC, 0x1B, 0x7F, 0x80, 0x9F, 0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF,
    ]
    let impossible = String(String.UnicodeScalarView(numbers.compactMap(Unicode.Scalar.init)))
    let count = impossible.unicodeScalars.count
    #expect(EscapedText.content(impossible) == String(repeating: "\u{FFFD}", count: count))
    #expect(EscapedText.attribute("a\0") == "a\u{FFFD}")
    #expect(EscapedText.content("\u{A0}\u{FE00}\u{FFFD}\u{1FFFD}") == "\u{A0}\u{FE00}\u{FFFD}\u{1FFFD}")
    #expect(EscapedText.content("a\r\nb\rc\nd\r\r\n\n") == "a\nb\nc\nd\n\n\n")
    #expect(EscapedText.attribute("a\r\nb\tc") == "a&#10;b&#9;c")
    #expect(try ParsedMarkup(Markup(impossible)).text.count == count)
  }

  @Test("Marks that turn the direction of writing are shown by their number")
  func marks() {
    for mark
      in "\u{61C}\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}"
      .unicodeScalars
    {
      let number = String(mark.value, radix: 16, uppercase: true)
      let shown = "a" + (number.count < 4 ? "U+0" : "U+") + number + "b"
      #expect(EscapedText.content("a\(mark)b") == shown && EscapedText.attribute("a\(mark)b") == shown)
    }
    // What joins an emoji or a Persian word steers nothing.
    #expect(EscapedText.content("\u{200D}\u{200C}") == "\u{200D}\u{200C}")
  }

  @Test("A line with letters from right to left is isolated, its neighbours are not")
  func isolation() {
    #expect(EscapedText.content("שלום 12") == "\u{2068}שלום 12\u{2069}")
    #expect(EscapedText.content("ab\nسلام <\r\nc") == "ab\n\u{2068}سلام &lt;\u{2069}\nc")
    #expect(EscapedText.attribute("𞤀") == "\u{2068}𞤀\u{2069}" && EscapedText.content("ԿЖωé我") == "ԿЖωé我")
  }

  /// What only the author of a page can do wrong.
  enum Misuse: String, CaseIterable, Codable, Sendable {
    case noName, nameWithTag, noAttribute, twice, contentInBreak, endOfScript, commentInStyle, otherVerbatim

    var message: String {
      switch self {
      case .noName: "“” is no name of an element"
      case .nameWithTag: "“b><i” is no name of an element"
      case .noAttribute: "“a=b” is no name of an attribute"
      case .twice: "<a> has the attribute “id” twice"
      case .contentInBreak: "<br> has no content; it was given x"
      case .endOfScript: "a <script> that contains “</” would end there"
      case .commentInStyle: "a <style> that contains “<!--” would end there"
      case .otherVerbatim: "<p> is no style sheet and no script"
      }
    }

    func make() -> Markup {
      switch self {
      case .noName: .element("")
      case .nameWithTag: .element("b><i")
      case .noAttribute: .element("a", ["a=b": "c"])
      case .twice: .element("a", ["id": "1", "id": "2"])
      case .contentInBreak: .element("br", [:], "x")
      case .endOfScript: .verbatim("script", [:], "a</b")
      case .commentInStyle: .verbatim("style", [:], "<!--")
      case .otherVerbatim: .verbatim("p", [:], "")
      }
    }
  }

  @Test("What is no element stops, with what was wrong", arguments: Misuse.allCases)
  func misuse(_ misuse: Misuse) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [misuse] in _ = misuse.make()
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains(misuse.message), "\(message)")
  }
}
