import Cells
import Foundation
import Testing

@testable import Pages

@Suite("A page's scripts")
struct ScriptTests {
  // Of FIPS 180-4's examples (NIST, "SHA256.pdf"), and of runs of "a" around the ends of a block from Python's hashlib.
  @Test(
    "The hash is SHA-256",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      ("55", "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
      ("56", "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
      ("64", "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
      ("119", "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"),
      ("120", "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"),
      ("1000", "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
    ])
  func hash(text: String, expected: String) {
    let message = Int(text).map { String(repeating: "a", count: $0) } ?? text
    let hash = SHA256.hash(of: Array(message.utf8))
    let digits = hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    #expect(digits.joined() == expected)
  }

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
