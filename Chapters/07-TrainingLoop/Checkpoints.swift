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
    try run.save(to: path, configuration: configuration)
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
  do {
    try half.save(to: file.path, configuration: configuration)
  } catch {
    throw ChapterFailure(.writing, "\(error)")
  }
  let resumed = try Run(resuming: Checkpoint(contentsOf: file.path), model: GPT(configuration, seed: 0))
  let joined = try steps(2, of: resumed)
  let differing = zip(whole.model.parameters, joined.model.parameters).reduce(0) { count, pair in
    count + zip(pair.0.value.scalars, pair.1.value.scalars).count { $0.bitPattern != $1.bitPattern }
  }
  notebook.check(
    "parameters of the resumed run that differ in any bit", count: differing, equals: 0)
}
