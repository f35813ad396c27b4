/// A colour of eight bits a channel.
package struct Color: Hashable, Sendable {
  package let red: UInt8
  package let green: UInt8
  package let blue: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }
}

extension Color {
  /// What follows `38;` or `48;`.
  package func code(_ depth: ColorDepth) -> String {
    depth.count == .trueColor ? "2;\(red);\(green);\(blue)" : "5;\(nearestOf256)"
  }

  private static let levels = [0, 95, 135, 175, 215, 255]

  /// The colour 16 … 255 of xterm.
  package init(ofPalette index: Int) {
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
  package var nearestOf256: Int {
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
