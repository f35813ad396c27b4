import Autodiff
import Randomness

/// What decides the course of a run beside the numbers of its model and optimizer, as a checkpoint keeps it.
private struct TrainingSettings<Method: Optimizer>: Codable {
  var rule: String
  var optimizer: Method
  var updateCount: Int
  var schedule: LearningRateSchedule
  var maximumNorm: Float?
  var seed: UInt64
}

extension TrainingRun {
  /// Writes the whole run to one file, from which ``init(resuming:model:)`` goes on bit for bit as if it had never
  /// stopped.
  ///
  /// Beside the model (see ``Checkpoint``) the file has the optimizer's tensors under `optimizer.…`, the metadata
  /// `step` and `randomState` in decimal digits, and in `training` the settings of optimizer and schedule. Throws
  /// ``CheckpointError``.
  public func save(
    to file: String, configuration: some Encodable, tokenizer: String? = nil, notes: [String: String] = [:]
  ) throws(CheckpointError) {
    let settings = TrainingSettings(
      rule: Method.name, optimizer: optimizer, updateCount: optimizer.state.updateCount, schedule: schedule,
      maximumNorm: maximumNorm, seed: seed.value)
    let remembered = optimizer.state.tensors.sorted { $0.key < $1.key }
    try Checkpoint.save(
      model, configuration: configuration, tokenizer: tokenizer, notes: notes,
      extraTensors: remembered.map { (name: Checkpoint.optimizerPrefix + $0.key, value: $0.value) },
      extraMetadata: [
        "step": "\(step)", "randomState": "\(generator.state)",
        "training": try Checkpoint.json(settings, for: file),
      ],
      to: file)
  }

  /// The run that a checkpoint kept; `template` is any model of the same make, such as ``Checkpoint/gpt()``.
  ///
  /// Throws ``CheckpointError`` when the file was written with another optimizer, keeps a model alone, does not
  /// fit the model, or is damaged.
  public init(resuming checkpoint: Checkpoint, model template: Model) throws(CheckpointError) {
    let settings: TrainingSettings<Method> = try checkpoint.decoded("training")
    guard settings.rule == Method.name else {
      throw checkpoint.refusal(.badMetadata("training", reason: "for another optimizer than \(Method.name)"))
    }
    // Far more steps than anyone makes, and far fewer than would overflow.
    let plausible = 0...1_000_000_000_000
    guard let step = Int(try checkpoint.text("step")), plausible.contains(step) else {
      throw checkpoint.refusal(.badMetadata("step", reason: "no number of steps"))
    }
    guard let state = UInt64(try checkpoint.text("randomState")) else {
      throw checkpoint.refusal(.badMetadata("randomState", reason: "no state of the generator"))
    }
    guard plausible.contains(settings.updateCount), settings.maximumNorm.map({ $0 > 0 }) ?? true else {
      throw checkpoint.refusal(.badMetadata("training", reason: "out of range"))
    }
    self.init(
      model: try checkpoint.model(like: template), optimizer: settings.optimizer, schedule: settings.schedule,
      maximumNorm: settings.maximumNorm, seed: Seed(settings.seed))
    generator.state = state
    self.step = step
    let slots = settings.updateCount == 0 ? [] : optimizer.slots
    let prefix = Checkpoint.optimizerPrefix
    let expected = model.parameters.flatMap { parameter in
      slots.map { (name: "\(prefix)\($0).\(parameter.name)", shape: parameter.value.shape) }
    }
    let remembered = try checkpoint.tensors(expected, among: { $0.hasPrefix(prefix) })
    optimizer.state = OptimizerState(
      updateCount: settings.updateCount,
      tensors: Dictionary(
        uniqueKeysWithValues: remembered.map { (String($0.key.dropFirst(prefix.count)), $0.value) }))
  }
}
