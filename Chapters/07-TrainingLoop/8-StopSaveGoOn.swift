import Exchange
import Neural
import Notebook
import Training

/// Shows that a run that was saved and resumed is, bit for bit, the run that never stopped.
func showResuming(_ notebook: ChapterNotebook, _ session: Session) throws {
  let (material, plan) = (session.material, session.plan)
  notebook.heading("Stop, save, go on")
  notebook.prose(
    """
    A checkpoint is one safetensors file: parameters, what the optimizer remembers, the step, and the state of the
    random numbers. A small run of four steps is made twice: once without a break, and once with a file in the
    middle.
    """)
  notebook.code()
  let configuration = GPTConfiguration(
    vocabularySize: plan.configuration.vocabularySize,
    contextLength: plan.configuration.contextLength,
    layerCount: 1, headCount: 1, channels: 8, dropoutRate: 0.1)
  let fresh = Run(
    model: GPT(configuration, seed: 5), optimizer: AdamW(),
    schedule: .constant(0.01), seed: 6)
  func steps(_ count: Int, of run: Run) throws -> Run {
    var run = run
    for _ in 0..<count {
      let pieces = material.batch(size: 2, using: &run.generator)
      try run.step { loss(of: $0, on: pieces, dropout: $1) }
    }
    return run
  }

  try withTemporaryFile { path in
    notebook.code()
    let whole = try steps(4, of: fresh)
    let half = try steps(2, of: fresh)
    try half.save(to: path, configuration: configuration)
    let checkpoint = try Checkpoint(contentsOf: path)
    let resumed = try Run(
      resuming: checkpoint, model: GPT(configuration, seed: 0))
    let joined = try steps(2, of: resumed)

    notebook.declaration("differingParameters", in: "8-StopSaveGoOn.swift")
    notebook.check(
      "parameters of the resumed run that differ in any bit",
      count: differingParameters(whole.model, joined.model), equals: 0)
  }
}

/// In how many of their numbers two models differ.
func differingParameters(_ one: GPT, _ other: GPT) -> Int {
  zip(one.parameters, other.parameters).reduce(0) { count, pair in
    let numbers = zip(pair.0.value.scalars, pair.1.value.scalars)
    return count + numbers.count { $0.bitPattern != $1.bitPattern }
  }
}
