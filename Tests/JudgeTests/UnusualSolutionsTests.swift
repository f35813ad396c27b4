import Autodiff
import Foundation
import Testing

@testable import Coursework

/// Right solutions that nobody would expect: a judge that wants the usual lines refuses them.
@Suite("Right solutions that are written otherwise")
struct UnusualSolutionsTests {
  func accept<Typed: Exercise>(_ exercise: Typed.Type, _ solutions: [String: Typed.Function]) throws {
    for seed in [1, 2, 3] as [UInt64] {
      let judge = Judge(of: AnyExercise(exercise))
      for (name, solution) in solutions {
        let trial = Trial(of: try judge.inputs(seed: seed)) {
          try Typed.answer(of: solution, to: Wire.decode(Typed.Inputs.self, from: $0))
        }
        let verdict = try judge.verdict(on: trial)
        #expect(verdict.hasPassed, "\(Typed.about.name), \(name): \(verdict)")
      }
    }
  }

  @Test("Attention")
  func attention() throws {
    try accept(
      SoftmaxExercise.self,
      [
        "by logarithms": { scores in
          let shifted = scores - scores.max(alongAxis: -1, keepingAxis: true)
          return exp(shifted - log(exp(shifted).sum(alongAxis: -1, keepingAxis: true)))
        },
        "with a constant maximum, along the other axis": { scores in
          let columns = scores.transposed()
          let powers = exp(columns - columns.detached.max(alongAxis: -2, keepingAxis: true))
          return (powers * (1 / powers.sum(alongAxis: -2, keepingAxis: true))).transposed()
        },
      ])
    try accept(
      AttentionScoresExercise.self,
      [
        "the fourth root on both sides": { query, key in
          let root = Float(query.shape[query.rank - 1]).squareRoot().squareRoot()
          return matmul(query / root, (key / root).transposed())
        },
        "as sums of products": { query, key in
          let size = query.shape[query.rank - 1]
          let rows = query.reshaped(query.shape.dropLast() + [1, size])
          let columns = key.reshaped(key.shape.dropLast(2) + [1, key.shape[key.rank - 2], size])
          return (rows * columns).sum(alongAxis: -1) * power(Tensor(Float(size)), -0.5)
        },
      ])
    try accept(
      CausalMaskExercise.self,
      [
        "the logarithm of ones and zeros": { scores in
          let (queries, keys) = (scores.shape[scores.rank - 2], scores.shape[scores.rank - 1])
          let seen = (0..<queries * keys).map { Float($0 % keys - $0 / keys <= keys - queries ? 1 : 0) }
          return scores + log(Tensor(shape: [queries, keys], scalars: seen))
        },
        "row by row": { scores in
          let (queries, keys) = (scores.shape[scores.rank - 2], scores.shape[scores.rank - 1])
          let rows = (0..<queries).map { row in
            let past = keys - queries + row + 1
            return scores.selected(axis: -2, row)
              + Tensor((0..<keys).map { $0 < past ? 0 : -.infinity })
          }
          return stack(rows, axis: scores.rank - 2)
        },
      ])
    try accept(
      AttentionExercise.self,
      [
        "masked twice, value by value": { query, key, value, isCausal, scores, mask, softmax in
          let all = try scores(query, key)
          let weights = try softmax(isCausal ? mask(mask(all)) : all)
          let parts = (0..<value.shape[value.rank - 2]).map { place in
            weights.sliced(axis: -1, place..<place + 1) * value.sliced(axis: -2, place..<place + 1)
          }
          return parts.dropFirst().reduce(parts[0], +)
        }
      ])
    try accept(
      SoftmaxPullbackExercise.self,
      [
        "by the Jacobian": { weights, upstream in
          let keys = weights.shape[weights.rank - 1]
          let column = weights.reshaped(weights.shape + [1])
          let row = weights.reshaped(weights.shape.dropLast() + [1, keys])
          return ((Tensor.identity(keys) * row - column * row) * upstream.reshaped(column.shape))
            .sum(alongAxis: -2)
        }
      ])
    try accept(
      AttentionPullbackExercise.self,
      [
        "scaled at the end": { query, key, value, weights, upstream, softmaxPullback in
          let root = Float(query.shape[query.rank - 1]).squareRoot()
          let change = try softmaxPullback(weights, matmul(value, upstream.transposed()).transposed())
          return (
            matmul(change, key / root), matmul(query.transposed() / root, change).transposed(),
            matmul(upstream.transposed(), weights).transposed()
          )
        }
      ])
  }

