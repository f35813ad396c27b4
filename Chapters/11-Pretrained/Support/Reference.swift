import Autodiff
import Foundation

/// What `transformers` says of the tiny model to a text, as the script that made the model wrote it down.
struct Reference: Decodable {
  /// The text.
  let text: String
  /// The ids of its tokens.
  let tokens: [Int]
  /// How greedy choice goes on.
  let greedy: [Int]
  private let rows: [[Float]]

  private enum CodingKeys: String, CodingKey {
    case text, tokens, greedy
    case rows = "logits"
  }

  /// The logits at the last positions, `[positions, vocabulary]`.
  var logits: Tensor { Tensor(shape: [rows.count, rows.first?.count ?? 0], scalars: rows.flatMap { $0 }) }

  /// What is written down of a text, if anything is.
  static func of(_ text: String) throws -> Reference? {
    struct File: Decodable { let cases: [Reference] }
    let file = tinyFolder.appending(path: "expected.json")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).cases.first { $0.text == text }
  }
}
