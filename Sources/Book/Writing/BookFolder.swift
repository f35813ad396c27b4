import Foundation
import Terminal

/// The folder of a book: pages, and a list of them by which it is known as one.
///
/// A book takes the place of an older one: pages that are no more go, what somebody else has put there stays. The list is written
/// first, and has the pages of both: whatever happens then, the folder is a book.
package struct BookFolder {
  /// The name of the list.
  package static let listName = "book.txt"
  private static let firstLine = "The pages of a book, made by swift run book DIRECTORY:"

  private let folder: URL
  /// The pages of the book that is there.
  private let old: [String]

  /// Looks at a folder, which need not be there.
  ///
  /// - Throws: `CommandFailure` when it is no folder, holds something and is no book, or cannot be written: found before the
  ///   chapters have run for minutes.
  package init(_ path: String) throws {
    folder = URL(filePath: path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else {
      old = []
      try requireRoom(at: path)
      return
    }
    guard isFolder.boolValue else {
      throw CommandFailure(.output, "\(path.printable) is a file; a folder for the book is needed")
    }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw CommandFailure(.output, "\(path.printable) cannot be read; a folder for the book is needed")
    }
    let list = try? String(contentsOf: folder.appending(path: Self.listName), encoding: .utf8)
    let lines = list?.split(separator: "\n").map(String.init) ?? []
    guard names.isEmpty || lines.first == Self.firstLine else {
      throw CommandFailure.usage(
        "\(path.printable) is neither empty nor a book: give a folder that is, or one that is not there yet")
    }
    guard FileManager.default.isWritableFile(atPath: folder.path) else {
      throw CommandFailure(.output, "\(path.printable) may not be written")
    }
    old = lines.dropFirst().filter(Self.isName)
  }

  /// Makes the folder that is not there, and unmakes it with all that had to be made around it.
  private func requireRoom(at path: String) throws {
    let files = FileManager.default
    let missing = sequence(first: folder) { $0.deletingLastPathComponent() }
      .prefix { $0.path != "/" && !files.fileExists(atPath: $0.path) }
    defer { if let outermost = Array(missing).last { try? files.removeItem(at: outermost) } }
    do {
      try files.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(.output, "\(path.printable) cannot be made: \(error.localizedDescription)")
    }
  }

  /// Whether a line of the list is the name of a page: of a file in the folder itself.
  private static func isName(_ line: String) -> Bool {
    line.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9+._\-]*\.html/) != nil
  }

  /// Writes the pages, each whole or not at all, and removes those of the older book that are no more.
  package func write(_ pages: [(name: String, text: String)]) throws {
    let names = pages.map(\.name)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try writeList(names + old.filter { !names.contains($0) })
      for page in pages { try write(page.text, to: page.name) }
      for name in old where !names.contains(name) {
        try? FileManager.default.removeItem(at: folder.appending(path: name))
      }
      try writeList(names)
    } catch {
      throw CommandFailure(
        .writing, "cannot write the book into \(folder.path.printable): \(error.localizedDescription)")
    }
  }

  private func writeList(_ names: [String]) throws {
    try write(([Self.firstLine] + names).joined(separator: "\n") + "\n", to: Self.listName)
  }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name), options: .atomic)
  }
}
