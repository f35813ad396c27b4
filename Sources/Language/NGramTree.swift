/// The different runs of up to `order` symbols of a text, with their counts.
///
/// A run is its context, the run without its last symbol, and that symbol; its suffix is the run without its first. So
/// the runs are the nodes of a tree, and reading costs one look-up a token whatever the order: the longest run
/// that ends at a token is the context of the next, or its suffix is, where it is as long as a run may be. A
/// token that never came after a context is looked for after the context's suffix, and so on down to the empty run
/// (the failure links of Aho and Corasick 1975).
///
/// The table is open addressing over numbers of runs, which know their own keys: four bytes a slot, no allocation
/// for an entry. Context and suffix have smaller numbers than their run, so whoever takes the runs in order has met both.
struct NGramTree: Sendable {
  /// One run; with these 16 bytes alone, many of those that a text repeats stay in the processor's cache.
  struct Run {
    var context: Int32
    var token: Int32
    var suffix: Int32
    var count: Int32 = 0  // C(run): how often its last symbol came after the others.
  }

  /// What is known at one place of a sequence: the context there, as much of it as the text has, and the longest run
  /// that ends in the token after as much of that context as it ever followed.
  struct Reading {
    var context: Int32
    var run: Int32
  }

  static let root = 0  // The empty run, without context or suffix.
  static let beginning = 1  // The run `<s>`.
  private static let none: Int32 = -1
  private static let blockLength = 1 << 16  // Tokens that are counted between two reports of progress.

  let order: Int
  let vocabularySize: Int
  private(set) var runs: [Run]
  private(set) var lengths: [UInt8]  // The number of symbols of each run.
  private var slots: [Int32]
  // The runs of a context and one token are a list: its first, and after each the next.
  private var firstChildren: [Int32] = []
  private var nextSiblings: [Int32] = []

  /// The runs of `sequences`, each read from its beginning; traps when a token is not in the vocabulary.
  init(
    order: Int, vocabularySize: Int, sequences: some Sequence<[Int]>,
    progress: (_ tokensRead: Int) -> Void
  ) {
    self.order = order
    self.vocabularySize = vocabularySize
    runs = [Run(context: Self.none, token: Self.none, suffix: Self.none)]
    lengths = [0]
    slots = [Int32](repeating: Self.none, count: 1 << 10)
    _ = insert(Self.root, vocabularySize)
    var (tokensRead, reported) = (0, 0)
    for sequence in sequences {
      for start in stride(from: 0, to: sequence.count, by: Self.blockLength) {
        let places = start..<min(start + Self.blockLength, sequence.count)
        countLongestRuns(of: sequence, at: places)
        tokensRead += places.count
        if tokensRead - reported >= Self.blockLength {
          reported = tokensRead
          progress(tokensRead)
        }
      }
    }
    // Wherever a run stands, so does its suffix: what was counted is handed down, from the longest runs on.
    for run in runs.indices.reversed() where runs[run].suffix > Self.root {
      runs[Int(runs[run].suffix)].count += runs[run].count
    }
    firstChildren = [Int32](repeating: Self.none, count: runs.count)
    nextSiblings = firstChildren
    for run in runs.indices where run > Self.beginning {
      let context = Int(runs[run].context)
      nextSiblings[run] = firstChildren[context]
      firstChildren[context] = Int32(run)
    }
  }

  /// Counts, for each token at the places, the longest run that ends in it.
  private mutating func countLongestRuns(of sequence: [Int], at places: Range<Int>) {
    Self.readSideBySide(places, order: order) { place, context, isWanted in
      let run = insert(context, checked(sequence[place]))
      if isWanted { runs[run].count &+= 1 }
      return self.context(after: run, order: order)
    }
  }

  /// The run of a context and a symbol after it, made if it is new: its suffix first.
  private mutating func insert(_ context: Int, _ symbol: Int) -> Int {
    let known = child(of: context, symbol)
    return known >= 0 ? known : make(context, symbol)
  }

  /// Adds a run that is not there.
  private mutating func make(_ context: Int, _ symbol: Int) -> Int {
    let suffix = context == Self.root ? Self.root : insert(Int(runs[context].suffix), symbol)
    runs.append(Run(context: Int32(context), token: Int32(symbol), suffix: Int32(suffix)))
    lengths.append(lengths[context] + 1)
    // Half of the slots stay empty, or those in use would be far from where they are looked for.
    if runs.count * 2 > slots.count {
      slots = [Int32](repeating: Self.none, count: slots.count * 2)
      for run in 1..<runs.count { slots[slot(of: Int(runs[run].context), Int(runs[run].token))] = Int32(run) }
    } else {
      slots[slot(of: context, symbol)] = Int32(runs.count - 1)
    }
    return runs.count - 1
  }

