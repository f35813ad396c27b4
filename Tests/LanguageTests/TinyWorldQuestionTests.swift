import Testing

@testable import Language

/// Questions, their answers and the judge: against the story's own words, and by enumeration.
@Suite("Tiny World: questions and answers") struct TinyWorldQuestionTests {
  private typealias Question = TinyWorld.Question
  private let world = TinyWorld()

  /// Every question that can be asked with the given words.
  private func questions(names: [String], colours: [String], things: [String]) -> [Question] {
    things.flatMap { thing in
      [.owner(thing: thing), .colour(thing: thing)] + colours.map { .owner(thing: thing, colour: $0) }
    } + names.flatMap { [.belongings(person: $0), .age(person: $0)] } + [.place, .end]
  }

  private func plan(_ event: String, hero: Int = 0, friend: Int = 1) -> TinyWorld.Plan {
    TinyWorld.Plan(
      cast: [
        .init(name: "Anna", colour: "red", thing: "kite"), .init(name: "Tom", colour: "blue", thing: "boots"),
        .init(name: "Eva", colour: "pink", thing: "bell"),
      ], hero: hero, friend: friend, place: "lake", spot: nil, event: event,
      mood: ["lost", "broken"].contains(event) ? .sad : .happy)
  }

  @Test func answersAreWhatTheStorySays() throws {
    for story in world.stories(count: 400, seed: 41) {
      let plan = try #require(world.plan(of: story))
      let truth = StoryTruth(story)
      #expect(plan.answers(to: .place) == ["They meet \(truth.place)."])
      for person in plan.cast {
        let item = "\(person.colour) \(person.thing)"
        let keeper = truth.takenHome.first { $0.value.contains(item) }?.key ?? "Nobody"
        for question in [
          Question.owner(thing: person.thing), .owner(thing: person.thing, colour: person.colour),
        ] {
          #expect(plan.answers(to: question) == ["\(keeper) does."], "\(item) of \(story)")
        }
        let verb = ["boots", "gloves", "cards", "socks", "shoes", "beads", "stamps"].contains(person.thing)
        #expect(
          plan.answers(to: .colour(thing: person.thing))
            == ["The \(person.thing) \(verb ? "are" : "is") \(person.colour)."])
        let things = (truth.takenHome[person.name] ?? []).map { "the \($0)" }
        let expected =
          things.isEmpty ? ["nothing"] : [things, things.reversed()].map { $0.joined(separator: " and ") }
        #expect(
          plan.answers(to: .belongings(person: person.name))
            == expected.prefix(max(1, things.count)).map { "\(person.name) has \($0)." }, "\(story)")
        #expect(plan.answers(to: .age(person: person.name)).isEmpty)
      }
    }
  }

  /// By hand, one of every event.
  @Test(arguments: [
    ("found", ["Tom finds the red kite for Anna."]), ("mended", ["Tom mends the red kite for Anna."]),
    ("gift", ["Anna gives the red kite to Tom."]), ("lost", ["Nobody finds the red kite for Anna."]),
    ("broken", ["Nobody mends the red kite for Anna."]),
    (
      "trade",
      [
        "Anna and Tom trade the red kite and the blue boots.",
        "Tom and Anna trade the blue boots and the red kite.",
      ]
    ),
  ]) func summary(event: String, expected: [String]) {
    #expect(plan(event).answers(to: .end) == expected)
  }

  /// No two plans that differ in what happens have a summary in common.
  @Test func summaryTellsEventPeopleAndThings() {
    var plans: [String: String] = [:]
    for event in ["found", "mended", "gift", "lost", "broken", "trade"] {
      for hero in 0..<3 {
        for friend in 0..<3 where friend != hero {
          let told = plan(event, hero: hero, friend: friend)
          // Of what nobody mended or found, it does not matter who tried; nor who of two that trade comes first.
          let trade = [hero, friend].sorted().map(String.init).joined()
          let what =
            event == "trade" ? trade : ["lost", "broken"].contains(event) ? "\(hero)" : "\(hero)\(friend)"
          for summary in told.answers(to: .end) {
            #expect(plans[summary, default: event + what] == event + what, "\(summary)")
            plans[summary] = event + what
          }
        }
      }
    }
    #expect(plans.count == 6 + 6 + 6 + 3 + 3 + 6)
  }

  @Test func whatTheStoryDoesNotMentionIsNotTold() {
    let plan = plan("gift")
    for question: Question in [
      .owner(thing: "boat"), .owner(thing: "boat", colour: "red"), .owner(thing: "kite", colour: "blue"),
      .colour(thing: "boat"), .belongings(person: "Paul"), .age(person: "Paul"), .age(person: "Anna"),
    ] {
      #expect(plan.answers(to: question).isEmpty, "\(question)")
      #expect(plan.verdict(on: "The story does not say.", to: question) == .right)
      #expect(plan.verdict(on: "Anna does.", to: question) == .wrong)
    }
  }

  @Test func judgeKnowsRightWrongAndDeclined() {
    let plan = plan("gift")
    let question = Question.belongings(person: "Tom")
    #expect(plan.verdict(on: "Tom has the blue boots and the red kite.", to: question) == .right)
    #expect(plan.verdict(on: "Tom has the red kite and the blue boots.", to: question) == .right)
    #expect(plan.verdict(on: "  Tom has the red kite and the blue boots.\n", to: question) == .right)
    #expect(plan.verdict(on: "Tom has the blue boots.", to: question) == .wrong)
    #expect(plan.verdict(on: "tom has the red kite and the blue boots.", to: question) == .wrong)
    #expect(plan.verdict(on: "", to: question) == .wrong)
    #expect(plan.verdict(on: " The story does not say.", to: question) == .declined)
    #expect(plan.verdict(on: "Anna has nothing.", to: .belongings(person: "Anna")) == .right)
  }

  /// Every question of a small world is read back from its text, and in short from the text in the light of the one before.
  @Test func questionsAreReadBack() {
    let all = questions(names: ["Anna", "Tom"], colours: ["red", "blue"], things: ["kite", "boots"])
    #expect(Set(all.map(\.text)).count == all.count)
    for question in all {
      #expect(Question(question.text) == question)
      for previous in all {
        #expect(Question(question.text, after: previous) == question)
        guard let short = question.followUp else { continue }
        let meant: Question? =
          switch (previous, question) {
          case (.owner, .owner(let thing, _)), (.owner, .colour(let thing)): .owner(thing: thing)
          case (.colour, .owner(let thing, _)), (.colour, .colour(let thing)): .colour(thing: thing)
          case (.belongings, .belongings(let name)), (.belongings, .age(let name)): .belongings(person: name)
          case (.age, .belongings(let name)), (.age, .age(let name)): .age(person: name)
          default: nil
          }
        #expect(Question(short, after: previous) == meant, "\(short) after \(previous)")
      }
      #expect(question.followUp.map { Question($0) == nil } ?? true)
    }
  }

  @Test(arguments: [
    "", "?", "Who", "Who has the red", "Who has the dog?", "Who has the mauve kite?", "Who has the red kite",
    "What does Otto has?", "What does Nobody have?", "What colour is the boots?", "What colour are the kite?",
    "How old is the kite?", "And the kite?", "Where do they meet", "Who has the red blue kite?",
  ]) func otherTextsAreNoQuestions(text: String) { #expect(Question(text) == nil) }

  @Test func kindsHaveNames() {
    let all = questions(names: ["Anna"], colours: ["red"], things: ["kite"])
    #expect(Set(all.map(\.kind)) == Set(Question.Kind.allCases))
  }
}
