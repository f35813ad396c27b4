/// A starting point for random numbers that can be handed down: every layer, step or document derives its own.
///
/// ```swift
/// let seed: Seed = 1
/// seed.derived(3).generator()  // always the same stream, and not that of seed.derived(4)
/// ```
public struct Seed: Sendable, Hashable, Codable, ExpressibleByIntegerLiteral {
  /// The integer that decides every stream derived from this seed.
  public let value: UInt64

  /// A seed of a given value.
  public init(_ value: UInt64) {
    self.value = value
  }

  /// A seed written as a number.
  public init(integerLiteral value: UInt64) {
    self.value = value
  }

  /// The seed of the part with a given index, such as a layer of a model or a step of a run.
  public func derived(_ index: Int) -> Seed {
    var generator = SeededGenerator(seed: value)
    var child = SeededGenerator(seed: generator.next() ^ UInt64(bitPattern: Int64(index)))
    return Seed(child.next())
  }

  /// The generator that starts here.
  public func generator() -> SeededGenerator {
    SeededGenerator(seed: value)
  }
}
