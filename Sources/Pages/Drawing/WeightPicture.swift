import Cells
import Terminal

/// The picture of a weight of attention and of what it was made of: the table of weights as a page shows it, the largest one
/// framed, and beside it the numbers of its row of queries and its row of keys on their way to that weight.
package struct WeightPicture {
  private let query, key, scores, scaled, weights: TensorCell

  /// The picture of a notebook's tensors of those names; nil when one of them is not there.
  package init?(of cells: [Cell]) {
    func tensor(_ name: String) -> TensorCell? {
      for case .tensor(let tensor) in cells where tensor.name == name { return tensor }
      return nil
    }
    guard let query = tensor("query"), let key = tensor("key"), let scores = tensor("scores"),
      let scaled = tensor("scaled"), let weights = tensor("weights"), !weights.values.isEmpty
    else { return nil }
    (self.query, self.key, self.scores, self.scaled, self.weights) = (query, key, scores, scaled, weights)
  }

  /// The size of a number's place in the table, and where the table begins.
  private static let place = (width: 52.0, height: 30.0, left: 48.0, top: 40.0)

  /// The picture as a file of its own.
  package var markup: Markup {
    let largest = weights.values.indices.max { weights.values[$0] < weights.values[$1] } ?? 0
    let (row, column) = (largest / weights.shape[1], largest % weights.shape[1])
    let words = making(row, column)
    let right = Self.place.left + Double(weights.shape[1]) * Self.place.width + 36
    let lines = words.enumerated().map { index, line in
      let y = Self.place.top + 14 + Double(index) * 22
      return SVG.text(line.name, x: right, y: y, class: "axis")
        + SVG.text(line.numbers, x: right + 92, y: y)
    }
    let height = Self.place.top + Self.place.height * Double(max(weights.shape[0], 6)) + 12
    return SVG.picture(
      .wide.alone(styleSheet: StyleSheet.picture), height: height, title: "A weight of attention",
      description: words.map { "\($0.name) \($0.numbers)" }.joined(separator: "; "),
      [table(framed: largest), lines.joined()])
  }

  /// The weights with their labels, each on its colour.
  private func table(framed: Int) -> Markup {
    let scale = HeatScale(for: weights.values)
    let style = NumberStyle(for: weights.values)
    let place = Self.place
    var content = SVG.text("weights", x: place.left, y: 14)
    for column in 0..<weights.shape[1] {
      content += SVG.text(
        weights.label(column, axis: 1), x: place.left + (Double(column) + 0.5) * place.width,
        y: place.top - 8,
        anchor: "middle", class: "axis")
    }
    for row in 0..<weights.shape[0] {
      let y = place.top + Double(row) * place.height
      content += SVG.text(
        weights.label(row, axis: 0), x: place.left - 8, y: y + 20, anchor: "end", class: "axis")
      for column in 0..<weights.shape[1] {
        let index = row * weights.shape[1] + column
        let color = scale.color(weights.values[index], .trueColor.onWhite)
        let x = place.left + Double(column) * place.width
        content += .element(
          "rect",
          [
            "x": SVG.place(x), "y": SVG.place(y), "width": SVG.place(place.width),
            "height": SVG.place(place.height),
            "fill": color.hexadecimal,
          ])
        content += .element(
          "text",
          [
            "x": SVG.place(x + place.width / 2), "y": SVG.place(y + 20), "text-anchor": "middle",
            "fill": HeatScale.ink(on: color).hexadecimal,
          ], Markup(style.text(weights.values[index])))
      }
    }
    let (row, column) = (framed / weights.shape[1], framed % weights.shape[1])
    return content
      + .element(
        "rect",
        [
          "x": SVG.place(place.left + Double(column) * place.width),
          "y": SVG.place(place.top + Double(row) * place.height), "width": SVG.place(place.width),
          "height": SVG.place(place.height), "fill": "none", "stroke": "#d6336c", "stroke-width": "3",
        ])
  }

  /// How the weight at a place is made, step by step, in the numbers of the notebook.
  private func making(_ row: Int, _ column: Int) -> [(name: String, numbers: String)] {
    let channels = query.shape[1]
    func channelsOf(_ tensor: TensorCell, _ index: Int) -> String {
      let style = NumberStyle(for: tensor.values)
      return tensor.values[index * channels..<(index + 1) * channels].map(style.text).joined(separator: "   ")
    }
    let keys = weights.shape[1]
    let place = row * keys + column
    func number(_ tensor: TensorCell) -> String { NumberStyle(for: tensor.values).text(tensor.values[place]) }
    return [
      ("«\(weights.label(row, axis: 0))» looks at", "«\(weights.label(column, axis: 1))»"),
      ("query", channelsOf(query, row)), ("key", channelsOf(key, column)),
      ("query · key", number(scores)), ("÷ √\(channels)", number(scaled)),
      ("e^, ÷ the row's sum", ""), ("weight", number(weights)),
    ]
  }
}
