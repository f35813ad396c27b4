/// What a text's colour says; which colour that is depends on the terminal and on its background.
package enum Ink: Hashable, Sendable {
  /// Names and code.
  case accent
  /// A check that held.
  case passed
  /// A check that failed.
  case failed
  /// What stands back: rules, numbers of rows, provenance.
  case quiet
  /// One of the series of a plot; they repeat after the sixth.
  case series(Int)
  /// This colour, on every background.
  case exact(Color)

  /// The parameters that choose the colour (ECMA-48 §8.3.117).
  package func code(_ depth: ColorDepth) -> String {
    if depth.count == .palette16, let code = codeOf16(isOnWhite: depth.isOnWhite) { return code }
    return "38;" + color(isOnWhite: depth.isOnWhite).code(depth)
  }

  /// The colour: legible on black, or on white.
  package func color(isOnWhite: Bool) -> Color {
    switch self {
    case .accent: isOnWhite ? Color(9, 105, 218) : Color(58, 134, 222)
    case .passed: isOnWhite ? Color(26, 127, 55) : Color(46, 160, 67)
    case .failed: isOnWhite ? Color(207, 34, 46) : Color(221, 62, 72)
    case .quiet: isOnWhite ? Color(95, 95, 95) : Color(128, 128, 128)
    case .series(let index):
      isOnWhite ? Self.seriesOnWhite[index % Self.seriesCount] : Self.seriesOnBlack[index % Self.seriesCount]
    case .exact(let color): color
    }
  }

  /// One of the sixteen colours that the terminal's owner may have chosen; quiet text is faint, as bright black is
  /// the background of some.
  private func codeOf16(isOnWhite: Bool) -> String? {
    switch self {
    case .accent: isOnWhite ? "34" : "94"
    case .passed: "32"
    case .failed: "31"
    case .quiet: "2"
    case .series(let index):
      [isOnWhite ? "34" : "94", "31", "32", "35", "33", "36"][index % Self.seriesCount]
    case .exact: nil
    }
  }

  package static let seriesCount = 6
  private static let seriesOnBlack = [
    Color(58, 134, 222), Color(230, 120, 30), Color(46, 160, 67), Color(190, 80, 190), Color(200, 160, 20),
    Color(221, 62, 72),
  ]
  private static let seriesOnWhite = [
    Color(9, 105, 218), Color(188, 76, 0), Color(26, 127, 55), Color(130, 80, 223), Color(125, 90, 0),
    Color(207, 34, 46),
  ]
}
