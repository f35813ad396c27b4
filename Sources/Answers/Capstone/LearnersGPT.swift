import AttentionExercises
import BlockExercises
import Coursework
import EmbeddingsExercises
import MultiHeadExercises
import PositionsExercises
import TrainingExercises
import Workbench

import func Autodiff.differentiable
import func Autodiff.valueWithGradient

/// A GPT of nothing but the learner's functions, with the derivatives that the learner took by hand.
///
/// What the functions are made of (arithmetic, matrix products and their derivatives) is the workbench's; what
/// they make, from the lookup to the update, is the learner's alone.
struct LearnersGPT {
  let task: CapstoneTask

  /// The mean loss of a batch, and its gradient with respect to every parameter.
  func lossAndGradient(
    _ parameters: [Tensor], inputs: [Int], targets: [Int]
  ) throws -> (Float, [Tensor]) {
    let (loss, gradient) = try valueWithGradient(at: parameters) { parameters in
      let named = Dictionary(uniqueKeysWithValues: zip(task.names, parameters))
      let scores = try logits(of: inputs) { name in
        guard let parameter = named[name] else { throw MissingParameter(name: name) }
        return parameter
      }
      return meanLoss(scores, targets)
    }
    return (loss.scalar, gradient)
  }

  /// `batch × context` tokens → `[batch × context, vocabulary]`.
  private func logits(of tokens: [Int], parameter: @escaping (String) throws -> Tensor) throws -> Tensor {
    let table = try parameter("embedding.weight")
    let channels = table.shape[1]
    let positions = try sinusoidalPositions(time: task.context, channels: channels)
    let words = lookedUp(table, tokens).reshaped([tokens.count / task.context, task.context, channels])
    let blocks = (0..<task.layerCount).map { layer in
      { (x: Tensor) in try block(x) { try parameter("blocks.\(layer).\($0)") } }
    }
    let logits = try languageModelLogits(
      addPositions(words, positions), blocks: blocks,
      finalNorm: { try norm($0, gain: parameter("finalNorm.gain"), bias: parameter("finalNorm.bias")) },
      table: table)
    return logits.reshaped([tokens.count, table.shape[0]])
  }

  private func block(_ x: Tensor, _ parameter: (String) throws -> Tensor) throws -> Tensor {
    try preNormBlock(
      x,
      attentionNorm: {
        try norm($0, gain: parameter("attentionNorm.gain"), bias: parameter("attentionNorm.bias"))
      },
      attention: {
        try multiHeadAttention(
          $0, queryWeight: parameter("attention.query.weight"), keyWeight: parameter("attention.key.weight"),
          valueWeight: parameter("attention.value.weight"),
          outputWeight: parameter("attention.output.weight"),
          headCount: task.headCount, splitHeads: { try splitHeads($0, headCount: $1) }, joinHeads: joinHeads,
          attention: causalAttention)
      },
      feedForwardNorm: {
        try norm($0, gain: parameter("feedForwardNorm.gain"), bias: parameter("feedForwardNorm.bias"))
      },
      feedForward: {
        let (inner, outer) = (
          try parameter("feedForward.expand.weight"), try parameter("feedForward.contract.weight")
        )
        return try feedForward(
          $0, innerWeight: inner, innerBias: .zeros([inner.shape[1]]), outerWeight: outer,
          outerBias: .zeros([outer.shape[1]]), activation: gelu)
      })
  }
}

/// A parameter that the model has no name for.
private struct MissingParameter: Error {
  let name: String
}

// Where the learner derived by hand, the derivative is the learner's as well.

private func lookedUp(_ table: Tensor, _ tokens: [Int]) -> Tensor {
  differentiable("lookUp", table) { table in
    (
      written("lookUp") { try lookUp(table, tokens) },
      { upstream in
        written("lookUpPullback") {
          try lookUpPullback(tokens, upstream: upstream, vocabularySize: table.shape[0])
        }
      }
    )
  }
}

private func norm(_ x: Tensor, gain: Tensor, bias: Tensor) -> Tensor {
  let epsilon: Float = 1e-5
  return differentiable("layerNorm", [x, gain, bias]) { inputs in
    (
      written("layerNorm") { try layerNorm(inputs[0], gain: inputs[1], bias: inputs[2], epsilon: epsilon) },
      { upstream, _ in
        let gradients = written("layerNormPullback") {
          try layerNormPullback(inputs[0], gain: inputs[1], epsilon: epsilon, upstream: upstream)
        }
        return [gradients.x, gradients.gain, gradients.bias]
      }
    )
  }
}

private func causalAttention(_ query: Tensor, _ key: Tensor, _ value: Tensor) -> Tensor {
  differentiable("attention", [query, key, value]) { inputs in
    (
      written("attention") {
        try attention(
          query: inputs[0], key: inputs[1], value: inputs[2], isCausal: true, scores: attentionScores,
          mask: causalMask, softmax: softmax)
      },
      { upstream, _ in
        let gradients = written("attentionPullback") {
          try attentionPullback(
            query: inputs[0], key: inputs[1], value: inputs[2],
            weights: softmax(causalMask(attentionScores(inputs[0], inputs[1]))), upstream: upstream,
            softmaxPullback: { try softmaxPullback($0, upstream: $1) })
        }
        return [gradients.query, gradients.key, gradients.value]
      }
    )
  }
}

private func meanLoss(_ logits: Tensor, _ targets: [Int]) -> Tensor {
  differentiable("crossEntropy", logits) { logits in
    (
      written("crossEntropy") { try crossEntropy(logits: logits, targets: targets) },
      { upstream in
        upstream
          * written("crossEntropyPullback") { try crossEntropyPullback(logits: logits, targets: targets) }
      }
    )
  }
}

/// What a function of the learner's gives; one that throws ends the program with its name.
private func written<Result>(_ name: String, _ body: () throws -> Result) -> Result {
  do {
    return try body()
  } catch {
    fatalError("\(name) threw \(error)")
  }
}
