import Coursework
import Foundation
import Questions
import Terminal

extension Command {
  /// `course sheet`.
  static var sheet: Command {
    Command(
      name: "sheet", operands: "CHAPTER [FOLDER]", operandCount: 0...2,
      summary: "for teachers: questions on paper, with numbers of each student's own",
      details:
        "Into FOLDER it writes a page for each student, all of them as one file to print, the key, and `answers.csv` to fill in. "
        + "With --mark it marks that table and writes `marks.csv` and `marks.html` beside it. The same list and numbers make the "
        + "same sheets at any time; a check code on each tells when they are others. `quiz` never asks their questions.",
      options: [
        .text("students", "FILE", help: "the class: a line a student, id or id,name"),
        seed("a number that only you know, the longer the better: all numbers are drawn from it"),
        OptionDeclaration(
          "count", .integer(1...100), help: "so many of the chapter's kinds, drawn; all by default"),
        .text("mark", "ANSWERS.csv", help: "mark what was typed into this table"),
      ]
    ) { session, arguments in try session.sheet(arguments) }
  }
}

extension Session {
  /// Makes the sheets of a class, or marks them.
  func sheet(_ arguments: Arguments) throws -> Int32 {
    guard let word = arguments.operands.first else {
      throw CommandFailure.usage("sheet needs a chapter, such as 4 or attention")
    }
    let chapter = try CourseChapter.named(word)
    guard let list = arguments.value(of: "students") else {
      throw CommandFailure.usage("sheet needs --students FILE, with a line a student: id, or id,name")
    }
    guard arguments.has("seed") else {
      throw CommandFailure.usage("sheet needs --seed N, a number that only you know")
    }
    let folder = arguments.operands.dropFirst().first
    let table = arguments.value(of: "mark")
    guard (folder == nil) != (table == nil) else {
      throw CommandFailure.usage(
        folder == nil
          ? "sheet needs a folder for the sheets, or --mark ANSWERS.csv"
          : "--mark takes no folder: the marks are written beside the answers")
    }
    let title = try findWorkshop().title(of: chapter)
    let students = try ClassList(path: list).students
    let place = try folder.map { path throws in try SheetFolder(path) }
    let secret = SheetSecret(
      arguments.seed, chapter: chapter, count: arguments.integer(of: "count") ?? .max)
    let sheets = students.map(secret.sheet)
    if let table {
      try mark(sheets, of: title, table)
    } else if let place {
      let names = try place.write(SheetPages(title: title, sheets: sheets))
      try show(
        prose(
          "\(sheets.count.counted("sheet")) of \(sheets[0].items.count.counted("question")) in `\(place.path.printable)`."
        )
          + row("to print", "sheets.html, or each by itself: \(names[0]) …")
          + row("for you", "key.html, key.csv")
          + row("to fill in", "answers.csv; then the same command with --mark in the folder's place"))
    }
    return 0
  }

  /// Marks a table of answers, shows a line a student and writes the marks beside it.
  private func mark(_ sheets: [Sheet], of title: String, _ table: String) throws {
    let answers = try SheetAnswers(path: table, sheets: sheets) {
      console.writeError("sheet: \($0.printable)\n")
    }
    let folder = URL(filePath: table).deletingLastPathComponent()
    let files = try [
      ("marks.csv", answers.csv), ("marks.html", MarksPage(title: title, answers: answers).html),
    ].map { name, text throws in (try OutputFile(path: folder.appending(path: name).path), text) }
    for (file, text) in files { try file.finish(Array(text.utf8)) }
    let count = sheets[0].items.count
    try show(
      answers.rows.map { row in
        let label = DisplayWidth.alignedLeft(row.sheet.student.label.printable, in: width - count - 13)
        let marks = row.entries.reduce(StyledLine("  ")) { line, entry in
          line
            + (entry.isRight
              ? StyledLine("✓", .passed)
              : entry.text.isEmpty ? StyledLine("·", .quiet) : StyledLine("✗", .failed))
        }
        let points = row.entries.isEmpty ? "–" : "\(row.points) of \(count)"
        return StyledLine(label) + StyledLine(DisplayWidth.alignedRight(points, in: 9)) + marks
      } + [StyledLine()] + prose(answers.summary)
        + row("which mistakes", folder.appending(path: "marks.html").relativePath.printable, column: 20)
        + row("for a spreadsheet", folder.appending(path: "marks.csv").relativePath.printable, column: 20))
  }
}

/// A new folder for sheets and their key.
struct SheetFolder {
  let path: String

  /// Looks at a place for a folder.
  /// - Throws: one line when something is there: sheets of two numbers in one folder would be taken for each other, and a table of
  ///   answers that is filled in already would be lost.
  init(_ path: String) throws {
    self.path = path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
    guard isFolder.boolValue else {
      throw CommandFailure(.output, "\(path.printable) is a file; a folder for the sheets is needed")
    }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path), names.isEmpty else {
      throw CommandFailure.usage("\(path.printable) is not empty; sheets go into a folder of their own")
    }
  }

  /// Writes everything, and gives the names of the students' files.
  func write(_ pages: SheetPages) throws -> [String] {
    let sheets = pages.sheets
    let names = sheets.indices.map { Self.name(of: sheets[$0].student, number: $0 + 1, of: sheets.count) }
    let files =
      zip(names, sheets.map(pages.page)).map { ($0, $1) } + [
        ("sheets.html", pages.allSheets), ("key.html", pages.key),
        ("key.csv", SheetAnswers.table(sheets) { $0.question.solution }),
        ("answers.csv", SheetAnswers.table(sheets) { _ in "" }),
      ]
    do {
      let folder = URL(filePath: path)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    } catch {
      throw CommandFailure(.output, "cannot write \(path.printable): \(error.localizedDescription)")
    }
    return names
  }

  /// `07-anna.html`: the number keeps apart what is alike, letters and digits of the id say whose it is.
  static func name(of student: Student, number: Int, of count: Int) -> String {
    let digits = "\(number)"
    let zeros = String(repeating: "0", count: max(0, "\(count)".count - digits.count))
    var word = ""
    for scalar in student.id.unicodeScalars where word.utf8.count < 60 {
      word.unicodeScalars.append(
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? scalar : "_")
    }
    return "\(zeros)\(digits)-\(word).html"
  }
}
