import Foundation
import Notebook
import Testing

@Suite("Guess first: questions, pauses and covers")
struct GuessingTests {
  private static let chapter = Chapter(
    "example", title: "Example", summary: "", sections: ["The first", "The second", "The third"])

  private func run(_ arguments: [String], keys: [Bool]? = nil) -> Run {
    NotebookTests.run(arguments, chapter: Self.chapter, keys: keys) { notebook in
      notebook.heading("The first")
      notebook.guess("How large is `x`?")
      notebook.tensor("x", [2.5], shape: [1])
      notebook.heading("The second")
      notebook.table("costs", columns: ["part", "price", "of all"], rows: [["lid", 1.25, "a third"]])
      notebook.lineChart("curve", [.init("s", x: [0, 1], y: [3, 4])])
      notebook.check("it adds up", measured: 0.75, atMost: 1)
      notebook.tree(
        TreeNode("+", value: 9, gradient: 1, children: [TreeNode("b", value: 77, gradient: 66)]), name: "sum")
      notebook.heading("The third")
      notebook.prose("The end.")
    }
  }

  /// What stands before each wait, and after the last.
  private func parts(_ run: Run) -> [String] { run.text.components(separatedBy: "<key>") }

  @Test("A question stands before what answers it, and in the notebook for machines")
  func question() {
    #expect(run([]).text.contains("\n? How large is `x`?\n\nx  1\n"))
    #expect(run(["--json", "-"]).text.contains(#"{"kind": "guess", "text": "How large is `x`?"}"#))
  }

  @Test("--pause waits before each section but the first, and after a question; nothing is lost by it")
  func pauses() {
    let paused = run(["--pause"], keys: [])
    let parts = parts(paused)
    #expect(parts.count == 4)
    #expect(parts[0].contains("? How large") && !parts[0].contains("2.5"))
    #expect(parts[1].contains("2.5") && !parts[1].contains("The second"))
    #expect(parts[2].contains("The second") && !parts[2].contains("The third"))
    #expect(paused.status == 0 && paused.errors == "")
    let prompt = "\n── a key goes on, q ends ──\r\u{1B}[K\u{1B}[A\r"
    let rest = parts.joined().replacingOccurrences(of: prompt, with: "", options: .literal)
    #expect(rest == run([]).text)
  }

  @Test(
    "--hide covers what has the name until a key is pressed, and nothing else",
    arguments: [
      ("x", "2.5"), ("curve", "4"), ("costs", "lid"), ("it adds up", "0.75"), ("sum", "9"),
    ])
  func hides(name: String, number: String) {
    let hidden = run(["--hide", name], keys: [])
    let parts = parts(hidden)
    #expect(parts.count == 2)
    #expect(parts[0].contains("\n? \(name)\n") && !parts[0].contains(number))
    #expect(parts[1].contains(number))
  }

  @Test("A column of a table or a tree is covered alone, and then shown with all of it")
  func columns() {
    let price = parts(run(["--hide", "price"], keys: []))
    #expect(
      price.count == 2 && price[0].contains("lid   ?      a third")
        && price[1].contains("lid   1.250  a third"))
    let slopes = parts(run(["--hide", "gradient"], keys: []))
    #expect(slopes.count == 2 && slopes[0].contains("77") && !slopes[0].contains("66"))
    #expect(slopes[1].contains("66"))
  }

  @Test("Several are covered each by itself, and a name that is twice there both times")
  func several() {
    #expect(parts(run(["--hide", "x", "--hide", "costs"], keys: [])).count == 3)
    #expect(parts(run(["--hide", "price", "--hide", "of all"], keys: [])).count == 2)
  }

  @Test("Whoever ends it is asked no more, and sees no more")
  func leaving() {
    let left = run(["--pause"], keys: [true, false])
    #expect(left.status == 130 && left.errors == "")
    #expect(parts(left).count == 3 && !left.text.contains("The second"))
  }

  @Test("What was to be written is left as it was by whoever leaves")
  func files() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json").path
    #expect(run(["--hide", "x", "--json", path], keys: [false]).status == 130)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test(
    "Without a terminal on both sides nothing waits, and one line says so",
    arguments: ["--pause", "--hide=x"])
  func noTerminal(option: String) {
    let all = run([option])
    #expect(all.text == run([]).text && all.status == 0)
    #expect(
      all.errors
        == "example: --pause and --hide wait for a key, and there is no terminal on both sides: nothing waits\n"
    )
    #expect(run([option, "--json", "-"], keys: []).errors == all.errors, "standard output is the JSON's")
  }

  @Test("What nothing is called is refused when all names are known, with the nearest")
  func unknown() {
    let refused = run(["--hide", "costz"], keys: [])
    #expect(refused.status == 64)
    #expect(
      refused.errors == "example: --hide costz: nothing in this run has that name; did you mean costs?\n")
    #expect(run(["--hide", "x", "--section", "2"], keys: []).status == 0, "it is there, in another section")
    #expect(run(["--hide", "x", "--contents"], keys: []).status == 0, "nothing was to be shown")
  }

  @Test("A page folds what is covered, says no word of keys, and shows the rest")
  func page() {
    let whole = run(["--html", "-", "--hide", "x"])
    #expect(whole.errors == "" && whole.status == 0)
    #expect(
      whole.text.contains(
        #"<details class="covered"><summary>Guess first: <strong>x</strong></summary><figure"#))
    #expect(whole.text.components(separatedBy: "<details class=\"covered\">").count == 2)
    #expect(whole.text.contains("<code>swift run example</code>"), "what is covered is no part of the run")
    let column = run(["--html", "-", "--hide", "price"]).text
    #expect(column.contains("<strong>price</strong>"))
    #expect(column.components(separatedBy: "data-value=\"1.25\"").count == 2)
  }
}
