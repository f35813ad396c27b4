import Autodiff
import Exchange
import Neural
import Notebook
import Randomness
import Training

/// The model from the folder learns a little more; gives what it has become.
func moreTraining(_ notebook: ChapterNotebook, _ lesson: Lesson) throws -> PretrainedModel {
  notebook.heading("A little more training")
  guard let material = lesson.tuning else {
    notebook.prose("With `--tune FILE` the model goes on learning, from a text of yours.")
    return lesson.pretrained
  }
  let steps = notebook[Options.steps]
  notebook.prose(
    """
    What has been read is a model like any other: it can go on learning. Here it does so for
    \(steps.grouped) steps on \(material.name), eight at a time, spelled with its own tokens; the loss on others, before and after:
    """)
  notebook.declaration("trained", in: "3-ALittleMoreTraining.swift")
  let (model, seed) = (lesson.pretrained.model, lesson.seed.derived(1))
  let progress = notebook.progress("training", total: steps)
  notebook.code()
  let tuned = try trained(
    model, on: material.training, steps: steps, rate: 0.003, seed: seed
  ) { model, batch, dropout in
    batch.loss(model(batch.inputs, dropout: dropout))
  } watch: { step in
    progress.report(step: step)
  }
  let before = try meanLoss(on: material.heldOut) { model($0) }
  let after = try meanLoss(on: material.heldOut) { tuned($0) }

  progress.finish()
  notebook.tensor(
    "tuned.loss", [before, after], shape: [2], axes: ["model"], labels: [["as it was", "tuned"]],
    display: .plainTable)
  if lesson.isOwn, notebook[Options.tune] == nil, steps >= 60 {
    notebook.check("it has learned something", measured: before - after, atLeast: 0.5)
  }
  return PretrainedModel(model: tuned, tokenizer: lesson.pretrained.tokenizer)
}

/// A model after some steps on sequences, of which eight are drawn for each.
func trained(
  _ model: GPT, on sequences: [TargetedSequence], steps: Int, rate: Float,
  seed: Seed,
  loss: (_ model: GPT, _ batch: ChosenTargets, _ dropout: Seed) -> Tensor,
  watch: (_ step: Int) -> Void
) throws -> GPT {
  var run = TrainingRun(
    model: model, optimizer: AdamW(beta2: 0.99, weightDecay: 0.01),
    schedule: .cosine(
      peak: rate, floor: rate / 10, warmUp: min(10, steps),
      steps: steps + 1), seed: seed)
  for _ in 0..<steps {
    let batch = try ChosenTargets(
      (0..<8).map { _ in
        sequences[run.generator.index(below: sequences.count)]
      })
    let result = try run.step { loss($0, batch, $1) }
    watch(result.step)
  }
  return run.model
}
