import Notebook
import Randomness

/// What a run of the chapter works with. Whatever can be refused is refused here, before the chapter's first word.
struct Session {
  let material: Material
  let plan: Plan
  let keeper: Keeper
  /// Where the model alone goes, if that was asked for.
  let exporter: Exporter?
  /// The run that goes on from a checkpoint.
  let resumed: (from: Resumption, run: Run)?

  init(_ notebook: ChapterNotebook) throws {
    try Options.check(notebook)
    let resumption = try Resumption(notebook)
    let context = notebook[Options.context]
    let kind = notebook[Options.tokens] ?? (notebook.givenText == nil ? .words : .characters)
    material =
      if let text = notebook.givenText {
        try Material(text: text, context: context, kind: kind, notebook: notebook)
      } else {
        try Material(stories: notebook[Options.stories], context: context, kind: kind, seed: notebook.seed)
      }
    plan = try Plan(notebook, vocabularySize: material.tokenizer.vocabularySize)
    keeper = try Keeper(
      notebook, record: RunRecord(notebook, kind: kind, text: material.identity),
      tokenizer: material.tokenizer, parameters: plan.configuration.parameterCount)
    exporter = try Exporter(notebook, parameters: plan.configuration.parameterCount)
    let run = try resumption?.run(plan, material: material, stretches: notebook[Options.stretch])
    if let resumption, let run { resumed = (resumption, run) } else { resumed = nil }
  }
}
