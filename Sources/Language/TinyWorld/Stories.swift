/// The whole stories of the world, in any language.
///
/// A story names a place and introduces two or three people, each with a thing of a colour; then it speaks
/// of them again and again. Whoever remembers the beginning knows nearly all of the rest; a window of a few
/// words does not.
enum Stories<Language: StorySentences> {
  typealias Option = StoryGrammar.Option
  private typealias Say = Language
  private static var x: StoryPerson { .role(0) }
  private static var y: StoryPerson { .role(1) }
  private static var z: StoryPerson { .role(2) }

  /// One story: how many people, then scene, opening, meeting, event, ending and coda.
  static func story(_ size: TinyWorld.Size) -> StoryGrammar {
    let casts = size.castSizes.map { count in
      Option(
        count == 2 ? "two" : "three",
        .sequence([
          sentences([
            scene(size), opening(castSize: count, size), meeting(castSize: count, size),
            plot(castSize: count),
          ]), "\n",
        ]))
    }
    return .choice("cast", casts)
  }

  /// Sentences as the language separates them.
  static func sentences(_ sentences: [StoryGrammar]) -> StoryGrammar { .joined(sentences, by: Language.gap) }

  /// Where it is, and what it is like there.
  static func scene(_ size: TinyWorld.Size) -> StoryGrammar {
    let weathers = StoryWeather.allCases.prefix(size.weathers).map {
      Option($0.rawValue, .text(Say.words(for: $0)))
    }
    return .choice(
      "scene",
      [
        Option("calm", Say.calm), Option("sun", Say.sun),
        Option("weather", Say.weather(.choice("weather", weathers))),
      ])
  }

  /// Somebody has a thing; the verb is a choice of its own.
  static func holding(_ person: StoryPerson, choice name: String, _ size: TinyWorld.Size) -> StoryGrammar {
    let verbs = [Option("has", .text(Say.has)), Option("suits the thing", .mention(person.holds))]
    return Say.holding(person, .choice(name, Array(verbs.prefix(size.verbs))))
  }

  private static func opening(castSize: Int, _ size: TinyWorld.Size) -> StoryGrammar {
    let people = (0..<castSize).map { StoryPerson.introduced($0) }
    let ordinals = ["first", "second", "third"]
    let one = people.indices.map { holding(people[$0], choice: "\(ordinals[$0]) verb", size) }
    return .choice(
      "opening", [Option("sentences", sentences(one)), Option("list", Say.holdings(people))])
  }

  /// One greets in some way, and the other answers.
  static func greeting(_ x: StoryPerson, _ y: StoryPerson, _ size: TinyWorld.Size) -> StoryGrammar {
    .choice(
      "greeting",
      StoryGreeting.allCases.prefix(size.greetings).map { Option($0.rawValue, Say.greeting($0, x, y)) })
  }

  // Two people have the time to greet and to talk; three do one or the other, so that no story grows long.
  private static func meeting(castSize: Int, _ size: TinyWorld.Size) -> StoryGrammar {
    if castSize == 3 {
      return .choice(
        "meeting",
        [
          Option("greeting", greeting(x, y, size)), Option("question", Say.question(x)),
          Option("liking", Say.liking(x, of: y)),
        ])
    }
    let talk = StoryGrammar.choice(
      "talk",
      [
        Option("question", sentences([Say.question(x), Say.secondQuestion(y)])),
        Option("liking", Say.likingEachOther(x, y)), Option("showing", Say.showing(x, y)),
      ])
    return sentences([greeting(x, y, size), talk])
  }

  private static var missing: StoryGrammar {
    .choice("missing", [Option("loses", Say.loses(x)), Option("gone", Say.gone(x))])
  }

  private static func plot(castSize: Int) -> StoryGrammar {
    let others = castSize == 3 ? [StoryHolding(z, of: [z])] : []
    let unchanged = ending([StoryHolding(x, of: [x]), StoryHolding(y, of: [y])] + others)
    let traded = ending([StoryHolding(x, of: [y]), StoryHolding(y, of: [x])] + others)
    let given = ending([StoryHolding(y, of: [y, x])] + others)
    let happy: [Option] = [
      Option("found", sentences([missing, Say.found(x, by: y), unchanged])),
      Option("trade", sentences([Say.trade(x, y), traded])),
      Option("gift", sentences([Say.gift(x, to: y), given])),
      Option("mended", sentences([Say.broken(x), Say.mended(x, by: y), Say.thanks(x, to: y), unchanged])),
    ]
    let without = ending([StoryHolding(y, of: [y])] + others)
    let sad: [Option] = [
      Option("lost", sentences([missing, Say.lost(x, soughtBy: y), without])),
      Option("broken", sentences([Say.broken(x), Say.cannotMend(x, y), without])),
    ]
    return .choice(
      "mood",
      [
        Option("happy", weight: 2, sentences([.choice("event", happy), happyCoda])),
        Option("sad", sentences([.choice("event", sad), sadCoda])),
      ])
  }

  /// Who has what in the end, told as evening or as a walk.
  static func ending(_ holdings: [StoryHolding]) -> StoryGrammar {
    .choice("ending", [Option("night", Say.night(holdings)), Option("walk", Say.walk(holdings))])
  }

  private static var happyCoda: StoryGrammar {
    .choice(
      "coda",
      [
        Option("dream", Say.dream(y, of: x)), Option("day", Say.day), Option("friends", Say.friends(x, y)),
      ])
  }

  private static var sadCoda: StoryGrammar {
    .choice(
      "coda",
      [Option("dream", Say.dream(x, of: x)), Option("poor", Say.poor(x)), Option("day", Say.sadDay)])
  }
}
