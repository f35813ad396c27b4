/// What the command line asks for and cannot have, in one line.
struct UsageError: Error, CustomStringConvertible {
  let description: String
}

/// What the command line asks for.
struct Options {
  enum Action { case run, list, count, help }

  private(set) var action = Action.run
  private var names: [String] = []
  private var sample: Int?

  static let help = """
    Breaks the sources in a scratch copy, one way at a time, and checks that a test notices.

      swift run mutations               every mutation of Tests/Mutations/Lists
      swift run mutations --sample 10   so many, spread evenly over the lists, always the same
      swift run mutations --only NAME   one (may be repeated)
      swift run mutations --list        their names, what they break and which test must fail
      swift run mutations --count       how many there are, by room

    Exits with 1 when a mutation survives its test, does not compile or is not found in the sources.
    """

  init(_ arguments: some Sequence<String>) throws {
    var rest = arguments.makeIterator()
    while let argument = rest.next() {
      switch argument {
      case "--help", "-h": action = .help
      case "--list": action = .list
      case "--count": action = .count
      case "--sample":
        guard let count = rest.next().flatMap({ Int($0) }), count > 0 else {
          throw UsageError(description: "--sample needs a number above 0")
        }
        sample = count
      case "--only":
        guard let name = rest.next() else { throw UsageError(description: "--only needs a mutation's name") }
        names.append(name)
      default: throw UsageError(description: "\(argument) is no option; --help shows them")
      }
    }
  }

  /// The mutations that are asked for.
  func selection(of all: [Mutation]) throws -> [Mutation] {
    for name in names where !all.contains(where: { $0.name == name }) {
      throw UsageError(description: "there is no mutation \(name); --list shows them")
    }
    let chosen = names.isEmpty ? all : all.filter { names.contains($0.name) }
    guard let sample, sample < chosen.count else { return chosen }
    // The middles of as many equal stretches.
    return (0..<sample).map { chosen[(2 * $0 + 1) * chosen.count / (2 * sample)] }
  }
}
