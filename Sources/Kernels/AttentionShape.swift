/// The sizes of an attention: `batches` heads, each with `queries × keySize`, `keys × keySize` and
/// `keys × valueSize`.
///
/// Query i sees the first `visible[i]` keys. Queries are taken a tile at a time, and what none of a tile sees is neither
/// computed nor read: under a causal mask that is nearly half of all in a long text. Some tiles make a block, whose
/// weights are in memory at the same time.
public struct AttentionShape: Sendable {
  let batches: Int
  let queries: Int
  let keys: Int
  let keySize: Int
  let valueSize: Int
  let visible: [Int]
  let tile = TileSize.current
  /// How many keys the queries of each tile see, and from which to which query the keys of each tile are seen.
  let seen: [Int]
  let seeing: [Range<Int>]
  /// All queries, block by block.
  let blocks: [QueryBlock]

  /// Traps when `visible` does not have a number from 0 to `keys` for every query.
  public init(batches: Int, queries: Int, keys: Int, keySize: Int, valueSize: Int, visible: [Int]) {
    guard visible.count == queries, visible.allSatisfy({ (0...keys).contains($0) }) else {
      fatalError("AttentionShape: \(queries) queries that see \(visible) of \(keys) keys")
    }
    self.batches = batches
    self.queries = queries
    self.keys = keys
    self.keySize = keySize
    self.valueSize = valueSize
    self.visible = visible
    seen = stride(from: 0, to: queries, by: tile.rows).map { [tile] in
      visible[$0..<min(queries, $0 + tile.rows)].max() ?? 0
    }
    // A later key is seen by fewer, so both ends only move inwards.
    var seeing = 0..<queries
    self.seeing = stride(from: 0, to: keys, by: tile.rows).map { key in
      while let first = seeing.first, visible[first] <= key { seeing.removeFirst() }
      while let last = seeing.last, visible[last] <= key { seeing.removeLast() }
      return seeing
    }
    blocks = stride(from: 0, to: queries, by: Self.rowsOfBlock(tile)).map { [tile] start in
      let queries = start..<min(queries, start + Self.rowsOfBlock(tile))
      let seen = visible[queries].max() ?? 0
      return QueryBlock(queries: queries, keys: min(keys, (seen + tile.rows - 1) / tile.rows * tile.rows))
    }
  }

  /// The queries of a block: at least 64, in whole tiles.
  private static func rowsOfBlock(_ tile: TileSize) -> Int { (63 / tile.rows + 1) * tile.rows }
  var rowsOfBlock: Int { Self.rowsOfBlock(tile) }

  /// The distance from a query's weights to the next one's: whole lines of the cache and one more, so that the weights
  /// of one key in 64 rows do not all fall into the same place of the cache when the number of keys is a power of two.
  var weightsRow: Int { (keys + 15) / 16 * 16 + 16 }

  /// The elements that the panels of a matrix of a head take at most.
  var panelSize: Int {
    func rounded(_ size: Int) -> Int { (size + tile.columns - 1) / tile.columns * tile.columns }
    return max(rounded(keys), rowsOfBlock) * rounded(max(keySize, valueSize))
  }

  /// The elements of one head.
  var sizesOfHead: (query: Int, key: Int, value: Int, normalizers: Int, output: Int) {
    (queries * keySize, keys * keySize, keys * valueSize, queries * 2, queries * valueSize)
  }

  /// About how long one head takes, for each of its products.
  func nanoseconds(products: Int) -> Double {
    let pairs = Double(visible.reduce(0, +))
    return pairs * (0.02 * Double(products * max(keySize, valueSize)) + 1)
  }

  /// Traps when an operand does not have the elements that the shape implies.
  func check(_ name: String, query: Buffer, key: Buffer, value: Buffer) {
    requireCount(query.count, batches * sizesOfHead.query, name, "the query")
    requireCount(key.count, batches * sizesOfHead.key, name, "the key")
    requireCount(value.count, batches * sizesOfHead.value, name, "the value")
  }
}

/// Queries that follow one another and are computed together, and how many keys they see, rounded up to whole tiles.
struct QueryBlock: Sendable {
  let queries: Range<Int>
  let keys: Int
}
