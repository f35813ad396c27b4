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
  /// The logits after one further token, `[1, vocabulary]`; `nil` when it must take the long way.
  func logits(after token: Int, cache: inout KeyValueCache) -> Tensor? {
    guard cache.length < configuration.contextLength, cache.layers.count == blocks.count,
      !Observation.isActive, !isTracked
    else { return nil }
    for index in blocks.indices {
      guard cache.layers[index]?.makeRoom() == true else { return nil }
    }
    var rows = cache.rows ?? TokenRows()
    cache.rows = nil  // so that the memory has one owner
    let channels = embedding.weight.shape[1]
    copyRow(of: embedding.weight.buffer, at: token, width: channels, into: &rows.hidden)
    addPosition(cache.length, to: &rows.hidden)
    for index in blocks.indices {
      guard blocks[index].read(&rows, memory: &cache.layers[index]) else {
        for earlier in 0..<index { cache.layers[earlier]?.forgetLast() }
        return nil
      }
    }
    cache.length += 1
    finalNorm?.normalize(&rows.hidden)
    let vocabulary = head?.weight.shape[1] ?? embedding.weight.shape[0]
    var logits: Buffer = []
    if let head {
      projectRow(rows.hidden, by: head.projection, into: &logits)
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

  /// Whether a gradient is being taken through a parameter outside the blocks, which say so themselves.
  private var isTracked: Bool {
    embedding.weight.isTracked || positions?.weight.isTracked == true || finalNorm?.isTracked == true
      || head?.isTracked == true
  }
}

extension TransformerBlock {
  /// Reads `rows.hidden`, remembers the token's key and value, and leaves its result in `rows.hidden`; `false`,
  /// and nothing is done, when a gradient is being taken through a parameter.
  fileprivate func read(_ rows: inout TokenRows, memory: inout LayerCache?) -> Bool {
    if isTracked { return false }
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
    return true
  }

  private var isTracked: Bool {
    attentionNorm.isTracked || feedForwardNorm.isTracked || feedForward.expand.isTracked
      || feedForward.contract.isTracked || attention.query.isTracked || attention.key.isTracked
      || attention.value.isTracked || attention.output.isTracked
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

  fileprivate var isTracked: Bool { weight.isTracked || bias?.isTracked == true }
}

extension LayerNorm {
  fileprivate func normalize(_ row: Buffer, into result: inout Buffer) {
    normalizeRow(row, gain: gain.buffer, bias: bias.buffer, epsilon: epsilon, into: &result)
  }

  fileprivate func normalize(_ row: inout Buffer) {
    normalizeRow(&row, gain: gain.buffer, bias: bias.buffer, epsilon: epsilon)
  }

  fileprivate var isTracked: Bool { gain.isTracked || bias.isTracked }
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