  @Test("Heads")
  func heads() throws {
    try accept(
      SplitHeadsExercise.self,
      [
        "token by token": { x, headCount in
          let tokens = (0..<x.shape[x.rank - 2]).map { place in
            let row = x.selected(axis: -2, place)
            return row.reshaped(row.shape.dropLast() + [headCount, -1])
          }
          return stack(tokens, axis: x.rank - 1)
        }
      ])
    try accept(
      JoinHeadsExercise.self,
      [
        "token by token": { heads in
          let tokens = (0..<heads.shape[heads.rank - 2]).map { place in
            heads.selected(axis: -2, place).reshaped(heads.shape.dropLast(3) + [1, -1])
          }
          return concatenate(tokens, axis: -2)
        }
      ])
    try accept(
      MultiHeadAttentionExercise.self,
      [
        "the sum of what each head writes": { x, query, key, value, output, headCount, _, _, attention in
          let size = x.shape[x.rank - 1] / headCount
          var sum = Tensor.zeros(x.shape)
          for head in 0..<headCount {
            let own = head * size..<(head + 1) * size
            func part(_ weight: Tensor) -> Tensor { matmul(x, weight.sliced(axis: 1, own)) }
            sum += matmul(try attention(part(query), part(key), part(value)), output.sliced(axis: 0, own))
          }
          return sum
        }
      ])
    try accept(
      AttentionParameterCountExercise.self,
      [
        "head by head": { channels, headCount, hasBias in
          let size = channels / headCount
          return (0..<headCount).reduce(channels * (channels + (hasBias ? 1 : 0))) { sum, _ in
            sum + 3 * size * (channels + (hasBias ? 1 : 0))
          }
        }
      ])
  }

  @Test("The block")
  func block() throws {
    try accept(
      LayerNormExercise.self,
      [
        "one factor and one offset": { x, gain, bias, epsilon in
          let mean = x.mean(alongAxis: -1, keepingAxis: true)
          let factor = gain * power(x.variance(alongAxis: -1, keepingAxis: true) + epsilon, -0.5)
          return x * factor + (bias - mean * factor)
        },
        "centred by a matrix": { x, gain, bias, epsilon in
          let channels = x.shape[x.rank - 1]
          let centred = matmul(x, Tensor.identity(channels) - 1 / Float(channels))
          let squares = (centred * centred).sum(alongAxis: -1, keepingAxis: true)
          return centred * gain / sqrt(squares / Float(channels) + epsilon) + bias
        },
      ])
    try accept(
      LayerNormPullbackExercise.self,
      [
        "through the variance": { x, gain, epsilon, upstream in
          let channels = Float(x.shape[x.rank - 1])
          let centred = x - x.mean(alongAxis: -1, keepingAxis: true)
          let variance = (centred * centred).mean(alongAxis: -1, keepingAxis: true) + epsilon
          let inverse = power(variance, -0.5)
          let g = upstream * gain
          let forVariance = (g * centred).sum(alongAxis: -1, keepingAxis: true) * -0.5 * inverse / variance
          let forMean = -(g * inverse).sum(alongAxis: -1, keepingAxis: true)
          let rows = Array(0..<x.rank - 1)
          return (
            g * inverse + forVariance * 2 * centred / channels + forMean / channels,
            (upstream * centred * inverse).sum(alongAxes: rows), upstream.sum(alongAxes: rows)
          )
        }
      ])
    try accept(ResidualExercise.self, ["backwards": { x, sublayer in -(-x - (try sublayer(x))) }])
    try accept(
      GELUExercise.self,
      [
        "by a sigmoid": { x in
          x / (1 + exp(-2 * (2 / Float.pi).squareRoot() * (x + 0.044715 * x * x * x)))
        }
      ])
    try accept(
      FeedForwardExercise.self,
      [
        "the biases as rows": { x, w1, b1, w2, b2, activation in
          let ones = Tensor.ones(x.shape.dropLast() + [1])
          func row(_ bias: Tensor) -> Tensor { bias.reshaped([1, -1]) }
          let hidden = try activation(
            matmul(concatenate([ones, x], axis: -1), concatenate([row(b1), w1], axis: 0)))
          return matmul(concatenate([hidden, ones], axis: -1), concatenate([w2, row(b2)], axis: 0))
        }
      ])
    try accept(
      PreNormBlockExercise.self,
      [
        "the news added at the end": { x, norm1, attention, norm2, feedForward in
          let news = try attention(norm1(x))
          return try feedForward(norm2(news + x)) + (news + x)
        }
      ])
    try accept(
      EncoderBlockExercise.self,
      [
        "a function for both halves": { x, attention, norm1, feedForward, norm2 in
          func half(_ x: Tensor, _ part: (Tensor) throws -> Tensor, _ norm: (Tensor) throws -> Tensor) throws
            -> Tensor
          { try norm(part(x) + x) }
          return try half(half(x, attention, norm1), feedForward, norm2)
        }
      ])
    try accept(
      CrossAttentionExercise.self,
      [
        "query by query": { x, memory, queryWeight, keyWeight, valueWeight, attention in
          let (key, value) = (matmul(memory, keyWeight), matmul(memory, valueWeight))
          return concatenate(
            try (0..<x.shape[x.rank - 2]).map {
              try attention(matmul(x.sliced(axis: -2, $0..<$0 + 1), queryWeight), key, value)
            }, axis: -2)
        }
      ])
    try accept(
      LanguageModelLogitsExercise.self,
      [
        "token by token of the vocabulary": { embedded, blocks, finalNorm, table in
          var hidden = embedded
          for block in blocks { hidden = try block(hidden) }
          let normed = try finalNorm(hidden)
          let logits = (0..<table.shape[0]).map { (normed * table.selected(axis: 0, $0)).sum(alongAxis: -1) }
          return stack(logits, axis: normed.rank - 1)
        }
      ])
  }

