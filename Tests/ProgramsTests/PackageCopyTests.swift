import Foundation
import TestSupport
import Testing

@testable import Programs

@Suite("A copy of a package")
struct PackageCopyTests {
  private let package: TemporaryFolder
  private let copy: PackageCopy

  init() throws {
    package = try TemporaryFolder(holding: [
      "Package.swift": "// manifest\n", "Sources/One/A.swift": "a", "Sources/One/B.swift": "b",
      "Sources/Two/C.swift": "c", "Exercises/README.md": "read", "Exercises/x.swift": "x",
      "Exercises/.course/progress.txt": "mine", "Chapters/1/README.md": "lecture", "Tests/T.swift": "t",
    ])
    copy = PackageCopy(
      of: package.url, named: ".build-trial", holding: ["Sources", "Exercises/README.md"],
      manifestEnd: "// end\n")
  }

  /// The text of every file of the copy, by its path.
  private var contents: [String: String] {
    get throws {
      try FileManager.default.subpathsOfDirectory(atPath: copy.folder.path).reduce(into: [:]) { texts, path in
        texts[path] = try? String(contentsOf: copy.folder.appending(path: path), encoding: .utf8)
      }
    }
  }

  private let whole = [
    "Package.swift": "// manifest\n// end\n", "Sources/One/A.swift": "a", "Sources/One/B.swift": "b",
    "Sources/Two/C.swift": "c", "Exercises/README.md": "read",
  ]

  @Test("It holds the parts and nothing else, with its own end of the manifest")
  func parts() throws {
    try copy.synchronize()
    #expect(try contents == whole)
  }

  @Test("Files that are equal already are not written again")
  func untouched() throws {
    try copy.synchronize()
    let long = Date(timeIntervalSince1970: 1_000_000_000)
    func date(_ path: String) throws -> Date? {
      try FileManager.default.attributesOfItem(atPath: copy.folder.path + "/" + path)[.modificationDate]
        as? Date
    }
    for path in whole.keys {
      try FileManager.default.setAttributes(
        [.modificationDate: long], ofItemAtPath: copy.folder.path + "/" + path)
    }
    try package.write("another", to: "Sources/One/A.swift")
    try copy.synchronize()
    for path in whole.keys { #expect(try (date(path) == long) == (path != "Sources/One/A.swift"), "\(path)") }
    #expect(try contents["Sources/One/A.swift"] == "another")
  }

  @Test("What the package has no more is removed, with the folders that it leaves empty")
  func strays() throws {
    try copy.synchronize()
    try package.write("d", to: "Sources/Three/Deep/D.swift")
    try copy.synchronize()
    try package.remove("Sources/Three")
    try copy.write(Data("stray".utf8), to: "Exercises/.course/progress.txt")
    try copy.write(Data("product".utf8), to: ".build/debug/program")
    try copy.synchronize()
    #expect(try contents == whole.merging([".build/debug/program": "product"]) { $1 })
    #expect(!FileManager.default.fileExists(atPath: copy.folder.path + "/Sources/Three"))
    #expect(!FileManager.default.fileExists(atPath: copy.folder.path + "/Exercises/.course"))
  }

  @Test("A file may become a folder, and a folder a file")
  func kinds() throws {
    try copy.synchronize()
    try package.remove("Sources/Two")
    try package.write("two", to: "Sources/Two")
    try package.remove("Sources/One/A.swift")
    try package.write("a", to: "Sources/One/A.swift/A.swift")
    try copy.synchronize()
    let held = try contents
    #expect(held["Sources/Two"] == "two" && held["Sources/One/A.swift/A.swift"] == "a")
  }

  @Test("Replacements stand until the next time")
  func replacements() throws {
    try copy.synchronize(replacing: [
      "Sources/One/A.swift": Data("other".utf8), "Exercises/x.swift": Data("handed in".utf8),
    ])
    let replaced = ["Sources/One/A.swift": "other", "Exercises/x.swift": "handed in"]
    #expect(try contents == whole.merging(replaced) { $1 })
    try copy.synchronize()
    #expect(try contents == whole)
  }

  @Test("A file is broken and mended")
  func restore() throws {
    try copy.synchronize()
    try copy.write(Data("broken".utf8), to: "Sources/One/B.swift")
    #expect(try contents["Sources/One/B.swift"] == "broken")
    #expect(try package.read("Sources/One/B.swift") == "b")
    try copy.restore("Sources/One/B.swift")
    #expect(try contents == whole)
  }

  @Test("An editor's link that leads nowhere is passed over, a part that is missing is not")
  func missing() throws {
    try FileManager.default.createSymbolicLink(
      atPath: package.url.path + "/Sources/One/.#A.swift", withDestinationPath: "me@host.1234")
    try copy.synchronize()
    #expect(try contents == whole)
    try package.remove("Exercises/README.md")
    #expect(throws: CocoaError.self) { try copy.synchronize() }
  }
}
