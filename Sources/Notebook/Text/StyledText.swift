/// What a terminal can do with colour.
public enum ColorDepth: Sendable, Hashable {
  /// Plain text only: piped output, `NO_COLOR`, `--no-color`.
  case none
  /// A terminal without enough colours: a shade character stands beside each number.
  case shading
  /// The 256 colours of xterm.
  case palette256
  /// Red, green and blue, eight bits each.
  case trueColor

  /// Whether escape sequences may be written.
  package var hasColor: Bool { self == .palette256 || self == .trueColor }
}

/// A colour of eight bits a channel.
package struct Color: Hashable, Sendable {
  var red: UInt8
  var green: UInt8
  var blue: UInt8

  init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  // Middle tones, legible on light and on dark backgrounds alike.
  package static let accent = Color(58, 134, 222)
  package static let passed = Color(46, 160, 67)
  package static let failed = Color(221, 62, 72)
  package static let quiet = Color(128, 128, 128)
}

/// How a run of text looks.
package struct Style: Hashable, Sendable {
  var foreground: Color?
  var background: Color?
  var isBold = false

  package init(foreground: Color? = nil, background: Color? = nil, isBold: Bool = false) {
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
    var text: String
    var style: Style
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
    if let foreground { codes.append("38;" + foreground.code(depth)) }
    if let background { codes.append("48;" + background.code(depth)) }
    return codes.joined(separator: ";")
  }
}

extension Color {
  fileprivate func code(_ depth: ColorDepth) -> String {
    depth == .trueColor ? "2;\(red);\(green);\(blue)" : "5;\(nearestOf256)"
  }

  private static let levels = [0, 95, 135, 175, 215, 255]

  /// The colour 16 … 255 of xterm.
  init(ofPalette index: Int) {
    if index >= 232 {
      let grey = UInt8(8 + 10 * (index - 232))
      self.init(grey, grey, grey)
    } else {
      let cube = index - 16
      self.init(
        UInt8(Self.levels[cube / 36]), UInt8(Self.levels[cube / 6 % 6]), UInt8(Self.levels[cube % 6]))
    }
  }

  /// The nearest of xterm's colours 16 … 255: a cube of 6 × 6 × 6 and a ramp of 24 greys.
  var nearestOf256: Int {
    let levels = Self.levels
    let channels = [Int(red), Int(green), Int(blue)]
    func distance(_ other: [Int]) -> Int {
      zip(channels, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let indices = channels.map { channel in
      levels.indices.min { abs(levels[$0] - channel) < abs(levels[$1] - channel) } ?? 0
    }
    let cube = distance(indices.map { levels[$0] })
    let mean = channels.reduce(0, +) / 3
    let greyIndex = min(23, max(0, (mean - 3) / 10))
    let grey = distance(Array(repeating: 8 + 10 * greyIndex, count: 3))
    return grey < cube ? 232 + greyIndex : 16 + 36 * indices[0] + 6 * indices[1] + indices[2]
  }
}
