import Coursework
import Foundation
import Terminal

extension Command {
  /// `course grade`.
  static var grade: Command {
    Command(
      name: "grade", operands: "[FOLDER]", operandCount: 0...1,
      summary: "the points of a submission, or of a folder of many",
      details:
        "Without a folder it grades your own files. A submission is a folder that holds files such as "
        + "`04-SingleHeadAttention.swift`, or a folder `Exercises` with them, as a clone does; nothing else of it is "
        + "read. A file that lies deeper, or is called `04-SingleHeadAttention (1).swift`, is taken with a remark. A "
        + "folder that holds none itself is taken for one of many: each of its folders is a submission. They "
        + "are built in `.build-grading`, which takes some minutes the first time. The status is 0 when the grading "
        + "has finished, whatever the marks.",
      options: [
        .flag("many", help: "FOLDER holds many submissions, even if it looks like one"),
        .text("json", "PATH", help: "write every verdict in full"),
        .text("csv", "PATH", help: "write a line a submission, for a spreadsheet"),
        .text(
          "report", "PATH",
          help: "write how the class did: exercises by success, mistakes, submissions that are alike"),
        .text(
          "gradescope", "PATH", help: "write the results.json of Gradescope, of one submission"),
        seed("draw the inputs of an earlier grading"),
      ]
    ) { session, arguments in try session.grade(arguments) }
  }
}

extension Session {
  /// Grades what the arguments name, shows a line a submission and writes the reports that are asked for.
  func grade(_ arguments: Arguments) throws -> Int32 {
    let seed = arguments.seed
    let workshop = try findWorkshop()
    let submissions = try submissions(arguments, in: workshop)
    guard !arguments.has("gradescope") || submissions.count == 1 else {
      throw CommandFailure.usage("--gradescope is for one submission; here are \(submissions.count)")
    }
    guard !arguments.has("report") || submissions.count > 1 else {
      throw CommandFailure.usage("--report is for many submissions; here is one")
    }
    // A path that cannot be written is known before the grading.
    let files = try ["json", "csv", "report", "gradescope"].reduce(into: [:]) { files, option in
      files[option] = try arguments.value(of: option).map { path throws in try OutputFile(path: path) }
    }
    let report: GradeReport
    do {
      report = try self.report(on: submissions, arguments, in: workshop, seed: seed)
    } catch {
      files.values.forEach { $0.abandon() }
      throw error
    }
    try console.writeOutput(Array("\(report.table)seed \(seed)\n".utf8))
    if let pairs = report.group?.alike.count, pairs > 0, !arguments.has("report") {
      note("\(pairs == 1 ? "1 pair is" : "\(pairs) pairs are") suspiciously alike; --report PATH names them")
    }
    try files["json"]?.finish(Array(report.json))
    try files["csv"]?.finish(Array(report.csv.utf8))
    try files["report"]?.finish(Array((report.group?.markdown ?? "").utf8))
    try files["gradescope"]?.finish(Array(report.submissions[0].gradescope))
    return 0
  }

  /// Grades submissions one after the other.
  private func report(
    on submissions: [Submission], _ arguments: Arguments, in workshop: Workshop, seed: UInt64
  ) throws -> GradeReport {
    let grader = try grader(isInPlace: arguments.operands.isEmpty, in: workshop, seed: seed)
    let grades = try submissions.enumerated().map { index, submission in
      try grader.grade(submission) { part in
        note("\(index + 1) of \(submissions.count), \(submission.name.printable): \(part)")
      }
    }
    return GradeReport(seed: seed, submissions: grades, alike: try alike(submissions, in: workshop))
  }

  private func alike(_ submissions: [Submission], in workshop: Workshop) throws -> [Likeness] {
    guard submissions.count > 1 else { return [] }
    let given = try Syllabus.chapters.flatMap { chapter in
      [
        try workshop.unwrittenFile(of: chapter),
        try String(contentsOf: workshop.folder.appending(path: chapter.solutionFile), encoding: .utf8),
      ]
    }
    return Likeness.pairs(among: submissions, given: given)
  }

  private func submissions(_ arguments: Arguments, in workshop: Workshop) throws -> [Submission] {
    guard let folder = arguments.operands.first.map({ URL(filePath: $0) }) else {
      guard !arguments.has("many") else { throw CommandFailure.usage("--many needs a folder") }
      return [Submission(of: workshop)]
    }
    do {
      return try Submission.all(in: folder, many: arguments.has("many"))
    } catch let failure as NoSubmission where failure.isFolder && arguments.has("gradescope") {
      // Whoever handed in the wrong files is to read that in the results.
      return [Submission(in: folder)]
    }
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

  private func note(_ text: String) { console.writeError("grade: \(text)\n") }
}
