import Foundation
import TestSupport
import Testing

@testable import Pages

@Suite("Swift in colours")
struct SwiftHighlightingTests {
  /// The elements by the first letter of their class, such as `k(let) a = n(1)`.
  private func short(_ code: String) -> String {
    var text = Markup(swift: code).html.replacing("</span>", with: "⟩")
    for name in ["keyword", "type", "string", "comment", "number"] {
      text = text.replacing("<span class=\"\(name)\">", with: "\(name.prefix(1))⟨")
    }
    return text.replacing("&quot;", with: "\"").replacing("&gt;", with: ">")
  }

  @Test("The text is the one given, for every file of the chapters, and of the package if there is time")
  func whole() throws {
    let paths = try PackageTexts.paths(endingWith: ".swift").filter {
      isThorough || $0.hasPrefix("Chapters/")
    }
    #expect(paths.count > (isThorough ? 500 : 100))
    for path in paths {
      let code = try PackageTexts.text(path)
      let marked = Markup(swift: code).html
      #expect(withoutTags(marked) == withoutTags(Markup(code).html), "\(path)")
    }
  }

  /// The bytes of a text outside of tags, and without the signs that isolate what runs from right to left, which stand around
  /// each piece.
  private func withoutTags(_ html: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, piece) in html.utf8.split(separator: UInt8(ascii: "<"), omittingEmptySubsequences: false)
      .enumerated()
    {
      bytes +=
        index == 0
        ? piece : piece[(piece.firstIndex(of: UInt8(ascii: ">")) ?? piece.startIndex)...].dropFirst()
    }
    guard bytes.contains(0xE2) else { return bytes }
    return Array(String(decoding: bytes, as: UTF8.self).filter { !"\u{2068}\u{2069}".contains($0) }.utf8)
  }

  @Test(
    "Keywords, types, strings, comments, numbers",
    arguments: [
      ("let a = 1", "k⟨let⟩ a = n⟨1⟩"), ("a.default.init() for: in", "a.default.init() for: k⟨in⟩"),
      ("default: `class` letter", "k⟨default⟩: `class` letter"),
      ("[Int] T.Self _x Äb", "[t⟨Int⟩] t⟨T⟩.t⟨Self⟩ _x t⟨Äb⟩"),
      ("@escaping #if #filePath $0", "k⟨@escaping⟩ k⟨#if⟩ k⟨#filePath⟩ $0"),
      ("1_000.5e-3 0xFFp+2 1...2 1.a 2-1 x1", "n⟨1_000.5e-3⟩ n⟨0xFFp+2⟩ n⟨1⟩...n⟨2⟩ n⟨1⟩.a n⟨2⟩-n⟨1⟩ x1"),
      ("0xE-1", "n⟨0xE⟩-n⟨1⟩"),
      ("a // b \"c\nd", "a c⟨// b \"c⟩\nd"), ("/* a /* b */ c */ d", "c⟨/* a /* b */ c */⟩ d"),
      ("/* a", "c⟨/* a⟩"), ("/*/ a */b", "c⟨/*/ a */⟩b"),
      (#""a\"b" c"#, #"s⟨"a\"b"⟩ c"#), (#""a\(b + "\(1)")c""#, #"s⟨"a\(⟩b + s⟨"\(⟩n⟨1⟩s⟨)"⟩s⟨)c"⟩"#),
      (#""\(f(1))""#, #"s⟨"\(⟩f(n⟨1⟩)s⟨)"⟩"#), (##"#"a\(b)\#(c)"# d"##, ##"s⟨#"a\(b)\#(⟩cs⟨)"#⟩ d"##),
      ("\"\"\"\na \"b\" 1\n\"\"\" c", "s⟨\"\"\"\na \"b\" 1\n\"\"\"⟩ c"), ("\"a\nlet", "s⟨\"a⟩\nk⟨let⟩"),
      ("\"a\\", "s⟨\"a\\⟩"), ("", ""), ("#", "#"), ("1.", "n⟨1⟩."),
    ])
  func pieces(_ code: String, _ expected: String) { #expect(short(code) == expected) }

  @Test("Strings in strings without end are read, in one colour at last")
  func depth() throws {
    let code = String(repeating: "\"\\(", count: 20_000)
    #expect(try ParsedMarkup(Markup(swift: code)).text == code)
  }
}
