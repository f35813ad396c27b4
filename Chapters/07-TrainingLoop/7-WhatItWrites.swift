import Generation
import Language
import Neural
import Notebook
import Randomness
import Training

/// Shows what the model writes beside what n-grams write, and how much of it the source could have written.
func showSamples(
  _ notebook: ChapterNotebook, _ session: Session, _ model: GPT, _ ladder: Ladder, _ best: Baseline
) {
  let material = session.material
  notebook.heading("What it writes")
  var generator = Seed(notebook.seed).derived(7).generator()
  guard let world = material.world, let start = material.start, let long = ladder.baselines.last,
    let short = ladder.baselines.dropFirst(2).first
  else {
    return showContinuation(notebook, material, model, best, &generator)
  }
  let count = 40
  let temperature: Float = 0.7
  notebook.prose(
    """
    \(count) stories each from the GPT, from the \(short.name) and from the \(long.name), token by token, each drawn from
    softmax(logits / T) with T = \(NumberText.compact(Double(temperature))); the GPT keeps a cache of keys and values:
    """)
  notebook.code()
  let sampler = Sampler(temperature: temperature)
  let ofModel = (0..<count).map { _ in
    written(material) {
      try generate(
        GPTPredictor(model), prompt: [start], maximumNewTokens: 120,
        sampler: sampler, stopToken: start, using: &generator) + [start]
    }
  }
  func stories(of model: NGramModel) -> [String] {
    (0..<count).map { _ in
      written(material) {
        model.sample(
          count: 120, temperature: Double(temperature), last: start,
          using: &generator)
      }
    }
  }
  let ofShort = stories(of: short.model())
  let ofLong = stories(of: long.model())

  notebook.prose(
    """
    A story from the GPT:

    - \(inOneLine(ofModel[0]))

    one from the \(short.name):

    - \(inOneLine(ofShort[0]))

    and one from the \(long.name), whose sentences are right and whose story is not:

    - \(inOneLine(ofLong[0]))

    Tiny World can say of any text whether it could have told it: not a word, name or colour may be wrong.
    """)
  notebook.code()
  let flawless = [ofModel, ofShort, ofLong].map { stories in
    stories.count { world.logProbability(of: $0) > -.infinity }
  }

  notebook.table(
    "flawless stories", columns: ["written by", "stories", "flawless"],
    rows: zip(["GPT", short.name, long.name], flawless).map { [$0, count, $1] })
  if session.plan.isFull {
    notebook.check(
      "the GPT's stories are flawless more often than any n-gram's", measured: Double(flawless[0]),
      atLeast: Double(max(flawless[1], flawless[2]) + 1))
  }
}

/// Continues the beginning of the reader's own held-out text.
private func showContinuation(
  _ notebook: ChapterNotebook, _ material: Material, _ model: GPT, _ best: Baseline,
  _ generator: inout SeededGenerator
) {
  let context = model.configuration.contextLength
  let prompt = Array(material.heldOutSequences[0].prefix(max(1, context / 2)))
  notebook.prose(
    """
    The held-out text begins:

    \(indented(written(material) { prompt }))

    The GPT and the \(best.name) go on, each token drawn at a temperature of 0.8:
    """)
  notebook.code()
  let sampler = Sampler(temperature: 0.8)
  let continued = written(material) {
    try generate(
      GPTPredictor(model), prompt: prompt, maximumNewTokens: 300,
      sampler: sampler, using: &generator)
  }
  let counted = written(material) {
    best.model().sample(
      count: 300, after: prompt, temperature: 0.8, using: &generator)
  }

  notebook.prose(
    """
    The GPT:

    \(indented(continued))

    and the \(best.name):

    \(indented(counted))
    """)
}
