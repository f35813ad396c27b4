import Autodiff
import Kernels

// The short way of one further token through a GPT, as generation asks for it again and again.
//
// `GPT.callAsFunction(_:cache:)` says what is computed. For a single token its tensors are so small that making
// them costs more than computing them: here the same kernels' single-row forms write into memory that stays with
// the cache. The bits are the same. Whatever has to be seen or changed by somebody, recorded for a gradient or dropped at
// random goes the long way.

/// The memory that the rows of one token are written to on their way through the model.
struct TokenRows: Sendable {
  /// What the blocks hand on, `[channels]`.
  var hidden: Buffer = []
  /// The same after a layer norm.
  var normalized: Buffer = []
  /// Query, key and value, side by side.
  var projected: Buffer = []
  /// The attention weights of every head.
  var weights: Buffer = []
  /// The heads' results, side by side.
  var attended: Buffer = []
  /// The inside of the feed-forward layer, `[hiddenChannels]`.
  var expanded: Buffer = []
}

/// A model as one token goes through it, whatever the precision of its weights.
protocol SingleTokenModel {
  var configuration: GPTConfiguration { get }
  var finalNorm: LayerNorm? { get }

  /// Writes the token's row of the embedding table.
  func embed(_ token: Int, into hidden: inout Buffer)
  /// Adds the position's row of the learned positions, if there are any.
  func addLearnedPosition(_ position: Int, to hidden: inout Buffer)
  /// A block of the stack.
  func block(_ index: Int) -> SingleTokenBlock
  /// The logits of what the stack hands on.
  func logits(ofRow hidden: Buffer) -> Buffer
}

extension SingleTokenModel {
  /// The logits after one further token that goes the short way, `[1, vocabulary]`.
  func logits(after token: Int, cache: inout KeyValueCache) -> Tensor {
    var rows = cache.rows ?? TokenRows()
    cache.rows = nil  // so that the memory has one owner
    embed(token, into: &rows.hidden)
    addPosition(cache.length, to: &rows.hidden)
    for index in cache.layers.indices { block(index).read(&rows, memory: &cache.layers[index]) }
    cache.length += 1
    finalNorm?.normalize(&rows.hidden)
    let logits = logits(ofRow: rows.hidden)
    cache.rows = rows
    return Tensor(shape: [1, logits.count], buffer: logits)
  }

  private func addPosition(_ position: Int, to hidden: inout Buffer) {
    switch configuration.positions {
    case .learned: addLearnedPosition(position, to: &hidden)
    case .sinusoidal:
      let row = sinusoidalPositions(position..<position + 1, channels: configuration.block.channels)
      copyRow(of: row.buffer, at: 0, width: hidden.count, adds: true, into: &hidden)
    case .none: break
    }
  }
}

extension GPT: SingleTokenModel {
  /// Whether one further token goes the short way: there is room for it, nobody observes or intervenes, no gradient is
  /// taken through a parameter or through what the cache keeps, and no projection has an adapter beside it.
  func goesShortWay(_ cache: KeyValueCache) -> Bool {
    cache.length < configuration.contextLength && cache.layers.count == blocks.count && !Observation.isActive
      && cache.layers.allSatisfy { $0?.isExtensible == true } && !isTracked && !isAdapted
  }

  func embed(_ token: Int, into hidden: inout Buffer) {
    copyRow(of: embedding.weight.buffer, at: token, width: embedding.weight.shape[1], into: &hidden)
  }

  func addLearnedPosition(_ position: Int, to hidden: inout Buffer) {
    guard let positions else { return }
    copyRow(of: positions.weight.buffer, at: position, width: hidden.count, adds: true, into: &hidden)
  }

  func block(_ index: Int) -> SingleTokenBlock {
    SingleTokenBlock(blocks[index], projection: \.rowProjection)
  }

  func logits(ofRow hidden: Buffer) -> Buffer {
    guard let lmHead else {
      return matchRow(hidden, rowsOf: embedding.weight.buffer, rows: embedding.weight.shape[0])
    }
    var logits: Buffer = []
    projectRow(hidden, by: lmHead.rowProjection, into: &logits)
    return logits
  }
}

/// A block as one token goes through it: the norms, and the weights that rows are projected by.
struct SingleTokenBlock: Sendable {
  let normPlacement: NormPlacement
  let attentionNorm: LayerNorm
  let headCount: Int
  let query, key, value, output: RowProjection
  let feedForwardNorm: LayerNorm
  let expand, contract: RowProjection
  let activation: Activation

  /// The parts of a block, whose projections become what rows are projected by.
  init(_ block: TransformerBlock, projection: (Linear) -> RowProjection) {
    normPlacement = block.normPlacement
    attentionNorm = block.attentionNorm
    headCount = block.attention.headCount
    query = projection(block.attention.query)
    key = projection(block.attention.key)
    value = projection(block.attention.value)
    output = projection(block.attention.output)
    feedForwardNorm = block.feedForwardNorm
    expand = projection(block.feedForward.expand)
    contract = projection(block.feedForward.contract)
    activation = block.feedForward.activation
  }

  /// Reads `rows.hidden`, remembers the token's key and value, and leaves its result in `rows.hidden`.
  func read(_ rows: inout TokenRows, memory: inout LayerCache?) {
    switch normPlacement {
    case .pre:
      attentionNorm.normalize(rows.hidden, into: &rows.normalized)
      attend(rows.normalized, &rows, memory: &memory)
      feedForwardNorm.normalize(rows.hidden, into: &rows.normalized)
      feedForward(rows.normalized, &rows)
    case .post:
      attend(rows.hidden, &rows, memory: &memory)
      attentionNorm.normalize(&rows.hidden)
      feedForward(rows.hidden, &rows)
      feedForwardNorm.normalize(&rows.hidden)
    }
  }

  /// Adds the attention of the token's row `x` to `rows.hidden`.
  private func attend(_ x: Buffer, _ rows: inout TokenRows, memory: inout LayerCache?) {
    projectRow(x, by: query, key, value, into: &rows.projected)
    memory?.attend(
      rows.projected, headCount: headCount, keySize: key.outputs / headCount,
      valueSize: value.outputs / headCount, weights: &rows.weights, into: &rows.attended)
    projectRow(rows.attended, by: output, adds: true, into: &rows.hidden)
  }

  /// Adds the feed-forward layer's result for the token's row `x` to `rows.hidden`.
  private func feedForward(_ x: Buffer, _ rows: inout TokenRows) {
    projectRow(x, by: expand, then: activation.function, into: &rows.expanded)
    projectRow(rows.expanded, by: contract, adds: true, into: &rows.hidden)
  }
}

extension Linear {
  fileprivate var rowProjection: RowProjection {
    RowProjection(
      weight: weight.buffer, bias: bias?.buffer, inputs: weight.shape[0], outputs: weight.shape[1])
  }
}

extension LayerNorm {
  fileprivate func normalize(_ row: Buffer, into result: inout Buffer) {
    normalizeRow(row, gain: gain.buffer, bias: bias.buffer, epsilon: epsilon, into: &result)
  }

  fileprivate func normalize(_ row: inout Buffer) {
    normalizeRow(&row, gain: gain.buffer, bias: bias.buffer, epsilon: epsilon)
  }
}

extension Activation {
  fileprivate var function: UnaryFunction {
    switch self {
    case .relu: .relu
    case .geluExact: .geluExact
    case .geluTanh: .geluTanh
    case .squaredReLU: .squaredReLU
    }
  }
}
