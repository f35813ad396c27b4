extension BytePairTokenizer {
  /// Learns merges from a text: again and again the most frequent pair of neighbours becomes one token.
  ///
  /// Each different piece of the text is kept once, with its count. A pair counts wherever it stands, overlaps
  /// included ("aaa" has the pair a·a twice). Of equally frequent pairs the one with the smaller left id is taken,
  /// then with the smaller right id, so one text gives one tokenizer. A pair that stands only once is not worth a
  /// token: there training stops, even before `mergeCount`. Special tokens get the ids after the last merge's.
  ///
  /// The time of a merge grows with the places where its pair stands, not with the pieces that have them, so a text
  /// without a space costs no more than another (Sennrich et al. 2016, algorithm 1, counts anew each time). Memory
  /// grows with the bytes of the different pieces, some 20 bytes for each, and not with the number of pairs.
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

/// The different pieces of a text as tokens, one after the other, and the places of the frequent pairs in them.
///
/// A token keeps the places of its bytes. Its first and its last place hold its id, so that from any border the tokens
/// on both sides are one look away, and nothing moves when two become one:
///
///     bytes   t  h  e  Ġ  t  h  e     after the merges t·h and th·e, whose ids are 256 and 257;
///     tokens 257 ·  257 Ġ 257 ·  257  what stands at the dots is never read
///
/// No pair's count ever rises: the pairs of a new token are counted once, when it is made, and lose what later
/// merges take from them. So a pair that is rare now stays rare, and only pairs that stand `threshold` times are kept;
/// when none is left, the threshold falls and all places are gone through again.
private struct BytePairTraining {
  private struct Pair {
    var left: Int32
    var right: Int32
    var count: Int
    /// Its places when it was found, in ``places`` and rising; it may stand at some no longer.
    var places: Range<Int>
  }

  private var tokens: [Int32] = []
  /// The number of the piece that a place belongs to.
  private var pieceAt: [UInt32] = []
  private let pieceCounts: [Int]
  /// The number of the pair whose left token begins at a place; 0 where no token begins or the pair is not kept.
  private var pairAt: [UInt32]
  /// Pairs by number. The first is none: it takes the losses of those that are not kept.
  private var pairs: [Pair] = []
  private var places: [UInt32] = []
  private var queue = PairQueue()
  private var threshold: Int
  /// The bytes of a token, by id.
  private var lengths = [Int](repeating: 1, count: 256)
  /// While the neighbours of one token are counted, by the neighbour's id: how often it stands there, at how many places,
  /// and the number of the pair.
  private var neighbourCounts = [Int](repeating: 0, count: 256)
  private var neighbourPlaces = [Int](repeating: 0, count: 256)
  private var neighbourPairs = [UInt32](repeating: 0, count: 256)

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
    pieceCounts = table.counts
    let size = zip(table.starts, table.ends).reduce(0) { $0 + $1.1 - $1.0 }
    tokens.reserveCapacity(size)
    pieceAt.reserveCapacity(size)
    let ids = ByteAlphabet.ids.map { Int32($0) }
    for piece in pieceCounts.indices {
      for place in table.starts[piece]..<table.ends[piece] {
        tokens.append(ids[Int(bytes[place])])
        pieceAt.append(UInt32(piece))
      }
    }
    pairAt = [UInt32](repeating: 0, count: size)
    threshold = max(2, bytes.count / 4096)
    findPairs()
  }

  /// Merges the most frequent pair everywhere and returns it; nil when no pair stands twice.
  mutating func mergeMostFrequentPair() -> (left: Int, right: Int)? {
    while true {
      while let best = queue.popFirst() {
        let count = pairs[best.pair].count
        if count == best.count {
          merge(best.pair)
          return (Int(best.left), Int(best.right))
        }
        // It has lost some since it was queued; below the threshold it waits for the next search.
        if count >= threshold { enqueue(best.pair) }
      }
      guard threshold > 2 else { return nil }
      threshold = max(2, threshold / 4)
      findPairs()
    }
  }

  /// Goes through all tokens and keeps the pairs that stand `threshold` times, and no other.
  private mutating func findPairs() {
    pairs = [Pair(left: -1, right: -1, count: 0, places: 0..<0)]
    places.removeAll(keepingCapacity: true)
    queue = PairQueue()
    // The places of every left token side by side: counted, then put where the counts say.
    var ends = [Int](repeating: 0, count: lengths.count)
    forEachNeighbours { _, left in ends[left] &+= 1 }
    var sum = 0
    for token in ends.indices { (ends[token], sum) = (sum, sum + ends[token]) }
    var sorted = [UInt32](repeating: 0, count: sum)
    forEachNeighbours { place, left in
      sorted[ends[left]] = UInt32(truncatingIfNeeded: place)
      ends[left] &+= 1
    }
    var start = 0
    for end in ends {
      keepFrequent(among: sorted[start..<end], neighbourIsRight: true)
      start = end
    }
  }

  /// Calls `body` with the place of every token that has another of its piece behind it, and its id.
  private func forEachNeighbours(_ body: (_ place: Int, _ left: Int) -> Void) {
    var place = 0
    while place < tokens.count {
      let left = Int(tokens[place])
      let next = place &+ lengths[left]
      if next < tokens.count, pieceAt[next] == pieceAt[place] { body(place, left) }
      place = next
    }
  }

  private mutating func merge(_ pair: Int) {
    let (left, right) = (Int(pairs[pair].left), Int(pairs[pair].right))
    let token = Int32(lengths.count)
    let length = lengths[left] + lengths[right]
    lengths.append(length)
    neighbourCounts.append(0)
    neighbourPlaces.append(0)
    neighbourPairs.append(0)
    var ending: [UInt32] = []  // Where a pair begins whose right token is the new one and whose left is not.
    var beginning: [UInt32] = []  // Where one begins whose left token is the new one.
    for index in pairs[pair].places {
      let place = Int(places[index])
      // Where pairs overlap, "aaa", the first merge has taken the second's token.
      guard Int(pairAt[place]) == pair else { continue }
      let (middle, end) = (place &+ lengths[left], place &+ length)
      let piece = pieceAt[place]
      let count = pieceCounts[Int(piece)]
      if place > 0, pieceAt[place &- 1] == piece {
        let before = tokens[place &- 1]
        let start = place &- lengths[Int(before)]
        pairs[Int(pairAt[start])].count &-= count
        pairAt[start] = 0
        if before != token { ending.append(UInt32(truncatingIfNeeded: start)) }
      }
      if end < tokens.count, pieceAt[end] == piece {
        pairs[Int(pairAt[middle])].count &-= count
        beginning.append(UInt32(truncatingIfNeeded: place))
      }
      pairAt[place] = 0
      pairAt[middle] = 0
      tokens[place] = token
      tokens[end &- 1] = token
    }
    keepFrequent(among: ending[...], neighbourIsRight: false)
    keepFrequent(among: beginning[...], neighbourIsRight: true)
  }

  /// Counts the pairs that begin at the places, which all have one token on one side, by the neighbour on the other;
  /// keeps those that stand `threshold` times.
  private mutating func keepFrequent(among starts: ArraySlice<UInt32>, neighbourIsRight: Bool) {
    var neighbours: [Int] = []
    for start in starts {
      let place = Int(start)
      let neighbour = self.neighbour(of: place, isRight: neighbourIsRight)
      if neighbourPlaces[neighbour] == 0 { neighbours.append(neighbour) }
      neighbourPlaces[neighbour] &+= 1
      neighbourCounts[neighbour] &+= pieceCounts[Int(pieceAt[place])]
    }
    guard let first = starts.first.map({ Int($0) }) else { return }
    let (left, right) = (tokens[first], tokens[first &+ lengths[Int(tokens[first])]])
    for neighbour in neighbours {
      if neighbourCounts[neighbour] >= threshold {
        neighbourPairs[neighbour] = UInt32(pairs.count)
        pairs.append(
          Pair(
            left: neighbourIsRight ? left : Int32(neighbour),
            right: neighbourIsRight ? Int32(neighbour) : right,
            count: neighbourCounts[neighbour], places: places.count..<places.count))
        places.append(contentsOf: repeatElement(0, count: neighbourPlaces[neighbour]))
        enqueue(pairs.count - 1)
      }
    }
    for start in starts {
      let place = Int(start)
      let pair = neighbourPairs[neighbour(of: place, isRight: neighbourIsRight)]
      pairAt[place] = pair
      guard pair > 0 else { continue }
      let range = pairs[Int(pair)].places
      places[range.upperBound] = start
      pairs[Int(pair)].places = range.lowerBound..<range.upperBound &+ 1
    }
    for neighbour in neighbours {
      neighbourCounts[neighbour] = 0
      neighbourPlaces[neighbour] = 0
      neighbourPairs[neighbour] = 0
    }
  }

  private func neighbour(of place: Int, isRight: Bool) -> Int {
    let left = Int(tokens[place])
    return isRight ? Int(tokens[place &+ lengths[left]]) : left
  }

  private mutating func enqueue(_ number: Int) {
    let pair = pairs[number]
    queue.push(.init(count: pair.count, left: pair.left, right: pair.right, pair: number))
  }
}

/// A binary heap of pairs with the most frequent first; ties by the left id, then by the right.
private struct PairQueue {
  struct Entry {
    var count: Int
    var left: Int32
    var right: Int32
    var pair: Int

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
