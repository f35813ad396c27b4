import Autodiff
import Neural
import Notebook
import Randomness
import Training

/// Looks for heads that go on as it went on before, and trains a model that has them.
func inductionHeads(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.heading("Induction heads")
  let (model, seed) = (lesson.model, lesson.seed.derived(5))
  notebook.prose(
    """
    … A B … A: what comes next? B, says who looks for the same word further back and takes what came after it. A head that does so in a text
    that it has never seen is an *induction head* (Olsson et al. 2022). Its score: in random words, said twice, the mean attention that a word
    the second time pays to the word after its first time.
    """)
  notebook.declaration("inductionScores", in: "5-InductionHeads.swift")
  let period = min(40, model.configuration.contextLength / 2)
  let vocabulary = model.configuration.vocabularySize
  var generator = seed.generator()
  notebook.code()
  let texts = (0..<8).map { _ in
    (0..<period).map { _ in generator.index(below: vocabulary) }
  }
  let scores = inductionScores(model, repeating: texts)

  let heads = model.configuration.block.headCount
  notebook.tensor(
    "induction", scores, axes: ["block", "head"],
    labels: [lesson.numbered("block", model.blocks.count), lesson.numbered("head", heads)])
  notebook.check(
    "a score is a share of attention", isTrue: scores.scalars.allSatisfy { $0 >= 0 && $0 <= 1.0001 })
  if lesson.isOwn {
    notebook.check("chapter 7's model has no such head", measured: scores.scalars.max() ?? 1, atMost: 0.1)
  }
  notebook.prose(
    """
    It never needed one: its world has few words, and says the same thing in few ways. A head of this kind comes about where words say nothing
    by themselves and only repetition tells what follows. So a model of two blocks, \(smallSizes.parameterCount.grouped) numbers, now learns from texts
    of \(unitLength) of \(smallSizes.vocabularySize) letters in a random order, and then \(notebook[Options.oneDistance] ? "all of them again" : "pieces of them from anywhere"):
    """)
  if notebook[Options.oneDistance] {
    notebook.declaration("repeatingAtOneDistance", in: "5-InductionHeads.swift")
  } else {
    notebook.declaration("repeatingPieces", in: "5-InductionHeads.swift")
  }
  let steps = notebook[Options.steps]
  let progress = notebook.progress("training on repetitions", total: steps)
  notebook.declaration("startOfTraining", in: "5-InductionHeads.swift")
  let text = notebook[Options.oneDistance] ? repeatingAtOneDistance : repeatingPieces
  notebook.code()
  var run = TrainingRun(
    model: startOfTraining(seed), optimizer: AdamW(beta2: 0.99),
    schedule: .constant(0.005), seed: seed)
  while run.step < steps {
    let batch = try ChosenTargets((0..<32).map { _ in text(&run.generator) })
    let result = try run.step { model, _ in batch.loss(model(batch.inputs)) }
    progress.report(step: result.step)
  }
  let trained = run.model

  progress.finish()
  notebook.code()
  let units = (0..<64).map { _ in letters(&generator) }
  let trainedScores = inductionScores(trained, repeating: units)
  let unseen = (0..<64).map { _ in repeatingPieces(&generator) }
  let loss = try meanLoss(on: unseen) { trained($0) }

  notebook.tensor(
    "induction.trained", trainedScores, axes: ["block", "head"],
    labels: [lesson.numbered("block", 2), lesson.numbered("head", 2)])
  notebook.scalar("induction.loss", loss)
  notebook.prose(
    """
    On new texts of pieces it loses \(NumberText.fixed(loss, decimals: 3)) nats a letter, where guessing among the \(unitLength) letters of a text loses
    \(NumberText.fixed(Double(log(Tensor(Float(unitLength))).scalar), decimals: 3)). A head cannot do it alone: at the word that it looks for it has to find
    not the word itself but *the one after it*. That one must already carry who stood before it, and this is what the first block writes there.
    Without a head of the first block:
    """)
  notebook.code()
  let carriers = (0..<2).map { head in
    intervening(["blocks.0.attention.weights": { $0.zeroing(head: head) }]) {
      inductionScores(trained, repeating: units)
    }
  }
  let neither = intervening(["blocks.0.attention.weights": { $0 * 0 }]) {
    inductionScores(trained, repeating: units)
  }

  let rows = [trainedScores] + carriers + [neither]
  notebook.table(
    "induction scores of the second block", columns: ["without", "head 1.0", "head 1.1"],
    rows: zip(["nothing", "head 0.0", "head 0.1", "both"], rows).map {
      [$0, Double($1[1, 0]), Double($1[1, 1])]
    })
  guard lesson.isOwn, steps >= 600 else { return }
  let (first, second) = (trainedScores.rows[0].max() ?? 0, trainedScores.rows[1].max() ?? 0)
  if notebook[Options.oneDistance] {
    notebook.check("broken: a head of the first block scores", measured: first, atLeast: 0.5)
    notebook.check(
      "broken: it counts places, and pieces from elsewhere confuse it", measured: loss, atLeast: 1.5)
  } else {
    notebook.check("a head of the second block is one", measured: second, atLeast: 0.5)
    notebook.check("no head of the first block is", measured: first, atMost: 0.3)
    notebook.check(
      "without the first block's attention the second's finds nothing", measured: neither.rows[1].max() ?? 1,
      atMost: 0.3)
  }
}

