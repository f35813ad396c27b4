/// The parts of a notebook's JSON that every chapter has.
struct NotebookFile: Decodable {
  /// A paragraph, a formula, a tensor, a check …
  struct Cell: Decodable {
    let kind: String
    let name: String?
    let shape: [Int]?
    let values: [Number]?
    let passed: Bool?
    /// Of a paragraph, or of code.
    let text: String?
    /// Of code: where it stands.
    let file: String?
    let line: Int?
    /// Of a chart.
    let series: [Series]?
  }

  /// The values of a chart; those that JSON cannot write are left out.
  struct Series: Decodable {
    let y: [Double]

    private enum Key: CodingKey { case y }

    init(from decoder: any Decoder) throws {
      let numbers = try decoder.container(keyedBy: Key.self).decode([Number].self, forKey: .y)
      y = numbers.compactMap { if case .finite(let number) = $0 { number } else { nil } }
    }
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
