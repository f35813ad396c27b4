import Language
import Randomness
import Testing

@Suite("Typing errors") struct TypingErrorsTests {
  private let typing = TypingErrors(
    slipRate: 0.06, mixUpRate: 0.04, mixUps: [["red", "rose"], ["bat", "cat", "hat"], ["an", "sn"]])

  @Test func handValues() {
    expectEqual(typing.probability(of: "red", meaning: "red"), 0.9)
    expectEqual(typing.probability(of: "rose", meaning: "red"), 0.04)
    expectEqual(typing.probability(of: "cat", meaning: "bat"), 0.02)
    expectEqual(typing.probability(of: "erd", meaning: "red"), 0.06 * 0.2 / 2)
    #expect(typing.probability(of: "blue", meaning: "red") == 0)
    // Nothing is mixed up with "kite"; there is no slip of a word without letters.
    expectEqual(typing.probability(of: "kite", meaning: "kite"), 0.94)
    expectEqual(typing.probability(of: "", meaning: ""), 1)
    // A hand's slip from a to s, one of 1/2 · 1/4, and a mind's: both.
    expectEqual(typing.probability(of: "sn", meaning: "an"), 0.06 * 0.4 / 8 + 0.04)
  }

  @Test func everyWordHasADistribution() {
    for word in ["a", "an", "red", "bat", "boots", "Anna", "12", ""] {
      let outcomes = typing.outcomes(of: word)
      #expect(abs(outcomes.reduce(0) { $0 + $1.probability } - 1) < 1e-12, "\(word)")
      #expect(Set(outcomes.map(\.observed)).count == outcomes.count && outcomes[0].observed == word)
    }
  }

  /// What is drawn comes as often as it should, within five standard deviations.
  @Test func drawsFollowTheProbabilities() {
    var generator = SeededGenerator(seed: 62)
    let count = 20_000
    var drawn: [String: Int] = [:]
    for _ in 0..<count { drawn[typing.observation(of: "bat", using: &generator), default: 0] += 1 }
    for (observed, p) in typing.outcomes(of: "bat") {
      let deviation = (Double(count) * p * (1 - p)).squareRoot()
      #expect(abs(Double(drawn[observed, default: 0]) - Double(count) * p) < 5 * deviation, "\(observed)")
    }
    #expect(
      drawn.values.reduce(0, +) == count
        && drawn.keys.allSatisfy { typing.probability(of: $0, meaning: "bat") > 0 })
  }

  /// Words alone are changed; with the truth beside it, and the same again from the same seed.
  @Test func aTextKeepsItsTruth() {
    let world = TinyWorld()
    let text = world.stories(count: 20, seed: 63).joined()
    let careless = TypingErrors(slipRate: 0.5, mixUpRate: 0.3, mixUps: world.mixUps)
    func typed() -> [(meant: String, observed: String)] {
      var generator = SeededGenerator(seed: 64)
      return careless.observations(of: text, using: &generator)
    }
    let pairs = typed()
    #expect(pairs.map(\.meant).joined() == text)
    #expect(pairs.map(\.observed) == typed().map(\.observed))
    for (meant, observed) in pairs {
      #expect(meant.hasPrefix(" ") == observed.hasPrefix(" ") && !observed.dropFirst().contains(" "))
      if meant.last?.isLetter == false { #expect(meant == observed) }
    }
    let words = pairs.filter { $0.meant.last?.isLetter == true }
    let share = Double(words.count { $0.meant == $0.observed }) / Double(words.count)
    #expect((0.2...0.5).contains(share), "\(share)")
  }

  /// Names, colours and things, each with others of its kind and first letter.
  @Test func tinyWorldIsMixedUpByKindAndLetter() {
    let groups = TinyWorld().mixUps
    #expect(
      groups.contains(["black", "blue", "brown"].sorted()) || groups.contains(["blue", "black", "brown"]))
    #expect(groups.contains(["Anna", "Amy"]) && groups.contains(["cup", "cards", "coat", "coin"]))
    #expect(Set(groups.joined()).count == groups.joined().count)
    for group in groups { #expect(group.count > 1 && Set(group.map(\.first)).count == 1) }
    #expect(!groups.joined().contains("park") && !groups.joined().contains("yellow"))
    #expect(TinyWorld(size: .miniature).mixUps.isEmpty)
  }
}
