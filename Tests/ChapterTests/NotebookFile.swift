import Foundation
import Testing

/// The parts of a notebook's JSON that every chapter has.
struct NotebookFile: Decodable, Sendable {
  /// A paragraph, a formula, a tensor, a check …
  struct Cell: Decodable, Sendable {
    let kind: String
    let name: String?
    let shape: [Int]?
    let labels: [[String]]?
    let values: [Number]?
    let passed: Bool?
    /// Of a paragraph, or of code.
    let text: String?
    /// Of code: where it stands.
    let file: String?
    let line: Int?
    /// Of a chart.
    let style: String?
    let series: [Series]?
    /// Of a table.
    let columns: [String]?
    let rows: [[Entry]]?
    /// Of a tree.
    let root: Node?
    /// Of what hangs together.
    let how: String?
    let title: String?
    let parts: [Part]?
    let constants: [Constant]?
  }

  /// A word or a number of a table, as text.
  struct Entry: Decodable, Sendable {
    let text: String

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let number = try? value.decode(Double.self) {
        text = Int(exactly: number).map { "\($0)" } ?? "\(number)"
      } else {
        text = try value.decode(String.self)
      }
    }
  }

  /// A node of a tree.
  struct Node: Decodable, Sendable {
    let label: String
    let value: Double?
    let gradient: Double?
    let children: [Node]
  }

  /// What a cell is for, and its name.
  struct Part: Decodable, Sendable {
    let role: String
    let name: String
  }

  /// A number that stands in no cell.
  struct Constant: Decodable, Sendable {
    let name: String
    let value: Double
  }

  /// The points of a chart; numbers that JSON cannot write are left out.
  struct Series: Decodable, Sendable {
    let x: [Double]
    let y: [Double]
    let labels: [String]

    private enum Key: CodingKey { case x, y, labels }

    init(from decoder: any Decoder) throws {
      let members = try decoder.container(keyedBy: Key.self)
      func numbers(_ key: Key) throws -> [Double] {
        try members.decode([Number].self, forKey: key).compactMap {
          if case .finite(let number) = $0 { number } else { nil }
        }
      }
      (x, y, labels) = (try numbers(.x), try numbers(.y), try members.decode([String].self, forKey: .labels))
    }
  }

  /// A number, or the name of one that JSON cannot write.
  enum Number: Decodable, Sendable {
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

extension NotebookFile {
  /// What a chapter writes under some options; of those that make it short, the ones that are not among them. A status
  /// that is not 0 fails the test.
  init(of command: String, _ options: [String], short: [(option: String, value: String)] = []) throws {
    // An option may be given once.
    let few = short.filter { !options.contains($0.option) }.flatMap { [$0.option, $0.value] }
    let run = try ChapterRun(command, few + ["--json", "-"] + options)
    #expect(run.status == 0, "\(command) \(options): \(run.errors)")
    self = try JSONDecoder().decode(NotebookFile.self, from: Data(run.output.utf8))
  }

  /// The finite numbers of a tensor.
  func values(of name: String) throws -> [Double] {
    let tensor = try #require(cells.first { $0.kind == "tensor" && $0.name == name })
    return (tensor.values ?? []).compactMap { if case .finite(let number) = $0 { number } else { nil } }
  }
}
