import Autodiff
import Exchange
import Randomness

/// What decides the course of a run beside the numbers of its model and optimizer, as a checkpoint keeps it.
private struct TrainingSettings<Method: Optimizer>: Codable {
  var rule: String
  var optimizer: Method
  var updateCount: Int
  var schedule: LearningRateSchedule
  var maximumNorm: Float?
  var seed: UInt64

  /// Whether the numbers are such as a run that has made so many steps can have.
  func isValid(step: Int) -> Bool {
    optimizer.isValid && schedule.isValid && updateCount == step
      && maximumNorm.map { $0 > 0 && $0.isFinite } ?? true
  }
}

extension TrainingRun {
  /// Writes the whole run to one file, from which ``init(resuming:model:)`` goes on bit for bit as if it had never
  /// stopped.
  ///
  /// Beside the model (see ``Checkpoint``) the file has the optimizer's tensors under `optimizer.…`, the metadata
  /// `step` and `randomState` in decimal digits, and in `training` the settings of optimizer and schedule.
  ///
  /// Throws ``CheckpointError`` when it cannot be written, when a number of the model or of what the optimizer remembers
  /// is not finite, and when another file than a checkpoint is there and `replacingAnything` is not said: what was
  /// there before then stays.
  public func save(
    to file: String, configuration: some Encodable, tokenizer: String? = nil, notes: [String: String] = [:],
    replacingAnything: Bool = false
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
      to: file, replacingAnything: replacingAnything)
  }

  /// The run that a checkpoint kept; `template` is any model of the same make, such as ``Checkpoint/gpt()``.
  ///
  /// Throws ``CheckpointError`` when the file was written with another optimizer, keeps a model alone, does not
  /// fit the model, is damaged, or has numbers that no run can have.
  public init(resuming checkpoint: Checkpoint, model template: Model) throws(CheckpointError) {
    let settings: TrainingSettings<Method> = try checkpoint.decoded("training")
    guard settings.rule == Method.name else {
      throw checkpoint.refusal(.badMetadata("training", reason: "for another optimizer than \(Method.name)"))
    }
    let step: Int = try checkpoint.number("step")
    guard plausibleSteps.contains(step) else {
      throw checkpoint.refusal(.badMetadata("step", reason: "no number of steps that can be made"))
    }
    let state: UInt64 = try checkpoint.number("randomState")
    guard settings.isValid(step: step) else {
      throw checkpoint.refusal(
        .badMetadata(
          "training", reason: "out of range, or not that of a run of \(step) step\(step == 1 ? "" : "s")"))
    }
    let prefix = Checkpoint.optimizerPrefix
    let updated = step == 0 ? [] : template.parameters
    let expected = updated.flatMap { name, value in
      settings.optimizer.slots(of: name, shape: value.shape).map {
        (name: "\(prefix)\($0).\(name)", shape: value.shape)
      }
    }
    try checkpoint.compare(expected, among: { $0.hasPrefix(prefix) })
    self.init(
      model: try checkpoint.model(like: template), optimizer: settings.optimizer, schedule: settings.schedule,
      maximumNorm: settings.maximumNorm, seed: Seed(settings.seed))
    generator.state = state
    self.step = step
    optimizer.state.updateCount = step
    for (name, _) in expected {
      let own = String(name.dropFirst(prefix.count))
      let isSquare = optimizer.meansOfSquares.contains { own.hasPrefix($0 + ".") }
      optimizer.state.tensors[own] = try checkpoint.tensor(name, isMeanOfSquares: isSquare)
    }
  }
}
