import Autodiff
import Neural

/// A recurrent language model that has read a text: its states are all that it keeps, so that a copy costs little and a
/// token as much at the end of a long text as at the beginning.
public struct RecurrentPredictor<Layer: RecurrentLayer>: TokenPredictor {
  private let model: RecurrentLanguageModel<Layer>
  private var states: [RecurrentState]?
  /// The logits after the last token; empty before the first.
  public private(set) var logits: [Float] = []

  /// A model that has read nothing yet.
  public init(_ model: RecurrentLanguageModel<Layer>) { self.model = model }

  /// The number of different tokens.
  public var vocabularySize: Int { model.vocabularySize }

  /// Nothing: a text of any length can be read.
  public var contextLength: Int? { nil }

  /// Reads further tokens.
  public mutating func read(_ tokens: [Int]) { _ = logits(reading: tokens) }

  /// The logits after each token, in one pass from the state before.
  public mutating func logits(reading tokens: [Int]) -> [[Float]] {
    guard !tokens.isEmpty else { return [] }
    let (found, states) = model.read([tokens], from: states)
    self.states = states
    let rows = found.selected(axis: 0, 0).rows
    logits = rows.last ?? logits
    return rows
  }
}
