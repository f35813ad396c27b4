extension TinyWorld {
  /// What can be asked about a story.
  public enum Question: Sendable, Hashable {
    /// Where they are.
    case place
    /// Whom the story is about: the one to whom it happens.
    case hero
    /// What it is about: what that one has at first.
    case thing
    /// Who goes home with nothing.
    case emptyHanded
    /// How it ends, in one sentence: its summary.
    case end
    /// Where somebody looks for what is lost, if it is.
    case spot
    /// How old somebody is, which no story tells.
    case age(person: String)

    /// The kinds of questions.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      case place, hero, thing, emptyHanded, end, spot, age
    }

    /// One question of each kind, in the order of the kinds; those about a person are about the one of this name.
    public static func all(about person: String) -> [Self] {
      [.place, .hero, .thing, .emptyHanded, .end, .spot, .age(person: person)]
    }

    /// What is asked.
    public var kind: Kind {
      switch self {
      case .place: .place
      case .hero: .hero
      case .thing: .thing
      case .emptyHanded: .emptyHanded
      case .end: .end
      case .spot: .spot
      case .age: .age
      }
    }
  }

  /// What is answered when the story does not tell it.
  public static let declined = "The story does not say."
}

extension TinyWorld.Plan {
  /// All right answers to a question, the one that is taught first; empty when the story does not tell.
  ///
  /// Two people who trade, and what they trade, may be named in either order.
  public func answers(to question: TinyWorld.Question) -> [String] {
    switch question {
    case .place: ["They meet \(EnglishWords.location(of: place))."]
    case .hero: ["It is about \(cast[hero].name)."]
    case .thing: ["It is about \(item(hero))."]
    case .emptyHanded: ["\(emptyHanded ?? "Nobody") does."]
    case .end: summaries
    case .spot: spot.map { ["They look \(EnglishWords.location(of: $0))."] } ?? []
    case .age: []
    }
  }

  /// What happens in one sentence.
  private var summaries: [String] {
    let (x, y, thing, other) = (cast[hero].name, cast[friend].name, item(hero), item(friend))
    return switch event {
    case "found": ["\(y) finds \(thing) for \(x)."]
    case "mended": ["\(y) mends \(thing) for \(x)."]
    case "gift": ["\(x) gives \(thing) to \(y)."]
    case "lost": ["Nobody finds \(thing) for \(x)."]
    case "broken": ["Nobody mends \(thing) for \(x)."]
    default: ["\(x) and \(y) trade \(thing) and \(other).", "\(y) and \(x) trade \(other) and \(thing)."]
    }
  }

  /// "the red kite".
  private func item(_ owner: Int) -> String { "the \(cast[owner].colour) \(cast[owner].thing)" }
}

extension EnglishWords {
  /// A place, or a spot, with its own preposition.
  static func location(of place: String) -> String {
    let preposition = (places + spots).first { $0.noun == place }?.preposition ?? "in"
    return "\(preposition) the \(place)"
  }
}
