/// A pattern for dotted names, `*` standing for one component: `blocks.*.attention.weights`.
public struct NamePattern: Sendable, Hashable, CustomStringConvertible {
  private let components: [String]

  /// The pattern, or nil when a component is empty.
  public init?(_ text: String) {
    components = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard components.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.isWhitespace) }) else { return nil }
  }

  /// Whether `name` has the pattern's components.
  public func matches(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == components.count && zip(components, parts).allSatisfy { $0 == "*" || $0 == $1 }
  }

  /// The pattern as written.
  public var description: String { components.joined(separator: ".") }
}
