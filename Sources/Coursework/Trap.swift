import Foundation

/// What Swift's runtime writes when a program traps.
struct Trap {
  /// What was written before.
  let before: String
  /// What went wrong, and in which line of the learner's file if that is known.
  let message: String

  init?(in errors: String) {
    let lines = errors.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.firstIndex(where: { $0.contains("Fatal error") || $0.contains("*** ") }) else {
      return nil
    }
    before = lines[..<first].joined(separator: "\n")
    var message = String(lines[first])
    if let range = message.range(of: "Fatal error: ") { message = String(message[range.upperBound...]) }
    let frame = lines[first...].first { $0.contains(" in ") && $0.contains("/Exercises/") }
    if let frame, let place = frame.split(separator: "/").last {
      message += "  (\(place))"
    }
    self.message = message
  }
}
