/// What one block of a decoder remembers while it writes: its own keys and values, and those of the memory that it
/// reads, which are computed once.
public struct DecoderBlockCache: Sendable {
  /// Of the target so far.
  public var attention: LayerCache
  /// Of the encoder's result.
  public var crossAttention: LayerCache

  /// A cache, empty but for what is given.
  public init(attention: LayerCache = LayerCache(), crossAttention: LayerCache = LayerCache()) {
    self.attention = attention
    self.crossAttention = crossAttention
  }
}

/// What an encoder–decoder remembers of one text while it writes another: one `DecoderBlockCache` for every block.
public struct DecoderCache: Sendable {
  var blocks: [DecoderBlockCache]
  /// How many tokens of the target are kept.
  public internal(set) var length = 0

  /// An empty cache for a decoder of a number of blocks.
  public init(layerCount: Int) {
    blocks = Array(repeating: DecoderBlockCache(), count: layerCount)
  }
}
