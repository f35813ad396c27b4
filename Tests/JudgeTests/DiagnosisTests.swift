import Testing

@testable import Coursework

@Suite("What a diagnosis says")
struct DiagnosisTests {
  @Test("It completes “These are the values of …”", arguments: Syllabus.exercises)
  func sentences(exercise: AnyExercise) {
    // What a noun does not begin with: a preposition, or a participle that has lost its noun.
    let openings = ["of", "by", "with", "in", "for", "from", "to", "divided", "multiplied", "it", "is"]
    for mistake in exercise.mistakes {
      let first = mistake.diagnosis.prefix { $0 != " " }
      #expect(
        !openings.contains(String(first)), "\(exercise.name): these are the values of \(mistake.diagnosis)")
      #expect(!mistake.diagnosis.hasSuffix("."), "\(exercise.name): \(mistake.diagnosis)")
    }
  }

  @Test("No two mistakes of an exercise are told in the same words", arguments: Syllabus.exercises)
  func words(exercise: AnyExercise) {
    for texts in [exercise.mistakes.map(\.diagnosis), exercise.mistakes.map(\.remedy)] {
      let repeated = Dictionary(grouping: texts) { $0 }.filter { $1.count > 1 }.keys.sorted()
      #expect(repeated == [], "\(exercise.name)")
    }
  }
}
