import Language
import Randomness
import Testing

@Suite("Slips on a keyboard") struct KeyboardSlipTests {
  private func table(_ word: String) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: KeyboardSlip().outcomes(of: word).map { ($0.typed, $0.probability) })
  }

  /// Around a lie q, w, s and z, around t r, y, f and g: a half of the places, a quarter of the keys, a share of 0.4.
  @Test func handValues() {
    let at = table("at")
    for typed in ["qt", "wt", "st", "zt", "ar", "ay", "af", "ag"] {
      expectEqual(at[typed] ?? 0, 0.4 / 8)
    }
    for typed in ["t", "a"] { expectEqual(at[typed] ?? 0, 0.25 / 2) }
    for typed in ["aat", "att"] { expectEqual(at[typed] ?? 0, 0.15 / 2) }
    expectEqual(at["ta"] ?? 0, 0.2)
    #expect(at.count == 13)
  }

  /// What is possible nowhere leaves its share to the rest; what two places give is counted from both.
  @Test func impossibleSlipsLeaveTheirShare() {
    let oo = table("oo")
    #expect(oo["oo"] == nil, "two equal letters cannot be exchanged")
    expectEqual(oo["o"] ?? 0, 0.25 / 0.8)
    expectEqual(oo["ooo"] ?? 0, 0.15 / 0.8)
    let a = table("a")
    #expect(a[""] == nil, "a word never vanishes")
    expectEqual(a["aa"] ?? 0, 0.15 / 0.55)
    expectEqual(a["s"] ?? 0, 0.4 / 0.55 / 4)
    expectEqual(table("12")["112"] ?? 0, 0.15 / 0.6 / 2)
    #expect(KeyboardSlip().outcomes(of: "").isEmpty)
  }

  /// A capital is shifted with its neighbours; the order is that of the kinds and then of the places.
  @Test func capitalsAndOrder() {
    let typed = KeyboardSlip().outcomes(of: "It").map(\.typed)
    #expect(
      typed == [
        "Ut", "Ot", "Jt", "Kt", "Ir", "Iy", "If", "Ig", "t", "I", "IIt", "Itt", "tI",
      ])
  }

  @Test func neighbourhoodIsMutual() {
    let letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)
    var slip = KeyboardSlip()
    (slip.omission, slip.doubling, slip.transposition) = (0, 0, 0)
    func near(_ letter: String) -> Set<String> {
      Set(slip.outcomes(of: letter).filter { $0.probability > 0 }.map(\.typed))
    }
    for letter in letters {
      #expect((2...6).contains(near(letter).count), "\(letter): \(near(letter))")
      for other in near(letter) { #expect(near(other).contains(letter), "\(letter) and \(other)") }
    }
    #expect(near("g") == ["f", "h", "t", "y", "v", "b"] && near("p") == ["o", "l"])
  }

  /// Over many words: a distribution over others that are one edit away.
  @Test func everySlipIsOneEdit() {
    var generator = SeededGenerator(seed: 61)
    let letters = Array("aabcdeeiloostABT-1é")
    for _ in 0..<200 {
      let word = String(
        (0...generator.index(below: 7)).map { _ in letters[generator.index(below: letters.count)] })
      let outcomes = KeyboardSlip().outcomes(of: word)
      #expect(abs(outcomes.reduce(0) { $0 + $1.probability } - 1) < 1e-12, "\(word)")
      #expect(Set(outcomes.map(\.typed)).count == outcomes.count, "\(word)")
      for (typed, probability) in outcomes {
        #expect(probability > 0 && editDistance(word, typed) == 1, "\(word) → \(typed)")
      }
    }
  }
}
