import Foundation

/// Breaks the sources in every way that the lists name, one at a time, and reports which test noticed.
@main
struct MutationTesting {
  static func main() {
    do {
      let options = try Options(CommandLine.arguments.dropFirst())
      if options.action == .help { return print(Options.help) }
      let package = URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
      let all = try readLists(in: package)
      for mutation in all {
        let file = package.appendingPathComponent(mutation.file)
        _ = try mutation.applied(to: String(contentsOf: file, encoding: .utf8))
      }
      let mutations = try options.selection(of: all)
      switch options.action {
      case .help: break
      case .count: printCounts(mutations)
      case .list: printList(mutations)
      case .run: exit(try run(mutations, in: package) ? 0 : 1)
      }
    } catch {
      FileHandle.standardError.write(Data("mutations: \(error)\n".utf8))
      exit(error is UsageError ? 64 : 1)
    }
  }

  /// The mutations of all rooms, the rooms in alphabetical order.
  private static func readLists(in package: URL) throws -> [Mutation] {
    let folder = package.appendingPathComponent("Tests/Mutations/Lists", isDirectory: true)
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let lists = files.filter { $0.hasSuffix(".txt") }.sorted()
    guard !lists.isEmpty else {
      throw ListError(description: "no lists in \(folder.path): start it from the package's folder")
    }
    let mutations = try lists.flatMap { name in
      try Mutation.list(
        String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8),
        room: String(name.dropLast(4)))
    }
    var names: Set<String> = []
    for mutation in mutations where !names.insert(mutation.name).inserted {
      throw ListError(description: "two mutations have the name \(mutation.name)")
    }
    return mutations
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
  private static func run(_ mutations: [Mutation], in package: URL) throws -> Bool {
    let start = Date()
    let laboratory = try Laboratory(package: package, mutations: mutations)
    print("built and tested whole in \(seconds(since: start)) s")
    let width = mutations.reduce(0) { max($0, $1.name.count) }
    var failures: [String] = []
    for mutation in mutations {
      let begun = Date()
      let verdict = laboratory.verdict(on: mutation)
      let name = mutation.name.padding(toLength: width, withPad: " ", startingAt: 0)
      print("\(name)  \(seconds(since: begun)) s  \(verdict)")
      fflush(nil)
      if !verdict.isKill { failures.append("\(mutation.name) (\(mutation.breakage)): \(verdict)") }
    }
    try laboratory.finish()
    let killed = mutations.count - failures.count
    print("\(killed) of \(mutations.count) mutations killed in \(seconds(since: start)) s")
    for failure in failures { print("  \(failure)") }
    return failures.isEmpty
  }

  private static func seconds(since start: Date) -> String {
    String(format: "%5.1f", Date().timeIntervalSince(start))
  }
}
