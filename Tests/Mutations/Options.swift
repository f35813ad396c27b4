import Terminal

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

  private static let declarations: [OptionDeclaration] = [
    .text("only", "NAME", mayRepeat: true), .text("room", "NAME", mayRepeat: true), .text("since", "REV"),
    OptionDeclaration("sample", .integer(1...Int.max)), .text("part", "I/N"), .flag("resume"),
    OptionDeclaration("jobs", .integer(1...16)), .flag("list"), .flag("count"), .flag("help"),
  ]

  init(_ arguments: [String]) throws(CommandFailure) {
    let given = try ArgumentParser(Self.declarations, exclusive: [["list", "count"]]).parse(arguments)
    let actions: [(String, Action)] = [("help", .help), ("list", .list), ("count", .count)]
    action = actions.first { given.isGiven($0.0) }?.1 ?? .run
    resumes = given.isGiven("resume")
    jobs = given.integer("jobs") ?? 1
    selection.sample = given.integer("sample")
    selection.revision = given.text("since")
    selection.names = given.texts("only")
    selection.rooms = given.texts("room")
    if let part = given.text("part") {
      guard let part = Part(part) else {
        throw .usage("--part takes I/N, such as 2/5, with I from 1 to N, not \"\(part.printable)\"")
      }
      selection.part = part
    }
  }
}
