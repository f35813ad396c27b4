import Autodiff
import Language
import Neural
import Notebook
import Randomness
import Training

/// The pre-trained model, and rows for what it has never read.
func whatItStartsFrom(_ notebook: ChapterNotebook, _ lesson: Lesson) throws -> GPT {
  notebook.heading("What it starts from")
  let (pretrained, words, seed) = (lesson.pretrained, lesson.words, lesson.seed)
  let old = pretrained.configuration
  let whose = notebook[Options.model] == nil ? "Chapter 7's model has read 6,000" : "The model has read"
  notebook.prose(
    """
    \(whose) stories and was told nothing about them: \(old.vocabularySize) tokens, \(old.layerCount) blocks, a context of \(old.contextLength).
    Nobody labelled anything. What it learned on the way, who has what and what comes next, is what is used now.

    Questions have words that no story has, and between question and answer stands a marker: the table of embeddings grows
    by a row for each. Rows that were there stay as they are, to the bit, and so does every logit of a story:
    """)
  notebook.code()
  let context = max(old.contextLength, Lesson.context)
  let model = pretrained.resized(
    vocabulary: words.vocabularySize, context: context, seed: seed.derived(1))

  let story = try lesson.tokens(of: lesson.world.stories(count: 1, seed: notebook.seed &+ 9)[0])
  let read = [lesson.start] + story.dropLast()
  let (before, after) = (pretrained(read), model(read))
  let size = old.vocabularySize
  notebook.check(
    "a story's logits are what they were, to the bit",
    isTrue: before.scalars == after.rows.flatMap { $0.prefix(size) })
  notebook.prose(
    """
    \(words.vocabularySize - size) new tokens, among them the markers `<sad>`, `<ask>` and `<end>`. The context grows from \(old.contextLength) to \(context), so that a
    story of at most \(Lesson.longestToldOf) tokens and two turns of a dialogue fit.
    """)
  return model
}

/// A model tuned on sequences, some of which are drawn for every step. Only
/// what is to be learned counts, and λ times the rest.
func tuned<Model: Module>(
  _ model: Model, on sequences: [TargetedSequence], by plan: TuningPlan,
  logits: (_ model: Model, _ inputs: [[Int]], _ dropout: Seed) -> Tensor,
  watch: (_ result: StepResult, _ model: Model) throws -> Void = { _, _ in }
) throws -> Model {
  var run = TrainingRun(
    model: model,
    optimizer: AdamW(beta2: 0.99, weightDecay: 0.01),
    schedule: .cosine(
      peak: plan.rate, floor: plan.rate / 10, warmUp: min(10, plan.steps),
      steps: plan.steps + 1), seed: plan.seed)
  for _ in 0..<plan.steps {
    let batch = try ChosenTargets(
      (0..<plan.batch).map { _ in
        sequences[run.generator.index(below: sequences.count)]
      })
    let result = try run.step { model, dropout in
      batch.loss(
        logits(model, batch.inputs, dropout),
        auxiliaryWeight: plan.auxiliaryWeight)
    }
    try watch(result, run.model)
  }
  return run.model
}
