/// What became of a mutation.
enum Verdict: Hashable, CustomStringConvertible {
  /// The test that the list names failed.
  case killed(by: String)
  /// That test did not end in time.
  case hung(String)
  /// That test passed, another of its target failed.
  case killedByAnother(String)
  /// Every test of the target passed.
  case survived
  /// The list is wrong: the mutation does not compile.
  case misstated(String)

  var isKill: Bool {
    switch self {
    case .killed, .hung: true
    default: false
    }
  }

  var description: String {
    switch self {
    case .killed(let test): "killed by \(test)"
    case .hung(let test): "killed by \(test), which did not end"
    case .killedByAnother(let test): "SURVIVED its test, killed by \(test)"
    case .survived: "SURVIVED every test of its target"
    case .misstated(let reason): "ERROR: \(reason)"
    }
  }
}
