extension TinyWorld.Question {
  /// What asks for the last answer again: what it means is told by the question before it alone.
  public static let again = "Pardon?"

  /// The question as it is put.
  public var text: String {
    switch self {
    case .place: "Where do they meet?"
    case .hero: "Who is it about?"
    case .thing: "What is it about?"
    case .emptyHanded: "Who goes home with nothing?"
    case .end: "How does it end?"
    case .spot: "Where do they look?"
    case .age(let person): "How old is \(person)?"
    }
  }

  /// Reads a question back from its text, in the light of the question before it; nil when it is none of the world's.
  public init?(_ text: String, after previous: Self? = nil) {
    let all = EnglishWords.people.lazy.flatMap { Self.all(about: $0.name) }
    guard let question = text == Self.again ? previous : all.first(where: { $0.text == text }) else {
      return nil
    }
    self = question
  }
}
