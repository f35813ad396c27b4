import Autodiff
import Kernels

// The short way of one further token through a GPT, as generation asks for it again and again.
//
// `GPT.callAsFunction(_:cache:)` says what is computed. For a single token its tensors are so small that making
// them costs more than computing them: here the same kernels' single-row forms write into memory that stays with
// the cache. The bits are the same. Whatever has to be seen by somebody, recorded for a gradient or dropped at
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

extension GPT {
  /// Whether one further token goes the short way: there is room for it, nobody observes, no gradient is taken through
  /// a parameter or through what the cache keeps, and no projection has an adapter beside it.
  func goesShortWay(_ cache: KeyValueCache) -> Bool {
    cache.length < configuration.contextLength && cache.layers.count == blocks.count && !Observation.isActive
      && cache.layers.allSatisfy { $0?.isExtensible == true } && !isTracked && !isAdapted
  }

  /// The logits after one further token that goes the short way, `[1, vocabulary]`.
  func logits(after token: Int, cache: inout KeyValueCache) -> Tensor {
    var rows = cache.rows ?? TokenRows()
    cache.rows = nil  // so that the memory has one owner
    let channels = embedding.weight.shape[1]
    copyRow(of: embedding.weight.buffer, at: token, width: channels, into: &rows.hidden)
    addPosition(cache.length, to: &rows.hidden)
    for index in blocks.indices { blocks[index].read(&rows, memory: &cache.layers[index]) }
    cache.length += 1
    finalNorm?.normalize(&rows.hidden)
    let vocabulary = lmHead?.weight.shape[1] ?? embedding.weight.shape[0]
    var logits: Buffer = []
    if let lmHead {
      projectRow(rows.hidden, by: lmHead.projection, into: &logits)
    } else {
      logits = matchRow(rows.hidden, rowsOf: embedding.weight.buffer, rows: vocabulary)
    }
    cache.rows = rows
    return Tensor(shape: [1, vocabulary], buffer: logits)
  }

  private func addPosition(_ position: Int, to hidden: inout Buffer) {
    switch configuration.positions {
    case .learned:
      guard let positions else { return }
      copyRow(of: positions.weight.buffer, at: position, width: hidden.count, adds: true, into: &hidden)
    case .sinusoidal:
      let row = sinusoidalPositions(position..<position + 1, channels: configuration.block.channels)
      copyRow(of: row.buffer, at: 0, width: hidden.count, adds: true, into: &hidden)
    case .none: break
    }
  }
}

extension TransformerBlock {
  /// Reads `rows.hidden`, remembers the token's key and value, and leaves its result in `rows.hidden`.
  fileprivate func read(_ rows: inout TokenRows, memory: inout LayerCache?) {
    switch normPlacement {
    case .pre:
      attentionNorm.normalize(rows.hidden, into: &rows.normalized)
      attention.read(rows.normalized, &rows, memory: &memory)
      feedForwardNorm.normalize(rows.hidden, into: &rows.normalized)
      feedForward.read(rows.normalized, &rows)
    case .post:
      attention.read(rows.hidden, &rows, memory: &memory)
      attentionNorm.normalize(&rows.hidden)
      feedForward.read(rows.hidden, &rows)
      feedForwardNorm.normalize(&rows.hidden)
    }
  }
}

extension MultiHeadAttention {
  /// Adds the attention of the token's row `x` to `rows.hidden`.
  fileprivate func read(_ x: Buffer, _ rows: inout TokenRows, memory: inout LayerCache?) {
    projectRow(x, by: query.projection, key.projection, value.projection, into: &rows.projected)
    memory?.attend(
      rows.projected, headCount: headCount, keySize: query.weight.shape[1] / headCount,
      valueSize: value.weight.shape[1] / headCount, weights: &rows.weights, into: &rows.attended)
    projectRow(rows.attended, by: output.projection, adds: true, into: &rows.hidden)
  }
}

extension FeedForward {
  /// Adds the layer's result for the token's row `x` to `rows.hidden`.
  fileprivate func read(_ x: Buffer, _ rows: inout TokenRows) {
    projectRow(x, by: expand.projection, then: activation.function, into: &rows.expanded)
    projectRow(rows.expanded, by: contract.projection, adds: true, into: &rows.hidden)
  }
}

extension Linear {
  fileprivate var projection: RowProjection {
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
    }
  }
}
