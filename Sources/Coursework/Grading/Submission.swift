import Foundation

/// What somebody has handed in: the files of the chapters they worked on.
///
/// Only files that are named as the course names them (`04-SingleHeadAttention.swift`), or nearly so, are taken: see
/// `SubmissionSearch`. Whatever else a folder holds (a manifest, tests, sources, other files) is neither copied nor
/// read, so nothing is gained by changing it.
public struct Submission: Sendable {
  /// The name of its folder.
  public let name: String
  /// What the chapters' files hold, by the name of the chapter's folder; a file that is missing is not here.
  public let files: [String: Data]
  /// What is to be said of its files: where they were found, what was passed over.
  public let notes: [String]

  /// A submission from its files.
  public init(name: String, files: [String: Data], notes: [String] = []) {
    self.name = name
    self.files = files
    self.notes = notes
  }

  /// The submission in a folder; one without files, and with a note, where there is nothing to grade.
  public init(in folder: URL, chapters: [CourseChapter] = Syllabus.chapters) {
    self.init(of: SubmissionSearch(in: folder, chapters: chapters), in: folder)
  }

  private init(of search: SubmissionSearch, in folder: URL) {
    self.init(
      name: folder.standardizedFileURL.lastPathComponent, files: search.files, notes: search.notes)
  }

  /// The learner's own files as they stand in a workshop.
  public init(of workshop: Workshop) {
    var files: [String: Data] = [:]
    var notes: [String] = []
    for chapter in Syllabus.chapters {
      files[chapter.folder] = try? Data(
        contentsOf: workshop.folder.appending(path: workshop.file(of: chapter)))
      if files[chapter.folder] == nil, let lost = workshop.lostFile(of: chapter) { notes.append(lost) }
    }
    self.init(name: workshop.usesSolutions ? "Solutions" : "Exercises", files: files, notes: notes)
  }

  /// The submissions in a folder: the folder itself if it is one, otherwise each of its sub-folders.
  ///
  /// A folder is one submission if a file whose name begins with a chapter's lies in it, or in its `Exercises`.
  /// - Parameter many: whether it holds many submissions, for whoever knows; otherwise it is looked at.
  /// - Returns: the submissions, those of many sorted by name, with the sub-folders in which there is nothing to
  ///   grade among them: whoever handed in nothing stands in the list with no points.
  /// - Throws: `NoSubmission` when there is none.
  public static func all(in folder: URL, many: Bool = false) throws -> [Submission] {
    let folder = folder.resolvingSymlinksInPath()
    guard kind(of: folder) == .typeDirectory else { throw NoSubmission(folder: folder.path, isFolder: false) }
    if !many, isOne(folder) { return [Submission(in: folder)] }
    let searches = folders(in: folder).map { ($0, SubmissionSearch(in: $0, chapters: Syllabus.chapters)) }
    guard searches.contains(where: { !$0.1.isFruitless }) else {
      throw NoSubmission(folder: folder.path, isFolder: true)
    }
    return searches.map { Submission(of: $0.1, in: $0.0) }
  }

  private static func isOne(_ folder: URL) -> Bool {
    let names = Syllabus.chapters.map { $0.folder.lowercased() }
    return [folder, folder.appending(path: "Exercises")].contains { place in
      let files = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
      return files.contains { file in
        names.contains { file.lowercased().hasPrefix($0) } && SubmissionSearch.isNamedAsSource(file)
          && kind(of: place.appending(path: file)) != .typeDirectory
      }
    }
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
      : "\(folder) is not a folder"
  }
}
