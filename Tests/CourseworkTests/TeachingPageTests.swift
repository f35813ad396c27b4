import CourseworkSupport
import Foundation
import Testing

@testable import Coursework

@Suite("What the teaching guide says of the exercises")
struct TeachingPageTests {
  private let page: String

  init() throws {
    page = try String(contentsOf: realWorkshop().folder.appending(path: "Docs/Teaching.md"), encoding: .utf8)
  }

  private func minutes(_ exercises: [AnyExercise]) -> Int { exercises.reduce(0) { $0 + $1.about.minutes } }
  private func points(_ exercises: [AnyExercise]) -> Int { exercises.reduce(0) { $0 + $1.about.points } }

  @Test("Every exercise stands in its chapter's table, with its minutes and points, and nothing else does")
  func tables() {
    let rows = page.matches(of: /(?m)^\| \d+\.\d `\w+`: .+ \|$/).map { String($0.0) }
    #expect(
      rows
        == Syllabus.exercises.map { exercise in
          "| \(Syllabus.number(of: exercise)) `\(exercise.name)`: \(exercise.about.title) | "
            + "\(exercise.about.minutes) | \(exercise.about.points) |"
        })
    let sums = page.matches(of: /\*\*Exercises\*\*, (\d+) minutes and (\d+) points in all/)
      .map { "\($0.1) \($0.2)" }
    #expect(
      sums == Syllabus.chapters.map { "\(minutes($0.exercises)) \(points($0.exercises))" })
  }

  @Test("The table of marks adds up")
  func marks() {
    let all = Syllabus.exercises
    func row(_ name: String, _ value: ([AnyExercise]) -> Int) -> String {
      "| \(name) | "
        + (Syllabus.chapters.map(\.exercises) + [all]).map { "\(value($0))" }.joined(separator: " | ")
        + " |"
    }
    for line in [row("exercises", \.count), row("minutes", minutes), row("points", points)] {
      #expect(page.contains(line), "\(line)")
    }
    let kinds = [1, 2, 3].map { points in all.count { $0.about.points == points } }
    #expect(page.contains("shows the dots; \(kinds[0]) of\none, \(kinds[1]) of two, \(kinds[2]) of three)"))
    #expect(page.contains("All \(all.count) exercises are \(minutes(all)) minutes"))
    #expect(page.contains("counts these \(points(all)). The capstone"))
    let hard = all.filter { $0.about.points == 3 }
    let numbers = hard.map(Syllabus.number).joined(separator: ", ")
    #expect(page.contains("(\(numbers); \(minutes(hard)) minutes)"))
  }

  @Test("Every session of its timetables can be held")
  func sessions() throws {
    // How many questions a chapter has, and which commands there are, is asked by `course verify`.
    let commands = page.matches(of: /swift run course ([a-z]+)/).map { String($0.1) }
    let sessions = try SessionVerification(
      of: realWorkshop().folder, questionCount: { _ in 8 }, commands: commands)
    #expect(sessions.defects == [] && sessions.count == Syllabus.chapters.count + 12 + 2)
  }
}
