import Coursework
import Foundation
import Programs

/// A chapter that can be run.
package struct LiveChapter: Sendable {
  /// Its command: `attention`.
  package let name: String
  /// The heading of its lecture.
  package let title: String
  /// Builds its program, unless that is called off (`nil`).
  let program: @Sendable (_ goesOn: () -> Bool) throws -> URL?

  package init(
    _ name: String, title: String, program: @escaping @Sendable (_ goesOn: () -> Bool) throws -> URL?
  ) {
    self.name = name
    self.title = title
    self.program = program
  }

  /// The chapters of the course in order, built where they are needed.
  package static func all(in workshop: Workshop) -> [LiveChapter] {
    Syllabus.chapters.map { chapter in
      LiveChapter(chapter.command, title: workshop.title(of: chapter)) { goesOn in
        let built = try workshop.build(
          product: chapter.command, preferred: "Chapters/\(chapter.folder)", deadline: 600,
          whileRunning: goesOn)
        switch built {
        case .program(let program): return program
        case .doesNotCompile(let error): throw WorkshopFailure("\(error)")
        case .stopped: return nil
        }
      }
    }
  }
}

/// A chapter's program that was built, with what it takes.
struct BuiltChapter {
  let program: URL
  let options: DeclaredOptions

  /// Builds a chapter and asks it for its options; nil when that was called off.
  init?(_ chapter: LiveChapter, whileRunning goesOn: () -> Bool) throws {
    guard goesOn(), let program = try chapter.program(goesOn) else { return nil }
    let help = try ProgramRun(
      of: program, ["--help", "--json", "-"], deadline: 60, whileRunning: { _ in goesOn() })
    guard goesOn() else { return nil }
    guard help.hasSucceeded else { throw WorkshopFailure("\(chapter.name) does not say what it takes.") }
    self.program = program
    options = try DeclaredOptions(json: help.output)
  }
}
