/// The English sentences of the world.
///
/// A story names a place and introduces two or three people, each with a thing of a colour; then it speaks
/// of them again and again. Whoever remembers the beginning knows nearly all of the rest; a window of a few
/// words does not.
enum EnglishStories {
  private typealias Option = StoryGrammar.Option
  private static let x = StoryPerson.role(0)
  private static let y = StoryPerson.role(1)
  private static let z = StoryPerson.role(2)
  private static let place = StoryMention.place
  private static let spot = StoryMention.spot

  /// One story: how many people, then scene, opening, meeting, event, ending and coda.
  static func story(_ size: TinyWorld.Size) -> StoryGrammar {
    let casts = size.castSizes.map { count in
      Option(
        count == 2 ? "two" : "three",
        .sequence([
          .sentences([
            scene(weathers: Array(["warm", "cold", "windy", "sunny"].prefix(size.weathers))),
            opening(castSize: count, verbCount: size.verbs),
            meeting(castSize: count, greetings: Array(greetings.prefix(size.greetings))),
            plot(castSize: count),
          ]), "\n",
        ]))
    }
    return .choice("cast", casts)
  }

  // "Anna has a red kite. Tom loves an orange drum." or "Anna has a red kite and Tom an orange drum."
  private static func opening(castSize: Int, verbCount: Int) -> StoryGrammar {
    let people = (0..<castSize).map { StoryPerson.introduced($0) }
    let ordinals = ["first", "second", "third"]
    let sentences = people.indices.map { index -> StoryGrammar in
      let verbs = [Option("has", "has"), Option("suits the thing", "\(people[index].holds)")]
      let verb = StoryGrammar.choice("\(ordinals[index]) verb", Array(verbs.prefix(verbCount)))
      return "\(people[index].name) \(verb) \(people[index].newItem)."
    }
    let list = people.enumerated().map { index, person -> StoryGrammar in
      index == 0 ? "\(person.name) has \(person.newItem)" : "\(person.name) \(person.newItem)"
    }
    return .choice(
      "opening", [Option("sentences", .sentences(sentences)), Option("list", "\(enumeration(list)).")])
  }

  private static func scene(weathers: [String]) -> StoryGrammar {
    let weather = StoryGrammar.choice("weather", weathers.map { Option($0, .text($0)) })
    return .choice(
      "scene",
      [
        Option("calm", "All is calm \(place)."), Option("sun", "The sun shines \(place)."),
        Option("weather", "It is \(weather) \(place)."),
      ])
  }

  private static let greetings = ["waves", "smiles", "nods", "laughs", "sings", "claps", "jumps", "hums"]

  // Two people have the time to greet and to talk; three do one or the other, so that no story grows long.
  private static func meeting(castSize: Int, greetings: [String]) -> StoryGrammar {
    let greeting = StoryGrammar.choice(
      "greeting", greetings.map { Option($0, "\(x.name) \($0) and \(y.name) \($0) too.") })
    if castSize == 3 {
      return .choice(
        "meeting",
        [
          Option("greeting", greeting), Option("question", "Who has the \(x.item)? \(x.name) does."),
          Option("liking", "\(x.name) likes the \(y.item)."),
        ])
    }
    let talk = StoryGrammar.choice(
      "talk",
      [
        Option("question", "Who has the \(x.item)? \(x.name) does. And the \(y.item)? \(y.name) does."),
        Option("liking", "\(x.name) likes the \(y.item) and \(y.name) likes the \(x.item)."),
        Option(
          "showing",
          "\(x.name) shows \(y.name) the \(x.item) and \(y.name) shows \(x.object) the \(y.item)."),
      ])
    return .sentences([greeting, talk])
  }

  private static let missing = StoryGrammar.choice(
    "missing",
    [
      Option("loses", "Soon \(x.name) loses the \(x.item). \(x.subject) is sad."),
      Option("gone", "Soon the \(x.item) that \(x.name) has \(place) \(x.isOrAre) gone."),
    ])

  private static let broken: StoryGrammar = "Oh no, the \(x.item) \(x.isOrAre) broken! \(x.name) is sad."

  private static func plot(castSize: Int) -> StoryGrammar {
    let others = castSize == 3 ? [(z, [z])] : []
    let unchanged = ending([(x, [x]), (y, [y])] + others)
    let happy: [Option] = [
      Option(
        "found",
        .sentences([
          missing, "\(y.name) sees the \(x.item) \(spot) and gives \(x.it) to \(x.object).",
          unchanged,
        ])),
      Option(
        "trade",
        .sentences([
          "\(x.name) and \(y.name) trade. Now \(x.name) has the \(y.item) and \(y.name) has the \(x.item).",
          ending([(x, [y]), (y, [x])] + others),
        ])),
      Option(
        "gift",
        .sentences([
          "\(x.name) gives the \(x.item) to \(y.name). Now \(y.name) has the \(y.item) and the \(x.item).",
          ending([(y, [y, x])] + others),
        ])),
      Option(
        "mended",
        .sentences([
          broken, "\(y.name) mends the \(x.item) for \(x.object). \(x.name) thanks \(y.name).", unchanged,
        ])),
    ]
    let without = ending([(y, [y])] + others)
    let sad: [Option] = [
      Option(
        "lost",
        .sentences([
          missing, "\(y.name) looks \(spot), but the \(x.item) \(x.isOrAre) not there.", without,
        ])),
      Option(
        "broken", .sentences([broken, "\(y.name) cannot mend the \(x.item) for \(x.object).", without])),
    ]
    return .choice(
      "mood",
      [
        Option("happy", weight: 2, .sentences([.choice("event", happy), happyCoda])),
        Option("sad", .sentences([.choice("event", sad), sadCoda])),
      ])
  }

  /// Who has what in the end: each person with the items (named by whom they were at first).
  private static func ending(_ holdings: [(person: StoryPerson, items: [StoryPerson])]) -> StoryGrammar {
    func items(_ owners: [StoryPerson]) -> StoryGrammar {
      .sequence(Array(owners.map { ["the \($0.item)" as StoryGrammar] }.joined(separator: [" and "])))
    }
    let night = holdings.enumerated().map { index, holding -> StoryGrammar in
      let verb: StoryGrammar = index == 0 ? " takes home " : " "
      return "\(holding.person.name)\(verb)\(items(holding.items))"
    }
    let walk = holdings.enumerated().map { index, holding -> StoryGrammar in
      let verb: StoryGrammar = index == 0 ? " goes home" : ""
      return "\(holding.person.name)\(verb) with \(items(holding.items))"
    }
    return .choice(
      "ending",
      [Option("night", "At night \(enumeration(night))."), Option("walk", "Then \(enumeration(walk)).")])
  }

  private static let happyCoda = StoryGrammar.choice(
    "coda",
    [
      Option("dream", "\(y.name) dreams of the \(x.item)."), Option("day", "What a day \(place)!"),
      Option("friends", "\(x.name) likes \(y.name)."),
    ])

  private static let sadCoda = StoryGrammar.choice(
    "coda",
    [
      Option("dream", "\(x.name) dreams of the \(x.item)."), Option("poor", "Poor \(x.name)!"),
      Option("day", "What a sad day \(place)!"),
    ])

  /// "a", "a and b", "a, b and c".
  private static func enumeration(_ parts: [StoryGrammar]) -> StoryGrammar {
    var result: [StoryGrammar] = []
    for (index, part) in parts.enumerated() {
      if index > 0 { result.append(index == parts.count - 1 ? " and " : ", ") }
      result.append(part)
    }
    return .sequence(result)
  }
}
