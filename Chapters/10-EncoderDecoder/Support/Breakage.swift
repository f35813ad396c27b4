import Autodiff
import Neural
import Notebook

/// What a switch takes from the decoder.
enum Breakage {
  case none
  /// The source is encoded, and nobody reads it.
  case noCrossAttention
  /// Neither side knows the order of its tokens.
  case noPositions
  /// Every place of the target sees all others.
  case noTargetMask
  /// The decoder's input are the encoder's states, as S3 §2.4 has it.
  case memoryAsInput

  init(_ notebook: ChapterNotebook) {
    if notebook[Options.noCrossAttention] {
      self = .noCrossAttention
    } else if notebook[Options.noPositions] {
      self = .noPositions
    } else if notebook[Options.noTargetMask] {
      self = .noTargetMask
    } else {
      self = notebook[Options.memoryAsInput] ? .memoryAsInput : .none
    }
  }
}

extension EncoderDecoder {
  /// `decode(_:reading:)` from its parts, but for what is broken:
  /// the logits `[batch, time, vocabulary]`.
  func decode(
    _ tokens: [[Int]], reading memory: EncodedText, by breakage: Breakage
  ) -> Tensor {
    let time = tokens[0].count
    var x = embedTarget(tokens)
    if breakage == .memoryAsInput { x = inputOfStates(memory, time: time) }
    let mask =
      breakage == .noTargetMask ? nil : Mask.causal(queries: time, keys: time)
    for (index, block) in decoder.enumerated() {
      x = scope("decoder.\(index)") {
        block.broken(x, reading: memory, mask: mask, by: breakage)
      }
    }
    return logits(x)
  }

  /// The first states of the memory, one for each place of the target;
  /// zeros where the source is shorter. Each place has its position.
  private func inputOfStates(_ memory: EncodedText, time: Int) -> Tensor {
    let (batch, source) = (memory.states.shape[0], memory.states.shape[1])
    let channels = memory.states.shape[2]
    var states = memory.states.sliced(axis: 1, 0..<min(time, source))
    if source < time {
      let rest = Tensor.zeros([batch, time - source, channels])
      states = concatenate([states, rest], axis: 1)
    }
    return states + sinusoidalPositions(length: time, channels: channels)
  }
}

extension DecoderBlock {
  /// The block from its parts, but for what is broken.
  fileprivate func broken(
    _ x: Tensor, reading memory: EncodedText, mask: Mask?, by breakage: Breakage
  ) -> Tensor {
    var x = normPlacement.residual(x, norm: attentionNorm, name: "attention") {
      attention($0, mask: mask)
    }
    if breakage != .noCrossAttention {
      x = normPlacement.residual(x, norm: crossAttentionNorm, name: "crossAttention") {
        crossAttention($0, memory: memory.states, mask: memory.mask)
      }
    }
    return normPlacement.residual(x, norm: feedForwardNorm, name: "feedForward") {
      feedForward($0)
    }
  }
}
