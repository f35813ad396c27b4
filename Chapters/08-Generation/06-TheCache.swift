import Generation
import Neural
import Notebook
import Randomness

/// What the cache saves, and that it changes nothing.
func cache(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.heading("The cache")
  notebook.prose(
    """
    To choose token n + 1 the model needs keys and values of all n before it. They do not change: no token sees those after
    it. So they can be kept, and a step reads one token; without the cache it reads all n again.
    """)
  let (model, tokens, sampler) = (lesson.model, lesson.tokens, lesson.sampler)
  let context = model.configuration.contextLength
  let length = context + context / 2
  notebook.code()
  func written(isCached: Bool) throws -> [Int] {
    var generator = Seed(lesson.seed).derived(6).generator()
    return try generate(
      GPTPredictor(model, isCached: isCached), prompt: tokens,
      maximumNewTokens: length, sampler: sampler, using: &generator)
  }
  let cached = try written(isCached: true)
  let uncached = try written(isCached: false)

  notebook.check(
    "the same \(length) tokens, also past the context of \(context)", isTrue: cached == uncached)

  notebook.prose(
    "How many tokens pass through the model until so many are there, and how many numbers are kept for it:"
  )
  let sizes = [context / 8, context / 4, context / 2, context].filter { $0 > 0 }
  notebook.code()
  let layers = model.configuration.layerCount
  let channels = model.configuration.block.channels
  let passedUncached = sizes.map { $0 * ($0 + 1) / 2 }  // 1 + 2 + … + n
  let keptNumbers = sizes.map {
    2 * layers * $0 * channels  // a key and a value in every layer
  }

  notebook.table(
    "cost by length", columns: ["tokens", "read with it", "read without", "ratio", "numbers kept"],
    rows: sizes.indices.map {
      [
        sizes[$0], sizes[$0], passedUncached[$0], Double(passedUncached[$0]) / Double(sizes[$0]),
        keptNumbers[$0],
      ]
    })
  notebook.prose(
    """
    When the text outgrows the context, the window starts again with its last half: reading those once is the price for going
    on, with the cache or without. `swift run benchmark --floors` asserts that 250 tokens come ten times as fast with it.
    """)
}
