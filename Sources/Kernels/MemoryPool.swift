import Synchronization

/// Memory that buffers gave back and that later buffers take again.
///
/// A training step allocates the same sizes every time. Fresh memory costs a page fault for every 4 KiB, more
/// than the arithmetic done on it; recycled memory costs one short lock. Sizes are rounded up to classes, four
/// in each doubling (at most a quarter more than what is asked for), so that sizes that differ a little share memory.
struct MemoryPool: ~Copyable, Sendable {
  /// The pool of all buffers; it keeps at most a gibibyte.
  static let shared = MemoryPool(limit: 1 << 30)

  /// Bytes of a cache line, the alignment of all memory, and the slack behind the last element: a whole vector
  /// may be loaded from the last element on without leaving the allocation.
  static let line = 64

  /// The pool keeps at most this many bytes; what comes back beyond that returns to the system.
  private let limit: Int

  /// Blocks of up to this many lines are left to the system's allocator, which recycles small blocks well.
  private static let smallLines = 8

  private struct Free {
    var addresses: [[UInt]] = Array(repeating: [], count: 128)
    var bytes = 0
  }

  private let free = Mutex(Free())

  /// A pool that holds nothing yet.
  init(limit: Int) { self.limit = limit }

  deinit {
    free.withLock { free in
      for address in free.addresses.joined() { UnsafeMutableRawPointer(bitPattern: address)?.deallocate() }
    }
  }

  /// The class of a block of `lines` cache lines, and the lines that every block of that class has.
  ///
  /// With e = ⌊log₂(lines − 1)⌋, the classes between 2ᵉ and 2ᵉ⁺¹ end at 2ᵉ·(5, 6, 7, 8)/4.
  private static func sizeClass(lines: Int) -> (index: Int, lines: Int) {
    let exponent = Int.bitWidth - 1 - (lines - 1).leadingZeroBitCount
    let quarter = ((lines - 1) >> (exponent - 2)) & 3
    return ((exponent - 3) * 4 + quarter, (5 + quarter) << (exponent - 2))
  }

  private static func lines(floats: Int) -> Int {
    (floats * MemoryLayout<Float>.stride + line - 1) / line + 1
  }

  /// Memory for `floats` elements and one line of slack, holding anything.
  func take(floats: Int) -> UnsafeMutablePointer<Float> {
    var lines = Self.lines(floats: floats)
    if lines > Self.smallLines {
      let size = Self.sizeClass(lines: lines)
      lines = size.lines
      let address = free.withLock { free -> UInt? in
        guard let address = free.addresses[size.index].popLast() else { return nil }
        free.bytes -= lines * Self.line
        return address
      }
      if let address, let memory = UnsafeMutableRawPointer(bitPattern: address) {
        return memory.assumingMemoryBound(to: Float.self)
      }
    }
    return UnsafeMutableRawPointer.allocate(byteCount: lines * Self.line, alignment: Self.line)
      .bindMemory(to: Float.self, capacity: lines * Self.line / MemoryLayout<Float>.stride)
  }

  /// Gives back what `take(floats:)` with the same number returned.
  func give(_ memory: UnsafeMutablePointer<Float>, floats: Int) {
    let lines = Self.lines(floats: floats)
    if lines > Self.smallLines {
      let size = Self.sizeClass(lines: lines)
      let bytes = size.lines * Self.line
      let address = UInt(bitPattern: memory)
      let kept = free.withLock { free in
        guard free.bytes + bytes <= limit else { return false }
        free.addresses[size.index].append(address)
        free.bytes += bytes
        return true
      }
      if kept { return }
    }
    UnsafeMutableRawPointer(memory).deallocate()
  }

  /// The bytes that wait in the pool now.
  var heldBytes: Int { free.withLock { $0.bytes } }

  /// Lends scratch memory for `floats` elements, holding anything, for the duration of `body`.
  func withScratch<Result>(
    floats: Int, _ body: (UnsafeMutablePointer<Float>) -> Result
  ) -> Result {
    let memory = take(floats: floats)
    defer { give(memory, floats: floats) }
    return body(memory)
  }
}
