import Autodiff

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A model kept in a file: one safetensors file with the parameters under their dotted names, and in its metadata
/// the configuration they belong to, the tokenizer, and whatever else is needed to go on.
///
/// | in the file | what it is |
/// |---|---|
/// | `embedding.weight`, … | the parameters |
/// | `optimizer.firstMoment.embedding.weight`, … | what the optimizer remembers |
/// | metadata `formatVersion` | `1` |
/// | metadata `configuration` | the model's configuration, JSON |
/// | metadata `tokenizer` | the tokenizer, as the caller writes it |
/// | metadata `note.…` | the caller's notes |
/// | metadata `step`, `randomState`, `training` | the state of a run of `Training` |
public struct Checkpoint: Sendable {
  static let formatVersion = "1"
  /// What the names of an optimizer's tensors begin with.
  package static let optimizerPrefix = "optimizer."
  private static let notePrefix = "note."

  /// The file.
  public let contents: SafeTensors

  /// Opens a checkpoint; throws ``CheckpointError`` when the file cannot be read, is damaged or is something else.
  public init(contentsOf file: String) throws(CheckpointError) {
    try self.init(SafeTensors(contentsOf: file))
  }

  /// Takes a safetensors file as a checkpoint; throws ``CheckpointError`` when it is something else.
  public init(_ contents: SafeTensors) throws(CheckpointError) {
    self.contents = contents
    let version = try text("formatVersion")
    guard version == Self.formatVersion else {
      throw refusal(.badMetadata("formatVersion", reason: "not \(Self.formatVersion), the one that is read"))
    }
  }

  /// The tokenizer as it was given, or `nil`.
  public var tokenizer: String? { contents.metadata["tokenizer"] }

  /// The caller's notes.
  public var notes: [String: String] {
    var result: [String: String] = [:]
    for (key, value) in contents.metadata where key.hasPrefix(Self.notePrefix) {
      result[String(key.dropFirst(Self.notePrefix.count))] = value
    }
    return result
  }

  /// The configuration; throws ``CheckpointError`` when it is missing or of another kind. Its numbers are as they
  /// are in the file: whoever makes a model from them has to check them first (see ``gpt()``).
  public func configuration<Configuration: Decodable>(
    as type: Configuration.Type
  ) throws(CheckpointError) -> Configuration {
    try decoded("configuration")
  }

  /// A model of the same make as `template`, with the parameters of the file.
  ///
  /// Names and shapes are compared before any number is read: throws ``CheckpointError`` when a parameter is
  /// missing, has another shape or a number that is not finite, and when the file has a tensor too many.
  public func model<Model: Module>(like template: Model) throws(CheckpointError) -> Model {
    try compare(
      template.parameters.map { ($0.name, $0.value.shape) }, among: { !$0.hasPrefix(Self.optimizerPrefix) })
    var model = template
    var failure: CheckpointError?
    model.forEachParameter { name, parameter in
      guard failure == nil else { return }
      do throws(CheckpointError) { parameter = try tensor(name) } catch { failure = error }
    }
    if let failure { throw failure }
    return model
  }

  /// Compares names and shapes with those of the file's tensors whose names `isAmong` accepts: throws
  /// ``CheckpointError`` when one is missing, too many or of another shape.
  package func compare(
    _ expected: [(name: String, shape: Shape)], among isAmong: (String) -> Bool
  ) throws(CheckpointError) {
    var left: [String: Shape] = [:]
    for (name, shape) in contents.shapes where isAmong(name) { left[name] = shape }
    for (name, shape) in expected {
      guard let found = left.removeValue(forKey: name) else { throw refusal(.missingTensor(name)) }
      guard found == shape else {
        throw refusal(.wrongShape(tensor: name, expected: shape, found: found))
      }
    }
    if let extra = left.keys.min() { throw refusal(.unexpectedTensor(extra)) }
  }

  /// A piece of metadata that has to be there.
  func text(_ key: String) throws(CheckpointError) -> String {
    guard let text = contents.metadata[key] else { throw refusal(.missingMetadata(key)) }
    return text
  }

  /// An error about this file.
  package func refusal(_ problem: CheckpointError.Problem) -> CheckpointError {
    CheckpointError(file: contents.file, problem)
  }

  /// Writes a model to a file, under a temporary name first (``SafeTensors/write(_:metadata:to:)``).
  ///
  /// `extraTensors` and `extraMetadata` are for what training keeps beside the model.
  package static func save(
    _ model: some Module, configuration: some Encodable, tokenizer: String?, notes: [String: String],
    extraTensors: [(name: String, value: Tensor)], extraMetadata: [String: String], to file: String,
    replacingAnything: Bool
  ) throws(CheckpointError) {
    var metadata = extraMetadata
    metadata["formatVersion"] = formatVersion
    metadata["configuration"] = try json(configuration, for: file)
    metadata["tokenizer"] = tokenizer
    for (key, value) in notes { metadata[notePrefix + key] = value }
    let tensors = model.parameters + extraTensors
    for (name, value) in tensors { try checkNumbers(of: value, name, file: file) }
    try checkDestination(file, replacingAnything: replacingAnything)
    try SafeTensors.write(tensors, metadata: metadata, to: file)
  }

  /// Writes a model alone, to be used and not trained further.
  ///
  /// Throws ``CheckpointError`` when it cannot be written, when a number is not finite, and when another file than a
  /// checkpoint is there and `replacingAnything` is not said: what was there before then stays.
  public static func save(
    _ model: some Module, configuration: some Encodable, tokenizer: String? = nil,
    notes: [String: String] = [:], to file: String, replacingAnything: Bool = false
  ) throws(CheckpointError) {
    try save(
      model, configuration: configuration, tokenizer: tokenizer, notes: notes, extraTensors: [],
      extraMetadata: [:], to: file, replacingAnything: replacingAnything)
  }

  /// JSON with sorted keys, so that equal values give equal files.
  package static func json(_ value: some Encodable, for file: String) throws(CheckpointError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw CheckpointError(file: file, .unwritable("\(type(of: value)) has a number that JSON cannot hold"))
    }
  }
}
