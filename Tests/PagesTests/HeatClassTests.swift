import Foundation
import Terminal
import Testing

@testable import Pages

@Suite("The colours behind numbers")
struct HeatClassTests {
  /// Relative luminance (WCAG 2.2).
  private func luminance(_ color: Color) -> Double {
    func light(_ channel: UInt8) -> Double {
      let share = Double(channel) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * light(color.red) + 0.7152 * light(color.green) + 0.0722 * light(color.blue)
  }

  private func contrast(_ one: Color, _ other: Color) -> Double {
    let (first, second) = (luminance(one), luminance(other))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  private func color(_ text: Substring) throws -> Color {
    let number = try #require(Int(text.dropFirst(), radix: 16))
    return Color(UInt8(number >> 16), UInt8(number >> 8 & 255), UInt8(number & 255))
  }

  @Test("Ink and background of every class have a contrast of 4.5 or more, in the style sheet itself")
  func contrast() throws {
    let rules = HeatClass.styleSheet.matches(
      of: /\.([a-z0-9]+) \{ background: (#[0-9a-f]{6}); color: (#[0-9a-f]{6}) \}/)
    #expect(rules.count == 2 * (16 + 15 + 16 + 2))
    for rule in rules {
      let (background, ink) = (try color(rule.2), try color(rule.3))
      #expect(contrast(background, ink) >= 4.5, "\(rule.0)")
    }
  }

  @Test("Both schemes have a rule for every class that a value can get")
  func rules() throws {
    let parts = HeatClass.styleSheet.components(separatedBy: "@media screen and (prefers-color-scheme: dark)")
    try #require(parts.count == 2)
    let scales = [HeatScale.sequential(lowest: 0, highest: 3), .diverging(bound: 3)]
    for value in Array(stride(from: -3.0, through: 3, by: 0.01)) + [.nan, .infinity, -.infinity] {
      for scale in scales {
        let rule = ".\(HeatClass.of(value, on: scale)) { "
        #expect(parts.allSatisfy { $0.contains(rule) })
      }
    }
  }

  @Test("Classes follow the values: from nothing to the largest, and away from zero")
  func steps() {
    let rising = HeatScale(for: [0, 8])
    #expect([0, 4, 8].map { HeatClass.of($0, on: rising) } == ["r0", "r8", "r15"])
    let diverging = HeatScale(for: [-4, 2])
    #expect(
      [-4, -2, -0.01, 0, 2, 4].map { HeatClass.of($0, on: diverging) } == [
        "n15", "n8", "p0", "p0", "p8", "p15",
      ])
    #expect(HeatClass.of(.nan, on: rising) == "nan")
    #expect(HeatClass.of(-.infinity, on: diverging) == "infinite")
    #expect(HeatClass.of(0, on: HeatScale(for: [0, 0])) == "r0")
  }

  @Test("The colours are the terminal's: on white in the first rules, on black in those for dark pages")
  func colors() throws {
    let parts = HeatClass.styleSheet.components(separatedBy: "@media screen and (prefers-color-scheme: dark)")
    try #require(parts.count == 2)
    #expect(
      parts[0].contains(".r15 { background: #081d58;") && parts[1].contains(".r15 { background: #fde725;"))
    for depth in [ColorDepth.trueColor, ColorDepth.trueColor.onWhite] {
      let colors = HeatClass.colors(depth)
      #expect(Set(colors.map(\.name)).count == colors.count)
      let strongest = HeatScale.sequential(lowest: 0, highest: 1).color(1, depth)
      #expect(colors.first { $0.name == "r15" }?.background == strongest)
      let nothing = HeatScale.diverging(bound: 1).color(0, depth)
      #expect(colors.first { $0.name == "p0" }?.background == nothing)
    }
  }
}
