import Language
import Testing

/// Who has what in the end, and who is happy: against the story's own words.
@Suite("Tiny World: ends and labels") struct TinyWorldEndTests {
  private let world = TinyWorld()

  private func check(_ story: String, _ plan: TinyWorld.Plan) {
    let truth = StoryTruth(story)
    for (position, person) in plan.cast.enumerated() {
      let item = "\(person.colour) \(person.thing)"
      #expect(truth.firstOwner[item] == person.name, "\(item) of \(story)")
      let keeper = truth.takenHome.first { $0.value.contains(item) }?.key
      #expect(plan.keepers[position].map { plan.cast[$0].name } == keeper, "\(item) of \(story)")
      let things = plan.belongings(of: position).map { "\(plan.cast[$0].colour) \(plan.cast[$0].thing)" }
      #expect(things == truth.takenHome[person.name] ?? [], "\(person.name) of \(story)")
      #expect((plan.mood(of: position) == .happy) == (truth.takenHome[person.name] != nil))
    }
  }

  @Test func planKnowsTheEndOfEveryStoryOfTheMiniatureWorld() throws {
    let small = TinyWorld(size: .miniature)
    var events: Set<String> = []
    var count = 0
    small.forEachStory { story, _ in
      count += 1
      guard count.isMultiple(of: 7), let plan = small.plan(of: story) else { return }
      events.insert(plan.event)
      check(story, plan)
    }
    #expect(events.count == 6 && count > 1_000, "\(count) stories")
  }

  @Test func planKnowsTheEndOfStoriesOfTheFullWorld() throws {
    for story in world.stories(count: 600, seed: 31) { check(story, try #require(world.plan(of: story))) }
  }

  @Test func labelledStoryIsAStoryWithoutItsEnd() throws {
    let labelled = world.labelledStories(count: 400, seed: 32)
    #expect(labelled == world.labelledStories(count: 400, seed: 32))
    #expect(Array(labelled.prefix(3)) == world.labelledStories(count: 3, seed: 32))
    #expect(labelled != world.labelledStories(count: 400, seed: 33))
    #expect(world.labelledStories(count: -1, seed: 32).isEmpty)
    for story in labelled {
      // It begins a story of the world, whose next sentence tells the end.
      #expect(world.logProbability(ofBeginning: story.text) > -.infinity, "\(story.text)")
      let ends = ["At night ", "Then "].filter {
        world.logProbability(ofBeginning: "\(story.text) \($0)") > -.infinity
      }
      #expect(ends.count == 2, "\(story.text)")
      #expect(!story.text.contains(" home ") && story.text.contains(story.person))
      // Sad is the one who goes home with nothing, and nobody else.
      #expect((story.emptyHanded == story.person) == (story.mood == .sad))
    }
  }

  /// The label follows from the text, by rules that know nothing of plans: sad is who gave a thing away, lost it for good
  /// or has it broken for good.
  @Test func labelFollowsFromTheText() {
    for story in world.labelledStories(count: 600, seed: 34) {
      let text = story.text
      var loser: Substring?
      if let match = text.firstMatch(of: /([A-Z][a-z]+) gives the [a-z]+ [a-z]+ to/) { loser = match.1 }
      if text.contains("cannot mend") { loser = text.firstMatch(of: /broken! ([A-Z][a-z]+) is sad/)?.1 }
      if text.hasSuffix("not there.") {
        loser =
          text.firstMatch(of: /Soon ([A-Z][a-z]+) loses/)?.1
          ?? text.firstMatch(of: /that ([A-Z][a-z]+) has/)?.1
      }
      #expect((story.mood == .sad) == (loser.map(String.init) == story.person), "\(story)")
    }
  }

  @Test func labelsAreBalancedAndStoriesShortEnough() throws {
    let labelled = world.labelledStories(count: 2_000, longest: 78, seed: 35)
    let happy = labelled.count { $0.mood == .happy }
    #expect((900...1_100).contains(happy), "\(happy) of 2,000 happy")
    let longest = labelled.map { WordTokenizer.words(of: $0.text).count }.max() ?? 0
    #expect(longest < 78 - 8, "\(longest) tokens without the end")
    #expect(Set(labelled.map(\.person)).count == 24)
  }
}
