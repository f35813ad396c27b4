import Autodiff
import Foundation
import Testing

@testable import Coursework

/// Of the chapters that take a model apart, and of its relatives.
extension UnusualSolutionsTests {
  @Test("A look inside")
  func inside() throws {
    try accept(
      LogitAttributionExercise.self,
      [
        "all folded into the column": { parts, gain, bias, epsilon, column in
          let sum = parts.sum(alongAxis: 0)
          let centred = sum - sum.mean()
          let deviation = sqrt((centred * centred).mean() + epsilon)
          let folded = gain * column
          let read = (folded - folded.mean()).reshaped([-1, 1]) / deviation
          return (
            matmul(parts, read).reshaped([-1]),
            matmul(bias.reshaped([1, -1]), column.reshaped([-1, 1])).scalar
          )
        },
        "number by number": { parts, gain, bias, epsilon, column in
          let (rows, width) = (parts.rows.map { $0.map(Double.init) }, Double(gain.count))
          let sum = gain.scalars.indices.map { channel in rows.reduce(0.0) { $0 + $1[channel] } }
          let mean = sum.reduce(0.0) { $0 + $1 } / width
          let variance = sum.reduce(0.0) { $0 + ($1 - mean) * ($1 - mean) } / width
          var added: [Float] = []
          for row in rows {
            let own = row.reduce(0.0) { $0 + $1 } / width
            var logit = 0.0
            for channel in row.indices {
              logit += (row[channel] - own) * Double(gain.scalars[channel] * column.scalars[channel])
            }
            added.append(Float(logit / (variance + Double(epsilon)).squareRoot()))
          }
          return (Tensor(added), (column * bias).sum().scalar)
        },
      ])
    try accept(
      InductionScoreExercise.self,
      [
        "a mask": { weights, period in
          let time = weights.shape[0]
          let mask = (0..<time * time).map { place -> Float in
            place / time - place % time == period - 1 && place / time >= period ? 1 : 0
          }
          return (weights * Tensor(shape: [time, time], scalars: mask)).sum().scalar / Float(time - period)
        },
        "a diagonal is every (time + 1)-th number": { weights, period in
          let (scalars, time) = (weights.scalars, weights.shape[0])
          let diagonal = stride(from: period * time + 1, to: scalars.count, by: time + 1).map { scalars[$0] }
          return Tensor(diagonal).mean().scalar
        },
      ])
    try accept(
      PatchedSharesExercise.self,
      [
        "from the beginning every time, with a mask": { clean, corrupted, layers, layer, difference in
          func state(_ embedding: Tensor, _ depth: Int) throws -> Tensor {
            depth == 0 ? embedding : try layer(depth - 1, state(embedding, depth - 1))
          }
          func end(_ state: Tensor, _ depth: Int) throws -> Float {
            depth == layers ? try difference(state) : try end(layer(depth, state), depth + 1)
          }
          let time = clean.shape[0]
          return try (0...layers).map { depth in
            try (0..<time).map { token in
              let mask = Tensor((0..<time).map { [$0 == token ? 1 : 0] })
              let mixed = try state(clean, depth) * mask + state(corrupted, depth) * (1 - mask)
              let (patched, worst) = (try end(mixed, depth), try end(corrupted, 0))
              return (worst - patched) / (worst - (try end(clean, 0)))
            }
          }
        }
      ])
    try accept(
      ShapleyValuesExercise.self,
      [
        "the mean of the means of every size": { players, values in
          (0..<players).map { player in
            var (sums, counts) = (
              Array(repeating: 0.0, count: players), Array(repeating: 0.0, count: players)
            )
            for set in values.indices where set >> player & 1 == 1 {
              sums[set.nonzeroBitCount - 1] += values[set] - values[set ^ 1 << player]
              counts[set.nonzeroBitCount - 1] += 1
            }
            return zip(sums, counts).reduce(0.0) { $0 + $1.0 / $1.1 } / Double(players)
          }
        },
        "every set deals out what it is worth": { players, values in
          var worths = Array(repeating: 0.0, count: players)
          for (set, value) in values.enumerated() {
            let size = set.nonzeroBitCount
            // C(n, |S|).
            var choices = 1.0
            for index in 0..<size {
              choices *= Double(players - index) / Double(index + 1)
            }
            for player in 0..<players {
              let isIn = set >> player & 1 == 1
              let share = 1 / (choices * Double(isIn ? size : players - size))
              worths[player] += (isIn ? value : -value) * share
            }
          }
          return worths
        },
      ])
  }

