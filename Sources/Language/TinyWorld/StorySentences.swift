/// How a language says what can be told in the world: one member for everything that happens.
///
/// What is told, of whom and in which order is decided elsewhere, once for all languages (`Stories`, `Passages`); a
/// language chooses only its words and their order. So a text means the same in each of them, choice by choice. A
/// sentence may be said in several orders: `StoryGrammar.wordings`.
protocol StorySentences {
  /// What stands between two sentences.
  static var gap: String { get }
  /// "has", as a word by itself.
  static var has: String { get }

  static func words(for weather: StoryWeather) -> String
  static func weather(_ weather: StoryGrammar) -> StoryGrammar
  static var calm: StoryGrammar { get }
  static var sun: StoryGrammar { get }

  /// Somebody has a thing; the verb is `has` or the one that suits the thing.
  static func holding(_ x: StoryPerson, _ verb: StoryGrammar) -> StoryGrammar
  /// Everybody has a thing, in one sentence.
  static func holdings(_ people: [StoryPerson]) -> StoryGrammar

  /// One greets, and the other greets likewise.
  static func greeting(_ greeting: StoryGreeting, _ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar
  /// Who has the thing? Its owner.
  static func question(_ x: StoryPerson) -> StoryGrammar
  /// The same of another thing, asked after the first.
  static func secondQuestion(_ y: StoryPerson) -> StoryGrammar
  /// One likes the other's thing.
  static func liking(_ x: StoryPerson, of y: StoryPerson) -> StoryGrammar
  /// Each likes the other's thing.
  static func likingEachOther(_ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar
  /// Each shows the other a thing.
  static func showing(_ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar

  static func loses(_ x: StoryPerson) -> StoryGrammar
  static func gone(_ x: StoryPerson) -> StoryGrammar
  static func broken(_ x: StoryPerson) -> StoryGrammar
  /// The friend finds the hero's thing and gives it back.
  static func found(_ x: StoryPerson, by y: StoryPerson) -> StoryGrammar
  /// The friend looks for the hero's thing, which is not there.
  static func lost(_ x: StoryPerson, soughtBy y: StoryPerson) -> StoryGrammar
  static func trade(_ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar
  static func gift(_ x: StoryPerson, to y: StoryPerson) -> StoryGrammar
  static func mended(_ x: StoryPerson, by y: StoryPerson) -> StoryGrammar
  static func thanks(_ x: StoryPerson, to y: StoryPerson) -> StoryGrammar
  static func cannotMend(_ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar

  /// What everybody takes home at night.
  static func night(_ holdings: [StoryHolding]) -> StoryGrammar
  /// What everybody goes home with.
  static func walk(_ holdings: [StoryHolding]) -> StoryGrammar
  /// Somebody dreams of a thing.
  static func dream(_ x: StoryPerson, of y: StoryPerson) -> StoryGrammar
  static var day: StoryGrammar { get }
  static var sadDay: StoryGrammar { get }
  static func friends(_ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar
  static func poor(_ x: StoryPerson) -> StoryGrammar
}

/// A kind of weather; the order is that in which a growing world has them.
enum StoryWeather: String, CaseIterable {
  case warm, cold, windy, sunny
}

/// A way of greeting.
enum StoryGreeting: String, CaseIterable {
  case waves, smiles, nods, laughs, sings, claps, jumps, hums
}

/// What somebody has in the end: things, named by whose they were at first.
struct StoryHolding {
  var person: StoryPerson
  var owners: [StoryPerson]

  init(_ person: StoryPerson, of owners: [StoryPerson]) {
    self.person = person
    self.owners = owners
  }
}
