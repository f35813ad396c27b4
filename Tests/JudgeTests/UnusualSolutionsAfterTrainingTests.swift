import Autodiff
import Foundation
import Testing

@testable import Coursework

/// Of the chapters that begin with a trained model.
extension UnusualSolutionsTests {
  @Test("Fine-tuning")
  func fineTuning() throws {
    try accept(
      PrecisionRecallExercise.self,
      [
        "by hits and misses, F₁ without the other two": { labels, answers, positive in
          var (hits, falseAlarms, missed) = (0, 0, 0)
          for (label, answer) in zip(labels, answers) {
            if label == positive, answer == positive {
              hits += 1
            } else if answer == positive {
              falseAlarms += 1
            } else if label == positive {
              missed += 1
            }
          }
          let found = Double(hits)
          return (
            found / max(1, found + Double(falseAlarms)), found / max(1, found + Double(missed)),
            2 * found / max(1, 2 * found + Double(falseAlarms + missed))
          )
        }
      ])
    try accept(
      DialogueTargetsExercise.self,
      [
        "by voices, flattened": { story, turns, ask, reply, end in
          let voices =
            [(story, false)]
            + turns.flatMap {
              [([ask], false), ($0.question, false), ([reply], false), ($0.answer, true), ([end], true)]
            }
          return (voices.flatMap(\.0), voices.flatMap { Array(repeating: $0.1, count: $0.0.count) })
        }
      ])
    try accept(
      AnswerSharesExercise.self,
      [
        "as means over questions": { replies, truths in
          func mean(_ flags: [Bool]) -> Double {
            flags.isEmpty ? 0 : flags.map { $0 ? 1 : 0 }.reduce(0, +) / Double(flags.count)
          }
          let places = replies.indices
          return (
            mean(places.map { replies[$0] == truths[$0] }),
            mean(places.filter { truths[$0] != nil }.map { replies[$0] == nil }),
            mean(places.filter { truths[$0] == nil }.map { replies[$0] != nil })
          )
        }
      ])
    try accept(
      AuxiliaryLossExercise.self,
      [
        "one sum with a weight for every place": { losses, isTask, isPadding, weight in
          let task = isTask.count { $0 }
          let text = isTask.count - task - isPadding.count { $0 }
          let weights = zip(isTask, isPadding).map { isTask, isPadding in
            isTask ? 1 / Float(task) : isPadding ? 0 : weight / Float(text)
          }
          return (losses * Tensor(weights)).sum()
        },
        "place by place": { losses, isTask, isPadding, weight in
          func mean(_ places: [Int]) -> Tensor? {
            places.isEmpty ? nil : stack(places.map { losses.selected(axis: 0, $0) }).mean()
          }
          let task = mean(isTask.indices.filter { isTask[$0] }) ?? 0
          return mean(isTask.indices.filter { !isTask[$0] && !isPadding[$0] }).map { task + weight * $0 }
            ?? task
        },
      ])
    try accept(
      NewAdapterExercise.self,
      [
        "row by row, divided by the root": { inputs, outputs, rank, normal in
          let rows = (0..<inputs).map { _ in (0..<rank).map { _ in normal() } }
          return (Tensor(rows) / Float(inputs).squareRoot(), 0 * Tensor.zeros([rank, outputs]))
        }
      ])
    try accept(
      AdaptedProjectionExercise.self,
      [
        "merged": { x, weight, down, up, alpha in
          matmul(x, weight + alpha / Float(up.shape[0]) * matmul(down, up))
        },
        "the inputs scaled": { x, weight, down, up, alpha in
          matmul(matmul(alpha * x, down / Float(down.shape[1])), up) + matmul(x, weight)
        },
      ])
  }

  @Test("Translating")
  func translating() throws {
    try accept(
      TeacherForcingExercise.self,
      [
        "place by place": { targets, beginning, padding in
          let places = 0..<(targets.map(\.count).max() ?? 0)
          func token(_ target: [Int], _ place: Int) -> Int {
            target.indices.contains(place) ? target[place] : padding
          }
          return (
            targets.map { target in
              places.map { $0 == 0 ? beginning : $0 < target.count ? target[$0 - 1] : padding }
            },
            targets.map { target in places.map { token(target, $0) } },
            targets.map { target in places.map { target.count > $0 } }
          )
        }
      ])
    try accept(
      SmoothedCrossEntropyExercise.self,
      [
        "the plain loss and the mean of all, row by row": { logs, targets, counts, smoothing in
          let losses = targets.indices.filter { counts[$0] }.map { row in
            let own = logs.selected(axis: 0, row)
            return (smoothing - 1) * own.selected(axis: 0, targets[row]) - smoothing * own.mean()
          }
          return stack(losses).mean()
        }
      ])
    try accept(
      GreedyTranslationExercise.self,
      [
        "by calling itself": { beginning, end, limit, logits in
          func rest(_ text: [Int]) throws -> [Int] {
            guard text.count <= limit else { return [] }
            let row = try logits(text)
            let next = row.firstIndex(of: row.max() ?? 0) ?? end
            return next == end ? [] : try [next] + rest(text + [next])
          }
          return try rest([beginning])
        }
      ])
    try accept(
      BLEUExercise.self,
      [
        "by logarithms, every n-gram of the reference struck out once": { candidates, references in
          let logarithms = (1...2).map { size -> Double in
            func grams(_ text: [Int]) -> [[Int]] {
              text.indices.dropLast(size - 1).map { Array(text[$0..<$0 + size]) }
            }
            var (right, all) = (0, 0)
            for (candidate, reference) in zip(candidates, references) {
              var left = grams(reference)
              for gram in grams(candidate) {
                all += 1
                guard let place = left.firstIndex(of: gram) else { continue }
                left.remove(at: place)
                right += 1
              }
            }
            return log(Double(right) / Double(all))
          }
          let (c, r) = (candidates.joined().count, references.joined().count)
          return exp(min(0, 1 - Double(r) / Double(c)) + (logarithms[0] + logarithms[1]) / 2)
        }
      ])
  }

