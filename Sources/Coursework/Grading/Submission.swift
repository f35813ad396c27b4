import Foundation

/// What somebody has handed in: the files of the chapters they worked on.
///
/// Only files that are named as the course names them (`04-SingleHeadAttention.swift`) are taken. Whatever else a
/// folder holds (a manifest, tests, sources, other files) is neither copied nor read, so nothing is gained by changing
/// it. Symbolic links are not followed: a link in the place of a file is as good as no file.
public struct Submission: Sendable {
  /// The name of its folder.
  public let name: String
  /// What the chapters' files hold, by the name of the chapter's folder; a file that is missing is not here.
  public let files: [String: Data]
  /// What was passed over, for the report.
  public let notes: [String]

  /// A submission from its files.
  public init(name: String, files: [String: Data], notes: [String] = []) {
    self.name = name
    self.files = files
    self.notes = notes
  }

  /// The submission in a folder, or `nil` if there is none.
  ///
  /// The files may lie in the folder itself or in its `Exercises`, as in a clone of the repository; or, as archives
  /// tend to unpack, in either of these in the folder's only sub-folder.
  public init?(in folder: URL, chapters: [CourseChapter] = Syllabus.chapters) {
    var place = folder
    var found = Self.files(at: place, chapters: chapters)
    if found == nil, let only = Self.onlyFolder(in: folder) {
      place = only
      found = Self.files(at: place, chapters: chapters)
    }
    guard let found else { return nil }
    self.init(name: folder.standardizedFileURL.lastPathComponent, files: found.files, notes: found.notes)
  }

  /// The submissions in a folder: the folder itself if it is one, otherwise each of its sub-folders that is.
  ///
  /// - Parameter many: whether it holds many submissions, for whoever knows; otherwise it is looked at.
  /// - Returns: the submissions, those of many sorted by name, with the sub-folders in which there is nothing to
  ///   grade among them: whoever handed in nothing stands in the list with no points.
  /// - Throws: `NoSubmission` when there is none.
  public static func all(in folder: URL, many: Bool = false) throws -> [Submission] {
    let folder = folder.resolvingSymlinksInPath()
    guard kind(of: folder) == .typeDirectory else { throw NoSubmission(folder: folder.path, isFolder: false) }
    let one = many ? nil : Submission(in: folder)
    // An unpacked archive and a folder with one submission look alike; the latter has a better name.
    if let one, Self.files(at: folder, chapters: Syllabus.chapters) != nil { return [one] }
    let folders = folders(in: folder)
    let submissions = folders.map { Submission(in: $0) }
    guard submissions.contains(where: { $0 != nil }) else {
      throw NoSubmission(folder: folder.path, isFolder: true)
    }
    return zip(folders, submissions).map { folder, submission in
      submission
        ?? Submission(
          name: folder.lastPathComponent, files: [:],
          notes: ["there is no file of an exercise in this folder"])
    }
  }

  private static func files(
    at folder: URL, chapters: [CourseChapter]
  ) -> (files: [String: Data], notes: [String])? {
    for place in [folder, folder.appending(path: "Exercises")] where kind(of: place) == .typeDirectory {
      var files: [String: Data] = [:]
      var notes: [String] = []
      for chapter in chapters {
        let file = place.appending(path: "\(chapter.folder).swift")
        switch kind(of: file) {
        case .typeRegular?: files[chapter.folder] = try? Data(contentsOf: file)
        case nil: break
        default: notes.append("\(chapter.folder).swift is no regular file; links are not followed")
        }
      }
      if !files.isEmpty || !notes.isEmpty { return (files, notes) }
    }
    return nil
  }

  private static func onlyFolder(in folder: URL) -> URL? {
    let folders = folders(in: folder)
    return folders.count == 1 ? folders[0] : nil
  }

  /// The sub-folders, without hidden ones and links, sorted by name.
  private static func folders(in folder: URL) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted().map { folder.appending(path: $0) }
      .filter { kind(of: $0) == .typeDirectory }
  }

  /// What lies at a place, without following a link.
  private static func kind(of place: URL) -> FileAttributeType? {
    (try? FileManager.default.attributesOfItem(atPath: place.path))?[.type] as? FileAttributeType
  }
}

/// Thrown for a folder in which there is nothing to grade.
public struct NoSubmission: Error, Sendable, CustomStringConvertible {
  /// The folder.
  public let folder: String
  /// Whether it is a folder at all.
  public let isFolder: Bool

  /// Says what is no submission.
  public init(folder: String, isFolder: Bool) {
    self.folder = folder
    self.isFolder = isFolder
  }

  /// What was looked for.
  public var description: String {
    isFolder
      ? "\(folder) holds no submission: neither files such as 04-SingleHeadAttention.swift, nor a folder Exercises "
        + "with them, nor folders with either"
      : "\(folder) is no folder"
  }
}