  /// The slot that has the run of a context and a symbol, or the empty one where it belongs.
  @inline(__always)
  private func slot(of context: Int, _ symbol: Int) -> Int {
    // Fibonacci hashing: the upper bits of the product are as many as there are slots.
    let key = UInt64(truncatingIfNeeded: context) << 32 | UInt64(truncatingIfNeeded: symbol)
    let product = key &* 0x9E37_79B9_7F4A_7C15
    var slot = Int(
      truncatingIfNeeded: product >> UInt64(truncatingIfNeeded: slots.count.leadingZeroBitCount + 1))
    while true {
      let number = Int(slots[slot])
      if number < 0 { return slot }
      let run = runs[number]
      if Int(run.context) == context, Int(run.token) == symbol { return slot }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
  }

  /// The run of a context and a symbol after it, −1 when it is not in the text.
  @inline(__always)
  func child(of context: Int, _ symbol: Int) -> Int {
    Int(slots[slot(of: context, symbol)])
  }

  /// Calls `body` with every run of a context and one token after it, in no order.
  func forEachChild(of context: Int, _ body: (_ run: Int) -> Void) {
    var run = Int(firstChildren[context])
    while run >= 0 {
      body(run)
      run = Int(nextSiblings[run])
    }
  }

  /// The longest run that ends in `token` after as much of `context` as it ever followed; the root when the text has
  /// no such token.
  private func longestRun(endingIn token: Int, after context: Int) -> Int {
    var run = child(of: context, token)
    var context = context
    while run < 0, context != Self.root {
      context = Int(runs[context].suffix)
      run = child(of: context, token)
    }
    return max(run, Self.root)
  }

  /// The context that n-grams of an order have after `run`: it, or its suffix when that is too long.
  private func context(after run: Int, order: Int) -> Int {
    Int(lengths[run]) < order ? run : Int(runs[run].suffix)
  }

  /// What a reader of n-grams of an order finds at places of a sequence.
  func readings(of sequence: [Int], at places: Range<Int>, order: Int) -> [Reading] {
    var readings = [Reading](repeating: Reading(context: 0, run: 0), count: places.count)
    Self.readSideBySide(places, order: order) { place, context, isWanted in
      let run = longestRun(endingIn: checked(sequence[place]), after: context)
      if isWanted {
        readings[place &- places.lowerBound] = Reading(
          context: Int32(truncatingIfNeeded: context), run: Int32(truncatingIfNeeded: run))
      }
      return self.context(after: run, order: order)
    }
    return readings
  }

  /// Reads places of a sequence, each in the context that the reading of the place before has given, in eight
  /// stretches at once.
  ///
  /// A single reader waits most of the time: its table is larger than the nearest cache, and where to look next is
  /// known only when the last look has come back. Readers of different stretches do not wait for each other, and
  /// while one look is under way the processor goes on with the others. Every reader begins order − 1 tokens before its
  /// stretch, for what is further back leaves nothing in a context. A short sequence is one stretch: there beginning
  /// anew takes longer than waiting.
  ///
  /// `read` reads the token at a place in a context and returns the context of the next place; all places are read
  /// once, those of a stretch in order. For the tokens before a stretch `isWanted` is false.
  @inline(__always)
  private static func readSideBySide(
    _ places: Range<Int>, order: Int, read: (_ place: Int, _ context: Int, _ isWanted: Bool) -> Int
  ) {
    let length = max(256, (places.count + 7) / 8)
    var contexts = InlineArray<8, Int>(repeating: root)
    for reader in 0..<8 {
      let start = places.lowerBound + reader * length
      guard start < places.upperBound else { break }
      if start < order - 1 { contexts[reader] = beginning }
      for place in max(0, start - order + 1)..<start {
        contexts[reader] = read(place, contexts[reader], false)
      }
    }
    for offset in 0..<min(length, places.count) {
      for reader in 0..<8 {
        let place = places.lowerBound &+ reader &* length &+ offset
        if place < places.upperBound { contexts[reader] = read(place, contexts[reader], true) }
      }
    }
  }

  /// N₁₊(•run) of every run: before how many different symbols it stands.
  func precederKinds() -> [Int32] {
    var kinds = [Int32](repeating: 0, count: runs.count)
    for run in runs where run.suffix > Self.root { kinds[Int(run.suffix)] += 1 }
    return kinds
  }

  /// The token, if it is one.
  private func checked(_ token: Int) -> Int {
    guard token >= 0, token < vocabularySize else {
      fatalError("token \(token) in a vocabulary of \(vocabularySize)")
    }
    return token
  }
}
