import Foundation

/// The modules that were built beside this program, for other Swift files to import and to be linked with.
///
/// ```swift
/// let modules = try BuiltModules()
/// let built = try modules.compile([main], linking: ["Autodiff", "Kernels", "Randomness", "Vectors"], into: program)
/// ```
public struct BuiltModules: Sendable {
  /// The folder of the build.
  public let folder: URL

  /// The modules in the folder of this process's program, or above it.
  ///
  /// - Throws: `ProgramNotFound` when no folder on the way up has modules.
  public init() throws {
    for argument in CommandLine.arguments where argument.contains("/") {
      // `.build/debug` is a link, whose files are not listed.
      let start = URL(filePath: argument).resolvingSymlinksInPath().deletingLastPathComponent()
      let folders = sequence(first: start) { $0.path.count > 1 ? $0.deletingLastPathComponent() : nil }
      let found = folders.first { folder in
        FileManager.default.fileExists(atPath: folder.appending(path: "Modules/Programs.swiftmodule").path)
      }
      if let found {
        folder = found
        return
      }
    }
    throw ProgramNotFound(name: "Modules")
  }

  /// Compiles files that import some of the modules; the run's errors are the compiler's.
  ///
  /// Nothing is written beside the modules, so several programs may be compiled at once.
  ///
  /// - Parameters:
  ///   - linking: the modules whose code the program needs, and those that they need.
  ///   - program: where to put the program; without it the files are only checked.
  public func compile(
    _ sources: [URL], linking modules: [String] = [], options: [String] = [], into program: URL? = nil,
    deadline: Double = 600
  ) throws -> ProgramRun {
    let rooms = modules.map { "/\($0).build/" }
    let objects =
      modules.isEmpty ? [] : try linkedFiles().filter { file in rooms.contains(where: file.contains) }
    let place = program.map { ["-o", $0.path] } ?? ["-typecheck"]
    // The compiler puts its list of libraries beside the first object: sources first, so that this is one of its own.
    return try ProgramRun(
      of: URL(filePath: "/usr/bin/env"),
      ["swiftc", "-swift-version", "6", "-I", folder.appending(path: "Modules").path] + options + place
        + sources.map(\.path) + objects,
      deadline: deadline, joinsStreams: true)
  }

  /// The object files that the tests of the package were linked from: no file of a source that has gone is among them.
  private func linkedFiles() throws -> [String] {
    let products = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    guard let tests = products.first(where: { $0.hasSuffix("PackageTests.product") }) else {
      throw ProgramNotFound(name: "PackageTests.product")
    }
    let list = folder.appending(path: "\(tests)/Objects.LinkFileList")
    return try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
      .map { $0.trimmingCharacters(in: ["'"]) }  // a path with a space stands between quotes
  }
}