  @Test("Relatives")
  func relatives() throws {
    try accept(
      TextProbabilityExercise.self,
      [
        "in logarithms": { initial, transitions, emissions, symbols in
          func logSum(_ numbers: [Double]) -> Double {
            let greatest = numbers.max() ?? 0
            guard greatest > -.infinity else { return greatest }
            return greatest + log(numbers.reduce(0) { $0 + exp($1 - greatest) })
          }
          guard let first = symbols.first else { return 0 }
          var alpha = initial.indices.map { log(initial[$0]) + log(emissions[$0][first]) }
          for symbol in symbols.dropFirst() {
            alpha = alpha.indices.map { next in
              logSum(alpha.indices.map { alpha[$0] + log(transitions[$0][next]) })
                + log(emissions[next][symbol])
            }
          }
          return logSum(alpha)
        },
        "from the end": { initial, transitions, emissions, symbols in
          var (beta, answer) = (initial.map { _ in 1.0 }, 0.0)
          for (place, symbol) in symbols.enumerated().reversed() {
            let said = beta.indices.map { beta[$0] * emissions[$0][symbol] }
            beta =
              place == 0
              ? [zip(initial, said).reduce(0) { $0 + $1.0 * $1.1 }]
              : transitions.map { row in zip(row, said).reduce(0) { $0 + $1.0 * $1.1 } }
            let greatest = beta.max() ?? 1
            beta = beta.map { $0 / greatest }
            answer += log(greatest)
          }
          return answer
        },
        "with powers of two taken out where they are needed": { initial, transitions, emissions, symbols in
          var (alpha, doublings) = (initial, 0)
          for (place, symbol) in symbols.enumerated() {
            alpha = alpha.indices.map { next in
              let before =
                place == 0 ? alpha[next] : zip(alpha, transitions).reduce(0) { $0 + $1.0 * $1.1[next] }
              return before * emissions[next][symbol]
            }
            while alpha.reduce(0, +) < 1e-100 {
              alpha = alpha.map { $0 * 1_024 }
              doublings += 10
            }
          }
          return symbols.isEmpty ? 0 : log(alpha.reduce(0, +)) - Double(doublings) * log(2)
        },
      ])
    try accept(
      LikeliestStatesExercise.self,
      [
        "whole paths carried along": { initial, transitions, emissions, symbols in
          var best: [([Int], Double)] = initial.indices.map { ([], log(initial[$0])) }
          for (place, symbol) in symbols.enumerated() {
            best = initial.indices.map { next in
              let ways =
                place == 0
                ? [best[next]]
                : best.indices.map { (best[$0].0, best[$0].1 + log(transitions[$0][next])) }
              let way = ways.max { $0.1 < $1.1 } ?? ([], 0)
              return (way.0 + [next], way.1 + log(emissions[next][symbol]))
            }
          }
          return best.max { $0.1 < $1.1 }?.0 ?? []
        },
        "from the end, so that the path is read forwards": { initial, transitions, emissions, symbols in
          guard !symbols.isEmpty else { return [] }
          var (ahead, choices) = (initial.map { _ in 0.0 }, [[Int]]())
          for symbol in symbols.dropFirst().reversed() {
            let scores = initial.indices.map { from in
              initial.indices.map { log(transitions[from][$0]) + log(emissions[$0][symbol]) + ahead[$0] }
            }
            choices.append(scores.map { row in row.indices.max { row[$0] < row[$1] } ?? 0 })
            ahead = scores.map { $0.max() ?? 0 }
          }
          let starts = initial.indices.map { log(initial[$0]) + log(emissions[$0][symbols[0]]) + ahead[$0] }
          return choices.reversed().reduce([starts.indices.max { starts[$0] < starts[$1] } ?? 0]) {
            $0 + [$1[$0[$0.count - 1]]]
          }
        },
      ])
    try accept(
      LSTMStepExercise.self,
      [
        "one product of token and state together, σ by tanh": {
          token, hidden, cell, inputs, recurrent, bias in
          let both = concatenate([token, hidden], axis: 0)
          let sums =
            (both.reshaped([-1, 1]) * concatenate([inputs, recurrent], axis: 0)).sum(alongAxis: 0) + bias
          let quarters = sums.reshaped([4, cell.count])
          let gates = 0.5 * (1 + tanh(0.5 * quarters))
          let written = tanh(quarters.selected(axis: 0, 2))
          let new = gates.selected(axis: 0, 0) * written + gates.selected(axis: 0, 1) * cell
          return (tanh(new) * gates.selected(axis: 0, 3), new)
        },
        "number by number": { token, hidden, cell, inputs, recurrent, bias in
          let n = cell.count
          func sum(_ column: Int) -> Float {
            var sum = bias[column]
            for row in 0..<token.count { sum += token[row] * inputs[row, column] }
            for row in 0..<n { sum += hidden[row] * recurrent[row, column] }
            return sum
          }
          func share(_ x: Float) -> Float { 1 / (1 + exp(Tensor(-x)).scalar) }
          func squashed(_ x: Float) -> Float { tanh(Tensor(x)).scalar }
          let new = (0..<n).map { share(sum(n + $0)) * cell[$0] + share(sum($0)) * squashed(sum(2 * n + $0)) }
          let shown = (0..<n).map { share(sum(3 * n + $0)) * squashed(new[$0]) }
          return (Tensor(shown), Tensor(new))
        },
      ])
    try accept(
      HiddenWordsExercise.self,
      [
        "by the places that are asked for": { tokens, mask, draws, fates, others in
          let places = Set(draws.indices.filter { draws[$0] < 0.15 })
          var inputs = tokens
          for place in places where fates[place] < 0.9 {
            inputs[place] = fates[place] < 0.8 ? mask : others[place]
          }
          return (inputs, tokens.indices.map(places.contains))
        },
        "by the fate first": { tokens, mask, draws, fates, others in
          let changed = tokens.indices.map { place in
            switch fates[place] {
            case ..<0.8: mask
            case ..<0.9: others[place]
            default: tokens[place]
            }
          }
          let inputs = tokens.indices.map { draws[$0] >= 0.15 ? tokens[$0] : changed[$0] }
          return (inputs, draws.map { !($0 >= 0.15) })
        },
      ])
  }
}
