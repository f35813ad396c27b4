import Foundation

/// A copy of the package in which the sources may be broken: the rooms and their tests, without the chapters.
///
/// It is kept between runs, so that a mutation rebuilds its own file and what depends on it.
struct ScratchCopy {
  /// The package whose sources are copied.
  let package: URL
  /// The copy, `.build-mutations` in the package's folder.
  let folder: URL

  private let files = FileManager.default

  init(of package: URL) {
    self.package = package
    folder = package.appendingPathComponent(".build-mutations", isDirectory: true)
  }

  /// Makes the copy equal to the package; files that are so already are not touched.
  func synchronize() throws {
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    for part in ["Sources", "Tests"] { try synchronize(part) }
    let manifest = try String(contentsOf: package.appendingPathComponent("Package.swift"), encoding: .utf8)
    try write(manifest + Self.roomsAlone, to: "Package.swift")
    // What tests compare with lies in other folders, which nothing breaks.
    for name in ["Chapters", "Docs", "Exercises"] {
      if (try? files.destinationOfSymbolicLink(atPath: path(name))) != nil { continue }
      try files.createSymbolicLink(
        atPath: path(name), withDestinationPath: package.appendingPathComponent(name).path)
    }
  }

  /// Ends the copy's manifest: nothing that can be run, and no tests of it.
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

  private func synchronize(_ part: String) throws {
    let wanted = Set(try contents(of: package.appendingPathComponent(part)))
    let present = (try? contents(of: folder.appendingPathComponent(part))) ?? []
    for path in present where !wanted.contains(path) {
      try files.removeItem(at: folder.appendingPathComponent(part).appendingPathComponent(path))
    }
    for path in wanted {
      let file = "\(part)/\(path)"
      try write(Data(contentsOf: package.appendingPathComponent(file)), to: file)
    }
  }

  /// The paths of all files in a folder, from that folder.
  private func contents(of folder: URL) throws -> [String] {
    try files.subpathsOfDirectory(atPath: folder.path).filter { path in
      var isFolder: ObjCBool = false
      return files.fileExists(atPath: folder.appendingPathComponent(path).path, isDirectory: &isFolder)
        && !isFolder.boolValue
    }
  }

  /// The text of a file of the package.
  func original(_ file: String) throws -> String {
    try String(contentsOf: package.appendingPathComponent(file), encoding: .utf8)
  }

  /// Gives a file of the copy other contents, if they are others.
  func write(_ text: String, to file: String) throws {
    try write(Data(text.utf8), to: file)
  }

  private func write(_ data: Data, to file: String) throws {
    let target = folder.appendingPathComponent(file)
    if let present = try? Data(contentsOf: target), present == data { return }
    try files.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: target)
  }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
}
