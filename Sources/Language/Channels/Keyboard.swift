/// The letters of an American keyboard and which lie side by side.
enum Keyboard {
  /// The rows from above, each with how far its first key lies to the right, in widths of a key.
  private static let rows: [(keys: [Character], offset: Double)] = [
    (Array("qwertyuiop"), 0), (Array("asdfghjkl"), 0.25), (Array("zxcvbnm"), 0.75),
  ]

  /// The keys that touch that of a letter, in the order of the rows; of a capital, capitals. None of any other key.
  static func neighbours(of letter: Character) -> [Character] { table[letter] ?? [] }

  private static let table: [Character: [Character]] = {
    let keys = rows.enumerated().flatMap { number, row in
      row.keys.enumerated().map { (key: $1, x: row.offset + Double($0), row: number) }
    }
    var table: [Character: [Character]] = [:]
    for key in keys {
      let near = keys.filter { other in
        other.row == key.row
          ? abs(other.x - key.x) == 1 : abs(other.row - key.row) == 1 && abs(other.x - key.x) < 1
      }.map(\.key)
      table[key.key] = near
      for capital in key.key.uppercased() { table[capital] = near.flatMap { Array($0.uppercased()) } }
    }
    return table
  }()
}
