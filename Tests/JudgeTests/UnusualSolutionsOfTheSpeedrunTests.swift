import Autodiff
import Foundation
import Testing

@testable import Coursework

/// Of the chapter that makes training faster.
extension UnusualSolutionsTests {
  @Test("The speedrun's parts")
  func speedrunParts() throws {
    try accept(
      RMSNormExercise.self,
      [
        "the length of the row, and √d": { x, gain, epsilon in
          let width = Float(gain.count)
          let squares = (x * x).sum(alongAxis: -1, keepingAxis: true)
          return gain * (x * sqrt(Tensor(width))) / sqrt(squares + width * epsilon)
        },
        "by powers": { x, gain, epsilon in
          x * exp(-0.5 * log((x * x).mean(alongAxes: [-1], keepingAxes: true) + epsilon)) * gain
        },
      ])
    try accept(
      RotaryPositionsExercise.self,
      [
        "as complex numbers of halves that are put side by side again": { x, start, base in
          let (time, pairs) = (x.shape[0], x.shape[1] / 2)
          let angles = (0..<time * pairs).map {
            Double(start + $0 / pairs) / pow(base, Double($0 % pairs) / Double(pairs))
          }
          let cosines = Tensor(shape: [time, pairs], scalars: angles.map { Float(cos($0)) })
          let sines = Tensor(shape: [time, pairs], scalars: angles.map { Float(sin($0)) })
          let paired = x.reshaped([time, pairs, 2])
          let (left, right) = (paired.selected(axis: 2, 0), paired.selected(axis: 2, 1))
          let turned = [left * cosines - right * sines, left * sines + right * cosines]
          return concatenate(turned.map { $0.reshaped([time, pairs, 1]) }, axis: 2).reshaped(x.shape)
        },
        "by a matrix for every position": { x, start, base in
          let size = x.shape[1]
          let rows = (0..<x.shape[0]).map { row in
            var matrix = [Float](repeating: 0, count: size * size)
            for pair in 0..<size / 2 {
              let angle = Double(start + row) * exp(-log(base) * Double(2 * pair) / Double(size))
              let corner = 2 * pair * (size + 1)
              (matrix[corner], matrix[corner + size + 1]) = (Float(cos(angle)), Float(cos(angle)))
              (matrix[corner + 1], matrix[corner + size]) = (Float(sin(angle)), -Float(sin(angle)))
            }
            return matmul(
              x.sliced(axis: 0, row..<row + 1), Tensor(shape: [size, size], scalars: matrix))
          }
          return concatenate(rows, axis: 0)
        },
      ])
  }

  @Test("The speedrun's steps, and how one knows")
  func speedrunSteps() throws {
    try accept(
      NewtonSchulzExercise.self,
      [
        "transposed where it is tall": { gradient, steps in
          let isTall = gradient.shape[0] > gradient.shape[1]
          var x = isTall ? gradient.transposed() : gradient
          x = x / (sqrt((x * x).sum()) + 1e-7)
          for _ in 0..<steps {
            let a = matmul(x, x.transposed())
            let b = a * -4.7750 + matmul(a, a) * 2.0315
            x = x * 3.4445 + matmul(b, x)
          }
          return isTall ? x.transposed() : x
        },
        "from the right, product by product": { gradient, steps in
          var x = gradient / (sqrt((gradient * gradient).sum(alongAxes: [0, 1])) + 1e-7)
          for _ in 0..<steps {
            let square = matmul(x, x, leftTransposed: true)
            let cube = matmul(x, square)
            x = 3.4445 * x - 4.7750 * cube + 2.0315 * matmul(cube, square)
          }
          return x
        },
      ])
    try accept(
      WarmUpStableDecayExercise.self,
      [
        "the least of three lines, above the floor": { step, peak, floor, warmUp, decay, total in
          if step >= total { return floor }
          if step < warmUp { return peak / Double(warmUp) * Double(step) }
          guard decay > 0 else { return peak }
          return floor + (peak - floor) * min(1, Double(total - step) / Double(decay))
        },
        "going step by step": { step, peak, floor, warmUp, decay, total in
          var rate = warmUp == 0 ? peak : 0
          for step in 1...step {
            if step <= warmUp {
              rate += peak / Double(warmUp)
            } else if step > total - decay, step <= total {
              rate -= (peak - floor) / Double(decay)
            } else if step >= total {
              rate = floor
            }
          }
          return rate
        },
      ])
    try accept(
      TStatisticExercise.self,
      [
        "from differences to the target": { losses, target in
          let differences = losses.map { $0 - target }
          let n = Double(differences.count)
          let sum = differences.reduce(0, +)
          let squares = differences.map { $0 * $0 }.reduce(0, +) - sum * sum / n
          return sum / (n * squares / (n - 1)).squareRoot()
        },
        "Welford's way": { losses, target in
          var (mean, squares) = (0.0, 0.0)
          for (index, loss) in losses.enumerated() {
            let before = loss - mean
            mean += before / Double(index + 1)
            squares += before * (loss - mean)
          }
          let n = Double(losses.count)
          return (mean - target) * (n * (n - 1) / squares).squareRoot()
        },
      ])
  }
}
