import Autodiff

/// The keys and values that one attention layer has computed so far: `[batch, head, time, size]` each.
///
/// A causal layer's keys and values of a token do not depend on later tokens, so they need computing once.
public struct LayerCache: Sendable {
  /// The keys of every position so far; `nil` before the first.
  public private(set) var keys: Tensor?
  /// The values of every position so far.
  public private(set) var values: Tensor?

  /// An empty cache.
  public init() {}

  /// How many positions are kept.
  public var length: Int {
    keys.map { $0.shape[$0.rank - 2] } ?? 0
  }

  /// Adds the keys and values of further positions.
  public mutating func append(keys newKeys: Tensor, values newValues: Tensor) {
    keys = keys.map { concatenate([$0, newKeys], axis: -2) } ?? newKeys
    values = values.map { concatenate([$0, newValues], axis: -2) } ?? newValues
  }
}

/// What a GPT remembers of a text while it continues it: one `LayerCache` for every block.
public struct KeyValueCache: Sendable {
  var layers: [LayerCache?]
  /// How many tokens are kept.
  public internal(set) var length = 0

  /// An empty cache for a model of a number of blocks.
  public init(layerCount: Int) {
    layers = Array(repeating: LayerCache(), count: layerCount)
  }
}
