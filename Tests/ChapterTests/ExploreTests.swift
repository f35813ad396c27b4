import Foundation
import Testing

/// What a page can take apart, held against the numbers of the JSON alone: nothing here knows how they were computed.
@Suite("The cells that a page takes apart fit together")
struct ExploreTests {
  /// How often each kind is there at the defaults.
  static let kinds: [String: [String: Int]] = [
    "autodiff": ["graph": 1], "ngram": ["smoothing": 1], "embeddings": ["neighbours": 1],
    "positions": ["distance": 1], "attention": ["attention": 1], "multihead": ["attention": 2],
    "block": ["attention": 2],
    "training": ["attention": 1, "curve": 2], "generation": ["choice": 1],
  ]

  /// The chapters at their defaults, or so short that they still have everything.
  static let complete =
    CodeCellTests.cases.filter { $0.isAtDefaults && kinds[$0.command] != nil && $0.command != "training" }
    + [CodeCellTests.Case(command: "training", arguments: ["--steps", "60", "--stories", "200"])]
  /// Those, the chapters under every switch, and where a formula has another case.
  static let all =
    complete + CodeCellTests.cases.filter { kinds[$0.command] != nil && !$0.isAtDefaults }
    + [
      CodeCellTests.Case(
        command: "generation",
        arguments: CodeCellTests.shortened["generation", default: []] + ["--temperature", "0"])
    ]

  @Test("Each chapter has what its page answers with", arguments: complete)
  func defaults(_ run: CodeCellTests.Case) throws {
    let found = try run.notebook().cells.filter { $0.kind == "explore" }.compactMap(\.how)
    #expect(Dictionary(grouping: found) { $0 }.mapValues(\.count) == Self.kinds[run.command])
  }

  @Test(
    "Every cell that is named stands before, in the shape that its kind demands, and the numbers agree",
    arguments: all)
  func numbers(_ run: CodeCellTests.Case) throws {
    let notebook = try run.notebook()
    for index in notebook.cells.indices where notebook.cells[index].kind == "explore" {
      let explore = try Explored(notebook.cells, at: index)
      switch explore.how {
      case "attention":
        try attention(explore, of: notebook, isCausal: run.arguments.contains("--causal"))
      case "graph": try graph(explore, isBroken: !run.isAtDefaults)
      case "distance": try distance(explore)
      case "smoothing": try smoothing(explore)
      case "neighbours": try neighbours(explore)
      case "curve": try curve(explore)
      case "choice": try choice(explore)
      default: Issue.record("\(explore.how)")
      }
    }
  }

  @Test("Nothing is taken apart of which a part is in another section than those that are shown")
  func sections() throws {
    func kinds(_ sections: [String]) throws -> [String] {
      try NotebookFile(of: "autodiff", sections.flatMap { ["--section", $0] }).cells.compactMap(\.how)
    }
    #expect(try kinds(["2"]) == [])
    #expect(try kinds(["3"]) == [])
    #expect(try kinds(["2", "3"]) == ["graph"])
  }

