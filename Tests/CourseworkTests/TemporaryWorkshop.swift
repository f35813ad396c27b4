import Foundation
import Testing

@testable import Coursework

/// The package that these tests belong to.
func realWorkshop() throws -> Workshop {
  try Workshop.around(URL(filePath: #filePath).deletingLastPathComponent())
}

/// A folder of its own with the real solutions, and with the files that a learner finds at first.
final class TemporaryWorkshop {
  let workshop: Workshop

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "workshop-\(UUID().uuidString)")
    workshop = Workshop(folder: folder)
    let real = try realWorkshop()
    for chapter in Syllabus.chapters {
      let solutions = try String(
        contentsOf: real.folder.appending(path: chapter.solutionFile), encoding: .utf8)
      try write(solutions, to: chapter.solutionFile)
      let file = ExerciseFile(solutions)
      try write(
        file.header + file.sections.compactMap(\.stub).joined(), to: chapter.file)
    }
    try write("// A package.\n", to: "Package.swift")
  }

  deinit { try? FileManager.default.removeItem(at: workshop.folder) }

  func write(_ text: String, to path: String) throws {
    let file = workshop.folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func read(_ path: String) throws -> String {
    try String(contentsOf: workshop.folder.appending(path: path), encoding: .utf8)
  }

  /// Makes a package of the folder that builds in seconds: a chapter's answering program, which calls the function
  /// `answer` of the learner's file.
  func makeSmallPackage(of chapter: CourseChapter) throws {
    try write(
      """
      // swift-tools-version: 6.0
      import PackageDescription
      let package = Package(
        name: "Small",
        targets: [
          .target(name: "Lesson", path: "Exercises", sources: ["\(chapter.folder).swift"]),
          .executableTarget(name: "\(chapter.answeringProgram)", dependencies: ["Lesson"], path: "Sources"),
        ])
      """, to: "Package.swift")
    try write("import Lesson\nanswer()\n", to: "Sources/main.swift")
  }

  /// A file for `makeSmallPackage` that answers every input as an exercise does that is not written yet.
  static let unsolvedLesson = "public func answer() { for _ in 0..<50 { print(#\"{\"unsolved\":{}}\"#) } }\n"

  /// The first chapter with an exercise, and that exercise.
  func firstExercise() throws -> (chapter: CourseChapter, exercise: AnyExercise) {
    let chapter = try #require(Syllabus.chapters.first { !$0.exercises.isEmpty })
    return (chapter, chapter.exercises[0])
  }
}
