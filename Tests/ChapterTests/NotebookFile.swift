import Foundation
import Testing

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
