/// What a terminal can do with colour, and on which background it does it.
public struct ColorDepth: Sendable, Hashable {
  /// How many colours there are.
  package enum Count: Sendable {
    case none, shading, palette16, palette256, trueColor
  }

  package let count: Count
  /// Whether the background is white, or nearly so.
  package private(set) var isOnWhite = false

  /// Plain text only: piped output, `NO_COLOR`, `--no-color`.
  public static let none = ColorDepth(count: .none)
  /// A terminal without colours: a shade character stands beside each number.
  public static let shading = ColorDepth(count: .shading)
  /// The sixteen colours of ANSI terminals: words are in colour, and so are the shades beside the numbers.
  public static let palette16 = ColorDepth(count: .palette16)
  /// The 256 colours of xterm.
  public static let palette256 = ColorDepth(count: .palette256)
  /// Red, green and blue, eight bits each.
  public static let trueColor = ColorDepth(count: .trueColor)

  /// As many colours, chosen to be seen on white.
  public var onWhite: ColorDepth {
    var result = self
    result.isOnWhite = true
    return result
  }

  /// Whether escape sequences may be written.
  package var hasColor: Bool { count != .none && count != .shading }

  /// Whether there are colours enough for a heat-map behind the numbers.
  package var hasHeat: Bool { count == .palette256 || count == .trueColor }
}
