/// What the command line asks for and cannot have, in one line.
struct UsageError: Error, CustomStringConvertible {
  let description: String
}

/// What the command line asks for.
struct Options {
  enum Action { case works, growth, floors, help }

  private(set) var action = Action.works
  private(set) var works: [Work] = []
  private(set) var budget = 3.0
  private(set) var isJSON = false
  private(set) var text: String?

  static let help = """
    Measures the project's own code: medians of what was measured for some seconds.

      swift run benchmark                 every work
      swift run benchmark WORK …          some: \(Work.all.map(\.name).joined(separator: ", "))
      swift run benchmark --growth        how a step's time grows with context, channels, layers and batch
      swift run benchmark --floors        ratios that must not fall, in under a minute; exits with 1 when one has

      --seconds S   for how long each is measured (3)
      --json        one JSON line a measurement, with every sample
      --text PATH   a text for to-loss, ngrams and byte-pairs; else Tiny World

    Sources/BenchmarkCommand/Peers/compare.py runs this and others' implementations in turn: see Docs/Performance.md.
    """

  init(_ arguments: some Sequence<String>) throws {
    var rest = arguments.makeIterator()
    while let argument = rest.next() {
      switch argument {
      case "--help", "-h": action = .help
      case "--growth": action = .growth
      case "--floors": action = .floors
      case "--json": isJSON = true
      case "--seconds":
        guard let seconds = rest.next().flatMap({ Double($0) }), seconds > 0, seconds <= 600 else {
          throw UsageError(description: "--seconds needs a number above 0, at most 600")
        }
        budget = seconds
      case "--text":
        guard let path = rest.next() else { throw UsageError(description: "--text needs a path") }
        text = path
      default:
        guard let work = Work.all.first(where: { $0.name == argument }) else {
          let names = Work.all.map(\.name).joined(separator: ", ")
          throw UsageError(description: "there is no work «\(argument)»; there are \(names)")
        }
        works.append(work)
      }
    }
    if works.isEmpty { works = Work.all.filter { !$0.needsText || text != nil } }
  }
}
