import Neural

extension GPTConfiguration {
  /// Seven tokens, context eight, two layers.
  static let tiny = GPTConfiguration(
    vocabularySize: 7, contextLength: 8, layerCount: 2, headCount: 2, channels: 16, dropoutRate: 0.1)
}
