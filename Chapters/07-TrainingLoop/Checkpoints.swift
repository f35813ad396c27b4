import Autodiff
import Language
import Neural
import Notebook
import Randomness
import Training

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The run to start from: a new one, or the one that a checkpoint kept.
///
/// A checkpoint goes on only with the text, the tokens and the sizes that it was made with.
func startingRun(_ plan: Plan, material: Material, notebook: ChapterNotebook) throws -> Run {
  guard let path = notebook[Settings.resume] else { return plan.newRun(seed: notebook.seed) }
  let checkpoint = try Checkpoint(contentsOf: path)
  let model = try checkpoint.gpt()
  guard model.configuration == plan.configuration else {
    throw ChapterFailure.input(
      "--resume \(path): it keeps a model of other sizes (\(summary(model.configuration))); give the same options "
        + "as when it was saved")
  }
  guard checkpoint.tokenizer == (try tokenizerText(material.tokenizer)) else {
    throw ChapterFailure.input(
      "--resume \(path): it was trained on another text; give the same text and seed")
  }
  let run = try Run(resuming: checkpoint, model: model)
  guard run.step <= plan.steps else {
    throw ChapterFailure.usage("--steps \(plan.steps): the checkpoint has made \(run.step) steps already")
  }
  return run
}

/// Refuses a path that cannot be written before the long work, and not after it.
func checkSavePath(_ notebook: ChapterNotebook) throws {
  guard let path = notebook[Settings.save] else { return }
  let folder = URL(filePath: path).deletingLastPathComponent().path
  guard FileManager.default.isWritableFile(atPath: folder) else {
    throw ChapterFailure(.output, "--save \(path): the folder \(folder) cannot be written to")
  }
}

/// Writes the run beside its tokenizer.
func save(_ run: Run, tokenizer: AnyTokenizer, to path: String) throws {
  try run.save(to: path, configuration: run.model.configuration, tokenizer: tokenizerText(tokenizer))
}

/// Shows that a run that was saved and resumed is, bit for bit, the run that never stopped.
func showResuming(_ material: Material, plan: Plan, notebook: ChapterNotebook) throws {
  notebook.heading("Stop, save, go on")
  notebook.prose(
    """
    A checkpoint is one safetensors file: parameters, what the optimizer remembers, the step, and the state of the
    random numbers. A small run of four steps is made twice: once without a break, and once with a file in the
    middle.
    """)
  notebook.code(
    """
    try run.save(to: path, configuration: configuration, tokenizer: tokenizer)
    let checkpoint = try Checkpoint(contentsOf: path)
    let resumed = try Run(resuming: checkpoint, model: template)
    """)
  let configuration = GPTConfiguration(
    vocabularySize: plan.configuration.vocabularySize, contextLength: plan.configuration.contextLength,
    layerCount: 1, headCount: 1, channels: 8, dropoutRate: 0.1)
  let fresh = Run(
    model: GPT(configuration, seed: 5), optimizer: AdamW(), schedule: .constant(0.01), seed: 6)
  func steps(_ count: Int, of run: Run) throws -> Run {
    var run = run
    for _ in 0..<count {
      let pieces = material.batch(size: 2, using: &run.generator)
      try run.step { loss(of: $0, on: pieces, dropout: $1) }
    }
    return run
  }
  let whole = try steps(4, of: fresh)
  let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors")
  defer { try? FileManager.default.removeItem(at: file) }
  let half = try steps(2, of: fresh)
  try save(half, tokenizer: material.tokenizer, to: file.path)
  let resumed = try Run(resuming: Checkpoint(contentsOf: file.path), model: GPT(configuration, seed: 0))
  let joined = try steps(2, of: resumed)
  let differing = zip(whole.model.parameters, joined.model.parameters).reduce(0) { count, pair in
    count + zip(pair.0.value.scalars, pair.1.value.scalars).count { $0 != $1 }
  }
  notebook.check(
    "parameters of the resumed run that differ in any bit", count: differing, equals: 0)
}

private func tokenizerText(_ tokenizer: AnyTokenizer) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .sortedKeys
  return String(decoding: try encoder.encode(tokenizer), as: UTF8.self)
}

private func summary(_ configuration: GPTConfiguration) -> String {
  "--layers \(configuration.layerCount) --heads \(configuration.block.headCount) "
    + "--channels \(configuration.block.channels) --context \(configuration.contextLength)"
}
