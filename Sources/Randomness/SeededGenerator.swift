/// A small, fast generator whose stream is a function of its seed alone, on every platform.
///
/// SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014): the
/// state advances by the golden ratio and is then mixed. Its whole state is one integer, so that a checkpoint
/// can keep it and a resumed run continues bit for bit.
///
/// ```swift
/// var generator = SeededGenerator(seed: 1)
/// generator.uniform()  // the same number on every run and every machine
/// ```
public struct SeededGenerator: RandomNumberGenerator, Sendable, Hashable, Codable {
  /// The whole state: two generators with equal states produce equal streams.
  public var state: UInt64

  /// Starts the stream that belongs to `seed`.
  @inlinable
  public init(seed: UInt64) {
    state = seed
  }

  /// The next 64 random bits.
  @inlinable
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A generator of its own, whose stream does not follow this one's.
  @inlinable
  public mutating func split() -> SeededGenerator {
    SeededGenerator(seed: next())
  }
}