  @Test("Files of others, made smaller")
  func pretrained() throws {
    try accept(
      SplitQueryKeyValueExercise.self,
      [
        "by a reshape that keeps the rows": { weight, bias in
          let channels = weight.shape[0]
          let weights = weight.reshaped([channels, 3, channels])
          let biases = bias.reshaped([3, channels])
          func part(_ index: Int) -> (weight: Tensor, bias: Tensor) {
            (weights.selected(axis: 1, index), biases.selected(axis: 0, index))
          }
          return (part(0), part(1), part(2))
        },
        "multiplied by columns of the identity": { weight, bias in
          let channels = weight.shape[0]
          let row = bias.reshaped([1, -1])
          func part(_ index: Int) -> (weight: Tensor, bias: Tensor) {
            let columns = Tensor.identity(3 * channels)
              .sliced(axis: 1, index * channels..<(index + 1) * channels)
            return (matmul(weight, columns), matmul(row, columns).reshaped([-1]))
          }
          return (part(0), part(1), part(2))
        },
      ])
    try accept(
      QuantizedRowsExercise.self,
      [
        "multiplied by steps a unit, halves by hand": { matrix in
          var (scales, numbers): ([Float], [[Int]]) = ([], [])
          for row in matrix {
            let greatest = max(row.max() ?? 0, -(row.min() ?? 0))
            scales.append(greatest / 127)
            let steps = greatest > 0 ? 127 / greatest : 0
            numbers.append(
              row.map { number in
                let below = (number * steps).rounded(.down)
                let rest = number * steps - below
                let isUp = rest > 0.5 || (rest == 0.5 && Int(below) % 2 != 0)
                return Int(below) + (isUp ? 1 : 0)
              })
          }
          return (scales, numbers)
        },
        "in Double": { matrix in
          let scales = matrix.map { row in row.map { Double($0.magnitude) }.reduce(0, max) / 127 }
          let numbers = zip(matrix, scales).map { row, scale in
            row.map { Int((Double($0) / max(scale, .leastNormalMagnitude)).rounded(.toNearestOrEven)) }
          }
          return (scales.map { Float($0) }, numbers)
        },
      ])
    try accept(
      QuantizedProductExercise.self,
      [
        "the weights made numbers again first": { x, numbers, scales in
          let weights = Tensor(zip(numbers, scales).map { row, scale in row.map { scale * Float($0) } })
          return matmul(Tensor(x).reshaped([1, -1]), weights, rightTransposed: true).scalars
        },
        "input by input": { x, numbers, scales in
          var outputs = scales.map { _ in Float(0) }
          for (index, activation) in x.enumerated() {
            for output in outputs.indices { outputs[output] += activation * Float(numbers[output][index]) }
          }
          return zip(outputs, scales).map(*)
        },
      ])
    try accept(
      PrunedExercise.self,
      [
        "the smallest, as often as it takes": { weights, share in
          var scalars = weights.scalars
          var left = Array(scalars.indices)
          for _ in 0..<Int(Double(share) * Double(scalars.count) + 0.5) {
            guard let place = left.min(by: { scalars[$0].magnitude < scalars[$1].magnitude }) else { break }
            scalars[place] = 0
            left.removeAll { $0 == place }
          }
          return Tensor(shape: weights.shape, scalars: scalars)
        },
        "a mask of ranks": { weights, share in
          let magnitudes = weights.scalars.map(\.magnitude)
          let mask = magnitudes.indices.map { place -> Float in
            let rank = magnitudes.indices.count {
              magnitudes[$0] < magnitudes[place] || (magnitudes[$0] == magnitudes[place] && $0 < place)
            }
            return Float(rank) < (share * Float(magnitudes.count)).rounded() ? 0 : 1
          }
          return weights * Tensor(shape: weights.shape, scalars: mask)
        },
      ])
    try accept(
      DistillationLossExercise.self,
      [
        "cross-entropy less entropy, place by place": { student, teacher, targets, temperature, alpha in
          func logSoftmax(_ z: Tensor) -> Tensor {
            let shifted = z - z.detached.max(alongAxis: 0)
            return shifted - log(exp(shifted).sum())
          }
          let losses = targets.enumerated().map { place, target in
            let logits = student.selected(axis: 0, place)
            let logP = logSoftmax(Tensor(teacher.rows[place]) / temperature)
            let soft = (exp(logP) * logP).sum() - (exp(logP) * logSoftmax(logits / temperature)).sum()
            let hard = logSoftmax(logits).selected(axis: 0, target)
            return alpha * temperature * temperature * soft - (1 - alpha) * hard
          }
          return stack(losses).mean()
        }
      ])
  }

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
