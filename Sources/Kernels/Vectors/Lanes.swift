// What kernels are written in. It is a module of its own because only what a module offers as inlinable is inlined into
// other files in a debug build; a call for every sixteen numbers would take longer than the work on them.

/// Sixteen numbers that one instruction works on: one register of 512 bits, two of 256 or four of 128.
public typealias Lanes = SIMD16<Float>

/// The sixteen numbers from `pointer` on, wherever it points to.
@inlinable @inline(__always)
public func load(_ pointer: UnsafePointer<Float>) -> Lanes {
  UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
}

/// The sixteen numbers from `pointer` on, wherever it points to.
@inlinable @inline(__always)
public func load(_ pointer: UnsafeMutablePointer<Float>) -> Lanes {
  UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
}

/// Writes sixteen numbers from `pointer` on.
@inlinable @inline(__always)
public func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: lanes, as: Lanes.self)
}

/// Writes the first `count` of sixteen numbers from `pointer` on.
@inlinable @inline(__always)
public func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Float>, count: Int) {
  withUnsafeBytes(of: lanes) {
    UnsafeMutableRawPointer(pointer).copyMemory(
      from: $0.baseAddress.unsafelyUnwrapped, byteCount: count &* MemoryLayout<Float>.stride)
  }
}

/// c + a·b, with one rounding where the processor has the instruction. Elsewhere `addingProduct` would call the
/// C library for each lane.
@inlinable @inline(__always)
public func multiplyAdd<Vector: SIMD>(_ c: Vector, _ a: Vector, _ b: Vector) -> Vector
where Vector.Scalar == Float {
  #if FUSED_MULTIPLY_ADD
    c.addingProduct(a, b)
  #else
    c + a * b
  #endif
}

/// c + a·b of single numbers, rounded as those in lanes are.
@inlinable @inline(__always)
public func multiplyAdd(_ c: Float, _ a: Float, _ b: Float) -> Float {
  #if FUSED_MULTIPLY_ADD
    c.addingProduct(a, b)
  #else
    c + a * b
  #endif
}

/// The numbers of the lanes, as `Float`: comparisons of integers the compiler makes one by one.
@inlinable @inline(__always)
public var laneNumbers: Lanes {
  Lanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
}

/// The lanes before `count`, and `filler` after.
@inlinable @inline(__always)
public func first(_ count: Int, of lanes: Lanes, else filler: Float) -> Lanes {
  lanes.replacing(with: filler, where: laneNumbers .>= Float(count))
}

/// The sum of sixteen lanes, as a tree that is always the same: halves are added until two numbers are left.
@inlinable @inline(__always)
public func total(_ lanes: Lanes) -> Float {
  let eight = lanes.lowHalf + lanes.highHalf
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  return two[0] + two[1]
}
