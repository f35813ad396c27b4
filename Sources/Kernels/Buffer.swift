/// Contiguous `Float` elements with value semantics: copies share memory until one of them is changed.
///
/// It is what an array of `Float` would be, except that its memory is aligned to cache lines, is not cleared
/// before a kernel fills it, and is recycled (see `MemoryPool`). Kernels work on whole buffers; the subscript is
/// for looking at single elements.
///
/// ```swift
/// var a: Buffer = [1, 2, 3]
/// let b = a
/// a[0] = 10  // b is still [1, 2, 3]
/// ```
public struct Buffer: Sendable {
  /// The owner of one block of memory; the last buffer that lets go of it gives the block back.
  final class Storage: Sendable {
    // Written only while uniquely referenced (during initialisation or through `withMutablePointer`).
    nonisolated(unsafe) let base: UnsafeMutablePointer<Float>
    let count: Int

    init(count: Int) {
      guard count >= 0 else { fatalError("Buffer: a count of \(count) is negative") }
      self.count = count
      base = MemoryPool.shared.take(floats: count)
    }

    deinit { MemoryPool.shared.give(base, floats: count) }
  }

  private var storage: Storage

  /// The number of elements.
  public let count: Int

  /// A buffer whose elements `initializing` writes, every one of them: the memory holds anything before.
  package init(count: Int, initializing: (UnsafeMutableBufferPointer<Float>) -> Void) {
    storage = Storage(count: count)
    self.count = count
    initializing(UnsafeMutableBufferPointer(start: storage.base, count: count))
  }

  /// A buffer with the elements of `array`.
  public init(_ array: [Float]) {
    self.init(count: array.count) { new in _ = new.update(fromContentsOf: array) }
  }

  /// A buffer with the elements of `elements`, in order.
  public init(_ elements: some Sequence<Float>) {
    self.init(Array(elements))
  }

  /// `count` times the same number.
  public init(repeating value: Float, count: Int) {
    self.init(count: count) { new in new.update(repeating: value) }
  }

  /// The elements as an array.
  public var array: [Float] {
    [Float](unsafeUninitializedCapacity: count) { new, initialized in
      _ = new.update(fromContentsOf: UnsafeBufferPointer(start: storage.base, count: count))
      initialized = count
    }
  }

  /// Lends the elements for reading; the pointer must not be kept.
  package func withPointer<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeBufferPointer(start: storage.base, count: count))
  }

  /// Lends the elements for changing, after copying them if another buffer shares them.
  package mutating func withMutablePointer<Result>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    makeUnique()
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeMutableBufferPointer(start: storage.base, count: count))
  }

  /// Where the elements lie, for a kernel that holds the buffer as long as it reads them.
  var address: UnsafePointer<Float> { UnsafePointer(storage.base) }

  /// Where the elements lie, for a kernel that changes them, after copying them if another buffer shares them.
  mutating func uniqueAddress() -> UnsafeMutablePointer<Float> {
    makeUnique()
    return storage.base
  }

  /// Memory for `wanted` elements: that of this buffer when it has as many, else new memory, holding anything.
  mutating func memory(forCount wanted: Int) -> UnsafeMutablePointer<Float> {
    if count != wanted { self = Buffer(count: wanted) { _ in } }
    return uniqueAddress()
  }

  private mutating func makeUnique() {
    if isKnownUniquelyReferenced(&storage) { return }
    let copy = Storage(count: count)
    copy.base.update(from: storage.base, count: count)
    storage = copy
  }
}

extension Buffer: RandomAccessCollection, MutableCollection {
  /// Always 0.
  public var startIndex: Int { 0 }

  /// The number of elements.
  public var endIndex: Int { count }

  /// The element at `index`; traps when there is none.
  public subscript(index: Int) -> Float {
    get {
      check(index)
      return storage.base[index]
    }
    set {
      check(index)
      makeUnique()
      storage.base[index] = newValue
    }
  }

  private func check(_ index: Int) {
    guard index >= 0, index < count else {
      fatalError("Buffer: index \(index) is outside 0 ..< \(count)")
    }
  }
}

extension Buffer: Hashable {
  /// Whether both have the same count and equal elements (so 0 equals −0, and NaN nothing).
  public static func == (left: Buffer, right: Buffer) -> Bool {
    left.count == right.count
      && left.withPointer { left in right.withPointer { right in left.elementsEqual(right) } }
  }

  /// Feeds the elements to `hasher`.
  public func hash(into hasher: inout Hasher) {
    withPointer { for element in $0 { hasher.combine(element) } }
  }
}

extension Buffer: ExpressibleByArrayLiteral {
  /// A buffer with the listed elements.
  public init(arrayLiteral elements: Float...) {
    self.init(elements)
  }
}

extension Buffer: CustomStringConvertible {
  /// The elements as an array prints them.
  public var description: String { array.description }
}

/// Traps, naming both counts, when `actual` is not what the operation's shapes imply.
///
/// The name is put together only then: to print a shape takes longer than many kernels do.
func requireCount(_ actual: Int, _ expected: Int, _ operation: String, _ name: @autoclosure () -> String) {
  guard actual == expected else {
    fatalError("\(operation): \(name()) has \(actual) elements, its shape needs \(expected)")
  }
}
