import Foundation
import Programs

/// What became of a mutation.
enum Verdict: CustomStringConvertible {
  /// The test that the list names failed.
  case killed(by: String)
  /// That test did not end in time.
  case hung(String)
  /// That test passed, another failed.
  case killedByAnother(String)
  /// Every test passed.
  case survived
  /// The list is wrong: the lines are not there once, or the mutation does not compile.
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
    case .survived: "SURVIVED"
    case .misstated(let reason): "ERROR: \(reason)"
    }
  }
}

/// Where mutations are made: a scratch copy that was whole, built and tested before the first.
final class Laboratory {
  private let copy: PackageCopy
  private let toolchain: Toolchain
  private let filter: String
  private var broken: String?

  /// Prepares the copy and makes sure that the tests the mutations name exist and pass while nothing is broken.
  init(package: URL, mutations: [Mutation]) throws {
    copy = PackageCopy(roomsOf: package)
    toolchain = Toolchain(folder: copy.folder)
    try copy.synchronize()
    filter = Set(mutations.map { Self.pattern($0.test) }).sorted().joined(separator: "|")
    try check("as they are")
    let known = try toolchain.listTests()
    for mutation in mutations where !known.contains(where: { $0.hasPrefix(mutation.test + "(") }) {
      throw ListError(description: "\(mutation.name): there is no test \(mutation.test)")
    }
  }

  /// Mends the copy and makes sure that it is as good as before: else a kill may have been an earlier one's.
  func finish() throws {
    try copy.synchronize()
    try check("after the mutations")
  }

  private func check(_ when: String) throws {
    guard try toolchain.build() == .succeeded else {
      throw ListError(description: "the sources do not build \(when): see \(toolchain.log.path)")
    }
    guard try toolchain.test(filter, within: 600) == .succeeded else {
      throw ListError(description: "the tests fail \(when), with nothing broken: see \(toolchain.log.path)")
    }
  }

  /// Breaks the copy, builds it and runs the mutation's test; the others only if that one passes.
  func verdict(on mutation: Mutation) -> Verdict {
    do {
      let whole = try String(contentsOf: copy.package.appending(path: mutation.file), encoding: .utf8)
      let mutated = try mutation.applied(to: whole)
      // The file that was broken before is mended in the same build.
      if let broken { try copy.restore(broken) }
      try copy.write(Data(mutated.utf8), to: mutation.file)
      broken = mutation.file
      guard try toolchain.build() == .succeeded else {
        return .misstated("it does not compile: \(try firstError())")
      }
      switch try toolchain.test(Self.pattern(mutation.test), within: 60) {
      case .failed: return .killed(by: mutation.test)
      case .ranOutOfTime: return .hung(mutation.test)
      case .succeeded: break
      }
      switch try toolchain.test(within: 600) {
      case .succeeded: return .survived
      case .ranOutOfTime: return .killedByAnother("the deadline of all tests")
      case .failed: return .killedByAnother(try firstIssue())
      }
    } catch {
      return .misstated("\(error)")
    }
  }

  /// A regular expression for one test, whatever its arguments.
  private static func pattern(_ test: String) -> String {
    "^" + test.map { "./()".contains($0) ? "\\\($0)" : String($0) }.joined() + "\\("
  }

  private func firstError() throws -> String {
    let lines = try toolchain.output().split(separator: "\n")
    return lines.first { $0.contains("error:") }.map(String.init) ?? "see \(toolchain.log.path)"
  }

  /// What the first test that failed has to say, or that nothing had a chance to.
  private func firstIssue() throws -> String {
    let issue = try toolchain.output().split(separator: "\n").first { $0.contains(" recorded an issue") }
    return issue.map { String($0.prefix(200)) } ?? "a crash"
  }
}

extension PackageCopy {
  /// The copy in which mutations are made: the rooms and their tests, without the programs.
  fileprivate init(roomsOf package: URL) {
    // What tests compare with lies in the folders that are linked, which nothing breaks.
    self.init(
      of: package, named: ".build-mutations", holding: ["Sources", "Tests"],
      linking: ["Chapters", "Docs", "Exercises"], manifestEnd: Self.roomsAlone)
  }

  /// Takes everything that can be run out of the manifest, and the tests of it.
  private static let roomsAlone = """

    let programs = Set(package.targets.filter { $0.type == .executable }.map(\\.name))
    package.products = []
    package.targets.removeAll { target in
      programs.contains(target.name)
        || target.dependencies.contains {
          switch $0 {
          case .targetItem(let name, _), .byNameItem(let name, _): programs.contains(name)
          default: false
          }
        }
    }

    """
}
