import Language
import Neural
import Notebook
import Randomness
import Training

/// Shows what the model writes beside what n-grams write, and how much of it the source could have written.
func showSamples(
  of model: GPT, material: Material, ladder: Ladder, best: Baseline, isAsserted: Bool,
  notebook: ChapterNotebook
) {
  notebook.heading("What it writes")
  guard let start = material.start, let long = ladder.baselines.last,
    let short = ladder.baselines.dropFirst(2).first
  else {
    showContinuation(of: model, material: material, best: best, notebook: notebook)
    return
  }
  let world = TinyWorld()
  let count = 40
  let temperature: Float = 0.7
  var generator = Seed(notebook.seed).derived(7).generator()
  let ofModel = (0..<count).map { _ in
    written(material) {
      try generate(
        model, prompt: [start], maximumNewTokens: 120, sampler: Sampler(temperature: temperature),
        stopToken: start, using: &generator) + [start]
    }
  }
  func ofNGram(_ baseline: Baseline) -> [String] {
    let model = baseline.model()
    return (0..<count).map { _ in
      written(material) {
        model.sample(count: 120, temperature: Double(temperature), last: start, using: &generator)
      }
    }
  }
  let (ofShort, ofLong) = (ofNGram(short), ofNGram(long))
  notebook.prose(
    """
    A story from the GPT, token by token with a cache of keys and values, each drawn from softmax(logits / T) with
    T = \(NumberText.compact(Double(temperature))):

    - \(trimmed(ofModel[0]))

    one from the \(short.name):

    - \(trimmed(ofShort[0]))

    and one from the \(long.name), whose sentences are right and whose story is not:

    - \(trimmed(ofLong[0]))

    Tiny World can say of any text whether it could have told it: not a word, name or colour may be wrong.
    """)
  func possible(_ stories: [String]) -> Int { stories.count { world.logProbability(of: $0) > -.infinity } }
  let shares = [("GPT", possible(ofModel)), (short.name, possible(ofShort)), (long.name, possible(ofLong))]
  notebook.table(
    "flawless stories", columns: ["written by", "stories", "flawless"],
    rows: shares.map { [$0.0, count, $0.1] })
  if isAsserted {
    notebook.check(
      "the GPT's stories are flawless more often than any n-gram's", measured: Double(shares[0].1),
      atLeast: Double(max(shares[1].1, shares[2].1) + 1))
  }
}

/// Continues the beginning of the reader's own held-out text.
private func showContinuation(
  of model: GPT, material: Material, best: Baseline, notebook: ChapterNotebook
) {
  var generator = Seed(notebook.seed).derived(7).generator()
  let context = model.configuration.contextLength
  let prompt = Array(material.heldOutSequences[0].prefix(max(1, context / 2)))
  let continued = written(material) {
    try generate(
      model, prompt: prompt, maximumNewTokens: 300, sampler: Sampler(temperature: 0.8), using: &generator)
  }
  let counted = written(material) {
    best.model().sample(count: 300, after: prompt, temperature: 0.8, using: &generator)
  }
  notebook.prose(
    """
    The held-out text begins:

    \(indented(written(material) { prompt }))

    The GPT goes on (temperature 0.8):

    \(indented(continued))

    and the \(best.name):

    \(indented(counted))
    """)
}

/// The lines of a text as they are.
private func indented(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
}

private func trimmed(_ story: String) -> String {
  story.split(separator: "\n").joined(separator: " ")
}
