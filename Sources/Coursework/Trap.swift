/// What Swift's runtime writes when a program traps.
struct Trap {
  /// What was written before.
  let before: String
  /// What went wrong, and in which line of the learner's file if that is known.
  let message: String

  /// The trap in what a program wrote to standard error, if there is one.
  init?(in errors: String) {
    let lines = errors.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.firstIndex(where: { $0.contains("Fatal error") || $0.hasPrefix("*** ") }) else {
      return nil
    }
    before = lines[..<first].joined(separator: "\n").trimmedEnd
    let frames = lines[first...].lazy.filter { $0.contains(" in ") }
    let places = Array(
      frames.compactMap { frame in
        frame.firstRange(of: "/Exercises/").map { frame[frame.index(after: $0.lowerBound)...] }
      }.prefix(4))
    var message = String(lines[first])
    if let range = message.firstRange(of: "Fatal error: ") {
      message = String(message[range.upperBound...])
    } else if places.count == 4, Set(places).count == 1 {
      message = "a function calls itself without end"
    } else if let crash = lines[first...].first(where: { $0.hasPrefix("*** Program crashed: ") }) {
      message = String(crash.dropFirst("*** Program crashed: ".count).prefix { $0 != "*" }).trimmedEnd
    }
    self.message = message + (places.first.map { "  (\($0))" } ?? "")
  }
}
