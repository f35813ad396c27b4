/// Which of an encoder–decoder's three tables (of the source's tokens, of the target's, and before the softmax) are one.
public enum EmbeddingSharing: String, Sendable, Hashable, Codable, CaseIterable {
  /// Each is a table of its own.
  case none
  /// The target's table is the output head too (Press and Wolf 2017).
  case targetAndHead
  /// One table for all, as in 2017, where both languages have one vocabulary (§3.4).
  case all
}

/// The sizes and choices that decide an encoder–decoder.
public struct EncoderDecoderConfiguration: Sendable, Hashable, Codable {
  /// How many tokens the source has.
  public var sourceVocabularySize: Int
  /// How many tokens the target has.
  public var targetVocabularySize: Int
  /// The longest text, on either side.
  public var contextLength: Int
  /// How many blocks the encoder has.
  public var encoderLayerCount: Int
  /// How many blocks the decoder has.
  public var decoderLayerCount: Int
  /// The sizes of every block.
  public var block: BlockConfiguration
  /// Where positions come from.
  public var positions: PositionKind
  /// Which tables are one.
  public var sharing: EmbeddingSharing

  /// A model's sizes, with the choices of Vaswani et al. 2017 for what is not given, but for the tables: here each
  /// language has a vocabulary of its own.
  public init(
    sourceVocabularySize: Int, targetVocabularySize: Int, contextLength: Int, encoderLayerCount: Int,
    decoderLayerCount: Int, headCount: Int, channels: Int, hiddenChannels: Int? = nil,
    normPlacement: NormPlacement = .post, activation: Activation = .relu, hasBias: Bool = true,
    positions: PositionKind = .sinusoidal, sharing: EmbeddingSharing = .targetAndHead, dropoutRate: Float = 0
  ) {
    self.sourceVocabularySize = sourceVocabularySize
    self.targetVocabularySize = targetVocabularySize
    self.contextLength = contextLength
    self.encoderLayerCount = encoderLayerCount
    self.decoderLayerCount = decoderLayerCount
    block = BlockConfiguration(
      channels: channels, headCount: headCount, hiddenChannels: hiddenChannels, normPlacement: normPlacement,
      activation: activation, hasBias: hasBias, dropoutRate: dropoutRate)
    self.positions = positions
    self.sharing = sharing
  }
}
