import Foundation
import Language
import Testing

@Suite("Sounds and the ear") struct SoundTests {
  @Test(arguments: [
    ("Tim", "t i m"), ("shoes", "sh o s"), ("orange", "o r a n j"), ("school", "s k u l"), ("box", "b o k s"),
    ("laughs", "l a f s"), ("night", "n i t"), ("kite", "k i t"), ("the", "th e"), ("she", "sh e"),
    ("all", "a l"),
    ("beach", "b i ch"), ("yellow", "y e l o"), ("black", "b l a k"), ("a-1", "a"), ("blue", "b l u"),
    ("Zoe", "z o"),
  ])
  func spellings(word: String, sounds: String) {
    #expect(Sound.sounds(of: word).map(\.rawValue).joined(separator: " ") == sounds)
  }

  @Test func distances() {
    func distance(_ left: String, _ right: String) -> Double {
      soundDistance(Sound.sounds(of: left), Sound.sounds(of: right))
    }
    #expect(distance("Tim", "Tom") == 0.5 && distance("bell", "ball") == 0.5, "vowels are akin")
    #expect(distance("boat", "coat") == 1 && distance("boat", "boats") == 1 && distance("", "red") == 3)
    #expect(distance("back", "pack") == 0.5 && distance("Knight", "night") == 0)
    #expect(distance("pad", "bat") == 1, "two changes of a half each")
  }

  /// Every sound is in one family; being akin goes both ways, and a sound is akin to itself.
  @Test func familiesAreDisjoint() {
    for sound in Sound.allCases {
      #expect(sound.isAkin(to: sound), "\(sound)")
      let akin = Sound.allCases.filter { sound.isAkin(to: $0) }
      for other in akin { #expect(Sound.allCases.filter { other.isAkin(to: $0) } == akin) }
    }
  }

  private let ear = Ear(for: ["Tim", "Tom", "tom", "boat", "coat", "the", "The"], sharpness: 2, reach: 1.5)

  /// exp(−κd), normalised over what is near enough; capitals are not heard.
  @Test func handValues() {
    #expect(ear.outcomes(of: "Tom").map(\.observed) == ["tim", "tom"])
    expectEqual(ear.probability(of: "tom", meaning: "Tom"), 1 / (1 + exp(-1)))
    expectEqual(ear.probability(of: "tim", meaning: "Tom"), exp(-1) / (1 + exp(-1)))
    expectEqual(ear.probability(of: "coat", meaning: "boat"), exp(-2) / (1 + exp(-2)))
    expectEqual(ear.probability(of: "the", meaning: "The"), 1)
    #expect(ear.probability(of: "tom", meaning: "boat") == 0)
    #expect(ear.outcomes(of: "silver").isEmpty, "nothing known is near")
  }

  /// The distance that is still heard is the reach itself.
  @Test func theReachIsIncluded() {
    #expect(Ear(for: ["boat", "coat"], sharpness: 1, reach: 1).outcomes(of: "boat").count == 2)
    #expect(Ear(for: ["boat", "coat"], sharpness: 1, reach: 0.9).outcomes(of: "boat").count == 1)
  }

  @Test func everyWordHasADistribution() {
    let story = TinyWorld().stories(count: 30, seed: 65).joined()
    let words = Set(WordTokenizer.words(of: story).map { $0.filter(\.isLetter) }.filter { !$0.isEmpty })
    let ear = Ear(for: words)
    for word in words {
      let outcomes = ear.outcomes(of: word)
      #expect(abs(outcomes.reduce(0) { $0 + $1.probability } - 1) < 1e-12, "\(word)")
      let itself = ear.probability(of: word.lowercased(), meaning: word)
      #expect(outcomes.allSatisfy { $0.probability <= itself }, "\(word): nothing is heard more often")
    }
  }
}
