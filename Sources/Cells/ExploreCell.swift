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

  /// A walk through an expression: the tree, and a table of the visits, forward and then back.
  ///
  /// The table's columns are the number of the step from 1, `forward` or `back`, the name of the node, what happens in words,
  /// and the number that is found: a value forward, a gradient back. A box of the tree is a node's when its label is that
  /// name, or begins with it and a blank: "e = a·b", "e  (drawn above)".
  public static func graph(_ title: String, tree: String, visits: String) -> ExploreCell {
    ExploreCell(.graph, title: title, parts: [Part("tree", tree), Part("visits", visits)])
  }

  /// Places of an encoding `[position, channel]`, whose channels 2i and 2i + 1 are the sine and the cosine of one wave, or
  /// the cosine and the sine; the last of an odd number stands alone. `products` `[position, position]` are the dot
  /// products of its rows.
  public static func distance(_ title: String, encoding: String, products: String) -> ExploreCell {
    ExploreCell(.distance, title: title, parts: [Part("encoding", encoding), Part("products", products)])
  }

  /// Counts `[context, next]`, and the probabilities `[context, next]` that each smoothing makes of them, under the same
  /// labels; the role of each is "probability." and the smoothing's name.
  ///
  /// - Parameter constants: what the smoothings add to a count or take off it, by name.
  public static func smoothing(
    _ title: String, counts: String, probabilities: KeyValuePairs<String, String>, constants: [Constant]
  ) -> ExploreCell {
    ExploreCell(
      .smoothing, title: title,
      parts: [Part("counts", counts)] + probabilities.map { Part("probability.\($0)", $1) },
      constants: constants)
  }

  /// Words by their vectors `[word, channel]`, and a map, a chart of points with the same labels in the same order. Two
  /// words are as near as the cosine between their vectors is large.
  public static func neighbours(_ title: String, vectors: String, map: String) -> ExploreCell {
    ExploreCell(.neighbours, title: title, parts: [Part("vectors", vectors), Part("map", map)])
  }

  /// The choice of a token from logits `[token]`: their softmax, divided by the temperature before; of that the k likeliest
  /// made to sum to 1; of those the fewest likeliest that together have at least p, made to sum to 1. Of equally likely
  /// tokens the first comes first; a temperature of 0 is the likeliest alone.
  ///
  /// - Parameters:
  ///   - probabilities: the cell that has them at that temperature, all tokens kept.
  ///   - temperature: the notebook's own.
  public static func choice(
    _ title: String, logits: String, probabilities: String, temperature: Double
  ) -> ExploreCell {
    ExploreCell(
      .choice, title: title, parts: [Part("logits", logits), Part("probabilities", probabilities)],
      constants: [Constant("temperature", temperature)])
  }

  /// A training, measurement by measurement: the curve, a chart of one line; a table that has a row for each of its points,
  /// with a column "step" and a column "what it wrote"; and, where there is an example, weights `[step, head, key]`: where
  /// its last token looks at each of these steps, which are the labels.
  public static func curve(
    _ title: String, curve: String, samples: String, weights: String? = nil
  ) -> ExploreCell {
    ExploreCell(
      .curve, title: title,
      parts: [Part("curve", curve), Part("samples", samples)] + (weights.map { [Part("weights", $0)] } ?? []))
  }
}
