import Randomness

extension TinyWorld {
  /// A story whose end is withheld, one of its people, and whether that person will be happy or sad.
  ///
  /// Whoever goes home with something is happy. The sentence that says so is cut off with all that follows it, so the
  /// label has to be concluded from what happened, and to whom: the words of the story alone do not tell it.
  public struct LabelledStory: Sendable, Hashable {
    /// The story up to its last event, without the sentence that tells who takes what home.
    public var text: String
    /// The name of the person that the label is about.
    public var person: String
    /// The label.
    public var mood: Plan.Mood
    /// The name of the one who goes home with nothing, if there is one: who is sad, as the label would say.
    public var emptyHanded: String?
  }

  /// So many labelled stories, a function of the seed alone.
  ///
  /// The two labels are equally likely, and so are all people of a story to whom the label applies; stories are drawn
  /// anew until somebody is as the label says, and until they have no more than `longest` tokens (the shortest has 67).
  public func labelledStories(count: Int, longest: Int = .max, seed: UInt64) -> [LabelledStory] {
    var generator = SeededGenerator(seed: seed)
    return (0..<max(0, count)).map { _ in
      let mood = Plan.Mood.allCases[generator.index(below: Plan.Mood.allCases.count)]
      while true {
        let (story, plan) = told(longest: longest, using: &generator)
        let people = plan.cast.indices.filter { plan.mood(of: $0) == mood }
        guard !people.isEmpty else { continue }
        let person = people[generator.index(below: people.count)]
        return LabelledStory(
          text: machine.withoutEnd(story), person: plan.cast[person].name, mood: mood,
          emptyHanded: plan.emptyHanded)
      }
    }
  }

  /// A story of at most so many tokens with its plan; stops when ten thousand in a row are longer.
  func told(longest: Int, using generator: inout some RandomNumberGenerator) -> (StoryDerivation, Plan) {
    for _ in 0..<10_000 {
      let story = machine.write(using: &generator)
      let text = String(decoding: story.bytes, as: UTF8.self)
      if StoryRendering.tokenCount(of: text) <= longest, let plan = machine.plan(of: story) {
        return (story, plan)
      }
    }
    fatalError("TinyWorld: of ten thousand stories none has at most \(longest) tokens")
  }
}

extension StoryMachine {
  /// The story up to the sentence that tells who takes what home.
  func withoutEnd(_ story: StoryDerivation) -> String {
    let text = Array(String(decoding: story.bytes, as: UTF8.self))
    let end = choices(of: story).first { $0.name == "ending" }?.characters.lowerBound ?? text.count
    return String(text[..<max(0, end - 1)])
  }
}
