import Autodiff
import Notebook
import Testing

/// What only the author of a chapter can do wrong.
enum NotebookMisuse: String, CaseIterable, Codable, Sendable {
  case undeclaredHeading, takenName, unknownName, tooFewValues, negativeSizes, missingAxis, missingLabels,
    fewLabels
  case unequalSeries, fewSeriesLabels, shortRow, longRow, optionTwice, commonOption, sectionTwice, otherKind
  case otherChoice, manyDecimals
  case noMatrix, tensorsOfOtherShapes, matricesOfOtherShapes

  /// What the message has to say.
  var message: String {
    switch self {
    case .undeclaredHeading: "the chapter example declares no section “Another”"
    case .takenName: "two tensors of the notebook are called weights"
    case .unknownName: "a choice: no cell before it is called logits"
    case .tooFewValues: "tensor t: 3 values do not fill the shape [2, 2]"
    case .negativeSizes: "tensor t: 1 values do not fill the shape [-1, -1]"
    case .missingAxis: #"tensor t: 1 axis names ["query"] for the shape [2, 2]"#
    case .missingLabels: "tensor t: labels [2] for the shape [2, 2]"
    case .fewLabels: "tensor t: labels [2, 1] for the shape [2, 2]"
    case .unequalSeries: "series s: 2 x, 1 y, 0 labels"
    case .fewSeriesLabels: "series s: 2 x, 2 y, 1 labels"
    case .shortRow: "table t: a row of 1 entries under 2 headings"
    case .longRow: "table t: a row of 3 entries under 2 headings"
    case .optionTwice: "chapter example: the option --width is declared twice"
    case .commonOption: "chapter example: the option --seed is declared twice"
    case .sectionTwice: #"chapter example: two of its sections have one name: ["One", "One"]"#
    case .otherKind: "--width is not an option of the chapter example"
    case .otherChoice: #"--color: blue is not in ["red", "green"]"#
    case .manyDecimals: "fixed(decimals: 18): 0…17 are possible"
    case .noMatrix: "a tensor of shape [4] is not a matrix"
    case .tensorsOfOtherShapes, .matricesOfOtherShapes: "no distance between shapes [2, 2] and [1, 4]"
    }
  }

  func make() {
    let width = Option.integer("width", default: 8, in: 1...512, help: "")
    switch self {
    case .undeclaredHeading:
      write(Chapter("example", title: "", summary: "", sections: ["One"])) {
        $0.heading("One")
        $0.heading("Another")
      }
    case .takenName:
      write {
        $0.tensor("weights", [1.0], shape: [1])
        $0.scalar("weights", 1)
      }
    case .unknownName:
      write {
        $0.scalar("probabilities", 1)
        $0.explore(.choice("a choice", logits: "logits", probabilities: "probabilities", temperature: 1))
      }
    case .tooFewValues: tensor([1, 2, 3])
    case .negativeSizes: tensor([1], shape: [-1, -1])
    case .missingAxis: tensor([1, 2, 3, 4], axes: ["query"])
    case .missingLabels: tensor([1, 2, 3, 4], labels: [["a", "b"]])
    case .fewLabels: tensor([1, 2, 3, 4], labels: [["a", "b"], ["c"]])
    case .unequalSeries: _ = PlotCell.Series("s", x: [1, 2], y: [1])
    case .fewSeriesLabels: _ = PlotCell.Series("s", x: [1, 2], y: [1, 2], labels: ["a"])
    case .shortRow: write { $0.table("t", columns: ["a", "b"], rows: [[1, 2], [1]]) }
    case .longRow: write { $0.table("t", columns: ["a", "b"], rows: [[1, 2], [1, 2, 3]]) }
    case .optionTwice: _ = Chapter("example", title: "", summary: "", options: [width, width])
    case .commonOption:
      _ = Chapter("example", title: "", summary: "", options: [Option<Bool>.flag("seed", help: "")])
    case .sectionTwice: _ = Chapter("example", title: "", summary: "", sections: ["One", "One"])
    case .otherKind:
      write(Chapter("example", title: "", summary: "", options: [width]), arguments: ["--width", "3"]) {
        _ = $0[Option<Bool>.flag("width", help: "")]
      }
    case .otherChoice: _ = Option<String>.choice("color", ["red", "green"], default: "blue", help: "")
    case .manyDecimals: _ = NumberText.fixed(1, decimals: 18)
    case .noMatrix: _ = Tensor.ones([4]).matrix
    case .tensorsOfOtherShapes: _ = Tensor.ones([2, 2]).distance(to: .ones([1, 4]))
    case .matricesOfOtherShapes: _ = Tensor.ones([2, 2]).matrix.distance(to: Tensor.ones([1, 4]).matrix)
    }
  }

  private func write(
    _ chapter: Chapter = Chapter("example", title: "", summary: ""), arguments: [String] = [],
    _ body: (ChapterNotebook) -> Void
  ) {
    _ = run(arguments, chapter: chapter) { body($0) }
  }

  private func tensor(
    _ values: [Double], shape: [Int] = [2, 2], axes: [String] = [], labels: [[String]] = []
  ) {
    _ = TensorCell("t", values, shape: shape, axes: axes, labels: labels)
  }
}

/// These are programmer errors: they end the process, also in release, with what was given.
@Suite("What a notebook refuses of a chapter's author")
struct ProgrammerErrorTests {
  @Test("The process ends, and the message says what does not fit", arguments: NotebookMisuse.allCases)
  func refused(misuse: NotebookMisuse) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [misuse] in misuse.make()
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains(misuse.message), "«\(misuse.message)» is not in «\(message)»")
  }

  @Test("What fits at its edge is taken")
  func taken() {
    let result = run([]) {
      $0.tensor("nothing", [] as [Double], shape: [0, 3], labels: [[], ["a", "b", "c"]])
      $0.tensor(
        "half labelled", [1.0, 2], shape: [2, 1], axes: ["query", "key"], labels: [["a", "b"], []])
      $0.table("no rows", columns: ["a"], rows: [])
      $0.scatter("no names", x: [1], y: [1], labels: [])
      $0.heading("Any, where none is declared")
    }
    #expect(result.status == 0, "\(result.errors)")
  }
}
