extension TinyWorld.Plan {
  /// Who takes each thing home in the end: for every person of the cast, the position of whoever then has what that
  /// person had at first; nil when nobody has it, because it is lost or stays broken.
  public var keepers: [Int?] {
    cast.indices.map { owner in
      switch (event, owner) {
      case ("trade", hero), ("gift", hero): friend
      case ("trade", friend): hero
      case ("lost", hero), ("broken", hero): nil
      default: owner
      }
    }
  }

  /// What a person takes home: the positions of those who had the things at first. The person's own thing comes
  /// before what was received, as the story's last sentence tells them.
  public func belongings(of person: Int) -> [Int] {
    let keepers = keepers
    return cast.indices.filter { keepers[$0] == person }.sorted { one, _ in one == person }
  }

  /// Happy is who goes home with something, and sad whose hands are empty, whatever the mood of the story.
  public func mood(of person: Int) -> Mood {
    belongings(of: person).isEmpty ? .sad : .happy
  }

  /// The name of whoever goes home with nothing: one at most; nil when all have something.
  public var emptyHanded: String? {
    cast.indices.first { mood(of: $0) == .sad }.map { cast[$0].name }
  }
}
