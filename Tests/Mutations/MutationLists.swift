import Foundation

extension Mutation {
  /// The mutations of all rooms, the rooms in alphabetical order, as the lists in a package's folder name them.
  ///
  /// - Throws: `ListError` when there is no list, a mutation is not written as it has to be, or two have one name.
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
    return mutations
  }

  /// Makes sure that the original lines are in the file exactly once; throws `ListError` otherwise.
  func requirePlace(in package: URL) throws {
    guard let whole = try? String(contentsOf: package.appending(path: file), encoding: .utf8) else {
      throw ListError(description: "\(name): there is no file \(file)")
    }
    _ = try applied(to: whole)
  }
}
