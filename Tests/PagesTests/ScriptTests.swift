import Cells
import Foundation
import Testing

@testable import Pages

@Suite("A page's scripts")
struct ScriptTests {
  // RFC 4648 §10.
  @Test(
    "Bytes in base 64, the last group filled up with =",
    arguments: ["": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "foobar": "Zm9vYmFy"])
  func base64(text: String, expected: String) {
    #expect(Script.base64(Array(text.utf8)) == expected)
  }

  @Test("A page has the scripts of what it explores, each once, and of no more than 15 kB")
  func needed() {
    func script(_ kinds: [ExploreCell.Kind]) -> String {
      Script.needed(for: kinds.map { .explore(ExploreCell($0, title: "t", parts: [])) }).text
    }
    for kind in ExploreCell.Kind.allCases {
      let one = "explorations.\(kind.rawValue) ="
      #expect(!script([]).contains(one) && script([kind, kind]).components(separatedBy: one).count == 2)
      #expect(Script.whole.text.contains(one))
    }
    #expect(script([]).contains("ArrowLeft") && !script([]).contains("function slider"))
    // Of all chapters the one of training explores most.
    #expect(script([.curve, .attention]).utf8.count <= 15_000)
  }

  @Test(
    "The policy names the scripts that stand in the page, in order, by their hashes; without one it names none"
  )
  func policy() throws {
    let abc = "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='"
    #expect(Script("abc").source == abc)
    var frame = PageFrame("t", subject: "notebook", origin: [], content: [])
    func policy() throws -> String {
      let elements = try ParsedMarkup(html: String(frame.html.dropFirst(16))).elements
      return try #require(
        elements.first { $0.attributes["http-equiv"] == "Content-Security-Policy" }?.attributes["content"])
    }
    #expect(try !policy().contains("script-src"))
    frame.scripts = [Script("abc"), Script("")]
    #expect(
      try policy().hasSuffix("; script-src \(abc) 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"))
    #expect(frame.html.contains("<script>abc</script><script></script></body>"))
  }
}
