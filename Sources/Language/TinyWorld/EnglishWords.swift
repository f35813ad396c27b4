/// The English inventories and how their words are put into sentences.
enum EnglishWords {
  static let girls = [
    "Anna", "Mia", "Eva", "Lily", "Nora", "Ruth", "Ida", "Zoe", "Amy", "Rosa", "Kate", "Lucy",
  ]
  static let boys = [
    "Tom", "Ben", "Max", "Leo", "Sam", "Tim", "Jack", "Paul", "Hugo", "Otto", "Finn", "Carl",
  ]
  static let colours = [
    "red", "amber", "blue", "green", "white", "black", "brown", "pink", "grey", "gold", "orange", "yellow",
    "purple", "silver",
  ]
  /// Things, whether the word is a plural, and the verb that suits them.
  static let things: [(noun: String, isPlural: Bool, verb: String)] = [
    ("kite", false, "loves"), ("boots", true, "wears"), ("box", false, "carries"), ("drum", false, "loves"),
    ("gloves", true, "wears"), ("book", false, "carries"), ("ball", false, "loves"), ("hat", false, "wears"),
    ("cup", false, "carries"), ("cards", true, "loves"), ("coat", false, "wears"), ("lamp", false, "carries"),
    ("doll", false, "loves"), ("socks", true, "wears"), ("flag", false, "carries"), ("bell", false, "loves"),
    ("ring", false, "wears"), ("bag", false, "carries"), ("boat", false, "loves"), ("shoes", true, "wears"),
    ("map", false, "carries"), ("robot", false, "loves"), ("beads", true, "wears"),
    ("coin", false, "carries"), ("stamps", true, "loves"), ("scarf", false, "wears"),
    ("vase", false, "carries"),
    ("rose", false, "carries"),
  ]
  static let places: [(preposition: String, noun: String)] = [
    ("in", "park"), ("at", "lake"), ("on", "beach"), ("by", "river"), ("in", "garden"), ("at", "school"),
    ("on", "hill"), ("by", "sea"), ("in", "forest"), ("at", "market"), ("on", "farm"), ("by", "church"),
  ]
  static let spots: [(preposition: String, noun: String)] = [
    ("in", "grass"), ("under", "bench"), ("behind", "wall"), ("by", "gate"), ("in", "mud"), ("under", "tree"),
    ("behind", "shed"), ("by", "well"),
  ]

  /// Girls and boys in turn, so that a cut-down world has both.
  static let people: [(name: String, isGirl: Bool)] = zip(girls, boys).flatMap { [($0, true), ($1, false)] }

  /// The words for every fact, as many as asked for.
  static func inventories(_ size: TinyWorld.Size) -> [[String]] {
    size.inventories(
      names: people.map(\.name), colours: colours, things: things.map(\.noun), places: places.map(\.noun),
      spots: spots.map(\.noun))
  }

  /// How a form is written for the given values of its facts.
  static func segments(_ form: StoryForm, _ values: [Int]) -> [StorySegment] {
    switch form {
    case .name:
      return [StorySegment(people[values[0]].name, tells: .name)]
    case .subject:
      return [StorySegment(people[values[0]].isGirl ? "She" : "He")]
    case .object:
      return [StorySegment(people[values[0]].isGirl ? "her" : "him")]
    case .holds:
      return [StorySegment(things[values[0]].verb)]
    case .newItem:
      let colour = colours[values[0]]
      let startsWithVowel = colour.first.map("aeiou".contains) ?? false
      let article = things[values[1]].isPlural ? "" : startsWithVowel ? "an " : "a "
      return [StorySegment(article)] + segments(.item, values)
    case .item:
      return [
        StorySegment(colours[values[0]], tells: .colour), StorySegment(" "),
        StorySegment(things[values[1]].noun, tells: .thing),
      ]
    case .it:
      return [StorySegment(things[values[0]].isPlural ? "them" : "it")]
    case .isOrAre:
      return [StorySegment(things[values[0]].isPlural ? "are" : "is")]
    case .place:
      let place = places[values[0]]
      return [StorySegment("\(place.preposition) the \(place.noun)", tells: .place)]
    case .spot:
      let spot = spots[values[0]]
      return [StorySegment("\(spot.preposition) the \(spot.noun)", tells: .spot)]
    }
  }
}