  /// weights = softmax(scale · query · keyᵀ), where a mask has left anything; output = weights · value, where it is shown.
  private func attention(_ explore: Explored, of notebook: NotebookFile, isCausal: Bool) throws {
    let (query, key) = (try explore.matrix("query"), try explore.matrix("key"))
    let (value, weights) = (try explore.matrix("value"), try explore.matrix("weights"))
    let scale = try #require(explore.constants["scale"])
    #expect(query.shape[1] == key.shape[1])
    #expect(value.shape[0] == key.shape[0])
    #expect(weights.shape == [query.shape[0], key.shape[0]])
    #expect(weights.labels == [query.labels[0], key.labels[0]])
    #expect(value.labels[0] == key.labels[0])
    let scores = query.rows.map { asked in
      key.rows.map { offered in zip(asked, offered).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    let largest = scores.joined().map(\.magnitude).max() ?? 0
    if explore.cells["scores"] != nil {
      let shown = try explore.matrix("scores")
      #expect(distance(shown.rows, scores) <= 1e-6 * (10 + largest))
    }
    func isHidden(_ row: Int, _ column: Int) -> Bool { isCausal && column > row }
    let isLate = explore.constants["maskedLate"] != nil
    let powers = scores.enumerated().map { row, scores in
      scores.enumerated().map { !isLate && isHidden(row, $0) ? 0 : exp($1 * scale) }
    }
    let isOverQueries = explore.constants["overQueries"] != nil
    let expected = powers.enumerated().map { row, ofRow in
      ofRow.enumerated().map { column, power in
        let sum = isOverQueries ? powers.reduce(0) { $0 + $1[column] } : ofRow.reduce(0, +)
        return isLate && column > row ? 0 : power / sum
      }
    }
    #expect(distance(weights.rows, expected) <= 1e-6 * (10 + largest), "\(explore.title)")
    let name = try #require(explore.cells["weights"]?.name).replacing("weights", with: "output")
    guard notebook.cells.contains(where: { $0.kind == "tensor" && $0.name == name }) else { return }
    let mixed = weights.rows.flatMap { row in
      (0..<value.shape[1]).map { channel in zip(row, value.rows).reduce(0) { $0 + $1.0 * $1.1[channel] } }
    }
    #expect(distance([try notebook.values(of: name)], [mixed]) <= 1e-6 * (10 + largest), "\(explore.title)")
  }

  /// Every step is of a node of the tree, after its operands forwards, and with its numbers.
  private func graph(_ explore: Explored, isBroken: Bool) throws {
    let table = try #require(explore.cells["visits"])
    let root = try #require(explore.cells["tree"]?.root)
    #expect(table.columns == ["", "way", "node", "what happens", "value or gradient"])
    let rows = try #require(table.rows).map { row in row.map(\.text) }
    #expect(rows.map { $0[0] } == rows.indices.map { "\($0 + 1)" })
    #expect(rows.map { $0[1] } == rows.map { $0[1] }.sorted().reversed(), "forward, then back")
    var boxes: [String: NotebookFile.Node] = [:]
    func collect(_ node: NotebookFile.Node) {
      if node.value != nil { boxes[String(node.label.prefix { $0 != " " })] = node }
      for operand in node.children { collect(operand) }
    }
    collect(root)
    func names(_ node: NotebookFile.Node) -> [String] {
      node.children.map { String($0.label.prefix { $0 != " " }) }
    }
    let forward = rows.filter { $0[1] == "forward" }
    #expect(Set(forward.map { $0[2] }) == Set(boxes.keys))
    for (place, row) in forward.enumerated() {
      let node = try #require(boxes[row[2]])
      #expect(Double(row[4]) == node.value)
      #expect(Set(names(node)).isSubset(of: forward[..<place].map { $0[2] }), "\(row)")
    }
    let back = rows.filter { $0[1] == "back" }
    #expect(Set(back.map { $0[2] }) == Set(boxes.keys))
    for row in back where !isBroken { #expect(Double(row[4]) == boxes[row[2]]?.gradient, "\(row)") }
  }

  /// The products are those of the encoding's rows.
  private func distance(_ explore: Explored) throws {
    let (encoding, products) = (try explore.matrix("encoding"), try explore.matrix("products"))
    #expect(products.shape == [encoding.shape[0], encoding.shape[0]])
    let expected = encoding.rows.map { row in
      encoding.rows.map { other in zip(row, other).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    #expect(distance(products.rows, expected) <= 1e-6 * Double(1 + encoding.shape[1]))
  }

  /// Every smoothing has the counts' shape and labels, and rows that sum to 1; two are computed anew.
  private func smoothing(_ explore: Explored) throws {
    let counts = try explore.matrix("counts")
    let roles = explore.cells.keys.filter { $0.hasPrefix("probability.") }
    #expect(roles.count == 5)
    for role in roles {
      let probabilities = try explore.matrix(role)
      #expect(probabilities.shape == counts.shape)
      #expect(probabilities.labels == counts.labels)
      for row in probabilities.rows { #expect((row.reduce(0, +) - 1).magnitude <= 1e-12, "\(role)") }
    }
    let k = try #require(explore.constants["k"])
    for (role, added) in [("probability.counted", 0), ("probability.add-1", k)] {
      let expected = counts.rows.map { row in
        row.map { ($0 + added) / (row.reduce(0, +) + added * Double(row.count)) }
      }
      #expect(distance(try explore.matrix(role).rows, expected) <= 1e-12, "\(role)")
    }
  }

  /// The points of the map are the words with vectors, in their order.
  private func neighbours(_ explore: Explored) throws {
    let vectors = try explore.matrix("vectors")
    let map = try #require(explore.cells["map"])
    #expect(map.style == "scatter")
    #expect(map.series?.first?.labels == vectors.labels[0])
    #expect(Set(vectors.labels[0]).count == vectors.shape[0])
  }

  /// Every measurement has its point, its text and its weights.
  private func curve(_ explore: Explored) throws {
    let curve = try #require(explore.cells["curve"])
    #expect(curve.style == "line" && curve.series?.count == 1)
    let steps = try #require(curve.series?.first?.x).map { "\(Int($0))" }
    let samples = try #require(explore.cells["samples"])
    let column = try #require(samples.columns?.firstIndex(of: "step"))
    #expect(samples.columns?.contains("what it wrote") == true)
    #expect(samples.rows?.map { $0[column].text } == steps)
    guard let weights = explore.cells["weights"] else { return }
    let shape = try #require(weights.shape)
    #expect(shape.count == 3 && shape[0] == steps.count)
    #expect(weights.labels?[0] == steps)
    #expect(weights.labels?.map(\.count) == shape)
    let values = try explore.values("weights")
    for first in stride(from: 0, to: values.count, by: shape[2]) {
      #expect((values[first..<first + shape[2]].reduce(0, +) - 1).magnitude <= 1e-5)
    }
  }

  /// The probabilities are those of the logits at the notebook's temperature.
  private func choice(_ explore: Explored) throws {
    let (logits, probabilities) = (try explore.values("logits"), try explore.values("probabilities"))
    #expect(explore.cells["logits"]?.labels == explore.cells["probabilities"]?.labels)
    #expect(explore.cells["logits"]?.labels?[0].count == logits.count)
    let temperature = try #require(explore.constants["temperature"])
    let largest = try #require(logits.max())
    let powers = logits.map { temperature == 0 ? $0 == largest ? 1 : 0 : exp(($0 - largest) / temperature) }
    let sum = powers.reduce(0, +)
    #expect(distance([probabilities], [powers.map { $0 / sum }]) <= 1e-6)
  }

  /// The largest difference of two matrices.
  private func distance(_ some: [[Double]], _ others: [[Double]]) -> Double {
    zip(some.joined(), others.joined()).map { ($0 - $1).magnitude }.max() ?? .infinity
  }
}

/// A cell that says how others hang together, and those.
private struct Explored {
  let how: String
  let title: String
  let cells: [String: NotebookFile.Cell]
  let constants: [String: Double]

  /// Fails where a cell that it names does not stand before it, or where there are two of the name.
  init(_ all: [NotebookFile.Cell], at index: Int) throws {
    how = try #require(all[index].how)
    title = try #require(all[index].title)
    let named = try #require(all[index].parts).map { part in
      let found = all[..<index].filter {
        ["tensor", "plot", "table", "tree"].contains($0.kind) && $0.name == part.name
      }
      #expect(found.count == 1, "\(part.name)")
      return (part.role, try #require(found.first))
    }
    cells = Dictionary(named) { first, _ in first }
    constants = Dictionary(
      uniqueKeysWithValues: try #require(all[index].constants).map { ($0.name, $0.value) })
  }

  /// The numbers of a tensor, all of them finite.
  func values(_ role: String) throws -> [Double] {
    try #require(cells[role]?.values, "\(role)").map { number in
      guard case .finite(let value) = number else { throw NotFinite() }
      return value
    }
  }

  /// A tensor of two axes, row by row.
  func matrix(_ role: String) throws -> (shape: [Int], labels: [[String]], rows: [[Double]]) {
    let cell = try #require(cells[role], "\(role)")
    let (shape, values) = (try #require(cell.shape), try self.values(role))
    try #require(shape.count == 2, "\(role)")
    let rows = (0..<shape[0]).map { Array(values[$0 * shape[1]..<($0 + 1) * shape[1]]) }
    return (shape, try #require(cell.labels), rows)
  }

  private struct NotFinite: Error {}
}
