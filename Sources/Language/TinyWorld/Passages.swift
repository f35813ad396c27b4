/// Texts of one to three sentences from the world of the stories, in any language.
///
/// They speak of one person, or of two, the first of whom is the one that is mentioned first: so a text has one
/// reading. A pronoun is used only of somebody whom the text has named.
enum Passages<Language: StorySentences> {
  private typealias Option = StoryGrammar.Option
  private typealias Say = Language
  private typealias Story = Stories<Language>

  /// Whom the sentences so far have spoken of.
  private enum Known { case nobody, first, both }

  private static var first: StoryPerson { .introduced(0) }
  private static var second: StoryPerson { .introduced(1) }

  /// One passage: how many sentences, what kind each is of, and what it tells.
  static func passage(_ size: TinyWorld.Size) -> StoryGrammar {
    let scene = Story.scene(size)
    let one = Story.holding(first, choice: "verb", size)
    let both = Say.holdings([first, second])
    func kinds(_ options: [(label: String, sentences: [StoryGrammar])]) -> StoryGrammar {
      .choice("kind", options.map { Option($0.label, Story.sentences($0.sentences)) })
    }
    let passage = StoryGrammar.choice(
      "sentences",
      [
        Option(
          "one",
          kinds([
            ("scene", [scene]), ("one has", [one]), ("both have", [both]),
            ("event", [event(.nobody, size)]),
          ])),
        Option(
          "two",
          kinds([
            ("scene, event", [scene, event(.nobody, size)]), ("one has, event", [one, event(.first, size)]),
            ("both have, event", [both, event(.both, size)]), ("turn", [turn(.nobody)]),
          ])),
        Option(
          "three",
          kinds([
            ("scene, one has, event", [scene, one, event(.first, size)]),
            ("scene, both have, event", [scene, both, event(.both, size)]),
            ("one has, turn", [one, turn(.first)]), ("both have, turn", [both, turn(.both)]),
          ])),
      ])
    return .sequence([passage, "\n"])
  }

  /// What happens, in one sentence.
  private static func event(_ known: Known, _ size: TinyWorld.Size) -> StoryGrammar {
    var events = [
      Option("greeting", ordered(known) { Story.greeting($0, $1, size) }),
      Option("liking", ordered(known) { Say.liking($0, of: $1) }),
      Option("liking each other", ordered(known) { Say.likingEachOther($0, $1) }),
      Option("showing", ordered(known) { Say.showing($0, $1) }),
      Option("gone", ordered(known) { x, _ in Say.gone(x) }),
      Option("lost", ordered(known) { Say.lost($1, soughtBy: $0) }),
      Option("friends", ordered(known) { Say.friends($0, $1) }),
      Option("dream", ordered(known) { Say.dream($0, of: $1) }),
      Option("poor", ordered(known) { x, _ in Say.poor(x) }),
      Option("one goes", ordered(known) { x, _ in Story.ending([StoryHolding(x, of: [x])]) }),
      Option(
        "both go",
        ordered(known) { Story.ending([StoryHolding($0, of: [$0]), StoryHolding($1, of: [$1])]) }),
      Option("day", Say.day), Option("sad day", Say.sadDay),
    ]
    guard known != .nobody else { return .choice("event", events) }
    // "Gives it to her": to somebody who was named.
    let named = known == .both ? Known.both : .nobody
    events += [
      Option("found", ordered(named) { Say.found($0, by: $1) }),
      Option("mended", ordered(named) { Say.mended($0, by: $1) }),
      Option("broken", ordered(named) { Say.cannotMend($0, $1) }),
    ]
    return .choice("event", events)
  }

  /// What happens, in two sentences.
  private static func turn(_ known: Known) -> StoryGrammar {
    .choice(
      "turn",
      [
        Option("loses", ordered(known) { x, _ in Say.loses(x) }),
        Option("broken", ordered(known) { x, _ in Say.broken(x) }),
        Option("question", ordered(known) { x, _ in Say.question(x) }),
        Option("trade", ordered(known) { Say.trade($0, $1) }),
        Option("gift", ordered(known) { Say.gift($0, to: $1) }),
      ])
  }

  /// A sentence about the first and the second person, or about the second and the first: a choice when one of them is
  /// known already.
  private static func ordered(
    _ known: Known, _ sentence: (_ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar
  ) -> StoryGrammar {
    if known == .nobody { return sentence(first, second) }
    return .choice(
      "who", [Option("first", sentence(first, second)), Option("second", sentence(second, first))])
  }
}
