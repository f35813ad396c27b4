import Testing

@testable import Slides

@Suite("Numbers as slides show them")
struct ShownNumberTests {
  @Test(
    "A number is the one that is shown when it is rounded to the same digits",
    arguments: [
      ("0.548", 0.5484, true), ("0.548", 0.5486, false), ("0.5", 0.5484, true), ("55 %", 0.5484, true),
      ("54 %", 0.5484, false), ("54.8\u{A0}%", 0.5484, true), ("−0.43", -0.4301, true),
      ("-0.43", -0.4301, true),
      ("0.43", -0.4301, false), ("+2", 2.2, true), ("50,257", 50_257, true), ("50,257", 50_258, false),
      ("50257", 50_257, true), ("1.2·10⁻⁷", 1.19e-7, true), ("1.3·10⁻⁷", 1.19e-7, false),
      ("3·10¹²", 3.2e12, true), ("0.115", 0.1155, true), ("0", -0.2, true), ("1", .infinity, false),
      ("1", .nan, false),
    ])
  func rounded(_ text: String, _ number: Double, _ isRounded: Bool) throws {
    #expect(try #require(ShownNumber(text)).isRounded(from: number) == isRounded)
  }

  @Test(
    "What is more than a number is none",
    arguments: ["", "a", "0.5 nats", "1,23", "1.2e-7", "0.5.1", "½", "10⁻⁷", "1·10", "5 ‰", "a5", "∞"])
  func none(_ text: String) { #expect(ShownNumber(text) == nil) }

  @Test(
    "The right number is said with as many digits",
    arguments: [
      ("0.5", 0.5484, "0.5"), ("12 %", 0.5484, "55 %"), ("1.3·10⁻⁷", 1.19e-7, "1.2·10⁻⁷"),
      ("7.00", -1.0, "−1.00"),
    ])
  func right(_ text: String, _ number: Double, _ expected: String) throws {
    #expect(try #require(ShownNumber(text)).rounded(number) == expected)
  }
}
