import Foundation
import Programs
import Terminal

/// An earlier state of the package, to see what differs from it.
struct Revision {
  private let changedPaths: Set<String>
  private let texts: Set<String>

  /// What git knows of a revision.
  init(_ name: String, of package: URL) throws {
    func git(_ arguments: String...) throws -> String {
      let run = try ProgramRun(of: URL(filePath: "/usr/bin/env"), ["git"] + arguments, in: package)
      guard run.hasSucceeded else {
        let complaint = run.errorText.split(separator: "\n").first ?? "git failed"
        throw CommandFailure.usage("--since \(name): \(complaint)")
      }
      return run.outputText
    }
    let tracked = try git("diff", "--name-only", "--end-of-options", name, "--")
    let new = try git("ls-files", "--others", "--exclude-standard")
    changedPaths = Set((tracked + new).split(separator: "\n").map(String.init))
    let lists = try git("ls-tree", "--name-only", name, "Tests/Mutations/Lists/").split(separator: "\n")
    texts = Set(
      try lists.filter { $0.hasSuffix(".txt") }
        .flatMap { try Mutation.list(git("show", "\(name):\($0)"), room: String($0)) }
        .map(\.text))
  }

  init(changedPaths: Set<String>, texts: Set<String>) {
    self.changedPaths = changedPaths
    self.texts = texts
  }

  /// Whether the file that a mutation breaks, a file of its test's target, or its own text is another than it was.
  func differs(for mutation: Mutation) -> Bool {
    changedPaths.contains(mutation.file) || !texts.contains(mutation.text)
      || changedPaths.contains { $0.hasPrefix("Tests/\(mutation.testTarget)/") }
  }
}
