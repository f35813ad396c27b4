/// How numbers of a notebook hang together: what a page needs to take one of them apart when a reader points at it.
///
/// It names cells, which stand before it, and brings no numbers of its own but constants. A terminal shows nothing of it.
public struct ExploreCell: Sendable, Hashable {
  /// What can be done with the numbers.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Point at a weight, and see what it was made of and what it weighs.
    case attention
    /// Walk through an expression, forwards and back.
    case graph
    /// Pick two positions, and see which waves agree.
    case distance
    /// Pick a context, and see its counts become probabilities.
    case smoothing
    /// Pick a word, and see its neighbours.
    case neighbours
    /// Move along a curve, and see what there was at that step.
    case curve
    /// Change what decides how a token is chosen.
    case choice
  }

  /// What a cell is for, and its name.
  public struct Part: Sendable, Hashable, Decodable {
    /// What it is for: "query".
    public let role: String
    /// The name of the cell: "head.0.query".
    public let name: String

    /// A part.
    public init(_ role: String, _ name: String) {
      self.role = role
      self.name = name
    }
  }

  /// A number that stands in no cell.
  public struct Constant: Sendable, Hashable, Decodable {
    /// What it is: "scale".
    public let name: String
    /// The number.
    public let value: Double

    /// A constant.
    public init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// What can be done.
  public let kind: Kind
  /// What it is called, for a reader: "head 0"; those of one kind on a page are told apart by it.
  public let title: String
  /// The cells that belong together.
  public let parts: [Part]
  /// What else is needed.
  public let constants: [Constant]

  /// Cells that belong together.
  public init(_ kind: Kind, title: String, parts: [Part], constants: [Constant] = []) {
    self.kind = kind
    self.title = title
    self.parts = parts
    self.constants = constants
  }
}

extension ExploreCell {
  /// The attention of a head: weights `[query, key]` are the softmax of scores · scale over the keys, scores `[query, key]`
  /// are query `[query, channel]` · keyᵀ (key `[key, channel]`), and a row of weights mixes value `[key, channel]`.
  ///
  /// Where a score is masked the weight is 0, and it is no part of the row's sum.
  ///
  /// - Parameters:
  ///   - scores: the cell that has the scores, where they are shown.
  ///   - isOverQueries: broken: the sum is the column's.
  ///   - isMaskedLate: broken: what is hidden was part of the row's sum.
  public static func attention(
    _ title: String, weights: String, query: String, key: String, value: String, scores: String? = nil,
    scale: Double, isOverQueries: Bool = false, isMaskedLate: Bool = false
  ) -> ExploreCell {
    ExploreCell(
      .attention, title: title,
      parts: [Part("weights", weights), Part("query", query), Part("key", key), Part("value", value)]
        + (scores.map { [Part("scores", $0)] } ?? []),
      constants: [Constant("scale", scale)] + (isOverQueries ? [Constant("overQueries", 1)] : [])
        + (isMaskedLate ? [Constant("maskedLate", 1)] : []))
  }
}
