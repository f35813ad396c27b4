import Terminal

/// One of several equal parts, as `2/5` names it.
struct Part: Hashable {
  /// Which, from 1 to `count`.
  let index: Int
  let count: Int

  init(_ index: Int, of count: Int) {
    precondition((1...count).contains(index))
    self.index = index
    self.count = count
  }

  init?(_ word: String) {
    let numbers = word.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let index = numbers[0], let count = numbers[1], index >= 1, index <= count
    else { return nil }
    self.init(index, of: count)
  }

  /// Its elements, which are neighbours. Every element is in one part, and no part has two more than another.
  func of<Element>(_ elements: [Element]) -> [Element] {
    Array(elements[(index - 1) * elements.count / count..<index * elements.count / count])
  }
}

/// Which mutations are asked for.
struct Selection {
  /// These alone, unless there are none.
  var names: [String] = []
  /// Those of these lists alone, unless there are none.
  var rooms: [String] = []
  /// Those alone that differ from a revision.
  var revision: String?
  /// How many of these, spread evenly.
  var sample: Int?
  /// Which part of these.
  var part: Part?

  /// The mutations that are asked for, in the order in which the least has to be built again.
  ///
  /// - Parameter differs: whether a mutation is another than at the revision, or what it breaks, or its tests.
  /// - Throws: `CommandFailure` when a name or a list is not there.
  func callAsFunction(
    of all: [Mutation], differing differs: (Mutation) -> Bool
  ) throws(CommandFailure) -> [Mutation] {
    for name in names where !all.contains(where: { $0.name == name }) {
      throw CommandFailure.usage("there is no mutation \(name); --list shows them")
    }
    let lists = Set(all.map(\.room)).sorted()
    for room in rooms where !lists.contains(room) {
      throw CommandFailure.usage("there is no list \(room), but \(lists.joined(separator: ", "))")
    }
    var chosen = all.filter { mutation in
      (names.isEmpty || names.contains(mutation.name)) && (rooms.isEmpty || rooms.contains(mutation.room))
    }
    if revision != nil { chosen = chosen.filter(differs) }
    if let sample, sample < chosen.count {
      // The middles of as many equal stretches.
      chosen = (0..<sample).map { chosen[(2 * $0 + 1) * chosen.count / (2 * sample)] }
    }
    chosen = Self.ordered(chosen)
    return part?.of(chosen) ?? chosen
  }

  /// One target's tests after another's and, for each, one file after another.
  private static func ordered(_ mutations: [Mutation]) -> [Mutation] {
    mutations.enumerated().sorted { first, second in
      (first.element.testTarget, first.element.file, first.offset)
        < (second.element.testTarget, second.element.file, second.offset)
    }.map(\.element)
  }
}
