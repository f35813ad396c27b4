extension TinyWorld.Question {
  /// The question in full.
  public var text: String {
    switch self {
    case .owner(let thing, let colour):
      "Who has the \(colour.map { $0 + " " } ?? "")\(thing)?"
    case .belongings(let person): "What does \(person) have?"
    case .colour(let thing): "What colour \(EnglishWords.isOrAre(thing)) the \(thing)?"
    case .place: "Where do they meet?"
    case .end: "How does it end?"
    case .age(let person): "How old is \(person)?"
    }
  }

  /// The question as one of the same kind is followed by it, "And the drum?" or "And Tom?"; nil for a kind of which
  /// there is one question alone.
  public var followUp: String? {
    switch self {
    case .owner(let thing, _), .colour(let thing): "And the \(thing)?"
    case .belongings(let person), .age(let person): "And \(person)?"
    case .place, .end: nil
    }
  }

  /// Reads a question back from its text, in the light of the question before it; nil when it is none of the world's.
  public init?(_ text: String, after previous: Self? = nil) {
    let thing = text.split(separator: " ").last.map { String($0.dropLast()) } ?? ""
    let person = thing
    var candidates: [Self] = [
      .place, .end, .colour(thing: thing), .owner(thing: thing), .age(person: person),
    ]
    let words = text.split(separator: " ").map(String.init)
    if words.count == 5 { candidates.append(.owner(thing: thing, colour: words[3])) }
    if words.count == 4 { candidates.append(.belongings(person: words[2])) }
    if let question = candidates.first(where: { $0.text == text && $0.isOfThisWorld }) {
      self = question
      return
    }
    let repeated: Self? =
      switch previous {
      case .owner: .owner(thing: thing)
      case .colour: .colour(thing: thing)
      case .belongings: .belongings(person: person)
      case .age: .age(person: person)
      default: nil
      }
    guard let repeated, repeated.followUp == text, repeated.isOfThisWorld else { return nil }
    self = repeated
  }

  /// Whether the words that it names are words of their kind.
  private var isOfThisWorld: Bool {
    func isThing(_ word: String) -> Bool { EnglishWords.things.contains { $0.noun == word } }
    func isPerson(_ word: String) -> Bool { EnglishWords.people.contains { $0.name == word } }
    return switch self {
    case .owner(let thing, let colour): isThing(thing) && colour.map(EnglishWords.colours.contains) ?? true
    case .colour(let thing): isThing(thing)
    case .belongings(let person), .age(let person): isPerson(person)
    case .place, .end: true
    }
  }
}
