import KernelOracles
import Kernels
import Testing

@Suite("Eight bits a number")
struct QuantizationTests {
  /// Columns around the vector (16) and the group (64), rows around the four stretches.
  private static let columns = [1, 2, 15, 16, 17, 33, 63, 64, 65, 128, 200]
  private let rowCounts = [0, 1, 2, 3, 4, 5, 63, 64, 65, 130, 300]

  @Test(
    "the whole numbers, the scales and what is read again are those of the plain loop", arguments: columns)
  func oracle(columns: Int) {
    for rows in rowCounts {
      let x = numbers(rows * columns, seed: UInt64(rows + 1), scale: 3)
      let expected = Plain.quantize(x.array, columns: columns)
      let restored = Plain.dequantize(expected.values, scales: expected.scales, columns: columns)
      for threads in [1, 2, 3] {
        Threads.$count.withValue(threads) {
          let matrix = quantize(x, rows: rows, columns: columns)
          #expect(matrix.values == expected.values && matrix.scales.array == expected.scales)
          #expect(dequantize(matrix).array == restored)
          #expect(matrix.byteCount == rows * ((columns + 63) / 64 * 64 + 4))
        }
      }
    }
  }

  @Test("a row's greatest number is ±127 scales, and no number is more than half a scale off")
  func bound() {
    for seed in 1...40 as ClosedRange<UInt64> {
      let x = numbers(5 * 70, seed: seed, scale: Float(seed * seed) * 1e-3)
      let matrix = quantize(x, rows: 5, columns: 70)
      let (values, read) = (matrix.values, dequantize(matrix))
      for row in 0..<5 {
        let scale = Double(matrix.scales[row])
        let places = row * 70..<(row + 1) * 70
        let greatest = places.map { Int(values[$0]).magnitude }.max()
        #expect(greatest == 127)
        for place in places {
          #expect((Double(read[place]) - Double(x[place])).magnitude <= scale * (0.5 + 1e-5))
        }
      }
    }
  }

  @Test("what lies halfway goes to the even whole number")
  func ties() {
    let row: Buffer = [127, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 126.5, -126.5, -127, 0.49, 0.51]
    #expect(
      quantize(row, rows: 1, columns: 12).values == [127, 0, 2, 2, 0, -2, -2, 126, -126, -127, 0, 1])
  }

  @Test("a row of zeros has the scale 0; one that is not finite is not a number, and no other row with it")
  func specialRows() {
    let matrix = quantize([0, -0, 1, 2, .infinity, 1, .nan, 1, -4, 4], rows: 5, columns: 2)
    #expect(matrix.scales[0] == 0 && matrix.scales[2].isNaN && matrix.scales[3].isNaN)
    #expect(matrix.values == [0, 0, 64, 127, 0, 0, 0, 0, -127, 127])
    let read = dequantize(matrix)
    #expect(read[0] == 0 && read[1] == 0 && read[3] == 2 && read[8] == -4)
    #expect((4...7).allSatisfy { read[$0].isNaN })
    var y: Buffer = []
    projectRow([1, 1], by: RowProjection(weight: matrix, bias: nil), into: &y)
    #expect(y[0] == 0 && y[2].isNaN && y[3].isNaN && y[4] == 0)
  }

  @Test("a row of a table is that of the numbers it stands for", arguments: columns)
  func copiedRows(columns: Int) {
    let table = quantize(numbers(5 * columns, seed: 4), rows: 5, columns: columns)
    let read = dequantize(table)
    let start = numbers(columns, seed: 9)
    for index in 0..<5 {
      let expected = gatherRows(read, indices: [index], width: columns)
      var (row, sum): (Buffer, Buffer) = ([], start)
      copyRow(of: table, at: index, into: &row)
      copyRow(of: table, at: index, adds: true, into: &sum)
      var expectedSum = start
      add(&expectedSum, expected)
      #expect(bits(row) == bits(expected) && bits(sum) == bits(expectedSum))
    }
  }

  /// Sums of up to 200 products of numbers below 1, in another order than the plain loop's: 10⁻⁵ is some tenths of their
  /// rounding, and a hundredth of one step of a whole number.
  @Test(
    "a projected row is the product with the numbers that the weight stands for", arguments: columns)
  func projections(inputs: Int) {
    for outputs in rowCounts.dropFirst() {
      for bias in [numbers(outputs, seed: 8), nil] {
        let x = numbers(inputs, seed: 5)
        let weight = quantize(numbers(inputs * outputs, seed: 7), rows: outputs, columns: inputs)
        let layer = RowProjection(weight: weight, bias: bias)
        let expected = Plain.matrixProduct(
          x.array, dequantize(weight).array, rows: 1, inner: inputs, columns: outputs, rightTransposed: true,
          bias: bias?.array)
        let start = numbers(outputs, seed: 3)
        let expectedSum = zip(start, expected).map { $0 + $1 }
        let dependent = resultsThatDependOnThreads {
          var (plain, mapped, added): (Buffer, Buffer, Buffer) = ([], [], start)
          projectRow(x, by: layer, into: &plain)
          projectRow(x, by: layer, then: .geluTanh, into: &mapped)
          projectRow(x, by: layer, adds: true, into: &added)
          #expect(distance(plain, expected) < 1e-5)
          #expect(bits(mapped) == bits(map(.geluTanh, plain)))
          #expect(distance(added, expectedSum) < 1e-5)
          return [plain, mapped, added]
        }
        #expect(dependent.isEmpty)
      }
    }
  }

  @Test("what lies behind a row's end has no influence")
  func behindTheEnd() {
    let layer = RowProjection(weight: quantize(numbers(520), rows: 1, columns: 520), bias: nil)
    for _ in 0..<3 {
      // Of one size class: the row lies where what is not a number lay.
      do { _ = Buffer(repeating: .nan, count: 600) }
      var y: Buffer = []
      projectRow(Buffer(repeating: 1, count: 520), by: layer, into: &y)
      #expect(y[0].isFinite)
    }
  }

  @Test("three projections lie side by side, of whatever precision each", arguments: [1, 24, 64, 100, 700])
  func threeProjections(outputs: Int) {
    let x = numbers(140, seed: 5)
    let layers = (0..<3).map { place in
      let count = outputs + place
      let bias = place == 1 ? nil : numbers(count, seed: UInt64(20 + place))
      let weight = numbers(140 * count, seed: UInt64(10 + place))
      return place == 2
        ? RowProjection(weight: weight, bias: bias, inputs: 140, outputs: count)
        : RowProjection(weight: quantize(weight, rows: count, columns: 140), bias: bias)
    }
    let expected = layers.flatMap { layer in
      var y: Buffer = []
      projectRow(x, by: layer, into: &y)
      return bits(y)
    }
    for threads in [1, 2, 3] {
      Threads.$count.withValue(threads) {
        var y: Buffer = []
        projectRow(x, by: layers[0], layers[1], layers[2], into: &y)
        #expect(bits(y) == expected)
      }
    }
  }
}
