import Testing

@testable import Language

/// Questions, their answers and the judge: against the story's own words, and by enumeration.
@Suite("Tiny World: questions and answers") struct TinyWorldQuestionTests {
  private typealias Question = TinyWorld.Question
  private let world = TinyWorld()

  private static let all = Question.all(about: "Anna") + [.age(person: "Tom")]

  private func plan(_ event: String, hero: Int = 0, friend: Int = 1, spot: String? = nil) -> TinyWorld.Plan {
    TinyWorld.Plan(
      cast: [
        .init(name: "Anna", colour: "red", thing: "kite"), .init(name: "Tom", colour: "blue", thing: "boots"),
        .init(name: "Eva", colour: "pink", thing: "bell"),
      ], hero: hero, friend: friend, place: "lake", spot: spot, event: event,
      mood: ["lost", "broken"].contains(event) ? .sad : .happy)
  }

  @Test func answersAreWhatTheStorySays() throws {
    for story in world.stories(count: 400, seed: 41) {
      let plan = try #require(world.plan(of: story))
      let truth = StoryTruth(story)
      #expect(plan.answers(to: .place) == ["They meet \(truth.place)."])
      let (name, thing) = try #require(hero(of: story, truth))
      #expect(plan.answers(to: .hero) == ["It is about \(name)."], "\(story)")
      #expect(plan.answers(to: .thing) == ["It is about the \(thing)."], "\(story)")
      let empty = plan.cast.map(\.name).filter { truth.takenHome[$0] == nil }
      #expect(empty.count <= 1)
      #expect(plan.emptyHanded == empty.first)
      #expect(plan.answers(to: .emptyHanded) == ["\(empty.first ?? "Nobody") does."], "\(story)")
      let spot = story.firstMatch(of: /(?:looks|sees the [a-z]+ [a-z]+) ((?:in|under|behind|by) the [a-z]+)/)?
        .1
      #expect(plan.answers(to: .spot) == (spot.map { ["They look \($0)."] } ?? []), "\(story)")
      for person in plan.cast { #expect(plan.answers(to: .age(person: person.name)).isEmpty) }
    }
  }

  /// Whom a story is about and what that one has at first, by the words of what happens.
  private func hero(of story: String, _ truth: StoryTruth) -> (name: String, thing: String)? {
    if let match = story.firstMatch(of: /([A-Z][a-z]+) and [A-Z][a-z]+ trade\./) {
      let name = String(match.1)
      return truth.firstOwner.first { $0.value == name }.map { (name, $0.key) }
    }
    let patterns = [
      /gives (?:[A-Z][a-z]+ )?the ([a-z]+ [a-z]+)(?: to|\.)/, /loses the ([a-z]+ [a-z]+)/,
      /Soon the ([a-z]+ [a-z]+) that/, /Oh no, the ([a-z]+ [a-z]+) (?:is|are) broken/,
    ]
    for pattern in patterns {
      if let match = story.firstMatch(of: pattern), let name = truth.firstOwner[String(match.1)] {
        return (name, String(match.1))
      }
    }
    return nil
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

  /// What each answer is worth, with another answer to the same question beside it.
  @Test func judgeKnowsRightWrongAndDeclined() {
    let plan = plan("gift", spot: "shed")
    let trade = TinyWorld.Question.end
    #expect(plan.verdict(on: "Anna does.", to: .emptyHanded) == .right)
    #expect(plan.verdict(on: "  Anna does.\n", to: .emptyHanded) == .right)
    #expect(plan.verdict(on: "Nobody does.", to: .emptyHanded) == .wrong)
    #expect(plan.verdict(on: "anna does.", to: .emptyHanded) == .wrong)
    #expect(plan.verdict(on: "", to: .emptyHanded) == .wrong)
    #expect(plan.verdict(on: " The story does not say.", to: .emptyHanded) == .declined)
    #expect(
      self.plan("trade").verdict(on: "Tom and Anna trade the blue boots and the red kite.", to: trade)
        == .right)
    #expect(
      self.plan("trade").verdict(on: "Tom and Anna trade the red kite and the blue boots.", to: trade)
        == .wrong)
    #expect(self.plan("found").answers(to: .emptyHanded) == ["Nobody does."])
    #expect(plan.answers(to: .place) == ["They meet at the lake."])
    #expect(plan.answers(to: .spot) == ["They look behind the shed."])
    #expect(self.plan("gift", hero: 1).answers(to: .thing) == ["It is about the blue boots."])
    for question: Question in [.age(person: "Paul"), .age(person: "Anna")] {
      #expect(plan.verdict(on: "The story does not say.", to: question) == .right)
      #expect(plan.verdict(on: "Anna does.", to: question) == .wrong)
    }
  }

  /// Every question is read back from its text, and "Pardon?" as the one before it.
  @Test func questionsAreReadBack() {
    #expect(Set(Self.all.map(\.text)).count == Self.all.count)
    for question in Self.all {
      #expect(Question(question.text) == question)
      #expect(Question(Question.again, after: question) == question)
      for previous in Self.all { #expect(Question(question.text, after: previous) == question) }
    }
    #expect(Question(Question.again) == nil)
  }

  @Test(arguments: [
    "", "?", "Who", "Where do they meet", "Who goes home with something?", "How old is the kite?",
    "How old is Nobody?", "Pardon", "Who is it about? ",
  ]) func otherTextsAreNoQuestions(text: String) { #expect(Question(text, after: .place) == nil) }

  @Test func thereIsOneOfEachKindInTheirOrder() {
    #expect(Question.all(about: "Tom").map(\.kind) == Question.Kind.allCases)
    #expect(Question.all(about: "Tom").last == .age(person: "Tom"))
  }
}
