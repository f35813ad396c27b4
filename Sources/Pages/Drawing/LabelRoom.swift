import Terminal

/// Where the names of points can stand so that none lies on another, on a point, or outside, and that none without a line to its
/// point is nearer to another.
struct LabelRoom {
  /// A name, the middle of its line, and where the line to its point ends if it stands apart from it.
  struct Label {
    var text: String
    var x: Double
    var y: Double
    var leader: (x: Double, y: Double)?
  }

  private struct Box {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    func meets(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    /// The square of the distance from a point.
    func distance(from point: (x: Double, y: Double)) -> Double {
      let across = max(left - point.x, 0, point.x - right)
      let down = max(top - point.y, 0, point.y - bottom)
      return across * across + down * down
    }
  }

  private let frame: Box
  private let points: [(x: Double, y: Double)]
  private var taken: [Box]
  /// A name's longest form in columns.
  private static let longest = 18

  init(left: Double, top: Double, right: Double, bottom: Double, points: [(x: Double, y: Double)]) {
    frame = Box(left: left, top: top, right: right, bottom: bottom)
    self.points = points
    taken = points.map { Box(left: $0.x - 4, top: $0.y - 4, right: $0.x + 4, bottom: $0.y + 4) }
  }

  /// Takes the nearest place for a name around its point; nil when there is none.
  mutating func place(label: String, at point: (x: Double, y: Double)) -> Label? {
    let text = DisplayWidth.truncated(label, to: Self.longest)
    let (width, height) = (SVG.width(text), 13.0)
    for distance in [0.0, 10, 20, 32] {
      for direction in Self.directions {
        let reach = 6 + distance
        let middle = (
          x: point.x + direction.x * (reach + width / 2), y: point.y + direction.y * (reach + height / 2)
        )
        let box = Box(
          left: middle.x - width / 2, top: middle.y - height / 2, right: middle.x + width / 2,
          bottom: middle.y + height / 2)
        guard box.left >= frame.left, box.right <= frame.right, box.top >= frame.top,
          box.bottom <= frame.bottom, !taken.contains(where: box.meets)
        else { continue }
        let own = box.distance(from: point)
        if distance == 0, points.contains(where: { box.distance(from: $0) < own }) { continue }
        taken.append(box)
        let end = (
          x: min(max(point.x, box.left), box.right), y: min(max(point.y, box.top), box.bottom)
        )
        return Label(text: text, x: middle.x, y: middle.y + 4, leader: distance > 0 ? end : nil)
      }
    }
    return nil
  }

  /// Right, left, above, below, and between.
  private static let directions: [(x: Double, y: Double)] = [
    (1, 0), (-1, 0), (0, -1), (0, 1), (1, -0.8), (-1, -0.8), (1, 0.8), (-1, 0.8), (0.5, -1), (-0.5, -1),
    (0.5, 1), (-0.5, 1),
  ]
}
