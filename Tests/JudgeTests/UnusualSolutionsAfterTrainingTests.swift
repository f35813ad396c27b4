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
}
