import Coursework
import Terminal

extension Style {
  static let passed = Style(foreground: .passed, isBold: true)
  static let failed = Style(foreground: .failed, isBold: true)
}

extension Workshop.State {
  /// The state as one character.
  var mark: StyledLine {
    switch self {
    case .passed: StyledLine("✓", .passed)
    case .failed: StyledLine("✗", .failed)
    case .begun: StyledLine("…", .name)
    case .notStarted: StyledLine("·", .quiet)
    case .missing: StyledLine("!", .failed)
    }
  }
}

extension About {
  /// "10 min  ●○○".
  var effort: StyledLine {
    let full = String(repeating: "●", count: difficulty.rawValue)
    let empty = String(repeating: "○", count: Difficulty.allCases.count - difficulty.rawValue)
    return StyledLine("\(minutes) min  ", .quiet) + StyledLine(full, .code) + StyledLine(empty, .quiet)
  }
}

extension Item {
  /// "4.1 softmax · softmax of every row, stable".
  var heading: StyledLine {
    StyledLine("\(number) \(name)", .bold) + StyledLine(" · ", .quiet) + StyledLine(exercise.about.title)
  }
}
