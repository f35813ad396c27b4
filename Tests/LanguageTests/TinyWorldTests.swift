import Language
import Testing

@Suite("Tiny World: stories")
struct TinyWorldTests {
  let world = TinyWorld()

  /// Set down from the first run: the stream of a seed is part of the course, on every machine.
  @Test func aSeedAlwaysTellsTheSameStories() {
    #expect(
      world.stories(count: 2, seed: 1) == [
        "It is sunny at the school. Rosa carries a green flag. Otto has a grey doll. Tim has a blue boat. "
          + "Tim likes the grey doll. Soon Tim loses the blue boat. He is sad. Otto sees the blue boat in the "
          + "grass and gives it to him. At night Tim takes home the blue boat, Otto the grey doll and Rosa the green flag. "
          + "What a day at the school!\n",
        "All is calm by the church. Zoe has a black doll, Max a pink bell and Rosa yellow shoes. Rosa likes the "
          + "black doll. Oh no, the yellow shoes are broken! Rosa is sad. Zoe mends the yellow shoes for her. Rosa "
          + "thanks Zoe. Then Rosa goes home with the yellow shoes, Zoe with the black doll and Max with the pink "
          + "bell. Zoe dreams of the yellow shoes.\n",
      ])
    #expect(world.text(characters: 5_000, seed: 7) == world.text(characters: 5_000, seed: 7))
    #expect(world.text(characters: 5_000, seed: 7) != world.text(characters: 5_000, seed: 8))
  }

  @Test func textIsWholeStories() {
    let text = world.text(characters: 10_000, seed: 3)
    let stories = text.split(separator: "\n").map { $0 + "\n" }
    #expect(text.count >= 10_000)
    #expect(text.count - (stories.last?.count ?? 0) < 10_000)
    #expect(stories.map(String.init) == world.stories(count: stories.count, seed: 3))
    #expect(world.text(characters: 0, seed: 3) == "")
    #expect(world.stories(count: 0, seed: 3) == [])
  }

  @Test func storiesFitAContextOfNinetySix() {
    // The separator before the story and its tokens: the first predicts, the last is only predicted.
    for story in world.stories(count: 2_000, seed: 4) { #expect(tokenCount(of: story) <= 95) }
  }

  @Test func fewWordsAreNeeded() {
    let text = world.text(characters: 400_000, seed: 5)
    let words = Set(text.split { !$0.isLetter })
    #expect(words.count < 170, "\(words.count) different words")
    #expect(text.utf8.allSatisfy { $0 < 128 })
  }

  @Test func englishIsWrittenAsEnglishIs() throws {
    let names = Set(
      try world.stories(count: 2_000, seed: 6).flatMap { try #require(world.plan(of: $0)).cast.map(\.name) })
    #expect(names.count == 24)
    for story in world.stories(count: 2_000, seed: 6) {
      #expect(story.hasSuffix("\n") && story.count(where: { $0 == "\n" }) == 1)
      #expect(!story.contains("  ") && !story.contains(" .") && !story.contains(" ,"), "\(story)")
      let words = story.dropLast().split(separator: " ")
      for (word, next) in zip(words, words.dropFirst()) {
        let vowel = next.first.map("aeiou".contains) ?? false
        if word == "a" || word == "an" { #expect((word == "an") == vowel, "\(word) \(next)") }
        if let last = word.last, ".!?".contains(last) { #expect(next.first?.isUppercase == true, "\(story)") }
        if let last = word.last, !".!?".contains(last), next.first?.isUppercase == true {
          #expect(names.contains(String(next.prefix(while: \.isLetter))), "\(story)")
        }
      }
      #expect(words.first?.first?.isUppercase == true)
    }
  }

  @Test func nobodySharesANameAColourOrAThing() throws {
    for story in world.stories(count: 2_000, seed: 9) {
      let plan = try #require(world.plan(of: story))
      #expect((2...3).contains(plan.cast.count))
      #expect(Set(plan.cast.map(\.name)).count == plan.cast.count)
      #expect(Set(plan.cast.map(\.colour)).count == plan.cast.count)
      #expect(Set(plan.cast.map(\.thing)).count == plan.cast.count)
      #expect(plan.hero != plan.friend)
    }
  }

  @Test func aStoryTellsItsPlan() throws {
    let story =
      "All is calm by the sea. Ida has an amber ring. Sam loves pink stamps. Sam hums and Ida hums too. "
      + "Sam likes the amber ring and Ida likes the pink stamps. Soon Sam loses the pink stamps. He is sad. "
      + "Ida looks in the mud, but the pink stamps are not there. Then Ida goes home with the amber ring. Poor Sam!\n"
    let plan = try #require(world.plan(of: story))
    #expect(plan.cast.map(\.name) == ["Ida", "Sam"])
    #expect(plan.cast.map(\.colour) == ["amber", "pink"])
    #expect(plan.cast.map(\.thing) == ["ring", "stamps"])
    #expect(plan.hero == 1 && plan.friend == 0)
    #expect(plan.place == "sea" && plan.spot == "mud")
    #expect(plan.event == "lost" && plan.mood == .sad)
  }

  private func tokenCount(of story: String) -> Int {
    story.split { !$0.isLetter }.count + story.count { !$0.isLetter && $0 != " " }
  }
}
