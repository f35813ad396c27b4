import Coursework
import Foundation
import TestSupport

/// The package that these tests belong to.
package func realWorkshop() throws -> Workshop {
  try Workshop.around(URL(filePath: #filePath).deletingLastPathComponent())
}

/// A folder of its own with the real solutions, and with the files that a learner finds at first.
package final class TemporaryWorkshop {
  package let workshop: Workshop

  /// Makes the folder.
  package init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "workshop-\(UUID().uuidString)")
    workshop = Workshop(folder: folder)
    let real = try realWorkshop()
    for chapter in Syllabus.chapters {
      let solutions = try String(
        contentsOf: real.folder.appending(path: chapter.solutionFile), encoding: .utf8)
      try write(solutions, to: chapter.solutionFile)
      try write(workshop.unwrittenFile(of: chapter), to: chapter.file)
    }
    try write("// A package.\n", to: "Package.swift")
  }

  deinit { try? FileManager.default.removeItem(at: workshop.folder) }

  /// Writes a file of the folder.
  package func write(_ text: String, to path: String) throws {
    try CourseworkSupport.write(text, to: workshop.folder.appending(path: path))
  }

  /// Reads a file of the folder.
  package func read(_ path: String) throws -> String {
    try String(contentsOf: workshop.folder.appending(path: path), encoding: .utf8)
  }

  /// Makes a package of the folder that builds in seconds: a chapter's answering program, which calls the function
  /// `answer` of the learner's file. It has the course's trait, so that it can be built portably as well.
  package func makeSmallPackage(of chapter: CourseChapter) throws {
    try write(
      """
      // swift-tools-version: 6.2
      import PackageDescription
      let package = Package(
        name: "Small",
        traits: [.default(enabledTraits: ["NativeInstructions"]), .trait(name: "NativeInstructions")],
        targets: [
          .target(name: "Lesson", path: "Exercises", sources: ["\(chapter.folder).swift"]),
          .executableTarget(name: "\(chapter.answeringProgram)", dependencies: ["Lesson"], path: "Sources"),
        ])
      """, to: "Package.swift")
    try write("import Lesson\nanswer()\n", to: "Sources/main.swift")
  }

  /// A file for `makeSmallPackage` that answers every input as an exercise does that is not written yet.
  package static let unsolvedLesson =
    "public func answer() { for _ in 0..<50 { print(#\"{\"unsolved\":{}}\"#) } }\n"

  /// The first chapter with an exercise, and that exercise.
  package func firstExercise() -> (chapter: CourseChapter, exercise: AnyExercise) {
    let chapter = Syllabus.chapters.first { !$0.exercises.isEmpty } ?? Syllabus.chapters[0]
    return (chapter, chapter.exercises[0])
  }

  /// Writes the solution in the place of an exercise.
  package func solve(_ exercise: AnyExercise, in chapter: CourseChapter) throws {
    let solution = try workshop.solution(of: exercise, in: chapter)
    let file = try workshop.exercises(of: chapter)
    try write(
      file.replacing(exercise.name, with: solution.text, order: chapter.exercises.map(\.name)).text,
      to: chapter.file)
  }

  /// Writes the solution in the place of an exercise and records that it has passed.
  package func pass(_ exercise: AnyExercise, in chapter: CourseChapter) throws {
    try solve(exercise, in: chapter)
    let section = try workshop.exercises(of: chapter).section(exercise.name)
    try workshop.record(exercise.name) { ($0.passed, $0.text) = ("2026-11-21", section?.fingerprint) }
  }
}

/// A folder that is removed again.
package func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = try TemporaryFolder()
  return try withExtendedLifetime(folder) { try body(folder.url) }
}

/// Writes a file and the folders that it needs.
package func write(_ text: String, to file: URL) throws {
  try FileManager.default.createDirectory(
    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data(text.utf8).write(to: file)
}
