/// The world in English.
enum EnglishSentences: StorySentences {
  private static let place = StoryMention.place
  private static let spot = StoryMention.spot

  static let gap = " "
  static let has = "has"

  static func words(for weather: StoryWeather) -> String { weather.rawValue }
  static func weather(_ weather: StoryGrammar) -> StoryGrammar { "It is \(weather) \(place)." }
  static let calm: StoryGrammar = "All is calm \(place)."
  static let sun: StoryGrammar = "The sun shines \(place)."

  static func holding(_ x: StoryPerson, _ verb: StoryGrammar) -> StoryGrammar {
    "\(x.name) \(verb) \(x.newItem)."
  }

  // "Anna has a red kite and Tom an orange drum."
  static func holdings(_ people: [StoryPerson]) -> StoryGrammar {
    let list = people.enumerated().map { index, person -> StoryGrammar in
      index == 0 ? "\(person.name) has \(person.newItem)" : "\(person.name) \(person.newItem)"
    }
    return "\(enumeration(list))."
  }

  static func greeting(_ greeting: StoryGreeting, _ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar {
    "\(x.name) \(greeting.rawValue) and \(y.name) \(greeting.rawValue) too."
  }

  static func question(_ x: StoryPerson) -> StoryGrammar { "Who has the \(x.item)? \(x.name) does." }
  static func secondQuestion(_ y: StoryPerson) -> StoryGrammar { "And the \(y.item)? \(y.name) does." }

  static func liking(_ x: StoryPerson, of y: StoryPerson) -> StoryGrammar {
    "\(x.name) likes the \(y.item)."
  }

  static func likingEachOther(_ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar {
    "\(x.name) likes the \(y.item) and \(y.name) likes the \(x.item)."
  }

  static func showing(_ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar {
    "\(x.name) shows \(y.name) the \(x.item) and \(y.name) shows \(x.object) the \(y.item)."
  }

  static func loses(_ x: StoryPerson) -> StoryGrammar {
    let loss: StoryGrammar = .wordings([
      "Soon \(x.name) loses the \(x.item).", "\(x.name) soon loses the \(x.item).",
    ])
    return "\(loss) \(x.subject) is sad."
  }

  static func gone(_ x: StoryPerson) -> StoryGrammar {
    "Soon the \(x.item) that \(x.name) has \(place) \(x.isOrAre) gone."
  }

  static func broken(_ x: StoryPerson) -> StoryGrammar {
    "Oh no, the \(x.item) \(x.isOrAre) broken! \(x.name) is sad."
  }

  static func found(_ x: StoryPerson, by y: StoryPerson) -> StoryGrammar {
    "\(y.name) sees the \(x.item) \(spot) and gives \(x.it) to \(x.object)."
  }

  static func lost(_ x: StoryPerson, soughtBy y: StoryPerson) -> StoryGrammar {
    "\(y.name) looks \(spot), but the \(x.item) \(x.isOrAre) not there."
  }

  static func trade(_ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar {
    "\(x.name) and \(y.name) trade. Now \(x.name) has the \(y.item) and \(y.name) has the \(x.item)."
  }

  static func gift(_ x: StoryPerson, to y: StoryPerson) -> StoryGrammar {
    let gift: StoryGrammar = .wordings([
      "\(x.name) gives the \(x.item) to \(y.name).", "\(x.name) gives \(y.name) the \(x.item).",
    ])
    return "\(gift) Now \(y.name) has the \(y.item) and the \(x.item)."
  }

  static func mended(_ x: StoryPerson, by y: StoryPerson) -> StoryGrammar {
    "\(y.name) mends the \(x.item) for \(x.object)."
  }

  static func thanks(_ x: StoryPerson, to y: StoryPerson) -> StoryGrammar { "\(x.name) thanks \(y.name)." }

  static func cannotMend(_ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar {
    "\(y.name) cannot mend the \(x.item) for \(x.object)."
  }

  static func night(_ holdings: [StoryHolding]) -> StoryGrammar {
    let clauses = holdings.enumerated().map { index, holding -> StoryGrammar in
      "\(holding.person.name)\(index == 0 ? " takes home " : " ")\(items(holding.owners))"
    }
    return .wordings(["At night \(enumeration(clauses)).", "\(enumeration(clauses)) at night."])
  }

  static func walk(_ holdings: [StoryHolding]) -> StoryGrammar {
    let clauses = holdings.enumerated().map { index, holding -> StoryGrammar in
      "\(holding.person.name)\(index == 0 ? " goes home" : "") with \(items(holding.owners))"
    }
    return "Then \(enumeration(clauses))."
  }

  static func dream(_ x: StoryPerson, of y: StoryPerson) -> StoryGrammar {
    "\(x.name) dreams of the \(y.item)."
  }

  static let day: StoryGrammar = "What a day \(place)!"
  static let sadDay: StoryGrammar = "What a sad day \(place)!"
  static func friends(_ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar { "\(x.name) likes \(y.name)." }
  static func poor(_ x: StoryPerson) -> StoryGrammar { "Poor \(x.name)!" }

  private static func items(_ owners: [StoryPerson]) -> StoryGrammar {
    .joined(owners.map { "the \($0.item)" }, by: " and ")
  }

  /// "a", "a and b", "a, b and c".
  private static func enumeration(_ parts: [StoryGrammar]) -> StoryGrammar {
    guard parts.count > 1, let last = parts.last else { return .joined(parts, by: "") }
    return "\(StoryGrammar.joined(Array(parts.dropLast()), by: ", ")) and \(last)"
  }
}
