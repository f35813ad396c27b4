/// A test of this package, as `swift test --filter` takes it: `NeuralTests.GPTTests/causality`.
///
/// The registries name the tests that show something; a test reads the sources and fails when one does not exist.
public struct TestName: Sendable, Hashable {
  /// The test target, which is also its folder under `Tests`.
  public let target: String

  /// The type that holds the test.
  public let suite: String

  /// The function.
  public let function: String

  /// The test with these names.
  public init(target: String, suite: String, function: String) {
    self.target = target
    self.suite = suite
    self.function = function
  }
}

extension TestName: CustomStringConvertible, ExpressibleByStringLiteral {
  /// `target.suite/function`.
  public var description: String { "\(target).\(suite)/\(function)" }

  /// `"NeuralTests.GPTTests/causality"`; a part that is missing is empty, and then no test has that name.
  public init(stringLiteral value: String) {
    let sides = value.split(separator: "/", maxSplits: 1).map(String.init)
    let path = (sides.first ?? "").split(separator: ".", maxSplits: 1).map(String.init)
    self.init(
      target: path.first ?? "", suite: path.count > 1 ? path[1] : "",
      function: sides.count > 1 ? sides[1] : "")
  }
}
