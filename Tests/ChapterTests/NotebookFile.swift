/// The parts of a notebook's JSON that every chapter has.
struct NotebookFile: Decodable {
  /// A paragraph, a formula, a tensor, a check …
  struct Cell: Decodable {
    let kind: String
    let name: String?
    let shape: [Int]?
    let values: [Number]?
    let passed: Bool?
  }

  /// A number, or the name of one that JSON cannot write.
  enum Number: Decodable {
    case finite(Double)
    case named(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .finite(number)
      } else {
        self = .named(try container.decode(String.self))
      }
    }
  }

  let chapter: String
  let seed: UInt64
  let cells: [Cell]
}
