import Notebook

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The Swift files of this package's libraries, in the order of their paths.
func swiftFiles() throws -> [String] {
  // Support, 08-Generation, Chapters, and then the package.
  let package = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
  let rooms = [
    "Autodiff", "Formulas", "Generation", "Kernels", "Language", "Neural", "Notebook", "Terminal", "Training",
  ]
  let paths = rooms.flatMap { room -> [URL] in
    let folder = package.appending(path: "Sources/\(room)")
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".swift") }.sorted().map { folder.appending(path: $0) }
  }
  guard !paths.isEmpty else {
    throw CommandFailure.input(
      "--code reads this package's sources, and there are none in \(package.path)/Sources")
  }
  return try paths.map { path in
    do { return try String(contentsOf: path, encoding: .utf8) } catch {
      throw CommandFailure.input("--code: \(path.path) cannot be read")
    }
  }
}
