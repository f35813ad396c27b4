import Language
import Neural
import Randomness

/// A GPT and the tokenizer that its tokens come from: what it takes to read and write with it, and nothing to train it.
///
/// ```swift
/// let pretrained = try PretrainedModel(contentsOf: "world.safetensors")
/// let tokens = try pretrained.tokenizer.encode("Mia has a red kite.")
/// let logits = pretrained.model(tokens)  // [time, vocabulary]
/// ```
public struct PretrainedModel: Sendable {
  /// The model; its vocabulary is as large as the tokenizer's.
  public let model: GPT
  /// Text to tokens and back.
  public let tokenizer: AnyTokenizer

  /// A model with its tokenizer; traps with both sizes when their vocabularies differ.
  public init(model: GPT, tokenizer: AnyTokenizer) {
    let rows = model.configuration.vocabularySize
    guard tokenizer.vocabularySize == rows else {
      fatalError(
        "PretrainedModel: a tokenizer of \(tokenizer.vocabularySize) tokens, a table of \(rows) rows")
    }
    self.model = model
    self.tokenizer = tokenizer
  }

  /// Reads a file that ``save(to:replacingAnything:)`` wrote, or the checkpoint of a run, of which what the optimizer
  /// remembers is passed over; of a folder, ``init(contentsOfFolder:)`` reads it.
  ///
  /// Throws ``CheckpointError`` when the file cannot be read, is damaged or something else, has no configuration or no
  /// tokenizer, and when the tokenizer has another number of tokens than the model.
  public init(contentsOf file: String) throws(CheckpointError) {
    if ModelFolder.isFolder(file) {
      try self.init(contentsOfFolder: file)
    } else {
      try self.init(Checkpoint(contentsOf: file))
    }
  }

  /// Takes the model and the tokenizer of a checkpoint; throws ``CheckpointError``.
  public init(_ checkpoint: Checkpoint) throws(CheckpointError) {
    tokenizer = try checkpoint.decoded("tokenizer")
    model = try checkpoint.gpt()
    let (tokens, rows) = (tokenizer.vocabularySize, model.configuration.vocabularySize)
    guard tokens == rows else { throw checkpoint.refusal(.otherVocabulary(tokens: tokens, rows: rows)) }
  }

  /// Writes both to a file, and nothing else: equal models give equal bytes.
  ///
  /// Throws ``CheckpointError`` when it cannot be written, when a number is not finite, and when another file than a
  /// checkpoint is there and `replacingAnything` is not said: what was there before then stays.
  public func save(to file: String, replacingAnything: Bool = false) throws(CheckpointError) {
    try Checkpoint.save(
      model, configuration: model.configuration, tokenizer: Checkpoint.json(tokenizer, for: file), to: file,
      replacingAnything: replacingAnything)
  }
}

extension PretrainedModel {
  /// The model with rows for special tokens, and a longer context if one is given; all that it has learned stays
  /// (``GPT/resized(vocabulary:context:seed:)``).
  ///
  /// Throws ``TokenizerError`` when the tokenizer does not take them; traps when the context would become shorter.
  public func adding(
    specialTokens: [String], context: Int? = nil, seed: Seed
  ) throws(TokenizerError) -> PretrainedModel {
    let tokenizer = try tokenizer.adding(specialTokens: specialTokens)
    return PretrainedModel(
      model: model.resized(vocabulary: tokenizer.vocabularySize, context: context, seed: seed),
      tokenizer: tokenizer)
  }
}
