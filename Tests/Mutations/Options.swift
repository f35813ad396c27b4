/// What the command line asks for and cannot have, in one line.
struct UsageError: Error, CustomStringConvertible {
  let description: String
}

/// What the command line asks for.
struct Options {
  enum Action: Hashable { case run, list, count, help }

  private(set) var action = Action.run
  /// Whether what is known to be killed, nothing having changed since, is not tried again.
  private(set) var resumes = false
  /// How many copies are worked on at the same time.
  private(set) var jobs = 1
  /// Which mutations.
  private(set) var selection = Selection()

  static let help = """
    Breaks the sources in a scratch copy, one way at a time, and checks that a test notices.

      swift run mutations               every mutation of Tests/Mutations/Lists
      swift run mutations --only NAME   one (may be repeated)
      swift run mutations --room NAME   those of one list, such as kernels (may be repeated)
      swift run mutations --since REV   those whose file, tests or own text differ from a revision of git's
      swift run mutations --sample 10   so many of these, spread evenly over the lists, always the same
      swift run mutations --part 2/5    the second of five parts of these; each is in one part
      swift run mutations --resume      none that was killed before, its file, tests and own text unchanged
      swift run mutations --jobs 2      so many at the same time, in as many copies; 1 unless told
      swift run mutations --list        their names, what they break and which test must fail
      swift run mutations --count       how many there are, by room

    Exits with 1 when a mutation survives its test, does not compile or is not found in the sources.
    """

  init(_ arguments: some Sequence<String>) throws(UsageError) {
    var rest = arguments.makeIterator()
    var given: Set<String> = []
    while let argument = rest.next() {
      if !["--only", "--room"].contains(argument), !given.insert(argument).inserted {
        throw UsageError(description: "\(argument) is given twice")
      }
      func value<Value>(_ needed: String, _ read: (String) -> Value?) throws(UsageError) -> Value {
        guard let value = rest.next().flatMap(read) else {
          throw UsageError(description: "\(argument) needs \(needed)")
        }
        return value
      }
      switch argument {
      case "--help", "-h": action = .help
      case "--list": action = .list
      case "--count": action = .count
      case "--resume": resumes = true
      case "--jobs": jobs = try value("a number from 1 to 16", Self.number(upTo: 16))
      case "--sample": selection.sample = try value("a number above 0", Self.number(upTo: .max))
      case "--since": selection.revision = try value("a revision of git's", Self.word)
      case "--only": selection.names.append(try value("a mutation's name", Self.word))
      case "--room": selection.rooms.append(try value("the name of a list", Self.word))
      case "--part": selection.part = try value("I/N, such as 2/5, with I from 1 to N", Part.init)
      default: throw UsageError(description: "\(argument) is no option; --help shows them")
      }
    }
  }

  private static func word(_ word: String) -> String? { word.hasPrefix("-") || word.isEmpty ? nil : word }

  private static func number(upTo bound: Int) -> (String) -> Int? {
    { word in Int(word).flatMap { (1...bound).contains($0) ? $0 : nil } }
  }
}