  @Test("Training")
  func training() throws {
    try accept(
      CrossEntropyExercise.self,
      [
        "row by row, relative to the target": { logits, targets in
          let losses = targets.enumerated().map { row, target in
            let relative =
              logits.selected(axis: 0, row) - logits.selected(axis: 0, row).selected(axis: 0, target)
            let largest = relative.max(alongAxis: 0)
            return largest + log(exp(relative - largest).sum())
          }
          return stack(losses).mean()
        }
      ])
    try accept(
      CrossEntropyPullbackExercise.self,
      [
        "row by row": { logits, targets in
          stack(
            targets.enumerated().map { row, target in
              let z = logits.selected(axis: 0, row).scalars
              let total = z.reduce(0) { $0 + exp(Double($1 - (z.max() ?? 0))) }
              return Tensor(
                z.enumerated().map { token, logit in
                  let share = exp(Double(logit - (z.max() ?? 0))) / total - (token == target ? 1 : 0)
                  return Float(share / Double(targets.count))
                })
            })
        }
      ])
    try accept(
      AdamStepExercise.self,
      [
        "means as steps towards the new": { parameter, gradient, m, v, step, rate, decay1, decay2, epsilon in
          let first = m + (1 - decay1) * (gradient - m)
          let second = v + (1 - decay2) * (gradient * gradient - v)
          let share1 = Float(1 - pow(Double(decay1), Double(step)))
          let root = sqrt(second) / Float(1 - pow(Double(decay2), Double(step))).squareRoot()
          return (parameter - (rate / share1) * first / (root + epsilon), first, second)
        }
      ])
    try accept(
      LearningRateExercise.self,
      [
        "by the square of a cosine": { step, peak, warmUp, total, floor in
          guard step > warmUp else { return peak * min(1, Double(step) / Double(warmUp)) }
          let half = cos(.pi / 2 * min(1, Double(step - warmUp) / Double(total - warmUp)))
          return floor + (peak - floor) * half * half
        }
      ])
    try accept(
      ClippedGradientsExercise.self,
      [
        "as PyTorch does it": { gradients, maximum in
          let norms = gradients.map { ($0 * $0).sum().scalar.squareRoot() }
          let total = norms.reduce(0) { $0 + $1 * $1 }.squareRoot()
          return gradients.map { $0 * min(1, maximum / (total + 1e-6)) }
        }
      ])
    try accept(
      SamplingProbabilitiesExercise.self,
      [
        "by picking the largest k times": { logits, temperature, topK in
          var hidden = logits.map { _ in -Double.infinity }
          for _ in 0..<min(topK, logits.count) {
            let left = logits.indices.filter { hidden[$0] == -.infinity }
            if let best = left.max(by: { logits[$0] < logits[$1] || (logits[$0] == logits[$1] && $0 > $1) }) {
              hidden[best] = logits[best]
            }
          }
          let largest = logits.max() ?? 0
          let powers = hidden.map { exp($0 / temperature - largest / temperature) }
          return powers.map { $0 / powers.reduce(0, +) }
        }
      ])
    try accept(
      TrainingStepExercise.self,
      [
        "from the last parameter to the first": { parameters, lossAndGradient, clip, update in
          let (loss, gradients) = try lossAndGradient(parameters)
          var updated = try clip(gradients)
          for index in parameters.indices.reversed() {
            updated[index] = try update(index, parameters[index], updated[index])
          }
          return (loss, updated)
        }
      ])
  }
}
