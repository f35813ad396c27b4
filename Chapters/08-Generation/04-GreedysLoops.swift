import Generation
import Language
import Neural
import Notebook
import Randomness

/// What comes of taking the likeliest token each time, again and again.
func greedysLoops(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.heading("Greedy's loops")
  notebook.prose(
    """
    The likeliest token each time: no die is thrown, so that the same end of a text always goes on in the same way. Whoever
    remembers little of it soon comes to an end that was there before, and goes round for ever. Does this one?
    """)
  notebook.formula(.s2_3_3_P_GREEDY)
  notebook.declaration("loopLength", in: "04-GreedysLoops.swift")
  let (model, tokens, seed) = (lesson.model, lesson.tokens, lesson.seed)
  notebook.code()
  func written(
    _ reader: some TokenPredictor, _ sampler: Sampler
  ) throws -> [Int] {
    var generator = Seed(seed).derived(4).generator()
    return try generate(
      reader, prompt: tokens, maximumNewTokens: 400, sampler: sampler,
      using: &generator)
  }
  let greedy = try written(GPTPredictor(model), .greedy)
  let sampled = try written(GPTPredictor(model), Sampler())

  let story = greedy.prefix { $0 != lesson.end }
  let ofDice = Array(sampled.prefix { $0 != lesson.end })
  var writers = [("GPT", Array(story), ofDice)]
  if let world = lesson.world { writers = try countedWriters(notebook, lesson, world, written) + writers }
  notebook.guess(
    "Always the likeliest token: after how many tokens does each writer begin to say the same again?")
  notebook.table(
    "400 tokens, of the GPT its story", columns: ["", "greedy: goes round after", "at temperature 1"],
    rows: writers.map { name, greedy, sampled in
      [name, turn(loopLength(of: greedy)), turn(loopLength(of: sampled))]
    })
  notebook.prose(
    """
    The GPT's greedy text, as far as \(story.count < greedy.count ? "the end of the story" : "it went"):

    - \(lesson.text(Array(story.prefix(96))))

    It remembers all of its story, and no two places of a story are alike to it. A story ends before it could go round; written
    on past its end, it does what it was never taught.
    """)
  var other = Seed(seed).derived(5).generator()
  let again = try generate(
    GPTPredictor(model, isCached: false), prompt: tokens, maximumNewTokens: 40, sampler: .greedy,
    using: &other)
  notebook.check(
    "greedy choice is the same with other dice and without a cache", isTrue: again == Array(greedy.prefix(40))
  )
  if lesson.isOwn {
    for (name, greedy, sampled) in writers.dropLast() {
      notebook.check(
        "the greedy \(name) goes round, the one with dice does not",
        isTrue: loopLength(of: greedy) != nil && loopLength(of: sampled) == nil)
    }
  }
}

/// After how many tokens the end of a text comes again, and again; absent where it does not.
func loopLength(of tokens: [Int]) -> Int? {
  (1...max(1, tokens.count / 3)).first { length in
    let (end, before) = (tokens.suffix(2 * length), tokens.dropLast(length))
    return tokens.count >= 3 * length
      && end.elementsEqual(before.suffix(2 * length))
  }
}

private func turn(_ length: Int?) -> String { length.map { $0.counted("token") } ?? "never" }

/// N-gram models of the same world, which remember the last one, two or three tokens.
private func countedWriters(
  _ notebook: ChapterNotebook, _ lesson: Lesson, _ world: TinyWorld,
  _ written: (NGramPredictor, Sampler) throws -> [Int]
) throws -> [(String, [Int], [Int])] {
  let tokenizer = lesson.tokenizer
  notebook.prose("Beside it, n-gram models that have counted a thousand stories of the same world:")
  notebook.code()
  let stories = world.stories(count: 1_000, seed: 1).joined()
  let text = try tokenizer.encode(stories)
  let counts = NGramCounts(
    order: 4, vocabularySize: tokenizer.vocabularySize, sequences: [text])
  let counted = (2...4).map { order in
    NGramPredictor(
      NGramModel(
        counts: counts, order: order, smoothing: .kneserNey(.modified)))
  }

  return try zip(["bigram", "trigram", "4-gram"], counted).map {
    ($0, try written($1, .greedy), try written($1, Sampler()))
  }
}
