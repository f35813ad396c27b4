import Language
import Notebook
import Randomness

/// Three taggers of the same sentences: hidden Markov model, maximum entropy, conditional random field.
func tags(_ notebook: ChapterNotebook, _ lesson: Lesson) {
  notebook.heading("Tags")
  let material = TaggedSentences(
    lesson, stories: notebook[Options.tagged], heldOut: notebook[Options.heldOut])
  let (training, heldOut) = (material.training, material.heldOut)
  let example = heldOut.first { $0.tags.contains(.colour) } ?? heldOut[0]
  notebook.prose(
    """
    Where states are known, for somebody has written them above the words, they are *tags*. Tiny World knows who is a person, what is a
    thing and which word is a colour:

    - \(zip(example.words, example.tags).map { $1 == .other ? $0 : "\($0)/\($1.rawValue)" }.joined(separator: " "))

    To write them costs somebody's time: there are \(training.count.counted("sentence")) to learn from, and of the persons, things and colours in \(heldOut.count.grouped)
    held-out sentences \(NumberText.fixed(100 * material.unknownShare, decimals: 0)) % are words that no tagger has read.

    A hidden Markov model of known states is counted, and asked for its likeliest path. It knows a word, or does not:
    """)
  notebook.code()
  let hidden = HiddenMarkovModel(
    stateCount: Tag.allCases.count, symbolCount: material.symbolCount,
    tagged: training.map { ($0.tags.map(\.number), material.symbols($0)) },
    addedCount: 0.1)
  func byHidden(_ sentence: TaggedSentence) -> [Int] {
    hidden.likeliestStates(of: material.symbols(sentence))?.states ?? []
  }

  notebook.prose(
    """
    A *conditional random field* does not say words, it only looks at them, and may look at anything: the word, its ending, a capital, the words
    beside it. Each such feature has a weight for each tag, and each pair of tags that follow one another has one:
    """)
  notebook.formula(.g_CRF)
  let withoutTransitions = notebook[Options.noTransitions]
  notebook.code()
  let features = TaggingFeatures(sentences: training.map(\.words))
  let examples = training.map {
    TaggedFeatures(features: features($0.words), tags: $0.tags.map(\.number))
  }
  // Sentences of one word each, whose neighbours are features and no more.
  let places = examples.flatMap { example in
    zip(example.features, example.tags).map {
      TaggedFeatures(features: [$0], tags: [$1])
    }
  }
  func fitted(to examples: [TaggedFeatures])
    -> (field: ConditionalRandomField, losses: [Double])
  {
    var field = ConditionalRandomField(
      tagCount: Tag.allCases.count, featureCount: features.count)
    let losses = field.fit(examples, penalty: 0.1, steps: 100)
    return (field, losses)
  }
  let maximumEntropy = fitted(to: places)

  let field: (field: ConditionalRandomField, losses: [Double])
  if withoutTransitions {
    notebook.code()
    field = fitted(to: places)  // no tag ever follows another
  } else {
    notebook.code()
    field = fitted(to: examples)
  }
  notebook.prose(
    """
    The same field on sentences of one word is *maximum entropy*: softmax regression on the features, every tag chosen by itself. On held-out
    sentences, by the share of words and of whole sentences that are tagged rightly:
    """)
  let taggers: [(name: String, tag: (TaggedSentence) -> [Int])] = [
    ("HMM", byHidden),
    ("maximum entropy", { maximumEntropy.field.likeliestTags(of: features($0.words)) }),
    ("CRF", { field.field.likeliestTags(of: features($0.words)) }),
  ]
  let scores = taggers.map { TaggingScore(heldOut, material, by: $0.tag) }
  notebook.table(
    "held-out sentences",
    columns: ["tagger", "words", "persons, things, colours", "of those unknown", "sentences"],
    rows: zip(taggers, scores).map {
      [$0.name, $1.words, $1.named, $1.unknown, $1.sentences]
    })
  let names = taggers.map(\.name)
  notebook.tensor(
    "crfAccuracy", scores.flatMap { [$0.words, $0.unknown, $0.sentences] }, shape: [3, 3],
    axes: ["tagger", "of"],
    labels: [names, ["words", "unknown", "sentences"]], display: .summary)
  differences(notebook, lesson, heldOut, taggers, material)
  for (name, losses) in [("maximum entropy", maximumEntropy.losses), ("the field", field.losses)] {
    let rises = zip(losses, losses.dropFirst()).map { $1 - $0 }
    notebook.check("no step of \(name) raises its loss", measured: rises.max() ?? 0, atMost: 0)
  }
  let moves = { (field: ConditionalRandomField) in
    field.weights.suffix(Tag.allCases.count * Tag.allCases.count).map(abs).max() ?? 0
  }
  notebook.check(
    "maximum entropy has no weight between tags", measured: moves(maximumEntropy.field), atMost: 0)
  if withoutTransitions {
    notebook.check(
      "broken: the field says what maximum entropy says, in every sentence",
      isTrue: heldOut.allSatisfy { taggers[1].tag($0) == taggers[2].tag($0) })
  } else if lesson.isOwn {
    notebook.check(
      "the field is right in more sentences than maximum entropy",
      measured: scores[2].sentences - scores[1].sentences,
      atLeast: 0)
  }
}

/// Sentences on which the taggers differ, and the reader's.
private func differences(
  _ notebook: ChapterNotebook, _ lesson: Lesson, _ heldOut: [TaggedSentence],
  _ taggers: [(name: String, tag: (TaggedSentence) -> [Int])], _ material: TaggedSentences
) {
  func show(_ title: String, _ sentence: TaggedSentence, truth: Bool) {
    let found = taggers.map { $0.tag(sentence) }
    notebook.table(
      title, columns: ["word"] + (truth ? ["truth"] : []) + taggers.map(\.name),
      rows: sentence.words.indices.map { place in
        [material.knows(sentence.words[place]) ? sentence.words[place] : "\(sentence.words[place]) (new)"]
          + (truth ? [sentence.tags[place].rawValue] : [])
          + found.map { Tag.allCases[$0[place]].rawValue }
      })
  }
  let isRight = { (tagger: Int, sentence: TaggedSentence) in
    taggers[tagger].tag(sentence) == sentence.tags.map(\.number)
  }
  if let differ = heldOut.first(where: { isRight(2, $0) && !isRight(1, $0) }) {
    show("the field is right, and maximum entropy is not", differ, truth: true)
  }
  if let differ = heldOut.first(where: { !isRight(2, $0) && isRight(1, $0) }) {
    show("maximum entropy is right, and the field is not", differ, truth: true)
  }
  if let differ = heldOut.first(where: { isRight(2, $0) && !isRight(0, $0) }) {
    show("the field is right, and the hidden Markov model is not", differ, truth: true)
  }
  let own = TaggedSentence(words: TaggedSentences.words(of: lesson.sentence), tags: [])
  show("your sentence", own, truth: false)
}
