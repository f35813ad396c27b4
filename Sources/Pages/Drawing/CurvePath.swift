/// The path of a curve in as few characters as keep it within a twentieth of a pixel.
///
/// Of the points in one column of pixels those stand there that can be seen: the first, the lowest, the highest and the last.
struct CurvePath {
  /// The path; a place that is nil interrupts it.
  private(set) var text = ""
  /// Tenths of a pixel.
  private var last = (x: 0, y: 0)
  private var isDrawing = false
  private var isFirst = false
  private var previousHasPoint = false

  init(_ places: [(x: Double, y: Double)?]) {
    for place in Self.thinned(places) {
      if let place { add(Int((place.x * 10).rounded()), Int((place.y * 10).rounded())) } else { end() }
      isDrawing = place != nil
    }
    end()
  }

  private mutating func add(_ x: Int, _ y: Int) {
    if isDrawing {
      if x == last.x, y == last.y { return }
      if isFirst { text += "l" }
      append(x - last.x)
      append(y - last.y)
    } else {
      text += "M"
      append(x)
      append(y)
    }
    isFirst = !isDrawing
    last = (x, y)
  }

  /// A point alone becomes a line of no length, whose round ends can be seen.
  private mutating func end() {
    if isFirst { text += "h0" }
    isFirst = false
  }

  /// Tenths as a number: ".3", "-12", with a blank before it only where two numbers would run into each other.
  private mutating func append(_ tenths: Int) {
    let (whole, rest) = (tenths.magnitude / 10, tenths.magnitude % 10)
    var number = tenths < 0 ? "-" : ""
    if whole > 0 || rest == 0 { number += "\(whole)" }
    if rest > 0 { number += ".\(rest)" }
    let runsOn = number.hasPrefix("-") || (number.hasPrefix(".") && previousHasPoint)
    let followsCommand = text.last == "M" || text.last == "l"
    text += (followsCommand || runsOn ? "" : " ") + number
    previousHasPoint = rest > 0
  }

  private static func thinned(_ places: [(x: Double, y: Double)?]) -> [(x: Double, y: Double)?] {
    var result: [(x: Double, y: Double)?] = []
    var start = 0
    while start < places.count {
      guard let first = places[start] else {
        result.append(nil)
        start += 1
        continue
      }
      var (end, lowest, highest) = (start, start, start)
      var (least, most) = (first.y, first.y)
      while end < places.count, let place = places[end], place.x.rounded(.down) == first.x.rounded(.down) {
        if place.y < least { (least, lowest) = (place.y, end) }
        if place.y > most { (most, highest) = (place.y, end) }
        end += 1
      }
      result += Set([start, lowest, highest, end - 1]).sorted().map { places[$0] }
      start = end
    }
    return result
  }
}
