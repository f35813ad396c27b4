import Foundation

/// Finds the chapters' files in a folder that somebody has handed in, and says what was unusual about them.
///
/// A chapter's file has the chapter's name in its own, in capitals or not, and ends in `.swift` or `.txt`: browsers,
/// drives and mail programs make `00-Autodiff (1).swift` of it, or `Copy of 00-autodiff.swift.txt`. Of several, one with
/// the exact name comes first, then what lies nearer to the top, then the highest number. Hidden files and folders,
/// links, and folders called `Solutions`, where the course keeps its own, are not read.
struct SubmissionSearch {
  /// What the files hold, by the name of the chapter's folder.
  private(set) var files: [String: Data] = [:]
  /// What is to be said of them.
  private(set) var notes: [String] = []
  /// Whether nothing was found that may be a chapter's file.
  private(set) var isFruitless = false

  /// A file that may be a chapter's.
  private struct Candidate {
    let path: String
    let type: FileAttributeType?

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    /// The folder that it lies in; nothing at the top.
    var place: String { String(path.dropLast(name.count + 1)) }
    var depth: Int { path.count { $0 == "/" } }
  }

  /// Searches a folder and everything in it.
  init(in folder: URL, chapters: [CourseChapter]) {
    let candidates = Self.candidates(in: folder)
    var places: [String: [String]] = [:]
    for chapter in chapters {
      let name = "\(chapter.folder).swift"
      let own = candidates.filter { $0.name.lowercased().contains(chapter.folder.lowercased()) }
        .sorted { Self.isBetter($0, than: $1, called: name) }
      for link in own where link.type != .typeRegular {
        notes.append("\(link.path) is not a regular file; links are not followed")
      }
      let regular = own.filter { $0.type == .typeRegular }
      guard let best = regular.first else { continue }
      guard let data = Self.contents(of: folder.appending(path: best.path)) else {
        notes.append("\(best.path) cannot be read")
        continue
      }
      if best.name != name {
        notes.append("\(best.path) is taken for \(name)")
      } else if !["", "Exercises"].contains(best.place) {
        places[best.place, default: []].append(name)
      }
      for other in regular.dropFirst() where Self.contents(of: folder.appending(path: other.path)) != data {
        notes.append("\(other.path) is passed over for \(best.path)")
      }
      take(data, for: chapter.folder)
    }
    notes += places.sorted { $0.key < $1.key }.map { place, names in
      "\(names.joined(separator: ", ")) \(names.count == 1 ? "lies" : "lie") in \(place)"
    }
    isFruitless = files.isEmpty && notes.isEmpty
    if isFruitless { notes.append(Self.absence(in: folder)) }
  }

  /// Keeps what a file holds; what no exercise is written in becomes UTF-8.
  private mutating func take(_ data: Data, for chapter: String) {
    let name = "\(chapter).swift"
    let isWide = data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF])
    if isWide, let text = String(data: data, encoding: .utf16) {
      notes.append("\(name) is UTF-16 and is read as such")
      files[chapter] = Data(text.utf8)
      return
    }
    if data.starts(with: [0xEF, 0xBB, 0xBF]) { notes.append("\(name) begins with a byte-order mark") }
    if data.firstRange(of: Data("\r\n".utf8)) != nil { notes.append("\(name) has Windows line endings") }
    files[chapter] = data
  }

  /// Whether a file's name ends as that of a source does, or of one that was mailed as a text.
  static func isNamedAsSource(_ name: String) -> Bool {
    [".swift", ".txt"].contains { name.lowercased().hasSuffix($0) }
  }

  private static func candidates(in folder: URL) -> [Candidate] {
    let files = FileManager.default
    guard let walk = files.enumerator(atPath: folder.path) else { return [] }
    var found: [Candidate] = []
    while let path = walk.nextObject() as? String {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let type = walk.fileAttributes?[.type] as? FileAttributeType
      if type == .typeDirectory, name.hasPrefix(".") || name == "Solutions" { walk.skipDescendants() }
      guard type != .typeDirectory, !name.hasPrefix("."), isNamedAsSource(name) else { continue }
      found.append(Candidate(path: path, type: type))
    }
    return found
  }

  private static func isBetter(_ first: Candidate, than second: Candidate, called name: String) -> Bool {
    if (first.name == name) != (second.name == name) { return first.name == name }
    if first.depth != second.depth { return first.depth < second.depth }
    return first.path.compare(second.path, options: [.numeric, .caseInsensitive]) == .orderedDescending
  }

  /// What a file holds, as far as anybody reads it: `SourceInspection` refuses what is longer.
  private static func contents(of file: URL) -> Data? {
    guard let handle = try? FileHandle(forReadingFrom: file) else { return nil }
    defer { try? handle.close() }
    do {
      return try handle.read(upToCount: SourceInspection.largestSize + 1) ?? Data()
    } catch {
      return nil
    }
  }

  /// What to say of a folder in which there is no file of an exercise.
  private static func absence(in folder: URL) -> String {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let shown = names.filter { !$0.hasPrefix(".") }.sorted()
    let rest = shown.count > 3 ? " and \(shown.count - 3) more" : ""
    let contents =
      shown.isEmpty ? "it is empty" : "it holds \(shown.prefix(3).joined(separator: ", "))\(rest)"
    return "there is no file of an exercise in this folder: \(contents)"
  }
}
