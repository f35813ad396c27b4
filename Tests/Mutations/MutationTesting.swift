import Foundation

/// Breaks the sources in every way that the lists name, one at a time, and reports which test noticed.
@main
struct MutationTesting {
  static func main() {
    // A shell lets what it starts in the background ignore interrupts, and so would the tests that one shall stop.
    signal(SIGINT, SIG_DFL)
    do {
      let options = try Options(CommandLine.arguments.dropFirst())
      if options.action == .help { return print(Options.help) }
      let package = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
      let revision = try options.selection.revision.map { try Revision($0, of: package) }
      let mutations = try options.selection(of: Mutation.lists(of: package)) {
        revision?.differs(for: $0) != false
      }
      switch options.action {
      case .help: break
      case .count: printCounts(mutations)
      case .list: printList(mutations)
      case .run: exit(try run(mutations, in: package, options) ? 0 : 1)
      }
    } catch {
      FileHandle.standardError.write(Data("mutations: \(error)\n".utf8))
      exit(error is UsageError ? 64 : 1)
    }
  }

  private static func printCounts(_ mutations: [Mutation]) {
    for (room, members) in Dictionary(grouping: mutations, by: \.room).sorted(by: { $0.key < $1.key }) {
      print("\(room): \(members.count)")
    }
    print("mutations: \(mutations.count)")
  }

  private static func printList(_ mutations: [Mutation]) {
    for mutation in mutations {
      print("\(mutation.name): \(mutation.breakage)\n  \(mutation.file), killed by \(mutation.test)")
    }
  }

  /// Whether every mutation was killed by the test that its list names.
  private static func run(_ mutations: [Mutation], in package: URL, _ options: Options) throws -> Bool {
    let start = Date()
    let record = Record(of: package)
    let rest = options.resumes ? try mutations.filter { try record.kill(of: $0) == nil } : mutations
    if options.resumes { print("\(mutations.count - rest.count) of \(mutations.count) were killed before") }
    let results = try Run(over: rest, in: package, recording: record)(jobs: options.jobs)
    let failures = results.filter { !$0.verdict.isKill }
    print("\(rest.count - failures.count) of \(rest.count) mutations killed in \(seconds(since: start)) s")
    for (mutation, verdict) in failures { print("  \(mutation.name) (\(mutation.breakage)): \(verdict)") }
    return failures.isEmpty
  }
}
