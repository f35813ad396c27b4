extension BytePairTokenizer {
  /// Learns merges from a text: again and again the most frequent pair of neighbours becomes one token.
  ///
  /// Each different piece of the text is kept once, with its count. A pair counts wherever it stands, overlaps
  /// included ("aaa" has the pair a·a twice). Of equally frequent pairs the one with the smaller left id is taken,
  /// then with the smaller right id, so one text gives one tokenizer. A pair that stands only once is not worth a
  /// token: there training stops, even before `mergeCount`. Special tokens get the ids after the last merge's.
  ///
  /// The counts are kept up to date at the places that a merge touches (Sennrich et al. 2016, algorithm 1,
  /// counts anew each time: the same merges, a thousand times slower).
  public static func train(
    on text: String, mergeCount: Int, specialTokens: [String] = []
  ) throws(TokenizerError) -> BytePairTokenizer {
    var training = BytePairTraining(text: text)
    var spellings = ByteAlphabet.bytes.map { ByteAlphabet.spelling(of: [$0]) }
    var merges: [Merge] = []
    while merges.count < mergeCount, let (left, right) = training.mergeMostFrequentPair() {
      merges.append(Merge(rank: merges.count, left: spellings[left], right: spellings[right]))
      spellings.append(spellings[left] + spellings[right])
    }
    var specials: [String: Int] = [:]
    for string in specialTokens {
      guard specials.updateValue(256 + merges.count + specials.count, forKey: string) == nil else {
        throw .badVocabulary("the special token “\(printable(string))” is given twice")
      }
    }
    return try BytePairTokenizer(merges: merges, specialTokens: specials)
  }
}

/// The different pieces of a text as tokens, and the counts of the pairs of neighbours in them.
private struct BytePairTraining {
  private var pieces: [[Int32]] = []
  private var pieceCounts: [Int] = []
  // A pair is a number, in the order in which pairs were met.
  private var pairNumbers = IntegerTable(minimumCapacity: 4096)
  private var lefts: [Int] = []
  private var rights: [Int] = []
  private var pairCounts: [Int] = []
  private var piecesOfPair: [[Int32]] = []  // Every piece that has the pair, and some that no longer do.
  private var queue = PairQueue()
  private var changed: [Int] = []
  private var nextToken = 256

  init(text: String) {
    let bytes = Array(text.utf8)
    let splitter = TextPieces(bytes: bytes)
    var table = PieceTable()
    var start = 0
    while start < bytes.count {
      let end = splitter.end(from: start)
      _ = table.insert(bytes, start, end)
      start = end
    }
    let ids = ByteAlphabet.ids.map { Int32($0) }
    pieces = zip(table.starts, table.ends).map { bytes[$0..<$1].map { ids[Int($0)] } }
    pieceCounts = table.counts
    for piece in pieces.indices {
      for place in pieces[piece].indices.dropLast() {
        change(pieces[piece][place], pieces[piece][place + 1], by: pieceCounts[piece], in: piece)
      }
    }
    queueChangedPairs()
  }

  /// Merges the most frequent pair everywhere and returns it; nil when no pair stands twice.
  mutating func mergeMostFrequentPair() -> (left: Int, right: Int)? {
    while let best = queue.popFirst() {
      let pair = pairNumbers.value(best.left, best.right)
      guard pairCounts[pair] == best.count else { continue }  // The count has changed since.
      guard best.count > 1 else { return nil }
      merge(pair)
      return (best.left, best.right)
    }
    return nil
  }

  private mutating func merge(_ pair: Int) {
    let left = Int32(lefts[pair])
    let right = Int32(rights[pair])
    let token = Int32(nextToken)
    nextToken += 1
    let affected = piecesOfPair[pair]
    piecesOfPair[pair] = []
    for index in affected {
      let number = Int(index)
      let count = pieceCounts[number]
      let old = pieces[number]
      var new: [Int32] = []
      var read = 0
      while read < old.count {
        guard read + 1 < old.count, old[read] == left, old[read + 1] == right else {
          new.append(old[read])
          read += 1
          continue
        }
        change(left, right, by: -count, in: number)
        if let before = new.last {
          change(before, left, by: -count, in: number)
          change(before, token, by: count, in: number)
        }
        if read + 2 < old.count {
          change(right, old[read + 2], by: -count, in: number)
          change(token, old[read + 2], by: count, in: number)
        }
        new.append(token)
        read += 2
      }
      pieces[number] = new
    }
    queueChangedPairs()
  }

  private mutating func change(_ left: Int32, _ right: Int32, by count: Int, in piece: Int) {
    var pair = pairNumbers.insert(Int(left), Int(right), lefts.count)
    if pair < 0 {
      pair = lefts.count
      lefts.append(Int(left))
      rights.append(Int(right))
      pairCounts.append(0)
      piecesOfPair.append([])
    }
    pairCounts[pair] += count
    changed.append(pair)
    if count > 0, piecesOfPair[pair].last != Int32(piece) { piecesOfPair[pair].append(Int32(piece)) }
  }

  private mutating func queueChangedPairs() {
    changed.sort()
    var last = -1
    for pair in changed where pair != last {
      last = pair
      guard pairCounts[pair] > 0 else { continue }
      queue.push(.init(count: pairCounts[pair], left: lefts[pair], right: rights[pair]))
    }
    changed.removeAll(keepingCapacity: true)
  }
}

/// A binary heap of pairs with the most frequent first; ties by the left id, then by the right.
private struct PairQueue {
  struct Entry {
    var count: Int
    var left: Int
    var right: Int

    func precedes(_ other: Entry) -> Bool {
      if count != other.count { return count > other.count }
      return left != other.left ? left < other.left : right < other.right
    }
  }

  private var entries: [Entry] = []

  mutating func push(_ entry: Entry) {
    entries.append(entry)
    var child = entries.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard entry.precedes(entries[parent]) else { break }
      entries[child] = entries[parent]
      child = parent
    }
    entries[child] = entry
  }

  mutating func popFirst() -> Entry? {
    guard let first = entries.first, let moved = entries.popLast() else { return nil }
    guard !entries.isEmpty else { return first }
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < entries.count else { break }
      if child + 1 < entries.count, entries[child + 1].precedes(entries[child]) { child += 1 }
      guard entries[child].precedes(moved) else { break }
      entries[parent] = entries[child]
      parent = child
    }
    entries[parent] = moved
    return first
  }
}
