import Kernels
import Testing

@Suite("Single rows")
struct SingleRowTests {
  private func projection(_ inputs: Int, _ outputs: Int, bias: Bool, seed: UInt64) -> RowProjection {
    RowProjection(
      weight: numbers(inputs * outputs, seed: seed), bias: bias ? numbers(outputs, seed: seed + 1) : nil,
      inputs: inputs, outputs: outputs)
  }

  @Test(
    "a projected row has the bits of the matrix product",
    arguments: [1, 2, 15, 16, 17, 33, 64, 129, 700, 2_100])
  func projections(outputs: Int) {
    for inputs in [1, 7, 16, 130] {
      for bias in [true, false] {
        let x = numbers(inputs, seed: 5)
        let layer = projection(inputs, outputs, bias: bias, seed: 7)
        let expected = matrixProduct(
          x, numbers(inputs * outputs, seed: 7), rows: 1, inner: inputs, columns: outputs,
          bias: bias ? numbers(outputs, seed: 8) : nil)
        let start = numbers(outputs, seed: 3)
        var sum = start
        add(&sum, expected)
        for threads in [1, 2, 3] {
          Threads.$count.withValue(threads) {
            var (plain, mapped, added): (Buffer, Buffer, Buffer) = ([], [], start)
            projectRow(x, by: layer, into: &plain)
            projectRow(x, by: layer, then: .geluTanh, into: &mapped)
            projectRow(x, by: layer, adds: true, into: &added)
            #expect(bits(plain) == bits(expected))
            #expect(bits(mapped) == bits(map(.geluTanh, expected)))
            #expect(bits(added) == bits(sum))
          }
        }
      }
    }
  }

  @Test("three projections lie side by side", arguments: [1, 24, 64, 100, 300, 1_900])
  func threeProjections(outputs: Int) {
    let x = numbers(140, seed: 5)
    let layers = (0..<3).map { projection(140, outputs + $0, bias: $0 != 1, seed: UInt64(10 + 2 * $0)) }
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

  @Test(
    "a row matched with those of a table has the bits of the product", arguments: [1, 15, 16, 17, 65, 700])
  func matches(rows: Int) {
    for inner in [1, 15, 16, 33, 128] {
      let (x, table) = (numbers(inner, seed: 5), numbers(rows * inner, seed: 6))
      let expected = matrixProduct(x, table, rows: 1, inner: inner, columns: rows, rightTransposed: true)
      for threads in [1, 2, 3] {
        Threads.$count.withValue(threads) {
          #expect(bits(matchRow(x, rowsOf: table, rows: rows)) == bits(expected))
        }
      }
    }
  }

  @Test(
    "a normalised row has the bits of layer norm, in other memory or its own", arguments: [1, 15, 16, 100])
  func norms(columns: Int) {
    let x = numbers(columns, seed: 2)
    let (gain, bias) = (numbers(columns, seed: 3), numbers(columns, seed: 4))
    let expected = layerNorm(x, gain: gain, bias: bias, epsilon: 1e-5, rows: 1, columns: columns).output
    var (y, own): (Buffer, Buffer) = ([], x)
    normalizeRow(x, gain: gain, bias: bias, epsilon: 1e-5, into: &y)
    normalizeRow(&own, gain: gain, bias: bias, epsilon: 1e-5)
    #expect(bits(y) == bits(expected) && bits(own) == bits(expected))
  }
}
