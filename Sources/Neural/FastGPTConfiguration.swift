/// The sizes of a ``FastGPT`` and the parts that it has.
public struct FastGPTConfiguration: Sendable, Hashable, Codable {
  /// How many tokens there are.
  public var vocabularySize: Int
  /// The longest sequence that the model can read.
  public var contextLength: Int
  /// How many blocks.
  public var layerCount: Int
  /// How many heads share the channels.
  public var headCount: Int
  /// The width of a token.
  public var channels: Int
  /// What it has in the place of GPT-2's parts, or besides.
  public var parts: Set<FastPart>

  /// A model's sizes; without parts, it is GPT-2.
  public init(
    vocabularySize: Int, contextLength: Int, layerCount: Int, headCount: Int, channels: Int,
    parts: Set<FastPart> = []
  ) {
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
    self.layerCount = layerCount
    self.headCount = headCount
    self.channels = channels
    self.parts = parts
  }

  /// The GPT of these sizes: the same function, where there are no parts.
  public var reference: GPTConfiguration {
    GPTConfiguration(
      vocabularySize: vocabularySize, contextLength: contextLength, layerCount: layerCount,
      headCount: headCount, channels: channels, tiesHead: !parts.contains(.untiedHead))
  }
}
