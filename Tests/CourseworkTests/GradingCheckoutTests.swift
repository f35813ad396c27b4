import CourseworkSupport
import Foundation
import Testing

@testable import Coursework

@Suite("The checkout in which submissions are built")
struct GradingCheckoutTests {
  @Test("It takes a submission's files, the solutions for the other chapters, and the course's own sources")
  func contents() throws {
    let temporary = try TemporaryWorkshop()
    try temporary.write("own", to: "Sources/Coursework/A.swift")
    try temporary.write("page", to: "Exercises/README.md")
    try temporary.write("t", to: "Tests/T.swift")
    let checkout = GradingCheckout(of: temporary.workshop.folder)
    func text(_ path: String) -> String? {
      try? String(contentsOf: checkout.folder.appending(path: path), encoding: .utf8)
    }
    let (graded, others) = (Syllabus.chapters[4], Syllabus.chapters.filter { $0.number != 4 })
    try checkout.synchronize(replacing: [graded: Data("handed in".utf8)])
    #expect(text(graded.file) == "handed in")
    for chapter in others { #expect(try text(chapter.file) == temporary.read(chapter.solutionFile)) }
    #expect(try text(graded.solutionFile) == temporary.read(graded.solutionFile))
    #expect(text("Sources/Coursework/A.swift") == "own")
    #expect(text("Package.swift") == "// A package.\n" + GradingCheckout.answeringProgramsAlone)
    #expect(text("Tests/T.swift") == nil && text("Exercises/README.md") == "page")

    try checkout.synchronize(replacing: [:])
    #expect(try text(graded.file) == temporary.read(graded.solutionFile))
  }
}
