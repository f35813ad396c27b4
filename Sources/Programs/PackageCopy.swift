import Foundation

/// A copy of a package in which sources may be changed, in a folder of the package itself.
///
/// It is kept between runs: `synchronize` makes it equal to the package again and touches no file that is so already,
/// so that a build of the copy compiles only what differs.
///
/// ```swift
/// let copy = PackageCopy(of: package, named: ".build-trial", holding: ["Sources"])
/// try copy.synchronize()
/// try copy.write(Data("let answer = 41\n".utf8), to: "Sources/Lesson/Answer.swift")
/// // build and run copy.folder …
/// try copy.restore("Sources/Lesson/Answer.swift")
/// ```
public struct PackageCopy: Sendable {
  /// The package that is copied.
  public let package: URL
  /// The copy.
  public let folder: URL
  /// The files and whole folders that the copy holds besides the manifest, from the package's folder.
  public let parts: [String]
  /// What follows the package's manifest in the copy's, such as statements that leave targets out.
  public let manifestEnd: String

  /// A copy that `synchronize` will make.
  ///
  /// - Parameters:
  ///   - package: the package's folder.
  ///   - name: the name of the copy's folder, in the package's.
  ///   - parts: files and folders to copy, from the package's folder; whatever else the copy has beside them, in the
  ///     same folders at its top, is removed.
  ///   - manifestEnd: what to append to the manifest.
  public init(
    of package: URL, named name: String, holding parts: [String], manifestEnd: String = ""
  ) {
    self.package = package
    folder = package.appending(path: name, directoryHint: .isDirectory)
    self.parts = parts
    self.manifestEnd = manifestEnd
  }

  /// Makes the copy equal to the package but for some files.
  ///
  /// A file that is equal already is not written, one that is not wanted is removed, and so is the folder that this
  /// leaves empty. Products of a build, which lie beside the parts, stay.
  /// - Parameter replacements: what files hold, from the copy's folder, whether the package has them or not. The next
  ///   call without them brings the package's own back.
  /// - Throws: when the package lacks a part, or a file cannot be read, written or removed.
  public func synchronize(replacing replacements: [String: Data] = [:]) throws {
    let originals = Set(try parts.flatMap(files(of:)))
    let wanted = originals.union(replacements.keys)
    for top in Set(wanted.compactMap { $0.split(separator: "/").first.map(String.init) }) {
      let present = (try? Self.files(in: folder.appending(path: top))) ?? []
      for path in present where !wanted.contains("\(top)/\(path)") {
        try remove("\(top)/\(path)")
      }
    }
    let manifest = try Data(contentsOf: package.appending(path: "Package.swift"))
    try write(manifest + Data(manifestEnd.utf8), to: "Package.swift")
    for path in originals where replacements[path] == nil { try restore(path) }
    for (path, data) in replacements { try write(data, to: path) }
  }

  /// Gives a file of the copy what it holds in the package.
  public func restore(_ path: String) throws {
    try write(Data(contentsOf: package.appending(path: path)), to: path)
  }

  /// Gives a file of the copy other contents, unless it has them already.
  public func write(_ data: Data, to path: String) throws {
    let target = folder.appending(path: path)
    if let present = try? Data(contentsOf: target), present == data { return }
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: target)
  }

  /// The files of a part, from the package's folder.
  private func files(of part: String) throws -> [String] {
    var isFolder: ObjCBool = false
    let place = package.appending(path: part)
    guard FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) else {
      throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: place.path])
    }
    return isFolder.boolValue ? try Self.files(in: place).map { "\(part)/\($0)" } : [part]
  }

  /// The paths of all files in a folder, from that folder.
  ///
  /// A link that leads nowhere is no file: some editors leave one beside a file that is being edited.
  private static func files(in folder: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: folder.appending(path: path).path, isDirectory: &isFolder)
        && !isFolder.boolValue
    }
  }

  /// Removes a file of the copy, and the folders that are empty without it.
  private func remove(_ path: String) throws {
    let files = FileManager.default
    try files.removeItem(at: folder.appending(path: path))
    let parent = path.split(separator: "/").dropLast().joined(separator: "/")
    guard !parent.isEmpty, try files.contentsOfDirectory(atPath: folder.appending(path: parent).path).isEmpty
    else { return }
    try remove(parent)
  }
}
