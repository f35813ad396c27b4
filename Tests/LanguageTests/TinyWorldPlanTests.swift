import Foundation
import Language
import Testing

/// What a story's plan and its choices say of it.
@Suite("Tiny World: plans and choices") struct TinyWorldPlanTests {
  private let world = TinyWorld()

  @Test func moodAndSpotFollowFromTheEvent() throws {
    var events: Set<String> = []
    for story in world.stories(count: 1_000, seed: 23) {
      let plan = try #require(world.plan(of: story))
      events.insert(plan.event)
      #expect((plan.mood == .sad) == ["lost", "broken"].contains(plan.event), "\(story)")
      #expect((plan.spot != nil) == ["lost", "found"].contains(plan.event), "\(story)")
      let choices = try #require(world.choices(of: story))
      func chosen(_ name: String) -> String? { choices.first { $0.name == name }?.chosen }
      #expect(plan.spot == chosen("spot") && plan.place == chosen("place") && plan.event == chosen("event"))
      #expect(plan.mood.rawValue == chosen("mood"))
      #expect(plan.cast[plan.hero].name == chosen("hero") && plan.cast[plan.friend].name == chosen("friend"))
      // In the order of introduction, with the things that they are introduced with.
      let places = plan.cast.map { story.range(of: $0.name)?.lowerBound ?? story.endIndex }
      #expect(places == places.sorted())
      for person in plan.cast { #expect(story.contains("\(person.colour) \(person.thing)")) }
      #expect(plan.cast.indices.contains(plan.hero) && plan.cast.indices.contains(plan.friend))
    }
    #expect(events == ["found", "trade", "gift", "mended", "lost", "broken"])
  }

  /// Where a choice says that it was written, there it stands; what it cost is its probability.
  @Test func choicesStandWhereTheySay() throws {
    for story in world.stories(count: 300, seed: 24) {
      let text = Array(story)
      let choices = try #require(world.choices(of: story))
      let plan = try #require(world.plan(of: story))
      let total = choices.reduce(0) { $0 + $1.surprisal }
      #expect(abs(total + world.logProbability(of: story)) < 1e-9)
      for choice in choices {
        #expect(!choice.characters.isEmpty && text.indices.contains(choice.characters.upperBound - 1))
        #expect(abs(choice.probability - exp(-choice.surprisal)) < 1e-15)
        let written = String(text[choice.characters])
        let kind = choice.name.split(separator: " ").last.map(String.init) ?? ""
        switch kind {
        case "name", "colour", "thing": #expect(written == choice.chosen, "\(choice.name) of \(story)")
        case "hero", "friend", "other":
          // By the name, or by the thing of whoever plays the part.
          let person = try #require(plan.cast.first { $0.name == choice.chosen })
          #expect(
            [person.name, "\(person.colour) \(person.thing)"].contains(written), "\(choice.name) of \(story)")
        case "place", "spot":
          #expect(written.hasSuffix(" the " + choice.chosen), "\(choice.name) of \(story)")
        case "mood":
          #expect(
            choice.optionCount == 2 && choice.probability == (choice.chosen == "happy" ? 2.0 / 3 : 1.0 / 3))
          continue
        default: break
        }
        #expect(choice.probability == 1 / Double(choice.optionCount), "\(choice.name)")
      }
      // As they are made: a verb decides the thing that it suits before the thing's colour is told.
      let starts = choices.filter { !$0.name.hasSuffix("thing") }.map(\.characters.lowerBound)
      #expect(starts == starts.sorted())
    }
  }

  /// Stories are taken whole until there is enough, and not one more.
  @Test func textEndsWithTheStoryThatIsEnough() {
    let stories = world.stories(count: 2, seed: 25)
    let length = stories[0].utf8.count
    #expect(world.text(characters: length, seed: 25) == stories[0])
    #expect(world.text(characters: length + 1, seed: 25) == stories.joined())
    #expect(world.text(characters: 1, seed: 25) == stories[0])
    #expect(world.text(characters: -1, seed: 25) == "" && world.stories(count: -1, seed: 25).isEmpty)
  }

  @Test func storiesAreVisitedInOneOrder() {
    func visited() -> Int {
      var hash = 0
      TinyWorld(size: .miniature).forEachStory { story, _ in
        hash = hash &* 31 &+ story.utf8.reduce(0) { $0 &* 7 &+ Int($1) }
      }
      return hash
    }
    #expect(visited() == visited())
  }

  @Test func aSizeHasNoMoreWordsThanItSays() throws {
    let size = TinyWorld.Size(names: 3, colours: 4, things: 5, places: 2, spots: 1, greetings: 1, weathers: 1)
    let small = TinyWorld(size: size)
    let plans = try small.stories(count: 500, seed: 26).map { try #require(small.plan(of: $0)) }
    let cast = plans.flatMap(\.cast)
    #expect(Set(cast.map(\.name)).count == 3 && Set(cast.map(\.colour)).count == 4)
    #expect(Set(cast.map(\.thing)).count == 5 && Set(plans.map(\.place)).count == 2)
    #expect(Set(plans.compactMap(\.spot)).count == 1 && Set(plans.map(\.cast.count)) == [2, 3])
  }
}
