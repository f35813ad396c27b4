import Language

/// What a word is of.
enum Tag: String, CaseIterable {
  case other, person, thing, colour

  var number: Int {
    switch self {
    case .other: 0
    case .person: 1
    case .thing: 2
    case .colour: 3
    }
  }
}

/// Words and what each is of.
struct TaggedSentence {
  let words: [String]
  let tags: [Tag]
}

/// Sentences to learn from, few of them, and others to be measured by.
struct TaggedSentences {
  let training: [TaggedSentence]
  let heldOut: [TaggedSentence]
  private let numbers: [String: Int]

  init(_ lesson: Lesson, stories: Int, heldOut: Int) {
    self.init(
      training: Self.sentences(of: lesson.world, stories, seed: lesson.seed.value ^ 0x7A),
      heldOut: Self.sentences(of: lesson.world, heldOut, seed: lesson.seed.value ^ 0xD1_0000))
  }

  init(training: [TaggedSentence], heldOut: [TaggedSentence]) {
    (self.training, self.heldOut) = (training, heldOut)
    var numbers: [String: Int] = [:]
    for word in training.flatMap(\.words) where numbers[word] == nil { numbers[word] = numbers.count }
    self.numbers = numbers
  }

  /// The words to learn from, and one number for all others.
  var symbolCount: Int { numbers.count + 1 }

  func symbols(_ sentence: TaggedSentence) -> [Int] { sentence.words.map { numbers[$0] ?? numbers.count } }

  func knows(_ word: String) -> Bool { numbers[word] != nil }

  /// Of the persons, things and colours that are held out, the share that is no word to learn from.
  var unknownShare: Double {
    let named = heldOut.flatMap { zip($0.words, $0.tags) }.filter { $0.1 != .other }
    return Double(named.count { !knows($0.0) }) / Double(max(1, named.count))
  }

  /// The words of a text without the spaces between them.
  static func words(of text: String) -> [String] {
    WordTokenizer.words(of: text).map { $0.trimmingPrefix(" ") }.map(String.init).filter { $0 != "\n" }
  }

  /// The sentences of so many stories, tagged by what their plans tell.
  static func sentences(of world: TinyWorld, _ count: Int, seed: UInt64) -> [TaggedSentence] {
    world.stories(count: count, seed: seed).flatMap { story -> [TaggedSentence] in
      let cast = world.plan(of: story)?.cast ?? []
      var sentences: [TaggedSentence] = []
      var (words, tags): ([String], [Tag]) = ([], [])
      for word in Self.words(of: story) {
        words.append(word)
        tags.append(
          cast.contains { $0.name == word }
            ? .person
            : cast.contains { $0.colour == word }
              ? .colour : cast.contains { $0.thing == word } ? .thing : .other)
        guard [".", "!", "?"].contains(word) else { continue }
        sentences.append(TaggedSentence(words: words, tags: tags))
        (words, tags) = ([], [])
      }
      return sentences
    }
  }
}

/// How well a tagger tags.
struct TaggingScore {
  /// The share of all words, of the persons, things and colours, and of those among them that it has never read.
  let words: Double
  let named: Double
  let unknown: Double
  /// The share of sentences without a mistake.
  let sentences: Double

  init(_ heldOut: [TaggedSentence], _ material: TaggedSentences, by tag: (TaggedSentence) -> [Int]) {
    var (all, named, unknown) = (Share(), Share(), Share())
    var whole = Share()
    for sentence in heldOut {
      let found = tag(sentence)
      let right = zip(found, sentence.tags).map { $0 == $1.number }
      whole.note(right.allSatisfy { $0 })
      for (place, isRight) in right.enumerated() {
        all.note(isRight)
        guard sentence.tags[place] != .other else { continue }
        named.note(isRight)
        if !material.knows(sentence.words[place]) { unknown.note(isRight) }
      }
    }
    (words, self.named, self.unknown, sentences) = (all.value, named.value, unknown.value, whole.value)
  }
}
