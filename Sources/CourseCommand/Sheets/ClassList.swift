import Coursework
import Foundation
import Terminal

/// Somebody who gets a sheet.
struct Student: Hashable {
  /// What tells them from all others of the class.
  let id: String
  /// What they are called, if the list says so.
  let name: String

  /// The name, and the id where it is not the name.
  var label: String { name.isEmpty || name == id ? id : "\(name) (\(id))" }
}

/// A class: a line a student, `id` or `id,name`; a first line `id` or `id,name` is a heading.
struct ClassList {
  /// The students, in the order of the file.
  let students: [Student]

  /// Reads a file; throws one line that says what is wrong with it.
  init(path: String) throws {
    var students: [Student] = []
    var lines: [String: Int] = [:]
    for row in try TableFile(path: path).rows {
      func refused(_ why: String) -> CommandFailure { .input("\(path), line \(row.line): \(why)") }
      // The same letters are the same id, however an accent was typed.
      let cells = row.cells.map { CSV.unquoted($0).precomposedStringWithCanonicalMapping }
      if students.isEmpty, cells[0].lowercased() == "id" { continue }
      guard !cells[0].isEmpty else { throw refused("there is no id; a line is id, or id,name") }
      guard cells.dropFirst(2).allSatisfy(\.isEmpty) else {
        throw refused(
          "\(cells.count) cells; a line is id, or id,name, and a name with a comma stands in quotes")
      }
      if let other = lines[cells[0]] {
        throw refused("the id \(cells[0].printable) is that of line \(other) too")
      }
      lines[cells[0]] = row.line
      students.append(Student(id: cells[0], name: cells.count > 1 ? cells[1] : ""))
    }
    guard !students.isEmpty else {
      throw CommandFailure.input("\(path.printable) names nobody; a line a student is needed: id, or id,name")
    }
    self.students = students
  }
}

/// A file with a table of UTF-8 text.
struct TableFile {
  /// Its rows.
  let rows: [CSV.Row]

  init(path: String) throws {
    guard let text = String(validating: try InputFile.bytes(at: path), as: UTF8.self) else {
      throw CommandFailure.input("\(path.printable) is not UTF-8; save it as “CSV UTF-8”")
    }
    rows = CSV.rows(text)
  }
}
