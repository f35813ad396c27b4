import Coursework
import Questions
import Terminal

/// What a class answered, and what each answer is worth.
struct SheetAnswers {
  /// An answer to one question.
  struct Entry {
    let text: String
    let mark: Mark

    var isRight: Bool { mark == .right }

    /// What is wrong with it, as far as that is known; nothing when it is right.
    var remark: String {
      switch mark {
      case .right: ""
      case .slip(let message), .wrong(.some(let message)), .unreadable(let message): message
      case .wrong(nil): text.isEmpty ? "Not answered." : "Wrong, by none of the mistakes that are known."
      }
    }
  }

  /// What came back from a student; no entries when nothing did.
  struct Row {
    let sheet: Sheet
    let entries: [Entry]
    var points: Int { entries.count(where: \.isRight) }
  }

  /// The students in the order of the class.
  let rows: [Row]

  /// The first columns of every table about sheets.
  static let owner = ["student", "name", "code"]

  /// A table of some text for each question of each sheet.
  static func table(_ sheets: [Sheet], _ text: (Sheet.Item) -> String) -> String {
    let kinds = sheets.first?.items.map(\.kind.id) ?? []
    return CSV.text(
      [owner + kinds]
        + sheets.map { [$0.student.id, $0.student.name, $0.code] + $0.items.map(text) })
  }

  /// Marks the table at `path`. Its columns are found by their names, so they may have been moved; others are passed over. A line
  /// with no answer at all is that of somebody who handed in nothing.
  ///
  /// - Parameter note: is told each answer that cannot be read.
  /// - Throws: one line about the first row or column that does not belong to these sheets, or about the answers that cannot be
  ///   read: in a table that was typed, these are mostly slips of the typist, who can look at the paper.
  init(path: String, sheets: [Sheet], note: (String) -> Void) throws {
    let table = try TableFile(path: path).rows
    let path = path.printable
    guard let head = table.first?.cells.map({ $0.lowercased() }) else {
      throw CommandFailure.input("\(path) is empty; a table as answers.csv is needed")
    }
    let kinds = sheets[0].items.map(\.kind.id)
    let wanted = ["student", "code"] + kinds
    let missing = wanted.filter { !head.contains($0) }
    guard missing.isEmpty else {
      throw CommandFailure.input(
        "\(path) has no \(missing.count == 1 ? "column" : "columns") \(missing.joined(separator: ", ")); "
          + "its first line should be \((Self.owner + kinds).joined(separator: ","))")
    }
    if let twice = wanted.first(where: { name in head.count { $0 == name } > 1 }) {
      throw CommandFailure.input("\(path) has the column \(twice) twice")
    }
    let sheetsByID = Dictionary(uniqueKeysWithValues: sheets.map { ($0.student.id, $0) })
    var entries: [String: [Entry]] = [:]
    var unreadable = 0
    for row in table.dropFirst() {
      func refused(_ why: String) -> CommandFailure { .input("\(path), line \(row.line): \(why)") }
      func cell(_ name: String) -> String {
        let place = head.firstIndex(of: name) ?? 0
        return row.cells.indices.contains(place) ? CSV.unquoted(row.cells[place]) : ""
      }
      let id = cell("student").precomposedStringWithCanonicalMapping
      guard let sheet = sheetsByID[id] else {
        throw refused("there is no student \"\(DisplayWidth.truncated(id.printable, to: 40))\" in the class")
      }
      guard entries[id] == nil else { throw refused("\(id.printable) has a line already") }
      guard cell("code").uppercased() == sheet.code else {
        throw refused(
          "\(cell("code").printable) is not the code of \(id.printable)'s sheet: another seed, count, chapter or student?"
        )
      }
      guard row.cells.count <= head.count || row.cells.dropFirst(head.count).allSatisfy(\.isEmpty) else {
        throw refused(
          "\(row.cells.count) cells, where the first line has \(head.count); numbers with commas stand in quotes"
        )
      }
      let isBlank = kinds.allSatisfy { cell($0).isEmpty }
      entries[id] = (isBlank ? [] : sheet.items).map { item in
        let text = cell(item.kind.id)
        let mark: Mark = Self.isNoAnswer(text) ? .wrong(nil) : item.question.mark(text)
        if case .unreadable(let message) = mark {
          unreadable += 1
          note("\(path), line \(row.line), \(item.kind.id): \(message)")
        }
        return Entry(text: Self.isNoAnswer(text) ? "" : text, mark: mark)
      }
    }
    guard unreadable == 0 else {
      throw CommandFailure.input(
        "\(unreadable.counted("answer")) cannot be read; correct the table, and leave a cell empty, or put ?, where nothing can be read"
      )
    }
    rows = sheets.map { Row(sheet: $0, entries: entries[$0.student.id] ?? []) }
  }

  private static func isNoAnswer(_ text: String) -> Bool { text.isEmpty || text == "?" }

  /// A line a student: points, then 1 or 0 for each question, then what was wrong; empty where nothing came back.
  var csv: String {
    let kinds = rows[0].sheet.items.map(\.kind.id)
    let head = ["student", "name", "points", "of"] + kinds + kinds.map { "\($0): why" }
    return CSV.text(
      [head]
        + rows.map { row in
          let student = row.sheet.student
          let isAbsent = row.entries.isEmpty
          return [student.id, student.name, isAbsent ? "" : "\(row.points)", "\(kinds.count)"]
            + kinds.indices.map { isAbsent ? "" : row.entries[$0].isRight ? "1" : "0" }
            + kinds.indices.map { isAbsent ? "" : row.entries[$0].remark }
        })
  }
}

extension SheetAnswers {
  /// The kinds with their places.
  var items: [(index: Int, kind: QuestionKind)] {
    rows[0].sheet.items.enumerated().map { ($0.offset, $0.element.kind) }
  }

  /// How many have a question right.
  func rightCount(in question: Int) -> Int {
    rows.count { !$0.entries.isEmpty && $0.entries[question].isRight }
  }

  /// What was wrong with the answers to a question, the commonest first, and of equals in the order of the class.
  func mistakes(in question: Int) -> [(message: String, count: Int)] {
    let remarks = rows.filter { !$0.entries.isEmpty }.map { $0.entries[question].remark }.filter {
      !$0.isEmpty
    }
    var order: [String] = []
    var counts: [String: Int] = [:]
    for remark in remarks {
      if counts[remark] == nil { order.append(remark) }
      counts[remark, default: 0] += 1
    }
    return order.enumerated().map { ($0.offset, $0.element, counts[$0.element] ?? 0) }
      .sorted { ($1.2, $0.0) < ($0.2, $1.0) }.map { ($0.1, $0.2) }
  }

  /// How many handed in, and how they did together.
  var summary: String {
    let present = rows.filter { !$0.entries.isEmpty }
    let right = present.reduce(0) { $0 + $1.points }
    return
      "\(present.count) of \(rows.count) handed in; \(right) of \(present.count * items.count) answers are right."
  }
}
