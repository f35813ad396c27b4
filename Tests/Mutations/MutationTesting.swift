import Foundation
import Terminal

/// Breaks the sources in every way that the lists name, one at a time, and reports which test noticed.
@main
struct MutationTesting {
  static func main() {
    // A shell lets what it starts in the background ignore interrupts, and so would the tests that one shall stop.
    signal(SIGINT, SIG_DFL)
    let console = Console.standard()
    do {
      let options = try Options(console.arguments)
      if options.action == .help { return try console.show(Options.help) }
      let package = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
      let revision = try options.selection.revision.map { try Revision($0, of: package) }
      let mutations = try options.selection(of: Mutation.lists(of: package)) {
        revision?.differs(for: $0) != false
      }
      for mutation in mutations { try mutation.requirePlace(in: package) }
      switch options.action {
      case .help: break
      case .count: try console.show(counts(of: mutations))
      case .list: try console.show(list(of: mutations))
      case .run: exit(try run(mutations, in: package, options, on: console) ? 0 : 1)
      }
    } catch {
      exit(console.report(error, by: "mutations"))
    }
  }

  private static func counts(of mutations: [Mutation]) -> String {
    let rooms = Dictionary(grouping: mutations, by: \.room).sorted { $0.key < $1.key }
    return (rooms.map { "\($0.key): \($0.value.count)" } + ["mutations: \(mutations.count)"])
      .joined(separator: "\n")
  }

  private static func list(of mutations: [Mutation]) -> String {
    mutations.map { "\($0.name): \($0.breakage)\n  \($0.file), killed by \($0.test)" }.joined(separator: "\n")
  }

  /// Whether every mutation was killed by the test that its list names.
  private static func run(_ mutations: [Mutation], in package: URL, _ options: Options, on console: Console)
    throws -> Bool
  {
    let start = Date()
    let record = Record(of: package)
    let rest = options.resumes ? try mutations.filter { try record.kill(of: $0) == nil } : mutations
    if options.resumes {
      try console.show("\(mutations.count - rest.count) of \(mutations.count) were killed before")
    }
    let results = try Run(over: rest, in: package, recording: record)(jobs: options.jobs)
    let failures = results.filter { !$0.verdict.isKill }
    try console.show(
      "\(rest.count - failures.count) of \(rest.count) mutations killed in \(seconds(since: start)) s")
    for (mutation, verdict) in failures {
      try console.show("  \(mutation.name) (\(mutation.breakage)): \(verdict)")
    }
    return failures.isEmpty
  }
}
