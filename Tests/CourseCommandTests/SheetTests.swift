import CourseworkSupport
import Foundation
import Questions
import Terminal
import TestSupport
import Testing

@testable import CourseCommand
@testable import Coursework

@Suite("Sheets")
struct SheetTests {
  private let temporary: TemporaryWorkshop
  private let folder: URL
  private let attention: CourseChapter
  private let secret: SheetSecret
  private static let seed: UInt64 = 8_675_309
  private let kinds = QuestionKind.all(ofChapter: 4)

  init() throws {
    temporary = try TemporaryWorkshop()
    folder = temporary.workshop.folder.appending(path: "class")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    attention = try CourseChapter.named("attention")
    secret = SheetSecret(Self.seed, chapter: attention)
  }

  private func run(_ words: String...) -> (status: Int32, output: String, errors: String) { run(words) }

  private func run(_ words: [String]) -> (status: Int32, output: String, errors: String) {
    var output: [UInt8] = []
    var errors = ""
    let console = Console(
      arguments: ["sheet"] + words, writeOutput: { output += $0 }, writeError: { errors += $0 })
    let status = Course(console: console, workshop: { temporary.workshop }).run()
    return (status, String(decoding: output, as: UTF8.self), errors)
  }

  private func write(_ text: String, to name: String) throws -> String {
    let file = folder.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  private func read(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  private func make(_ list: String, in place: String = "sheets") throws -> [String] {
    let list = try write(list, to: "class.csv")
    let result = run(
      "4", "--students", list, "--seed", "\(Self.seed)", folder.appending(path: place).path)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    return try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: place).path).sorted()
  }

  private func sheet(_ id: String, _ name: String = "", seed: UInt64 = seed) -> Sheet {
    let secret = seed == Self.seed ? secret : SheetSecret(seed, chapter: attention)
    return secret.sheet(for: Student(id: id, name: name))
  }

  /// Marks a table; `answers` for each id.
  private func mark(_ answers: [(id: String, texts: [String])]) throws -> (
    status: Int32, output: String, errors: String
  ) {
    let rows = answers.map { [$0.id, "", sheet($0.id).code] + $0.texts }
    let table = try write(CSV.text([SheetAnswers.owner + kinds.map(\.id)] + rows), to: "answers.csv")
    return run(
      "4", "--students", folder.appending(path: "class.csv").path, "--seed", "\(Self.seed)", "--mark", table)
  }

  private func right(_ id: String) -> [String] { sheet(id).items.map(\.question.answer.written) }

  // MARK: What is written

