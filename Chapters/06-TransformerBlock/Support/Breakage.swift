import Autodiff
import Neural

/// What the switches leave out of a block.
struct Breakage {
  var noResidual = false
  var noNorm = false
  var noFeedForward = false

  /// Whether nothing is left out.
  var isNone: Bool { !(noResidual || noNorm || noFeedForward) }
}

extension TransformerBlock {
  /// The block from its parts, but for those that are left out: `[…, time, channels]` to the same shape.
  ///
  /// What it makes is observed under the names that the block itself gives.
  func broken(
    _ x: Tensor, by breakage: Breakage, mask: Mask? = nil
  ) -> Tensor {
    let isPre = normPlacement == .pre
    func half(
      _ x: Tensor, _ name: String, _ norm: LayerNorm,
      _ layer: (Tensor) -> Tensor
    ) -> Tensor {
      func normalized(_ x: Tensor) -> Tensor {
        breakage.noNorm ? x : scope(name + "Norm") { norm(x) }
      }
      let given = isPre ? normalized(x) : x
      let made = scope(name) { layer(given) }
      let sum = breakage.noResidual ? made : x + made
      return isPre ? sum : normalized(sum)
    }
    observe("input", x)
    let residual = half(x, "attention", attentionNorm) { x in
      attention(x, mask: mask)
    }
    observe("residual", residual)
    if breakage.noFeedForward { return observe("output", residual) }
    let output = half(residual, "feedForward", feedForwardNorm) { x in
      feedForward(x)
    }
    return observe("output", output)
  }
}

extension GPT {
  /// The logits of a small GPT whose blocks are broken, `[1, time, vocabulary]`; its head is the embedding table.
  func brokenLogits(_ tokens: [Int], by breakage: Breakage) -> Tensor {
    let time = tokens.count
    var hidden = embedding([tokens])
    if let positions { hidden = hidden + positions(Array(0..<time)) }
    observe("embedded", hidden)
    let mask = Mask.causal(queries: time, keys: time)
    for (index, block) in blocks.enumerated() {
      hidden = scope("blocks.\(index)") {
        block.broken(hidden, by: breakage, mask: mask)
      }
    }
    if let finalNorm, !breakage.noNorm {
      hidden = scope("finalNorm") { finalNorm(hidden) }
    }
    return observe("logits", embedding.logits(hidden))
  }
}

/// A GPT's logits, `[1, time, vocabulary]`, with what is broken left out.
func logits(_ model: GPT, _ tokens: [Int], _ breakage: Breakage) -> Tensor {
  breakage.isNone
    ? model([tokens]) : model.brokenLogits(tokens, by: breakage)
}
