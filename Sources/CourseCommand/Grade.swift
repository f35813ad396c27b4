import Coursework
import Foundation
import Notebook

extension Command {
  /// `course grade`.
  static var grade: Command {
    Command(
      name: "grade", operands: "[FOLDER]", operandCount: 0...1,
      summary: "the points of a submission, or of a folder of many",
      details:
        "Without a folder it grades your own files. A submission is a folder that holds files such as "
        + "`04-SingleHeadAttention.swift`, or a folder `Exercises` with them, as a clone does; nothing else of it is "
        + "read. A folder that holds none itself is taken for one of many: each of its folders is a submission. They "
        + "are built in `.build-grading`, which takes some minutes the first time. The status is 0 when the grading "
        + "has finished, whatever the marks.",
      options: [
        Option(name: "many", help: "FOLDER holds many submissions, even if it looks like one"),
        Option(name: "json", placeholder: "PATH", help: "write every verdict in full"),
        Option(name: "csv", placeholder: "PATH", help: "write a line a submission, for a spreadsheet"),
        Option(
          name: "gradescope", placeholder: "PATH",
          help: "write the results.json of Gradescope, of one submission"),
        Option(name: "seed", placeholder: "N", help: "draw the inputs of an earlier grading"),
      ]
    ) { session, arguments in try session.grade(arguments) }
  }
}

extension Session {
  /// Grades what the arguments name, shows a line a submission and writes the reports that are asked for.
  func grade(_ arguments: Arguments) throws -> Int32 {
    let seed = try arguments.seed()
    let workshop = try findWorkshop()
    let submissions = try submissions(arguments, in: workshop)
    guard !arguments.has("gradescope") || submissions.count == 1 else {
      throw ChapterFailure.usage("--gradescope is for one submission; here are \(submissions.count)")
    }
    let grader = try grader(isInPlace: arguments.operands.isEmpty, in: workshop, seed: seed)
    let grades = try submissions.enumerated().map { index, submission in
      try grader.grade(submission) { part in
        note("\(index + 1) of \(submissions.count), \(submission.name.printable): \(part)")
      }
    }
    let report = GradeReport(seed: seed, submissions: grades)
    try console.writeOutput(Array("\(report.table)seed \(seed)\n".utf8))
    try write(arguments, "json") { try report.json }
    try write(arguments, "csv") { Data(report.csv.utf8) }
    try write(arguments, "gradescope") { try report.submissions[0].gradescope }
    return 0
  }

  private func submissions(_ arguments: Arguments, in workshop: Workshop) throws -> [Submission] {
    if let folder = arguments.operands.first {
      return try Submission.all(in: URL(filePath: folder), many: arguments.has("many"))
    }
    guard !arguments.has("many") else { throw ChapterFailure.usage("--many needs a folder") }
    let files = workshop.folder.appending(path: workshop.usesSolutions ? "Exercises/Solutions" : "Exercises")
    guard let own = Submission(in: files) else { throw NoSubmission(folder: files.path, isFolder: true) }
    return [own]
  }

  private func grader(isInPlace: Bool, in workshop: Workshop, seed: UInt64) throws -> Grader {
    guard !isInPlace else {
      return Grader(seed: seed) { files in
        try files.keys.reduce(into: [:]) { $0[$1] = try workshop.grading($1) }
      }
    }
    // The variable would put the solutions in the place of every submission.
    unsetenv("COURSE_SOLUTIONS")
    let checkout = GradingCheckout(of: workshop.folder)
    note("preparing the checkout, which takes some minutes the first time")
    try checkout.prepare()
    return Grader(seed: seed) { try checkout.build($0) }
  }

  private func write(_ arguments: Arguments, _ option: String, _ data: () throws -> Data) throws {
    guard let path = arguments.value(of: option) else { return }
    do {
      try data().write(to: URL(filePath: path))
    } catch {
      throw ChapterFailure.input("cannot write \(path.printable): \(error.localizedDescription)")
    }
  }

  private func note(_ text: String) { console.writeError("grade: \(text)\n") }
}
