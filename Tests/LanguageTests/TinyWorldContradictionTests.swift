import Language
import Testing

/// A story that contradicts itself is none of the world's, however consistent it is in every other word.
@Suite("Tiny World: contradictions") struct TinyWorldContradictionTests {
  private typealias Person = (name: String, colour: String, thing: String)
  private let world = TinyWorld()

  /// How the two of a story are introduced when it speaks of their things one by one.
  private func opening(_ one: Person, _ other: Person, _ verb: String = "has") -> String {
    "All is calm by the sea. \(one.name) \(verb) a \(one.colour) \(one.thing). "
      + "\(other.name) has a \(other.colour) \(other.thing)."
  }

  /// What happens then, told with the same names and things to the end.
  private func trade(_ x: Person, _ y: Person) -> String {
    let (first, second) = ("the \(x.colour) \(x.thing)", "the \(y.colour) \(y.thing)")
    return " \(x.name) nods and \(y.name) nods too. \(x.name) likes \(second) and \(y.name) likes \(first). "
      + "\(x.name) and \(y.name) trade. Now \(x.name) has \(second) and \(y.name) has \(first). "
      + "Then \(x.name) goes home with \(second) and \(y.name) with \(first). \(x.name) likes \(y.name).\n"
  }

  private let zoe = ("Zoe", "pink", "scarf")
  private let max = ("Max", "black", "flag")

  @Test func consistentStoryIsPossible() {
    for (x, y) in [(zoe, max), (max, zoe)] {
      #expect(world.derivationCount(of: opening(zoe, max) + trade(x, y)) == 1)
    }
    #expect(world.logProbability(of: opening(zoe, max, "wears") + trade(zoe, max)).isFinite)
  }

  /// Two people share no name, no colour and no thing.
  @Test(arguments: [("Zoe", "black", "flag"), ("Max", "pink", "flag"), ("Max", "black", "scarf")])
  func nothingIsShared(other: (String, String, String)) {
    #expect(world.logProbability(of: opening(zoe, other) + trade(zoe, other)) == -.infinity)
  }

  /// Nobody is both the hero and the friend.
  @Test func nobodyPlaysTwoParts() {
    #expect(world.logProbability(of: opening(zoe, max) + trade(zoe, zoe)) == -.infinity)
  }

  /// Who was introduced with one thing has no other, and nobody appears who was not introduced.
  @Test(arguments: [
    ("Zoe", "black", "scarf"), ("Zoe", "pink", "flag"), ("Zoe", "red", "scarf"), ("Eva", "pink", "scarf"),
  ]) func whatWasToldIsTrueToTheEnd(changed: (String, String, String)) {
    #expect(world.logProbability(of: opening(zoe, max) + trade(changed, max)) == -.infinity)
    #expect(world.logProbability(of: opening(zoe, max) + trade(max, changed)) == -.infinity)
  }

  /// A verb that suits a thing is that thing's: what is worn is a scarf or boots, and what is loved a kite.
  @Test(arguments: [("loves", "scarf"), ("carries", "scarf"), ("wears", "kite"), ("loves", "cup")])
  func verbSuitsTheThing(verb: String, thing: String) {
    let person = ("Zoe", "pink", thing)
    #expect(world.logProbability(of: opening(person, max) + trade(person, max)).isFinite)
    #expect(world.logProbability(of: opening(person, max, verb) + trade(person, max)) == -.infinity)
    #expect(world.derivationCount(of: opening(person, max, verb) + trade(person, max)) == 0)
  }

  /// Of what is worn there are several; who puts a kite on has no scarf for it.
  @Test func thingIsTheOneThatTheVerbWasOf() {
    for thing in ["kite", "coat"] {
      let worn = opening(("Zoe", "pink", thing), max, "wears")
      #expect(world.logProbability(of: worn + trade(zoe, max)) == -.infinity)
    }
  }

  /// The word that contradicts is the one that the source holds impossible, not a later one.
  @Test func contradictionIsKnownAtItsWord() {
    let beginning = opening(zoe, max) + " Zoe nods and Max nods too. Zoe likes the "
    #expect(world.logProbability(ofBeginning: beginning + "black flag").isFinite)
    #expect(world.logProbability(ofBeginning: beginning + "black ").isFinite)
    #expect(world.logProbability(ofBeginning: beginning + "p") == -.infinity)
    #expect(world.logProbability(ofBeginning: beginning + "black s") == -.infinity)
  }
}
