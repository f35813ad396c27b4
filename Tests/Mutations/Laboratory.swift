import Foundation
import Programs

/// Where mutations are made: a scratch copy that was whole, built and tested before the first.
///
/// It holds one target's tests and the targets that these depend on, so that a broken room is built again without the
/// rooms above it.
final class Laboratory {
  private let copy: PackageCopy
  private let toolchain: Toolchain
  private let filter: String
  private var broken: String?
  /// The seconds after which one of the tests that the mutations name hangs: on a busy machine they took longer whole, too.
  private var patience = 60.0

  /// Prepares the copy and makes sure that the tests the mutations name exist and pass while nothing is broken.
  ///
  /// - Parameters:
  ///   - name: the name of the copy's folder, in the package's.
  ///   - target: the target that the tests of all these mutations are in.
  init(package: URL, folder name: String, target: String, mutations: [Mutation]) throws {
    copy = PackageCopy(of: package, named: name, testing: target)
    toolchain = Toolchain(folder: copy.folder)
    filter = Set(mutations.map { Self.pattern($0.test) }).sorted().joined(separator: "|")
    try copy.synchronize()
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
    let start = Date()
    guard try toolchain.test(filter, within: 600) == .succeeded else {
      throw ListError(description: "the tests fail \(when), with nothing broken: see \(toolchain.log.path)")
    }
    patience = max(60, 5 * Date().timeIntervalSince(start))
  }

  /// Breaks the copy and builds it.
  ///
  /// - Returns: the first error, when what is broken does not compile.
  func build(_ mutation: Mutation) throws -> String? {
    let whole = try String(contentsOf: copy.package.appending(path: mutation.file), encoding: .utf8)
    let mutated = try mutation.applied(to: whole)
    // The file that was broken before is mended in the same build.
    if let broken { try copy.restore(broken) }
    try copy.write(Data(mutated.utf8), to: mutation.file)
    broken = mutation.file
    return try toolchain.build() == .succeeded ? nil : firstError()
  }

  /// Runs the mutation's test in the copy as it is; the others of the target only if that one passes.
  func test(_ mutation: Mutation) throws -> Verdict {
    switch try toolchain.test(Self.pattern(mutation.test), within: patience) {
    case .failed: return .killed(by: mutation.test)
    case .ranOutOfTime: return .hung(mutation.test)
    case .succeeded: break
    }
    switch try toolchain.test(within: 600) {
    case .succeeded: return .survived
    case .ranOutOfTime: return .killedByAnother("the deadline of all tests")
    case .failed: return .killedByAnother(try firstIssue())
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
  /// The copy in which the mutations of one target's tests are made.
  fileprivate init(of package: URL, named name: String, testing target: String) {
    // Besides what is broken, what tests compare with.
    self.init(
      of: package, named: name, holding: Mutation.places + ["Docs", "Exercises", "LICENSE", "README.md"],
      manifestEnd: Self.manifestEnd(keeping: target))
  }

  /// Leaves a target, what it depends on, the plugins and the programs among that in the manifest, and nothing else.
  private static func manifestEnd(keeping target: String) -> String {
    """

    var kept: Set<String> = []
    var found = ["\(target)"]
    while let name = found.popLast() {
      guard kept.insert(name).inserted else { continue }
      for dependency in package.targets.filter({ $0.name == name }).flatMap(\\.dependencies) {
        switch dependency {
        case .targetItem(let name, _), .byNameItem(let name, _): found.append(name)
        default: break
        }
      }
      for case .plugin(let name, _) in package.targets.filter({ $0.name == name }).flatMap({ $0.plugins ?? [] }) {
        found.append(name)
      }
    }
    package.targets.removeAll { !kept.contains($0.name) }
    package.products.removeAll { ($0 as? Product.Executable)?.targets.allSatisfy(kept.contains) != true }

    """
  }
}
