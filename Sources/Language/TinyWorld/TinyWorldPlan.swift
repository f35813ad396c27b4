extension TinyWorld {
  /// What a story tells, apart from the words that it is told in.
  public struct Plan: Sendable, Hashable {
    /// One of the people of a story.
    public struct Person: Sendable, Hashable {
      /// The name.
      public var name: String
      /// The colour of the person's thing.
      public var colour: String
      /// The person's thing.
      public var thing: String
    }

    /// How a story ends.
    public enum Mood: String, Sendable, Hashable, CaseIterable {
      /// Found, traded, given or mended.
      case happy
      /// Lost or broken for good.
      case sad
    }

    /// The people, in the order of introduction.
    public var cast: [Person]
    /// The position in the cast of the one to whom it happens.
    public var hero: Int
    /// The position in the cast of the one who helps, trades or receives.
    public var friend: Int
    /// Where they are.
    public var place: String
    /// Where the lost thing is, or is looked for; nil when the story speaks of no such spot.
    public var spot: String?
    /// What happens: found, trade, gift, mended, lost or broken.
    public var event: String
    /// How it ends.
    public var mood: Mood
  }

  /// What one story tells; nil when the world has no such story.
  public func plan(of story: String) -> Plan? {
    derivation(of: story).flatMap(machine.plan)
  }
}

extension StoryMachine {
  /// The plan behind a story.
  func plan(of derivation: StoryDerivation) -> TinyWorld.Plan? {
    let bindings = derivation.bindings
    var labels: [String: String] = [:]
    for case .branch(let node, let branch) in derivation.events {
      guard case .choice(let name, let branches, _) = nodes[node] else { continue }
      labels[name] = branches[branch].label
    }
    let cast = (0..<bindings.count(of: .introducedName(0))).map { person in
      TinyWorld.Plan.Person(
        name: word(for: .fact(.name, person: person), in: bindings),
        colour: word(for: .fact(.colour, person: person), in: bindings),
        thing: word(for: .fact(.thing, person: person), in: bindings))
    }
    guard let hero = bindings[.role(0)], let friend = bindings[.role(1)], let event = labels["event"],
      let mood = labels["mood"].flatMap(TinyWorld.Plan.Mood.init)
    else { return nil }
    let spot = StoryVariable.fact(.spot, person: 0)
    return TinyWorld.Plan(
      cast: cast, hero: hero, friend: friend, place: word(for: .fact(.place, person: 0), in: bindings),
      spot: bindings[spot].map { _ in word(for: spot, in: bindings) }, event: event, mood: mood)
  }
}
