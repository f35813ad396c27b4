import Foundation

extension Workshop {
  private var courseFolder: URL { folder.appending(path: "Exercises/.course") }
  /// The record of what the learner has done.
  public var progressFile: URL { courseFolder.appending(path: "progress.txt") }

  /// What the learner has done; nothing, where there is no record yet.
  public var progress: ProgressFile {
    ProgressFile((try? String(contentsOf: progressFile, encoding: .utf8)) ?? "")
  }

  /// Changes the record of an exercise and writes it down, if it is the learner's own work that is recorded.
  public func record(_ name: String, _ change: (inout ProgressFile.Record) -> Void) throws {
    guard !usesSolutions else { return }
    var progress = progress
    let old = progress
    change(&progress[name])
    guard progress != old else { return }
    try FileManager.default.createDirectory(at: courseFolder, withIntermediateDirectories: true)
    try Data(progress.text.utf8).write(to: progressFile, options: .atomic)
  }

  /// How far an exercise is: what its file says, and what is recorded of exactly that text.
  public func state(of exercise: AnyExercise, in chapter: CourseChapter) -> State {
    guard let section = try? exercises(of: chapter).section(exercise.name) else { return .missing }
    guard !section.isUnwritten else { return .notStarted }
    let record = progress[exercise.name]
    guard record.text == section.fingerprint else { return .begun }
    if let day = record.passed { return .passed(day) }
    return record.tried == nil ? .begun : .failed
  }

  /// Whether an exercise is written, and has not passed as it stands.
  public func isPending(_ exercise: AnyExercise, in chapter: CourseChapter) -> Bool {
    switch state(of: exercise, in: chapter) {
    case .begun, .failed: true
    case .passed, .notStarted, .missing: false
    }
  }

  /// What to say when a chapter's file is not where it belongs; `nil` when it is.
  ///
  /// A file beside it that has the chapter's name in its own is taken for the lost one.
  public func lostFile(of chapter: CourseChapter) -> String? {
    let path = file(of: chapter)
    guard !FileManager.default.fileExists(atPath: folder.appending(path: path).path) else { return nil }
    let place = folder.appending(path: path).deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
    let renamed = names.sorted().last { name in
      name.lowercased().contains(chapter.folder.lowercased()) && SubmissionSearch.isNamedAsSource(name)
    }
    if let renamed { return "\(path) is missing, and \(renamed) lies beside it: give it its name back" }
    let remedy = chapter.exercises.first.map { "; `swift run course reset \($0.name)` writes it anew" } ?? ""
    return "\(path) is missing: put it back if you have it\(remedy)"
  }

  /// Puts an exercise back as it was at first; the whole file is kept in a backup before.
  ///
  /// A file that is missing, or cannot be read as text, is written anew with all its exercises.
  public func reset(_ exercise: AnyExercise, in chapter: CourseChapter) throws -> Reset {
    guard let stub = try solution(of: exercise, in: chapter).stub else {
      throw WorkshopFailure("\(chapter.solutionFile) has no function to derive \(exercise.name) from")
    }
    let path = folder.appending(path: chapter.file)
    let old = try? Data(contentsOf: path)
    let file = old.flatMap { String(validating: $0, as: UTF8.self) }.map(ExerciseFile.init)
    try record(exercise.name) { ($0.passed, $0.tried, $0.text) = (nil, nil, nil) }
    if let file, file.section(exercise.name)?.text.trimmedEnd == stub.trimmedEnd { return .unchanged }
    let backup = try old.map { try keep($0, of: chapter) }
    let new =
      try file?.replacing(exercise.name, with: stub, order: chapter.exercises.map(\.name)).text
      ?? unwrittenFile(of: chapter)
    try Data(new.utf8).write(to: path, options: .atomic)
    return backup.map { .replaced(backup: $0) } ?? .restored
  }

  /// The file of a chapter as the learner finds it at first.
  public func unwrittenFile(of chapter: CourseChapter) throws -> String {
    let solutions = ExerciseFile(try text(of: chapter.solutionFile))
    return solutions.header + solutions.sections.compactMap(\.stub).joined()
  }

  /// Writes what a file holds among the backups, and says where, from the package's folder.
  private func keep(_ data: Data, of chapter: CourseChapter) throws -> String {
    let stamp = Date.now.formatted(
      Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeSeparator: .omitted, timeZone: .current)
        .year().month().day().time(includingFractionalSeconds: true))
    let name = "\(chapter.folder) \(stamp).swift".replacing(" ", with: "_")
    let backups = courseFolder.appending(path: "backups")
    try FileManager.default.createDirectory(at: backups, withIntermediateDirectories: true)
    try data.write(to: backups.appending(path: name))
    return "Exercises/.course/backups/\(name)"
  }
}
