extension TinyWorld {
  /// How many words of each kind a world has, and how many people a story may have.
  public struct Size: Sendable, Hashable {
    /// Names, at least as many as the largest cast; at most 24.
    public var names = 24
    /// Colours, at least as many as the largest cast; at most 14.
    public var colours = 14
    /// Things, at least as many as the largest cast; at most 28.
    public var things = 28
    /// Places; at most 12.
    public var places = 12
    /// Hiding places; at most 8.
    public var spots = 8
    /// Verbs of having: with 1 everybody "has", with 2 there is also a verb that suits the thing.
    public var verbs = 2
    /// Ways of greeting; at most 8.
    public var greetings = 8
    /// Kinds of weather; at most 4.
    public var weathers = 4
    /// The sizes of cast that a story may have: two people, three, or either.
    public var castSizes = [2, 3]

    /// The full world.
    public static let full = Size()

    /// A world of two people, small enough to enumerate all of its stories in a moment.
    public static let miniature = Size(
      names: 2, colours: 2, things: 2, places: 1, spots: 1, greetings: 2, weathers: 1,
      castSizes: [2])

    /// A size; what is not given is as in the full world.
    public init(
      names: Int = 24, colours: Int = 14, things: Int = 28, places: Int = 12, spots: Int = 8, verbs: Int = 2,
      greetings: Int = 8, weathers: Int = 4, castSizes: [Int] = [2, 3]
    ) {
      self.names = names
      self.colours = colours
      self.things = things
      self.places = places
      self.spots = spots
      self.verbs = verbs
      self.greetings = greetings
      self.weathers = weathers
      self.castSizes = castSizes
    }

    /// As many of a language's words for every fact as the world has, in the order of `StoryFact`.
    func inventories(
      names: [String], colours: [String], things: [String], places: [String], spots: [String]
    ) -> [[String]] {
      [
        Array(names.prefix(self.names)), Array(colours.prefix(self.colours)),
        Array(things.prefix(self.things)), Array(places.prefix(self.places)),
        Array(spots.prefix(self.spots)),
      ]
    }

    /// Traps when no world has this size.
    func check() {
      let largestCast = castSizes.max() ?? 0
      guard largestCast > 0, castSizes.allSatisfy((2...3).contains), castSizes.count == Set(castSizes).count
      else { fatalError("TinyWorld: castSizes \(castSizes) are not 2, 3 or both") }
      let limits = [
        ("names", names, largestCast...24), ("colours", colours, largestCast...14),
        ("things", things, largestCast...28), ("places", places, 1...12), ("spots", spots, 1...8),
        ("verbs", verbs, 1...2), ("greetings", greetings, 1...8), ("weathers", weathers, 1...4),
      ]
      for (name, value, limit) in limits where !limit.contains(value) {
        fatalError("TinyWorld: \(value) \(name), outside \(limit)")
      }
    }
  }
}
