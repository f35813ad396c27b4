import Testing

@testable import Kernels

/// Pools of their own: that of all buffers is used by other tests meanwhile.
@Suite("The pool of memory")
struct MemoryPoolTests {
  /// The bytes that a pool keeps when a block for so many elements comes back.
  private static func bytes(floats: Int) -> Int {
    let pool = MemoryPool(limit: 1 << 20)
    pool.give(pool.take(floats: floats), floats: floats)
    return pool.heldBytes
  }

  @Test("a block that came back is lent again to whoever needs one of its class")
  func recycled() {
    let pool = MemoryPool(limit: 1 << 20)
    let first = pool.take(floats: 1_000)
    pool.give(first, floats: 1_000)
    #expect(pool.heldBytes == Self.bytes(floats: 1_000))
    // 1,000 elements and the slack are 64 lines, of the class of 57 to 64.
    let smaller = pool.take(floats: 900)
    #expect(smaller == first && pool.heldBytes == 0)
    let other = pool.take(floats: 1_000)
    #expect(other != first)
    pool.give(other, floats: 1_000)
    pool.give(smaller, floats: 900)
    #expect(pool.heldBytes == 2 * Self.bytes(floats: 1_000))
    let larger = pool.take(floats: 1_020)
    #expect(larger != first && larger != other && pool.heldBytes == 2 * Self.bytes(floats: 1_000))
    pool.give(larger, floats: 1_020)
  }

  @Test("it keeps as much as its limit, and nothing beyond")
  func limit() {
    let block = Self.bytes(floats: 1_000)
    let pool = MemoryPool(limit: 2 * block)
    let blocks = (0..<3).map { _ in pool.take(floats: 1_000) }
    pool.give(blocks[0], floats: 1_000)
    #expect(pool.heldBytes == block)
    pool.give(blocks[1], floats: 1_000)
    #expect(pool.heldBytes == 2 * block)
    pool.give(blocks[2], floats: 1_000)
    #expect(pool.heldBytes == 2 * block)
    // What is lent again makes room.
    let again = pool.take(floats: 1_000)
    #expect(pool.heldBytes == block)
    pool.give(again, floats: 1_000)
    let tight = MemoryPool(limit: block - 1)
    tight.give(tight.take(floats: 1_000), floats: 1_000)
    #expect(tight.heldBytes == 0)
  }

  @Test("blocks of up to eight lines, the slack among them, are left to the system")
  func smallBlocks() {
    // Seven lines of 16 elements and one of slack.
    #expect(Self.bytes(floats: 0) == 0 && Self.bytes(floats: 1) == 0 && Self.bytes(floats: 112) == 0)
    #expect(Self.bytes(floats: 113) > 0)
  }

  @Test("a class has at most a quarter more than is asked for, and room for a vector behind the last element")
  func classes() {
    for floats in Array(113...3_000) + [65_537, 100_000, 200_000] {
      let needed = (floats * 4 + 63) / 64 * 64 + 64
      let bytes = Self.bytes(floats: floats)
      #expect(bytes >= needed && 4 * bytes <= 5 * needed, "\(floats): \(bytes) bytes for \(needed)")
    }
  }

  @Test("memory begins at a cache line, new or lent again", arguments: [0, 1, 112, 113, 1_000, 100_000])
  func alignment(floats: Int) {
    let pool = MemoryPool(limit: 1 << 20)
    for _ in 0..<2 {
      let memory = pool.take(floats: floats)
      #expect(UInt(bitPattern: memory).isMultiple(of: 64))
      pool.give(memory, floats: floats)
    }
  }

  @Test("scratch memory comes back when its use is over")
  func scratch() {
    let pool = MemoryPool(limit: 1 << 20)
    let sum = pool.withScratch(floats: 1_000) { memory in
      memory.update(repeating: 1, count: 1_000)
      #expect(pool.heldBytes == 0)
      return memory[0] + memory[999]
    }
    #expect(sum == 2 && pool.heldBytes == Self.bytes(floats: 1_000))
  }
}
