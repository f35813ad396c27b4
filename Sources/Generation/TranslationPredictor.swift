import Autodiff
import Neural

/// An encoder–decoder that has read a source and writes its translation, token by token, after a beginning token.
///
/// The source is encoded once. With the cache a token costs its own row alone (its keys and values join those kept, and
/// those of the source are computed once), and without it everything written so far; the tokens chosen are the same.
///
/// ```swift
/// var writer = TranslationPredictor(model, source: source)
/// writer.read([beginning])
/// BeamSearch(width: 4)(writer, maximumNewTokens: 40, endToken: end)
/// ```
public struct TranslationPredictor: TokenPredictor {
  /// The model that writes.
  public let model: EncoderDecoder
  /// Whether keys and values are kept, or computed anew for each token.
  public let isCached: Bool
  /// The logits after the last token; empty before the beginning token.
  public private(set) var logits: [Float] = []
  private let memory: EncodedText
  private var written: [Int] = []
  private var cache: DecoderCache

  /// A model that has read the source and written nothing yet.
  public init(_ model: EncoderDecoder, source: [Int], isCached: Bool = true) {
    self.model = model
    self.isCached = isCached
    memory = model.encode([source])
    cache = DecoderCache(layerCount: model.configuration.decoderLayerCount)
  }

  /// The number of different tokens of the target.
  public var vocabularySize: Int { model.configuration.targetVocabularySize }

  /// The most tokens that a translation may have, its beginning token counted.
  public var contextLength: Int? { model.configuration.contextLength }

  /// Reads further tokens of the target; traps when it outgrows the context.
  public mutating func read(_ tokens: [Int]) { _ = logits(reading: tokens) }

  /// The logits after each token, in one pass.
  public mutating func logits(reading tokens: [Int]) -> [[Float]] {
    guard !tokens.isEmpty else { return [] }
    written += tokens
    let rows: [[Float]]
    if isCached {
      rows = model.decode(tokens, reading: memory, cache: &cache).rows
    } else {
      let all = model.decode([written], reading: memory).selected(axis: 0, 0)
      rows = all.rows.suffix(tokens.count)
    }
    logits = rows.last ?? logits
    return rows
  }
}
