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
  private var missingSince: [Int: ContinuousClock.Instant] = [:]

  /// How long a file may be gone before it is taken for lost.
  private let patience: Duration

  /// Looks at every file.
  init(in workshop: Workshop, patience: Duration = .seconds(1)) {
    self.workshop = workshop
    self.patience = patience
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

  /// The chapters whose files are gone for longer than an editor takes to replace one.
  mutating func lost() -> [CourseChapter] {
    Syllabus.chapters.filter { chapter in
      guard workshop.lostFile(of: chapter) != nil else {
        missingSince[chapter.number] = nil
        return false
      }
      let since = missingSince[chapter.number] ?? .now
      missingSince[chapter.number] = since
      return ContinuousClock.now - since >= patience
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
