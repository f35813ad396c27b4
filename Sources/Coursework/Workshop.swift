import Foundation
import Programs

/// Why something of the course cannot be done here, in one line.
public struct WorkshopFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is missing, and what would help.
  public let description: String

  /// Says what is missing.
  public init(_ description: String) { self.description = description }
}

/// The package on disk in which a learner works: their files, the solutions, the record of their progress.
///
/// With the environment variable `COURSE_SOLUTIONS` the solutions stand in the place of the learner's files,
/// as in the manifest; nothing is then recorded.
public struct Workshop: Sendable {
  /// How far an exercise is.
  public enum State: Sendable, Hashable {
    /// Its last check passed; the day on which it did first.
    case passed(String)
    /// Its last check failed.
    case failed
    /// Something is written that has not been checked.
    case begun
    /// Nothing is written.
    case notStarted
  }

  /// The package's folder.
  public let folder: URL
  /// The folder of SwiftPM's products, if it is not the package's `.build`.
  public let scratch: URL?
  /// Whether the solutions stand in the place of the learner's files.
  public let usesSolutions: Bool

  /// The workshop of a package.
  public init(folder: URL, scratch: URL? = nil, usesSolutions: Bool = false) {
    self.folder = folder
    self.scratch = scratch
    self.usesSolutions = usesSolutions
  }

  /// The workshop around the current folder, or that of the package that this program was built from.
  /// - Throws: `WorkshopFailure` when there is none.
  public static func around(_ current: URL, sourceFile: String = #filePath) throws -> Workshop {
    let sources = URL(filePath: sourceFile).deletingLastPathComponent().deletingLastPathComponent()
    for start in [current, sources] {
      var folder = start.standardizedFileURL
      while folder.path.count > 1 {
        let holdsCourse = ["Package.swift", "Exercises/Solutions"].allSatisfy {
          FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
        }
        if holdsCourse {
          return Workshop(
            folder: folder, scratch: scratchOfThisProgram(outside: folder),
            usesSolutions: ProcessInfo.processInfo.environment["COURSE_SOLUTIONS"] != nil)
        }
        folder.deleteLastPathComponent()
      }
    }
    throw WorkshopFailure(
      "no folder of the course here: run it in the one that holds Package.swift and Exercises")
  }

  /// Where SwiftPM put this program (`SCRATCH/TRIPLE/CONFIGURATION/course`), if that is not `.build`: what is
  /// built there already need not be built again.
  private static func scratchOfThisProgram(outside folder: URL) -> URL? {
    guard let program = Bundle.main.executableURL?.resolvingSymlinksInPath() else { return nil }
    let scratch = program.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let isScratch = FileManager.default.fileExists(
      atPath: scratch.appending(path: "workspace-state.json").path)
    let usual = folder.appending(path: ".build").resolvingSymlinksInPath()
    return isScratch && scratch.path != usual.path ? scratch : nil
  }

  /// The file in which a chapter's exercises are, from the package's folder.
  public func file(of chapter: CourseChapter) -> String {
    usesSolutions ? chapter.solutionFile : chapter.file
  }

  /// What a chapter is called: the heading of its lecture, "Chapter 4 · Single-head attention".
  public func title(of chapter: CourseChapter) -> String {
    let lecture = try? text(of: "Chapters/\(chapter.folder)/README.md")
    guard let heading = lecture?.split(whereSeparator: \.isNewline).first, heading.hasPrefix("# ") else {
      return "Chapter \(chapter.number)"
    }
    return String(heading.dropFirst(2))
  }

  /// The file of a chapter's exercises as it stands on disk.
  public func exercises(of chapter: CourseChapter) throws -> ExerciseFile {
    ExerciseFile(try text(of: file(of: chapter)))
  }

  /// The section of an exercise among the solutions.
  public func solution(of exercise: AnyExercise, in chapter: CourseChapter) throws -> ExerciseFile.Section {
    let file = ExerciseFile(try text(of: chapter.solutionFile))
    guard let section = file.section(exercise.name) else {
      throw WorkshopFailure("\(chapter.solutionFile) has no section \(exercise.name)")
    }
    return section
  }

  private func text(of path: String) throws -> String {
    do {
      return try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    } catch {
      throw WorkshopFailure("cannot read \(path): it is missing, or no UTF-8 text")
    }
  }
}

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

  /// How far an exercise is, by its record and its file.
  public func state(of exercise: AnyExercise, in chapter: CourseChapter) -> State {
    let record = progress[exercise.name]
    if let day = record.passed { return .passed(day) }
    let section = try? exercises(of: chapter).section(exercise.name)
    guard let section, !section.isUnwritten else { return .notStarted }
    return record.tried == nil ? .begun : .failed
  }

  /// Whether an exercise is written, and has not passed as it stands.
  public func isPending(_ exercise: AnyExercise, in chapter: CourseChapter) -> Bool {
    guard let section = try? exercises(of: chapter).section(exercise.name), !section.isUnwritten else {
      return false
    }
    let record = progress[exercise.name]
    return record.passed == nil || record.text != section.fingerprint
  }

  /// Puts an exercise back as it was at first; the whole file is kept in a backup before.
  /// - Returns: the backup, from the package's folder; `nil` when nothing had been changed.
  public func reset(_ exercise: AnyExercise, in chapter: CourseChapter) throws -> String? {
    guard let stub = try solution(of: exercise, in: chapter).stub else {
      throw WorkshopFailure("\(chapter.solutionFile) has no function to derive \(exercise.name) from")
    }
    let path = folder.appending(path: chapter.file)
    let old = (try? text(of: chapter.file)) ?? "import Workbench\n"
    let file = ExerciseFile(old)
    try record(exercise.name) { ($0.passed, $0.tried, $0.text) = (nil, nil, nil) }
    guard file.section(exercise.name)?.text.trimmedEnd != stub.trimmedEnd else { return nil }
    let stamp = Date.now.formatted(
      Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeSeparator: .omitted, timeZone: .current)
        .year().month().day().time(includingFractionalSeconds: true))
    let name = "\(chapter.folder) \(stamp).swift".replacing(" ", with: "_")
    let backups = courseFolder.appending(path: "backups")
    try FileManager.default.createDirectory(at: backups, withIntermediateDirectories: true)
    try Data(old.utf8).write(to: backups.appending(path: name))
    let new = file.replacing(exercise.name, with: stub, order: chapter.exercises.map(\.name))
    try Data(new.text.utf8).write(to: path, options: .atomic)
    return "Exercises/.course/backups/\(name)"
  }
}
