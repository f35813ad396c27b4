import Autodiff
import Generation
import Language
import Neural
import Notebook
import Randomness
import Training

/// With `--code` a small GPT that reads letters learns the Swift of this package, beside the best n-gram.
func codeOfThisPackage(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.heading("Code")
  guard notebook[Options.code] else {
    notebook.prose(
      """
      Who has read programs writes programs (S2 §6.4). That takes minutes and so is an option: `swift run generation --code` lets a
      GPT of letters learn the Swift of this package, and counts how many of its lines have balanced brackets, beside the best
      n-gram.
      """)
    return
  }
  let seed = Seed(notebook.seed)
  let files = try swiftFiles()
  var shuffling = seed.derived(11).generator()
  let corpus = Corpus(name: "this package's Swift", documents: shuffling.shuffled(files))
  let (learned, heldOut) = try corpus.split(by: .documents)
  notebook.prose(
    """
    Who has read programs writes programs (S2 §6.4). The \(files.count.grouped) Swift files of this package's libraries have
    \(corpus.text.utf8.count.grouped) bytes; one file in ten is held out. There is no end of words in programs, so that a token is a character.
    """)
  let characters = CharacterTokenizer(corpus: corpus.text)
  let tokens = try characters.encode(learned.text)
  let heldOutTokens = try characters.encode(heldOut.text)
  let model = try trained(notebook, on: tokens, vocabularySize: characters.vocabularySize, seed: seed)
  notebook.code()
  let counts = NGramCounts(
    order: 8, vocabularySize: characters.vocabularySize, sequences: [tokens])
  let losses = (1...8).map { order in
    NGramModel(counts: counts, order: order, smoothing: .kneserNey(.modified))
      .crossEntropy(on: [heldOutTokens])
  }
  let order = 1 + (losses.indices.min { losses[$0] < losses[$1] } ?? 0)
  let ngram = NGramModel(
    counts: counts, order: order, smoothing: .kneserNey(.modified))

  let temperature = lesson.sampler.temperature
  notebook.prose(
    """
    Of the n-grams the \(order)-gram predicts the held-out files best, with \(NumberText.fixed(losses[order - 1], decimals: 3)) nats a character. Both write on
    from a new line, 8,000 characters at a temperature of \(NumberText.compact(Double(temperature))), and of the lines with brackets, round or square, those
    are counted in which each is closed, and in the right order. In written programs that is not all: a long call is broken over
    lines.
    """)
  notebook.declaration("isBalanced", in: "11-Code.swift")
  var generator = seed.derived(12).generator()
  let newline = try characters.encode("\n")
  notebook.code()
  func written(_ predictor: some TokenPredictor) throws -> [Substring] {
    var reader = predictor
    reader.read(newline)
    let text = try characters.decode(
      generate(
        reader, maximumNewTokens: 8_000,
        sampler: Sampler(temperature: temperature), using: &generator))
    return text.split(separator: "\n").dropLast()
  }
  let lines = [
    heldOut.text.split(separator: "\n"), try written(NGramPredictor(ngram)),
    try written(GPTPredictor(model)),
  ]
  let bracketed = lines.map { lines in
    lines.filter { $0.contains { "()[]".contains($0) } }
  }
  let balance = bracketed.map { lines in
    Double(lines.count { isBalanced($0) }) / Double(max(1, lines.count))
  }

  let names = ["held-out files", "\(order)-gram", "GPT"]
  notebook.tensor(
    "bracketBalance", balance, shape: [names.count], axes: ["written by"], labels: [names], display: .summary)
  notebook.table(
    "lines whose brackets are balanced", columns: ["written by", "lines with brackets", "balanced"],
    rows: names.indices.map { [names[$0], bracketed[$0].count, percent(balance[$0])] })
  notebook.prose(
    "The GPT writes:\n\n" + lines[2].prefix(12).map { "    " + $0.prefix(70) }.joined(separator: "\n"))
}

/// Whether the round and square brackets of a line are closed in the right order.
func isBalanced(_ line: some StringProtocol) -> Bool {
  var open: [Character] = []
  for character in line {
    switch character {
    case "(", "[": open.append(character)
    case ")": guard open.popLast() == "(" else { return false }
    case "]": guard open.popLast() == "[" else { return false }
    default: break
    }
  }
  return open.isEmpty
}

/// A model of the size of chapter 7's, trained on pieces of 128 characters.
private func trained(
  _ notebook: ChapterNotebook, on tokens: [Int], vocabularySize: Int, seed: Seed
) throws -> GPT {
  let steps = notebook[Options.steps] ?? 1_500
  let progress = notebook.progress("learning Swift", total: steps)
  notebook.code()
  let configuration = GPTConfiguration(
    vocabularySize: vocabularySize, contextLength: 128, layerCount: 2,
    headCount: 4, channels: 128)
  let schedule = LearningRateSchedule.cosine(
    peak: 0.003, floor: 0.0003, warmUp: 100, steps: max(steps, 101))
  var run = TrainingRun(
    model: GPT(configuration, seed: seed),
    optimizer: AdamW(beta2: 0.99, weightDecay: 0.01), schedule: schedule,
    maximumNorm: 1, seed: seed.derived(1))
  while run.step < steps {
    let starts = (0..<16).map { _ in
      run.generator.index(below: tokens.count - 128)
    }
    let read = starts.map { Array(tokens[$0..<$0 + 128]) }
    let next = starts.flatMap { tokens[$0 + 1...$0 + 128] }
    try run.step { model, dropout in
      crossEntropy(logits: model(read, dropout: dropout), targets: next)
    }
    progress.report(step: run.step)
  }

  progress.finish()
  return run.model
}
