import Foundation

extension Mutation {
  /// The mutations of all rooms, the rooms in alphabetical order, as the lists in a package's folder name them.
  ///
  /// - Throws: `ListError` when there is no list, a mutation is not written as it has to be, two have one name, or the
  ///   original lines of one are not in its file exactly once.
  static func lists(of package: URL) throws -> [Mutation] {
    let folder = package.appending(path: "Tests/Mutations/Lists")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let lists = files.filter { $0.hasSuffix(".txt") }.sorted()
    guard !lists.isEmpty else {
      throw ListError(description: "no lists in \(folder.path): start it from the package's folder")
    }
    let mutations = try lists.flatMap { name in
      try list(
        String(contentsOf: folder.appending(path: name), encoding: .utf8), room: String(name.dropLast(4)))
    }
    var names: Set<String> = []
    for mutation in mutations where !names.insert(mutation.name).inserted {
      throw ListError(description: "two mutations have the name \(mutation.name)")
    }
    for mutation in mutations {
      guard let whole = try? String(contentsOf: package.appending(path: mutation.file), encoding: .utf8)
      else { throw ListError(description: "\(mutation.name): there is no file \(mutation.file)") }
      _ = try mutation.applied(to: whole)
    }
    return mutations
  }
}
