/// The sizes of an attention: `batches` heads, each with `queries × keySize`, `keys × keySize` and
/// `keys × valueSize`.
///
/// Query i sees the first `visible[i]` keys. Queries are taken a tile at a time, and what none of a tile sees is neither
/// computed nor read: under a causal mask that is nearly half of all in a long text.
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
    seeing = stride(from: 0, to: keys, by: tile.rows).map { key in
      guard let start = visible.firstIndex(where: { $0 > key }),
        let end = visible.lastIndex(where: { $0 > key })
      else { return 0..<0 }
      return start..<end + 1
    }
  }

  /// The elements of one head.
  var sizesOfHead: (query: Int, key: Int, value: Int, weights: Int, output: Int) {
    (queries * keySize, keys * keySize, keys * valueSize, queries * keys, queries * valueSize)
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