  @Test("Each student gets a page; there is one to print, a key and an empty table")
  func files() throws {
    #expect(
      try make("anna,Anna Schmidt\nbo,Bo") == [
        "1-anna.html", "2-bo.html", "answers.csv", "key.csv", "key.html", "sheets.html",
      ])
    let page = try read("sheets/1-anna.html")
    let (anna, bo) = (sheet("anna", "Anna Schmidt"), sheet("bo", "Bo"))
    #expect(page.contains("Anna Schmidt · anna · <code>\(anna.code)</code>"))
    for (index, item) in anna.items.enumerated() {
      #expect(page.contains("\(index + 1). \(item.kind.title)"))
    }
    let both = try read("sheets/sheets.html")
    #expect(both.contains(anna.code) && both.contains(bo.code))
    let key = try read("sheets/key.html")
    for item in anna.items + bo.items {
      #expect(
        key.contains("\(item.kind.title): <b>\(item.question.solution.replacing("'", with: "&#39;"))</b>"))
    }
    let head = "student,name,code," + kinds.map(\.id).joined(separator: ",") + "\r\n"
    let empty = String(repeating: ",", count: kinds.count) + "\r\n"
    #expect(
      try read("sheets/answers.csv")
        == head + "anna,Anna Schmidt,\(anna.code)\(empty)bo,Bo,\(bo.code)\(empty)")
    let rows = CSV.rows(try read("sheets/key.csv"))
    #expect(
      rows.map { Array($0.cells.dropFirst(3)) }[1].map(CSV.unquoted) == anna.items.map(\.question.solution))
  }

  @Test("A sheet holds no answer, no way to it, no script and nothing of the teacher's number")
  func secrets() throws {
    _ = try make("anna\nbo")
    for name in ["1-anna.html", "2-bo.html", "sheets.html"] {
      let page = try read("sheets/\(name)")
      #expect(!page.contains("<script") && page.contains("default-src &#39;none&#39;"))
      #expect(!page.contains("\(Self.seed)"))
      for item in sheet("anna").items + sheet("bo").items {
        #expect(!page.contains(item.question.way), "\(item.question.way)")
        if case .numbers(let numbers) = item.question.answer, numbers.count > 1 {
          #expect(!page.contains(item.question.answer.written))
        }
      }
    }
    for name in ["key.html", "key.csv", "answers.csv"] {
      #expect(try !read("sheets/\(name)").contains("\(Self.seed)"))
    }
  }

  @Test(
    "The same number and list make the same bytes; another student, number or chapter makes other questions and codes"
  )
  func draws() throws {
    let names = try make("anna\nbo")
    _ = try make("anna\nbo", in: "again")
    for name in names { #expect(try read("sheets/\(name)") == read("again/\(name)"), "\(name)") }
    func texts(_ sheet: Sheet) -> [String] { sheet.items.map(\.question.text) }
    let sheets = [sheet("anna"), sheet("bo"), sheet("Anna"), sheet("anna", seed: 8_675_310)]
    #expect(Set(sheets.map(\.code)).count == 4 && Set(sheets.map(texts)).count == 4)
    #expect(sheets[0].items.map(\.kind.id) == kinds.map(\.id), "one of each kind, in the chapter's order")
    #expect(sheets[0].code == sheet("anna", "Another Name").code)
    for chapter in Syllabus.chapters where chapter.number != 4 {
      let other = SheetSecret(Self.seed, chapter: chapter).sheet(for: Student(id: "anna", name: ""))
      #expect(other.code != sheets[0].code)
    }
    #expect(sheets[0].code.wholeMatch(of: /[BCDFGHJKLMNPQRSTVWXZ]{6}/) != nil)
  }

  @Test(
    "Fewer kinds are the same for the whole class, in the chapter's order, and marking has to know of them")
  func counts() throws {
    let chosen = (0..<8).map { SheetSecret($0, chapter: attention, count: 3).kinds.map(\.id) }
    #expect(chosen.allSatisfy { $0.count == 3 && $0 == kinds.map(\.id).filter($0.contains) })
    #expect(Set(chosen).count > 3)
    #expect(SheetSecret(1, chapter: attention, count: 99).kinds.map(\.id) == kinds.map(\.id))
    let list = try write("anna\nbo", to: "class.csv")
    let place = folder.appending(path: "few").path
    let words = ["4", "--students", list, "--seed", "1", "--count", "3"]
    #expect(run(words + [place]).output.hasPrefix("2 sheets of 3 questions in"))
    let table = CSV.rows(try read("few/answers.csv")).map(\.cells)
    #expect(table[0] == SheetAnswers.owner + SheetSecret(1, chapter: attention, count: 3).kinds.map(\.id))
    #expect(run(words + ["--mark", place + "/answers.csv"]).output.contains("0 of 2 handed in; 0 of 0"))
    let whole = run(words.dropLast(2) + ["--mark", place + "/answers.csv"])
    #expect(whole.status == 66 && whole.errors.contains("has no columns"))
  }

  @Test("No number for a quiz gives a sheet's questions, the teacher's own included")
  func quizzes() {
    let sheet = sheet("anna")
    for seed in [Self.seed] + Array(1...50) {
      let quiz = Quiz(of: [attention], seed: seed, count: 3 * kinds.count)
      for start in stride(from: 0, to: quiz.items.count, by: kinds.count) {
        let asked = quiz.items[start..<start + kinds.count].map(\.question.text)
        #expect(asked != sheet.items.map(\.question.text))
      }
    }
    #expect(
      QuestionSeed.hash(["quiz", "1", "4", "x", "0"]) != QuestionSeed.hash(["question", "1", "4", "x", "0"]))
    #expect(QuestionSeed.hash(["ab", "c"]) != QuestionSeed.hash(["a", "bc"]))
  }

  @Test("Names are text in pages and tables, whatever they are, and file names are plain")
  func names() throws {
    let long = String(repeating: "x", count: 300)
    let ids = ["../x", "a/b", "王小明", "=1+1", "<b>", "a b", ".", "CON", long, "\u{1B}[2J", "a\\b", "é"]
    let list = CSV.text(ids.map { [$0, $0 == "a b" ? "@SUM(1), \"quoted\"" : "<script>alert(1)</script>"] })
    let files = try make(list)
    #expect(files.count == ids.count + 4)
    for file in files {
      #expect(file.utf8.count < 80 && file.wholeMatch(of: /[\w\-]+\.(html|csv)/) != nil, "\(file)")
    }
    #expect(files.contains("03-王小明.html") && files.contains("01-___x.html") && files.contains("12-é.html"))
    for name in files.filter({ $0.hasSuffix("html") }) {
      #expect(try !read("sheets/\(name)").contains("<script"), "\(name)")
    }
    let page = try read("sheets/key.html")
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; · ../x ·") && page.contains("· &lt;b&gt; ·"))
    for name in ["answers.csv", "key.csv"] {
      let table = try read("sheets/\(name)")
      #expect(table.contains("\r\n'=1+1,<script>"))
      #expect(table.contains("\r\na b,\"'@SUM(1), \"\"quoted\"\"\","))
      #expect(CSV.rows(table).count == ids.count + 1)
    }
  }

  @Test("An accent is the same however it was typed")
  func accents() throws {
    let list = try ClassList(path: write("e\u{301}mile,Zoe\u{308}", to: "class.csv"))
    #expect(list.students.map { Array($0.id.utf8) } == [Array("\u{E9}mile".utf8)])
    _ = try make("e\u{301}mile")
    #expect(try mark([("\u{E9}mile", right("\u{E9}mile"))]).output.contains("1 of 1 handed in"))
  }

  // MARK: Marking

  @Test("What was typed is marked: points, which mistake, how many made it")
  func marks() throws {
    _ = try make("anna,Anna Schmidt\nbo\ncy")
    let slip = sheet("anna").items[2].question.slips[0]
    var anna = right("anna")
    anna[0] = ""
    anna[1] = "?"
    anna[2] = slip.answer.written
    let result = try mark([("bo", right("bo")), ("anna", anna)])
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let count = kinds.count
    #expect(result.output.contains(/Anna Schmidt \(anna\) +/))
    #expect(
      result.output.contains("\(count - 3) of \(count)  ··✗" + String(repeating: "✓", count: count - 3)))
    #expect(result.output.contains("2 of 3 handed in; \(2 * count - 3) of \(2 * count) answers are right."))
    for line in result.output.split(separator: "\n") {
      #expect(DisplayWidth.of(String(line)) <= 80, "\(line)")
    }
    let rows = CSV.rows(try read("marks.csv")).map(\.cells)
    #expect(rows[0].prefix(5) == ["student", "name", "points", "of", kinds[0].id])
    #expect(rows[1].prefix(8) == ["anna", "Anna Schmidt", "\(count - 3)", "\(count)", "0", "0", "0", "1"])
    #expect(rows[1][(4 + count)...].prefix(4) == ["Not answered.", "Not answered.", slip.message, ""])
    #expect(rows[2].prefix(4) == ["bo", "", "\(count)", "\(count)"])
    #expect(rows[3].prefix(5) == ["cy", "", "", "\(count)", ""], "nothing came back")
    let page = try read("marks.html")
    #expect(
      page.contains("Anna Schmidt (anna)") && page.contains("not handed in")
        && page.contains("2 of 3 handed in"))
    #expect(page.contains("<code>\(slip.answer.written)</code>") && page.contains("1 × "))
    #expect(!page.contains("\(Self.seed)"))
  }

  @Test(
    "Columns may be moved, others are passed over, a code may be typed small, a table may have semicolons")
  func tables() throws {
    _ = try make("anna;Anna\nbo;Bo")
    let head = ["remark", "code"] + kinds.map(\.id).reversed() + ["student"]
    let row = ["well done", sheet("anna").code.lowercased()] + right("anna").reversed() + ["anna"]
    let text = [head, row].map { $0.joined(separator: ";") }.joined(separator: "\n")
    let table = try write("\u{FEFF}" + text, to: "moved.csv")
    let list = folder.appending(path: "class.csv").path
    let result = run("4", "--students", list, "--seed", "\(Self.seed)", "--mark", table)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("1 of 2 handed in; \(kinds.count) of \(kinds.count) answers are right."))
  }

  @Test("Equal mistakes are counted together, the commonest first")
  func mistakes() throws {
    let sheets = (0..<4).map { sheet("s\($0)") }
    _ = try make("s0\ns1\ns2\ns3")
    var texts = (0..<4).map { right("s\($0)") }
    texts[0][2] = sheets[0].items[2].question.slips[1].answer.written
    for index in 1...2 { texts[index][2] = sheets[index].items[2].question.slips[0].answer.written }
    #expect(try mark(texts.enumerated().map { ("s\($0.offset)", $0.element) }).status == 0)
    let slips = sheets[0].items[2].question.slips
    let answers = try SheetAnswers(path: folder.appending(path: "answers.csv").path, sheets: sheets) { _ in }
    #expect(answers.mistakes(in: 2).map(\.message) == [slips[0].message, slips[1].message])
    #expect(answers.mistakes(in: 2).map(\.count) == [2, 1])
    #expect(answers.rightCount(in: 2) == 1 && answers.rightCount(in: 3) == 4)
  }

  // MARK: What is refused

  @Test("What cannot be asked for is said in one line, with status 64")
  func usage() throws {
    let list = try write("anna", to: "class.csv")
    let full = folder.path
    for (words, message) in [
      ([], "sheet needs a chapter, such as 4 or attention"),
      (["77"], "no chapter \"77\""),
      (["4"], "sheet needs --students FILE"),
      (["4", "--students", list], "sheet needs --seed N, a number that only you know"),
      (
        ["4", "--students", list, "--seed", "1"], "sheet needs a folder for the sheets, or --mark ANSWERS.csv"
      ),
      (["4", "--students", list, "--seed", "1", "--mark", "a.csv", "b"], "--mark takes no folder"),
      (["4", "--students", list, "--seed", "1", full], "is not empty; sheets go into a folder of their own"),
      (["4", "a", "b"], "sheet takes only CHAPTER [FOLDER], not 4 a b"),
    ] as [([String], String)] {
      var errors = ""
      let console = Console(arguments: ["sheet"] + words, writeOutput: { _ in }, writeError: { errors += $0 })
      #expect(Course(console: console, workshop: { temporary.workshop }).run() == 64, "\(words)")
      #expect(errors.contains(message) && errors.count { $0 == "\n" } == 1, "\(words): \(errors)")
    }
    #expect(run("4", "--students", list, "--seed", "1", list).status == 73)
  }

  @Test(
    "A list that names nobody, or somebody twice, is refused in one line, with status 66",
    arguments: [
      ("", "names nobody"), ("\n\n", "names nobody"), ("id,name\n", "names nobody"),
      ("anna\nbo\nanna", "line 3: the id anna is that of line 1 too"),
      ("e\u{301}\n\u{E9}", "line 2: the id é is that of line 1 too"),
      ("anna\n,Bo", "line 2: there is no id; a line is id, or id,name"),
      (
        "7,Smith, Anna", "line 1: 3 cells; a line is id, or id,name, and a name with a comma stands in quotes"
      ),
    ])
  func lists(text: String, message: String) throws {
    let list = try write(text, to: "class.csv")
    let place = folder.appending(path: "sheets").path
    let result = run("4", "--students", list, "--seed", "1", place)
    #expect(result.status == 66 && result.errors.contains(message), "\(result.errors)")
    #expect(result.errors.count { $0 == "\n" } == 1 && !FileManager.default.fileExists(atPath: place))
  }

  @Test("A list may have a heading, quotes, a byte order mark, lines of any end, and semicolons")
  func readableLists() throws {
    for text in [
      "anna,\"Smith, Anna\"\nbo", "\u{FEFF}id,name\r\nanna,\"Smith, Anna\"\r\n\r\nbo,\r\n",
      "ID;Name\nanna;Smith, Anna\nbo;",
      " anna , \"Smith, Anna\"\rbo",
    ] {
      let list = try ClassList(path: write(text, to: "class.csv"))
      #expect(
        list.students == [Student(id: "anna", name: "Smith, Anna"), Student(id: "bo", name: "")], "\(text)")
    }
    let missing = run("4", "--students", folder.path + "/none.csv", "--seed", "1", folder.path + "/new")
    #expect(missing.status == 66 && missing.errors.contains("cannot read"))
    try Data([0x61, 0xFF, 0x0A]).write(to: folder.appending(path: "latin.csv"))
    let latin = run("4", "--students", folder.path + "/latin.csv", "--seed", "1", folder.path + "/new")
    #expect(latin.status == 66 && latin.errors.contains("is not UTF-8; save it as “CSV UTF-8”"))
  }

  @Test("A table that is not of these sheets is refused in one line, with status 66, and nothing is marked")
  func answers() throws {
    _ = try make("anna\nbo")
    let list = folder.appending(path: "class.csv").path
    let head = (SheetAnswers.owner + kinds.map(\.id)).joined(separator: ",")
    let code = sheet("anna").code
    for (text, message) in [
      ("", "is empty; a table as answers.csv is needed"),
      (
        "student,code\nanna,X",
        "has no columns \(kinds.map(\.id).joined(separator: ", ")); its first line should be \(head)"
      ),
      (head.replacing(",scores", with: ",scors"), "has no column scores; its first line"),
      (head + ",code", "has the column code twice"),
      (head + "\nzoe,,\(code)", "line 2: there is no student \"zoe\" in the class"),
      (head + "\nanna,,\(code)\nanna,,\(code)", "line 3: anna has a line already"),
      (
        head + "\nbo,,\(code)",
        "line 2: \(code) is not the code of bo's sheet: another seed, count, chapter or student?"
      ),
      (
        head + "\nanna,,\(code)" + String(repeating: ",1", count: kinds.count + 2),
        "line 2: \(kinds.count + 5) cells, where the first line has \(kinds.count + 3); numbers with commas stand in quotes"
      ),
    ] {
      let table = try write(text, to: "answers.csv")
      let result = run("4", "--students", list, "--seed", "\(Self.seed)", "--mark", table)
      #expect(result.status == 66 && result.errors.contains(message), "\(result.errors)")
      #expect(result.errors.count { $0 == "\n" } == 1)
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "marks.csv").path))
    }
    let table = try write(head + "\nanna,,\(code)", to: "answers.csv")
    #expect(
      run("4", "--students", list, "--seed", "2", "--mark", table).errors.contains("is not the code of"))
    #expect(run("5", "--students", list, "--seed", "\(Self.seed)", "--mark", table).status == 66)
  }

  @Test("Answers that cannot be read are named, a line each, and nothing is marked")
  func unreadable() throws {
    _ = try make("anna\nbo")
    var texts = right("anna")
    texts[0] = "many"
    texts[1] = "2 nats"
    let result = try mark([("anna", texts)])
    #expect(result.status == 66)
    let lines = result.errors.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].contains("line 2, \(kinds[0].id): “many” is no number;"))
    #expect(
      lines[2]
        == "course: 2 answers cannot be read; correct the table, and leave a cell empty, or put ?, where nothing can be read"
    )
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "marks.csv").path))
  }
}
