import Foundation

/// Whether the sessions of the teaching guide can be held: what they set, show, print and run is there, and their minutes add up.
///
/// The guide's sections *A chapter a session*, *Twelve sessions* and *Two days* hold the tables; every command that the guide names
/// is looked at.
package struct SessionVerification {
  /// What is wrong, one line each.
  package private(set) var defects: [String] = []
  /// How many sessions there are, with each of the two days as one.
  package private(set) var count = 0

  private let package: URL
  private let questionCount: (Int) -> Int

  /// Verifies the guide of a package.
  /// - Parameters:
  ///   - questionCount: how many kinds of questions a chapter has, for its sheet.
  ///   - commands: what `swift run course` does, by its names.
  /// - Throws: when the guide or the manifest cannot be read.
  package init(of package: URL, questionCount: @escaping (Int) -> Int, commands: [String]) throws {
    func text(_ path: String) throws -> String {
      try String(contentsOf: package.appending(path: path), encoding: .utf8)
    }
    try self.init(
      guide: text(Self.path), manifest: text("Package.swift"), of: package, questionCount: questionCount,
      commands: commands)
  }

  init(
    guide: String, manifest: String, of package: URL, questionCount: @escaping (Int) -> Int,
    commands: [String]
  ) {
    (self.package, self.questionCount) = (package, questionCount)
    let sections = guide.components(separatedBy: "\n## ")
    func section(_ heading: String) -> Substring {
      sections.first { $0.hasPrefix(heading + "\n") }?[...] ?? ""
    }
    for heading in ["A chapter a session", "Twelve sessions"] {
      let tables = Self.tables(in: section(heading))
      let sessions = tables.filter { $0.head.first == "session" }
      if sessions.isEmpty { defects.append("\(Self.path): no table of sessions under “\(heading)”") }
      let parts = tables.filter { $0.head.first == "part" }
      parts.forEach { verifyParts($0) }
      let inClass = parts.flatMap(\.rows).first { $0["part"]?.hasPrefix("exercises") ?? false }
      let room = inClass.flatMap { row in parts[0].head.last.flatMap { row[$0] } }.flatMap { Int($0) }
      for table in sessions {
        for row in table.rows { verify(row, under: table.head, heading, room: room ?? 0) }
      }
    }
    verifyDays(section("Two days"))
    verifyCommands(in: guide, manifest: manifest, commands: commands)
  }

  private static let path = "Docs/Teaching.md"

  private struct Table {
    let head: [String]
    var rows: [[String: String]] = []
  }

  /// The tables of a section, each row by its columns' names.
  private static func tables(in section: Substring) -> [Table] {
    var tables: [Table] = []
    var isOpen = false
    for line in section.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        isOpen = false
        continue
      }
      let cells = line.dropFirst().split(separator: "|", omittingEmptySubsequences: false).dropLast()
        .map { $0.trimmingCharacters(in: .whitespaces) }
      if !isOpen {
        tables.append(Table(head: cells))
        isOpen = true
      } else if !line.hasPrefix("|--") {
        let head = tables[tables.count - 1].head
        tables[tables.count - 1].rows.append(Dictionary(zip(head, cells)) { first, _ in first })
      }
    }
    return tables
  }

  // MARK: Minutes and exercises

  /// The parts of a session: the minutes of each column make what its name says.
  private mutating func verifyParts(_ table: Table) {
    for column in table.head.dropFirst() {
      guard let whole = column.firstMatch(of: /\d+/).flatMap({ Int($0.output) }) else { continue }
      let sum = table.rows.compactMap { $0[column].flatMap { Int($0) } }.reduce(0, +)
      if sum != whole { defects.append("\(Self.path): the parts “\(column)” are \(sum) minutes") }
    }
  }

  /// A session: its chapters' exercises are each set once and fit into the minutes, here or of the table of parts.
  private mutating func verify(_ row: [String: String], under head: [String], _ heading: String, room: Int) {
    count += 1
    let place = "\(Self.path), \(heading.lowercased()), session \(row["session"] ?? "")"
    func note(_ text: String) { defects.append("\(place): \(text)") }
    let numbers = (row["chapters"] ?? row["chapter"] ?? "").matches(of: /\d+/).compactMap { Int($0.output) }
    let chapters = Syllabus.chapters.filter { numbers.contains($0.number) }
    if numbers.isEmpty || chapters.count != numbers.count { note("there is no such chapter") }
    let inClass = names(in: (row["together"] ?? "") + ", " + (row["alone, in class"] ?? ""))
    let homework = names(in: row["homework"] ?? "")
    let wanted = chapters.flatMap(\.exercises).map { Syllabus.number(of: $0) }
    for name in inClass + homework where !wanted.contains(name) {
      note("\(name) is no exercise of its chapters")
    }
    for name in wanted where (inClass + homework).count(where: { $0 == name }) != 1 {
      note("\(name) is set \(inClass.contains(name) || homework.contains(name) ? "twice" : "nowhere")")
    }
    let home = minutes(homework)
    if row["minutes of homework"] != "\(home)" { note("its homework is \(home) minutes") }
    let parts = ["before", "lecture", "questions", "exercises", "next"].filter(head.contains)
    let sum = parts.compactMap { row[$0].flatMap { Int($0) } }.reduce(0, +)
    if !parts.isEmpty, sum != 120 { note("its parts are \(sum) minutes; a session has 120") }
    let room = row["exercises"].flatMap { Int($0) } ?? room
    if minutes(inClass) > room { note("its exercises in class are \(minutes(inClass)) minutes, in \(room)") }
    for chapter in chapters { verifyKit(of: chapter, place) }
  }

  /// The exercises that a cell names: `7.3 to 7.7, the capstone`.
  private func names(in cell: String) -> [String] {
    cell.matches(of: /(\d+)\.(\d+)(?: to \d+\.(\d+))?/).flatMap { match -> [String] in
      let first = Int(match.output.2) ?? 0
      let last = match.output.3.flatMap { Int($0) } ?? first
      return (first...max(first, last)).map { "\(match.output.1).\($0)" }
    }
  }

  private func minutes(_ names: [String]) -> Int {
    names.compactMap { Syllabus.exercise($0)?.exercise.about.minutes }.reduce(0, +)
  }

  /// What a session shows and hands out.
  private mutating func verifyKit(of chapter: CourseChapter, _ place: String) {
    let deck = "Chapters/\(chapter.folder)/slides.md"
    if !FileManager.default.fileExists(atPath: package.appending(path: deck).path) {
      defects.append("\(place): \(deck) is missing")
    }
    let kinds = questionCount(chapter.number)
    if kinds < 8 {
      defects.append("\(place): the sheet of chapter \(chapter.number) has \(kinds) questions, not 8")
    }
  }

  // MARK: Days

  /// Two columns of times and what is done then: later each time, and exercises have as long as they need.
  private mutating func verifyDays(_ section: Substring) {
    guard let table = Self.tables(in: section).first, table.head.count == 4 else {
      defects.append("\(Self.path): no timetable of two columns under “Two days”")
      return
    }
    let lines = section.split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2)
    let cells = lines.map {
      $0.split(separator: "|", omittingEmptySubsequences: false).dropFirst()
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
    for day in 0..<2 {
      count += 1
      let entries = cells.compactMap { cells -> (time: Int, text: String)? in
        guard cells.count > 2 * day + 1,
          let match = cells[2 * day].wholeMatch(of: /(\d+):(\d\d)/),
          let hours = Int(match.output.1), let minutes = Int(match.output.2)
        else { return nil }
        return (60 * hours + minutes, cells[2 * day + 1])
      }
      for (entry, next) in zip(entries, entries.dropFirst()) {
        let place = "\(Self.path), two days, day \(day + 1), “\(entry.text)”"
        let length = next.time - entry.time
        if length <= 0 { defects.append("\(place): what follows is not later") }
        let names = entry.text.hasPrefix("exercise") ? names(in: entry.text) : []
        for name in names where Syllabus.exercise(name) == nil {
          defects.append("\(place): there is no exercise \(name)")
        }
        if minutes(names) > length { defects.append("\(place): \(minutes(names)) minutes, in \(length)") }
      }
    }
  }

  // MARK: Commands

  /// Every `swift run …` of the guide runs something that there is.
  private mutating func verifyCommands(in guide: String, manifest: String, commands: [String]) {
    let products =
      Syllabus.chapters.map(\.command)
      + manifest.matches(of: /\.executable\(name: "(\w+)"/).map { String($0.output.1) }
    for match in guide.matches(of: /swift run (?:course (?<command>[a-z]+)|(?<product>[a-z]+))/) {
      if let command = match.output.command, !commands.contains(String(command)) {
        defects.append("\(Self.path): there is no `swift run course \(command)`")
      }
      if let product = match.output.product, !products.contains(String(product)) {
        defects.append("\(Self.path): there is no `swift run \(product)`")
      }
    }
  }
}
