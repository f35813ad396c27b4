import Terminal

/// What the command line asks for.
struct Options {
  /// What is done.
  enum Action {
    /// Benchmarks are run, or one of the other forms is asked for by its option.
    case benchmarks, growth, threads, ladder, floors, help
  }

  /// What is done; benchmarks, when nothing else is asked for.
  private(set) var action = Action.benchmarks
  /// What is measured, by the names of benchmarks, of sizes that grow, of shapes or of floors; every one when none is named.
  private(set) var names: [String] = []
  /// For how many seconds each is measured.
  private(set) var budget = 3.0
  /// Whether JSON lines are printed.
  private(set) var isJSON = false
  /// The path of the text for benchmarks that read one.
  private(set) var text: String?
  /// The sizes of the benchmark `training`.
  private(set) var sizes = TrainingSizes()

  /// What `--help` prints.
  static let help = """
    Measures the project's own code: medians of what took some seconds in all.

      swift run benchmark                    every benchmark
      swift run benchmark NAME …             some of them:
    \(wrapped(Work.all.map(\.name), from: 41))
      swift run benchmark training [SIZE …]  training steps of any size:
        --context N     tokens a sequence (64)
        --channels N    channels, a multiple of the heads (128)
        --layers N      blocks (4)
        --heads N       attention heads (4)
        --batch N       sequences a step (12)
        --vocabulary N  tokens that there are (65)
      swift run benchmark --growth [NAME …]  how time and memory of a step grow
                                             with context, channels, layers and
                                             batch; every row is measured by
                                             training SIZE … in its own process
      swift run benchmark --threads [NAME …] products, training-small and
                                             training-124m at 1, 2, 4 … threads
      swift run benchmark --ladder [SHAPE …] one matrix product, from three loops to
                                             the project's kernel; a shape is
                                             ROWSxINNERxCOLUMNS, such as 768x128x512
      swift run benchmark --floors [NAME …]  ratios that must not fall, in about a
                                             minute; exits with 1 when one has:
    \(wrapped(Guard.all.map(\.name), from: 41))

      --seconds S   for how long each is measured (3)
      --json        one JSON line a measurement, with every sample
      --text PATH   a text for to-loss, ngrams, baselines and
                    byte-pairs; else Tiny World

    A growth has a cliff where the exponent between neighbours is more than 0.3
    above what theory allows: above 2.3 for time by context and for channels,
    above 1.3 for memory by context and for layers and batch.

    Sources/BenchmarkCommand/Peers/compare.py runs this and others' implementations
    in turn: see Docs/Performance.md.
    """

  /// Names with commas between them, in lines that begin at a column and end before the 80th.
  private static func wrapped(_ names: [String], from column: Int) -> String {
    let indent = String(repeating: " ", count: column)
    var lines = [indent + (names.first ?? "")]
    for name in names.dropFirst() {
      let line = lines.removeLast() + ","
      lines += line.count + 1 + name.count < 80 ? ["\(line) \(name)"] : [line, indent + name]
    }
    return lines.joined(separator: "\n")
  }

  private static let declarations: [OptionDeclaration] =
    ["growth", "threads", "ladder", "floors", "json", "help"].map { .flag($0) }
    + [OptionDeclaration("seconds", .number(0.001...600)), .text("text", "PATH")]
    + TrainingSizes.options.map { OptionDeclaration($0.name, .integer($0.range)) }

  /// Reads the words after the command's name.
  ///
  /// - Throws: `CommandFailure` for a word that is not understood, a value out of range, and what does not go together.
  init(_ arguments: [String]) throws(CommandFailure) {
    let forms: [(name: String, action: Action)] = [
      ("growth", .growth), ("threads", .threads), ("ladder", .ladder), ("floors", .floors),
    ]
    let given = try ArgumentParser(Self.declarations, exclusive: [forms.map(\.name)], takesOperands: true)
      .parse(arguments)
    names = given.operands
    action = given.isGiven("help") ? .help : forms.first { given.isGiven($0.name) }?.action ?? .benchmarks
    isJSON = given.isGiven("json")
    budget = given.number("seconds") ?? budget
    text = given.text("text")
    for option in TrainingSizes.options {
      guard let size = given.integer(option.name) else { continue }
      guard action == .benchmarks, names.contains("training") else {
        throw .usage("--\(option.name) is for the benchmark training")
      }
      sizes[keyPath: option.size] = size
    }
    try checkNames()
    try sizes.check()
    let ignored = action == .benchmarks ? [] : action == .floors ? ["json", "seconds", "text"] : ["text"]
    if let option = ignored.first(where: given.isGiven) { throw .usage("--\(action) takes no --\(option)") }
  }

  private func checkNames() throws(CommandFailure) {
    func refuse(_ kind: String, outside known: [String]) throws(CommandFailure) {
      guard let name = names.first(where: { !known.contains($0) }) else { return }
      throw .usage("there is no \(kind) «\(name)»; there are \(known.joined(separator: ", "))")
    }
    switch action {
    case .benchmarks: try refuse("benchmark", outside: Work.all.map(\.name) + ["training"])
    case .growth: try refuse("size that grows", outside: Growth.all.map(\.size))
    case .threads: try refuse("benchmark", outside: ScaledWork.all.map(\.name))
    case .floors: try refuse("floor", outside: Guard.all.map(\.name))
    case .ladder:
      if let word = names.first(where: { ProductShape($0) == nil }) {
        throw .usage("«\(word)» is not a shape: \(ProductShape.accepted)")
      }
    case .help: break
    }
  }

  /// The shapes of the ladder's products: the usual two, when none is named.
  var shapes: [ProductShape] { names.isEmpty ? ProductShape.usual : names.compactMap { ProductShape($0) } }

  /// The benchmarks that are asked for: every one that has its text, when none is named.
  var works: [Work] {
    let all = Work.all
    if names.isEmpty { return all.filter { !$0.needsText || text != nil } }
    return names.compactMap { name in
      name == "training" ? Work.training(sizes) : all.first { $0.name == name }
    }
  }
}
