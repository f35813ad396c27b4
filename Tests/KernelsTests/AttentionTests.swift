import Kernels
import Testing

@Suite("Attention in one kernel") struct AttentionTests {
  /// Batches, queries, keys, the sizes of a key and of a value: whole tiles, parts of tiles (of up to 16 columns and of
  /// more), more keys than queries, whole blocks of 64 queries and parts of them.
  private static let sizes = [
    [1, 1, 1, 1, 1], [2, 3, 3, 2, 5], [3, 64, 64, 32, 32], [2, 17, 33, 7, 40], [1, 9, 70, 16, 64],
    [2, 40, 40, 65, 3], [1, 8, 300, 4, 4], [2, 21, 55, 20, 24],
    [2, 130, 130, 5, 33], [1, 201, 77, 18, 2],
  ]

  /// Causal, everything, and rows that differ without order, one of which sees nothing.
  private static func masks(queries: Int, keys: Int) -> [[Int]] {
    [
      (0..<queries).map { max(0, min(keys, $0 + 1 + keys - queries)) },
      Array(repeating: keys, count: queries),
      (0..<queries).map { ($0 * 7 + keys * $0 / 3) % (keys + 1) },
    ]
  }

  @Test("equals products and softmax of the masked scores to the bit, with every tile", arguments: sizes)
  func equalsTheSteps(size: [Int]) {
    let (batches, queries, keys, keySize, valueSize) = (size[0], size[1], size[2], size[3], size[4])
    let q = numbers(batches * queries * keySize, seed: 1)
    let k = numbers(batches * keys * keySize, seed: 2)
    let v = numbers(batches * keys * valueSize, seed: 3)
    let g = numbers(batches * queries * valueSize, seed: 4)
    let masks = Self.masks(queries: queries, keys: keys)
    for (visible, tile) in masks.flatMap({ mask in TileSize.candidates.map { (mask, $0) } }) {
      let shape = TileSize.$current.withValue(tile) {
        AttentionShape(
          batches: batches, queries: queries, keys: keys, keySize: keySize, valueSize: valueSize,
          visible: visible)
      }
      let (output, normalizers) = attention(query: q, key: k, value: v, scale: 0.7, shape)
      let change = attentionPullback(
        query: q, key: k, value: v, normalizers: normalizers, upstream: g, scale: 0.7, shape)

      let hidden = Buffer(
        (0..<batches * queries * keys).map { $0 % keys < visible[$0 / keys % queries] ? 0 : -Float.infinity })
      var scores = matrixProduct(
        q, k, batches: batches, rows: queries, inner: keySize, columns: keys, rightTransposed: true)
      scale(&scores, by: 0.7)
      add(&scores, hidden)
      let y = softmax(scores, rows: batches * queries, columns: keys)
      let ofWeights = matrixProduct(
        g, v, batches: batches, rows: queries, inner: valueSize, columns: keys, rightTransposed: true)
      var ofScores = softmaxPullback(y: y, upstream: ofWeights, rows: batches * queries, columns: keys)
      scale(&ofScores, by: 0.7)
      func product(_ a: Buffer, _ b: Buffer, _ rows: Int, _ inner: Int, _ columns: Int) -> [UInt32] {
        bits(matrixProduct(a, b, batches: batches, rows: rows, inner: inner, columns: columns))
      }
      func transposedProduct(_ a: Buffer, _ b: Buffer, _ columns: Int) -> [UInt32] {
        bits(
          matrixProduct(
            a, b, batches: batches, rows: keys, inner: queries, columns: columns, leftTransposed: true))
      }
      #expect(bits(output) == product(y, v, queries, keys, valueSize))
      #expect(bits(change.query) == product(ofScores, k, queries, keys, keySize))
      #expect(bits(change.key) == transposedProduct(ofScores, q, keySize))
      #expect(bits(change.value) == transposedProduct(y, g, valueSize))
    }
  }

  @Test("what no query of a tile sees is not read: NaN behind the mask stays there")
  func hiddenIsNotRead() {
    let shape = AttentionShape(batches: 1, queries: 1, keys: 3, keySize: 1, valueSize: 1, visible: [2])
    #expect(attention(query: [1], key: [0, 0, .nan], value: [2, 4, .nan], scale: 1, shape).output == [3])
  }

  @Test("a row that is −∞ throughout gives zeros, forward and backward, and one that is NaN stays NaN")
  func rowsOfNothing() {
    let shape = AttentionShape(batches: 1, queries: 1, keys: 2, keySize: 1, valueSize: 1, visible: [2])
    func run(keys: Float) -> (output: Buffer, gradientOfValues: Buffer) {
      let (k, v): (Buffer, Buffer) = ([keys, keys], [2, 4])
      let (output, normalizers) = attention(query: [1], key: k, value: v, scale: 1, shape)
      let change = attentionPullback(
        query: [1], key: k, value: v, normalizers: normalizers, upstream: [3], scale: 1, shape)
      return (output, change.value)
    }
    let hidden = run(keys: -.infinity)
    #expect(hidden.output == [0] && hidden.gradientOfValues == [0, 0])
    #expect(run(keys: .nan).output[0].isNaN)
  }

  @Test(
    "the bits do not depend on the number of threads, where heads are shared out and where their queries are")
  func threads() {
    for (heads, time) in [(24, 50), (3, 300), (1, 330)] {
      let shape = AttentionShape(
        batches: heads, queries: time, keys: time, keySize: 20, valueSize: 20, visible: (1...time).map { $0 })
      let count = heads * time * 20
      let (q, k, v) = (numbers(count, seed: 1), numbers(count, seed: 2), numbers(count, seed: 3))
      let dependent = resultsThatDependOnThreads {
        let (output, normalizers) = attention(query: q, key: k, value: v, scale: 0.2, shape)
        let change = attentionPullback(
          query: q, key: k, value: v, normalizers: normalizers, upstream: q, scale: 0.2, shape)
        return [output, normalizers, change.query, change.key, change.value]
      }
      #expect(dependent == [])
    }
  }
}
