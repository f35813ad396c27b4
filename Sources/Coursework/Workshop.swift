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
    /// What is written has passed; the day on which the exercise did first.
    case passed(String)
    /// What is written has not passed, though it was tried.
    case failed
    /// Something is written that has not been checked as it stands.
    case begun
    /// Nothing is written.
    case notStarted
    /// Its file is not there, or has no section of its name.
    case missing
  }

  /// What a reset came to.
  public enum Reset: Sendable, Hashable {
    /// The exercise was as it was at first; nothing was changed.
    case unchanged
    /// The exercise is as it was at first; the file before is kept, at this path from the package's folder.
    case replaced(backup: String)
    /// The file was not there; now it is, with nothing written in it.
    case restored
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

  func text(of path: String) throws -> String {
    do {
      return try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    } catch {
      throw WorkshopFailure("cannot read \(path): it is missing, or is not UTF-8 text")
    }
  }
}
