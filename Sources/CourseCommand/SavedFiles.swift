import Coursework
import Foundation

/// The learner's files as they were seen last, and what was saved since.
struct SavedFiles {
  private struct Stamp: Equatable {
    let modified: Date
    let size: Int
  }

  /// A file that was saved.
  struct Save {
    let chapter: CourseChapter
    /// The exercises whose sections are not as they were.
    let changed: [Item]
  }

  private let workshop: Workshop
  private var stamps: [Int: Stamp] = [:]
  private var files: [Int: ExerciseFile] = [:]

  /// Looks at every file.
  init(in workshop: Workshop) {
    self.workshop = workshop
    for chapter in Syllabus.chapters {
      stamps[chapter.number] = stamp(of: chapter)
      files[chapter.number] = try? workshop.exercises(of: chapter)
    }
  }

  /// Whether a file is not as it was seen last.
  var haveChanged: Bool {
    Syllabus.chapters.contains { chapter in
      stamp(of: chapter).map { $0 != stamps[chapter.number] } ?? false
    }
  }

  /// The files that were saved since, with what changed in them; a file that an editor is just replacing
  /// waits.
  mutating func saves() -> [Save] {
    Syllabus.chapters.compactMap { chapter in
      guard let stamp = stamp(of: chapter), stamp != stamps[chapter.number],
        let file = try? workshop.exercises(of: chapter)
      else { return nil }
      let old = files[chapter.number]
      stamps[chapter.number] = stamp
      files[chapter.number] = file
      let changed = chapter.exercises.filter { exercise in
        file.section(exercise.name)?.text.trimmedEnd != old?.section(exercise.name)?.text.trimmedEnd
      }
      return Save(chapter: chapter, changed: changed.map { Item(chapter: chapter, exercise: $0) })
    }
  }

  private func stamp(of chapter: CourseChapter) -> Stamp? {
    let path = workshop.folder.appending(path: workshop.file(of: chapter)).path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      let modified = attributes[.modificationDate] as? Date, let size = attributes[.size] as? Int, size > 0
    else { return nil }
    return Stamp(modified: modified, size: size)
  }
}