/// The mean attention from each word's second time to the word after its
/// first, by block and head: `[blocks, heads]`.
func inductionScores(_ model: GPT, repeating texts: [[Int]]) -> Tensor {
  let (_, seen) = observing { model(texts.map { $0 + $0 }) }
  let period = texts[0].count
  return stack(
    model.blocks.indices.map { layer in
      let weights = seen.tensor("blocks.\(layer).attention.weights")
      let onNext = (period..<2 * period - 1).map { query in
        weights.selected(axis: 2, query)
          .selected(axis: 2, query - period + 1)  // [batch, head]
      }
      return stack(onNext).mean(alongAxes: [0, 1])  // [head]
    })
}

/// Letters in the text of which every other is made.
let unitLength = 8

/// Two blocks of two heads, a quarter as wide as chapter 7's.
let smallSizes = GPTConfiguration(
  vocabularySize: 16, contextLength: 24, layerCount: 2, headCount: 2, channels: 32, tiesHead: false)

/// Different letters in a random order.
func letters(_ generator: inout SeededGenerator) -> [Int] {
  let all = (0..<smallSizes.vocabularySize).shuffled(using: &generator)
  return Array(all.prefix(unitLength))
}

/// Letters in a random order, then pieces of them: what goes on after the
/// first letter of a piece is to be learned.
func repeatingPieces(
  _ generator: inout SeededGenerator
) -> TargetedSequence {
  let unit = letters(&generator)
  var text = TargetedSequence()
  text.read(unit)
  while text.tokens.count < 20 {
    let start = generator.index(below: unitLength - 1)
    let length = 2 + generator.index(below: 3)
    let piece = unit[start..<min(start + length, unitLength)]
    text.read(Array(piece.prefix(1)))
    text.learn(Array(piece.dropFirst()))
  }
  return text
}

/// Letters in a random order, and the same once more.
func repeatingAtOneDistance(
  _ generator: inout SeededGenerator
) -> TargetedSequence {
  let unit = letters(&generator)
  var text = TargetedSequence()
  text.read(unit + unit.prefix(1))
  text.learn(Array(unit.dropFirst()))
  return text
}

/// The model before its training, with larger numbers than GPT-2's 0.02:
/// what is to be found in hundreds of steps must show in the first ones.
func startOfTraining(_ seed: Seed) -> GPT {
  var model = GPT(smallSizes, seed: seed)
  var generator = seed.derived(1).generator()
  model.forEachParameter { _, weight in
    guard weight.rank == 2 else { return }
    let deviation = 1 / Float(weight.shape[0]).squareRoot()
    weight = .normal(weight.shape, deviation: deviation, using: &generator)
  }
  return model
}
