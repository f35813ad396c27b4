import Kernels
import Testing

@Suite("The memory of an attention layer")
struct AttentionMemoryTests {
  @Test(
    "attention over a memory that grows has the bits of softmax(q·Kᵀ·scale)·V", arguments: [1, 5, 16, 40])
  func attends(size: Int) {
    let (heads, valueSize, length) = (3, size + 1, 150)
    let width = heads * (2 * size + valueSize)
    let rows = (0..<length).map { numbers(width, seed: UInt64(100 + $0)).array }
    func part(_ row: [Float], _ head: Int, _ start: Int, _ size: Int) -> ArraySlice<Float> {
      row[start + head * size..<start + (head + 1) * size]
    }
    var memory = AttentionMemory(headCount: heads, keySize: size, valueSize: valueSize)
    var (scores, result): (Buffer, Buffer) = ([], [])
    for (index, row) in rows.enumerated() {
      memory.attend(Buffer(row), scale: 0.3, scores: &scores, into: &result)
      let expected = (0..<heads).flatMap { head in
        let keys = Buffer(rows[...index].flatMap { part($0, head, heads * size, size) })
        let values = Buffer(rows[...index].flatMap { part($0, head, 2 * heads * size, valueSize) })
        var products = matrixProduct(
          Buffer(Array(part(row, head, 0, size))), keys, rows: 1, inner: size, columns: index + 1,
          rightTransposed: true)
        scale(&products, by: 0.3)
        let weights = softmax(products, rows: 1, columns: index + 1)
        return bits(matrixProduct(weights, values, rows: 1, inner: index + 1, columns: valueSize))
      }
      #expect(bits(result) == expected)
    }
    #expect(memory.length == length)
  }

  private static func memory(length: Int) -> AttentionMemory {
    AttentionMemory(
      keys: numbers(2 * length * 3), values: numbers(2 * length * 5, seed: 2), headCount: 2, keySize: 3,
      valueSize: 5, length: length)
  }

  /// What a query finds that is the same at every position.
  private static func attend(_ memory: inout AttentionMemory, _ row: Buffer) -> Buffer {
    var (scores, result): (Buffer, Buffer) = ([], [])
    memory.attend(row, scale: 1, scores: &scores, into: &result)
    return result
  }

  @Test(
    "it gives back what it was made of, and what was added, at and around the sizes at which it grows",
    arguments: [0, 1, 15, 16, 17, 63, 64, 65, 127, 128, 129])
  func contents(length: Int) {
    let memory = Self.memory(length: length)
    #expect(memory.length == length)
    #expect(memory.contents.keys == numbers(2 * length * 3))
    #expect(memory.contents.values == numbers(2 * length * 5, seed: 2))
    // Position by position: the query is not kept, the key and the value are.
    var grown = AttentionMemory(headCount: 2, keySize: 3, valueSize: 5)
    for position in 0..<length {
      func row(_ all: Buffer, _ size: Int, _ head: Int) -> ArraySlice<Float> {
        all.array[(head * length + position) * size..<(head * length + position + 1) * size]
      }
      let (keys, values) = memory.contents
      let added = (0..<2).flatMap { row(keys, 3, $0) } + (0..<2).flatMap { row(values, 5, $0) }
      _ = Self.attend(&grown, Buffer(Array(repeating: 1, count: 6) + added))
    }
    #expect(grown.length == length)
    #expect(grown.contents == memory.contents)
  }

  @Test(
    "a memory is a value: of two copies each reads on alone, at once and when it grows",
    arguments: [3, 64, 70])
  func copies(length: Int) {
    let start = Self.memory(length: length)
    var (one, other) = (start, start)
    let (first, second) = (Self.attend(&one, numbers(22, seed: 3)), Self.attend(&other, numbers(22, seed: 4)))
    #expect(start.length == length && one.length == length + 1 && other.length == length + 1)
    #expect(start.contents == Self.memory(length: length).contents)
    #expect(one.contents != other.contents)
    // Read again from the beginning, both find what they found.
    var (oneAgain, otherAgain) = (Self.memory(length: length), Self.memory(length: length))
    #expect(bits(Self.attend(&oneAgain, numbers(22, seed: 3))) == bits(first))
    #expect(bits(Self.attend(&otherAgain, numbers(22, seed: 4))) == bits(second))
    #expect(one.contents == oneAgain.contents && other.contents == otherAgain.contents)
  }

  @Test(
    "what lies behind the last position has no influence, even where an earlier buffer left NaN",
    arguments: [
      0, 1, 15, 16, 60,
    ])
  func behindTheLast(length: Int) {
    // The memory has room for 64 positions; these leave NaN in blocks of the sizes of its keys and its values.
    for count in [64 * 6, 64 * 10, 2 * 64] {
      let spoiled = (0..<4).map { _ in Buffer(repeating: .nan, count: count) }
      #expect(spoiled.count == 4)
    }
    var memory = Self.memory(length: length)
    #expect(Self.attend(&memory, numbers(22, seed: 3)).allSatisfy { $0.isFinite })
  }

  @Test("equal keys share the weight evenly: the result is the mean of the values")
  func meanOfValues() {
    var memory = AttentionMemory(headCount: 1, keySize: 1, valueSize: 1)
    var results: [Float] = []
    for value in [3, 5, 10, 2] as [Float] { results.append(Self.attend(&memory, [1, 7, value])[0]) }
    #expect(results == [3, 4, 6, 5])
  }
}
