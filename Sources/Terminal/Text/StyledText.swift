/// How a run of text looks.
package struct Style: Hashable, Sendable {
  package var foreground: Ink?
  package var background: Color?
  package var isBold = false

  package init(foreground: Ink? = nil, background: Color? = nil, isBold: Bool = false) {
    self.foreground = foreground
    self.background = background
    self.isBold = isBold
  }

  package static let plain = Style()
  package static let bold = Style(isBold: true)
  package static let quiet = Style(foreground: .quiet)
  package static let code = Style(foreground: .accent)
  package static let name = Style(foreground: .accent, isBold: true)
}

/// One line of text whose runs have their own style.
package struct StyledLine: Equatable {
  package struct Run: Equatable {
    package var text: String
    package var style: Style
  }

  package private(set) var runs: [Run] = []

  package init() {}

  package init(_ text: String, _ style: Style = .plain) {
    append(text, style)
  }

  package mutating func append(_ text: String, _ style: Style = .plain) {
    guard !text.isEmpty else { return }
    if let last = runs.indices.last, runs[last].style == style {
      runs[last].text += text
    } else {
      runs.append(Run(text: text, style: style))
    }
  }

  package mutating func append(_ other: StyledLine) {
    for run in other.runs { append(run.text, run.style) }
  }

  package static func + (left: StyledLine, right: StyledLine) -> StyledLine {
    var result = left
    result.append(right)
    return result
  }

  package var text: String { runs.map(\.text).joined() }

  /// The columns that the line takes.
  package var width: Int { runs.reduce(0) { $0 + DisplayWidth.of($1.text) } }

  /// Fills the line with spaces up to `columns`.
  package mutating func pad(to columns: Int) {
    append(String(repeating: " ", count: max(0, columns - width)))
  }

  /// The line as bytes for a terminal of that depth, without the spaces that nobody sees at its end.
  package func encoded(_ depth: ColorDepth) -> String {
    var visible = runs
    while let last = visible.last, last.style.background == nil || !depth.hasColor {
      let trimmed = String(last.text.reversed().drop { $0 == " " }.reversed())
      visible[visible.count - 1].text = trimmed
      if !trimmed.isEmpty { break }
      visible.removeLast()
    }
    guard depth.hasColor else { return visible.map(\.text).joined() }
    return visible.map { run in
      let codes = run.style.codes(depth)
      return codes.isEmpty ? run.text : "\u{1B}[\(codes)m\(run.text)\u{1B}[0m"
    }.joined()
  }
}

extension Style {
  /// The parameters of the "select graphic rendition" sequence (ECMA-48 §8.3.117).
  fileprivate func codes(_ depth: ColorDepth) -> String {
    var codes: [String] = []
    if isBold { codes.append("1") }
    if let foreground { codes.append(foreground.code(depth)) }
    if let background { codes.append("48;" + background.code(depth)) }
    return codes.joined(separator: ";")
  }
}
