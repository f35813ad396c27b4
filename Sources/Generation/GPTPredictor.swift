import Autodiff
import Neural

/// A GPT that has read a text, of whatever precision.
///
/// With the cache, reading costs the new tokens alone (their keys and values join those kept), and without it the whole
/// window; the tokens chosen are the same. A model looks at no more than its context: when the text outgrows it, the
/// window starts again with the last half context, with or without the cache alike, so that a token stays cheap on
/// average.
public struct GPTPredictor: TokenPredictor {
  private let model: any CachedModel
  /// Whether keys and values are kept, or computed anew for each token.
  public let isCached: Bool
  /// The logits after the last token; empty before the first.
  public private(set) var logits: [Float] = []
  /// What the model looks at: the end of the text.
  private var window: [Int] = []
  private var cache: KeyValueCache

  /// A model that has read nothing yet.
  public init(_ model: GPT, isCached: Bool = true) { self.init(reading: model, isCached: isCached) }

  /// A model of eight bits a weight that has read nothing yet.
  public init(_ model: QuantizedGPT, isCached: Bool = true) { self.init(reading: model, isCached: isCached) }

  private init(reading model: any CachedModel, isCached: Bool) {
    self.model = model
    self.isCached = isCached
    cache = KeyValueCache(layerCount: model.configuration.layerCount)
  }

  /// The number of different tokens.
  public var vocabularySize: Int { model.configuration.vocabularySize }

  /// The most tokens that the model looks at.
  public var contextLength: Int? { model.configuration.contextLength }

  /// Reads further tokens; where they outgrow the context, the window starts again as often as it has to.
  public mutating func read(_ tokens: [Int]) {
    if let last = passed(over: tokens).last { logits = last }
  }

  /// The logits after each token: in one pass where all fit in the context, else one by one.
  public mutating func logits(reading tokens: [Int]) -> [[Float]] {
    guard window.count + tokens.count <= model.configuration.contextLength else {
      return tokens.map {
        read([$0])
        return logits
      }
    }
    let rows = passed(over: tokens, keeps: tokens.count)
    logits = rows.last ?? logits
    return rows
  }

  /// One pass of the model over further tokens: the logits after the last `count` of them.
  private mutating func passed(over tokens: [Int], keeps count: Int = 1) -> [[Float]] {
    guard !tokens.isEmpty else { return [] }
    let context = model.configuration.contextLength
    for token in tokens {
      window.append(token)
      if window.count > context {
        window = Array(window.suffix(max(1, context / 2)))
        cache = KeyValueCache(layerCount: model.configuration.layerCount)
      }
    }
    let unread = cache.length == 0 ? window : tokens
    let logits = isCached ? model(unread, cache: &cache) : model(window)
    let time = logits.shape[0]
    return logits.sliced(axis: 0, time - count..<time).rows
  }
}
