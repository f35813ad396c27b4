extension TinyWorld {
  /// What can be asked about a story.
  public enum Question: Sendable, Hashable {
    /// Who has a thing in the end; the colour may be left out, for no two things of a story are of a kind.
    case owner(thing: String, colour: String? = nil)
    /// What somebody has in the end.
    case belongings(person: String)
    /// The colour of a thing.
    case colour(thing: String)
    /// Where they are.
    case place
    /// How it ends, in one sentence: its summary.
    case end
    /// How old somebody is, which no story tells.
    case age(person: String)

    /// The kinds of questions.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      case owner, belongings, colour, place, end, age
    }

    /// What is asked.
    public var kind: Kind {
      switch self {
      case .owner: .owner
      case .belongings: .belongings
      case .colour: .colour
      case .place: .place
      case .end: .end
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
  /// A story tells nothing of whom or what it does not mention, and a thing named in a colour that it does not have is
  /// not mentioned. Two things may be named in either order.
  public func answers(to question: TinyWorld.Question) -> [String] {
    switch question {
    case .owner(let thing, let colour):
      guard let item = cast.firstIndex(where: { $0.thing == thing && $0.colour == colour ?? $0.colour })
      else {
        return []
      }
      return [(keepers[item].map { cast[$0].name } ?? "Nobody") + " does."]
    case .belongings(let name):
      guard let person = cast.firstIndex(where: { $0.name == name }) else { return [] }
      let things = belongings(of: person).map(item)
      guard !things.isEmpty else { return ["\(name) has nothing."] }
      return orders(things).map { "\(name) has \($0.joined(separator: " and "))." }
    case .colour(let thing):
      guard let owner = cast.first(where: { $0.thing == thing }) else { return [] }
      return ["The \(thing) \(EnglishWords.isOrAre(thing)) \(owner.colour)."]
    case .place:
      return ["They meet \(EnglishWords.location(of: place))."]
    case .end:
      return summaries
    case .age:
      return []
    }
  }

  /// What happens in one sentence; where two things are named, they may be so in either order.
  private var summaries: [String] {
    let (x, y, thing) = (cast[hero].name, cast[friend].name, item(hero))
    return switch event {
    case "found": ["\(y) finds \(thing) for \(x)."]
    case "mended": ["\(y) mends \(thing) for \(x)."]
    case "gift": ["\(x) gives \(thing) to \(y)."]
    case "lost": ["Nobody finds \(thing) for \(x)."]
    case "broken": ["Nobody mends \(thing) for \(x)."]
    default:
      zip(orders([x, y]), orders([thing, item(friend)])).map {
        "\($0.joined(separator: " and ")) trade \($1.joined(separator: " and "))."
      }
    }
  }

  /// "the red kite".
  private func item(_ owner: Int) -> String { "the \(cast[owner].colour) \(cast[owner].thing)" }

  private func orders(_ parts: [String]) -> [[String]] {
    parts.count > 1 ? [parts, parts.reversed()] : [parts]
  }
}

extension EnglishWords {
  /// The verb that agrees with a thing.
  static func isOrAre(_ thing: String) -> String {
    things.contains { $0.noun == thing && $0.isPlural } ? "are" : "is"
  }

  /// A place with its own preposition.
  static func location(of place: String) -> String {
    let preposition = places.first { $0.noun == place }?.preposition ?? "in"
    return "\(preposition) the \(place)"
  }
}
