/// The colours behind the numbers of a heat-map, and the shades where there are no colours.
///
/// Weak values are dark and strong ones bright in both scales; blue against orange, and the ramp from purple
/// to yellow (matplotlib's *viridis*), are told apart by colour-blind readers too.
enum HeatScale: Equatable {
  /// From 0 (or a lowest value) to a highest value.
  case sequential(lowest: Double, highest: Double)
  /// From −bound over 0 to bound.
  case diverging(bound: Double)

  /// Diverging as soon as a value is negative, else from 0 to the largest.
  init(for values: some Sequence<Double>) {
    var lowest = 0.0
    var highest = 0.0
    for value in values where value.isFinite {
      lowest = min(lowest, value)
      highest = max(highest, value)
    }
    self = lowest < 0 ? .diverging(bound: max(-lowest, highest)) : .sequential(lowest: 0, highest: highest)
  }

  /// Where a finite value lies: 0 … 1, or −1 … 1 on a diverging scale.
  func position(_ value: Double) -> Double {
    switch self {
    case .sequential(let lowest, let highest):
      highest > lowest ? min(1, max(0, (value - lowest) / (highest - lowest))) : 0
    case .diverging(let bound):
      bound > 0 ? min(1, max(-1, value / bound)) : 0
    }
  }

  /// The background of a value; where there are 256 colours, steps chosen among them, since the nearest ones of
  /// a smooth scale change their hue from step to step.
  func color(_ value: Double, _ depth: ColorDepth) -> Color {
    if value.isNaN { return Color(200, 30, 160) }
    guard value.isFinite else { return Color(24, 24, 28) }
    let place = position(value)
    if depth == .palette256 {
      let steps: [Int]
      switch self {
      case .sequential: steps = [53, 54, 24, 30, 36, 71, 113, 185, 227]
      case .diverging: steps = place < 0 ? [236, 18, 25, 32, 75, 117] : [236, 52, 94, 130, 172, 214]
      }
      return Color(ofPalette: steps[Int((abs(place) * Double(steps.count - 1)).rounded())])
    }
    switch self {
    case .sequential: return Self.interpolated(Self.viridis, at: place)
    case .diverging: return Self.interpolated(place < 0 ? Self.blues : Self.oranges, at: abs(place))
    }
  }

  /// Black or white, whichever is read more easily on `background`.
  static func ink(on background: Color) -> Color {
    let luminance =
      0.299 * Double(background.red) + 0.587 * Double(background.green) + 0.114 * Double(background.blue)
    return luminance > 140 ? Color(0, 0, 0) : Color(255, 255, 255)
  }

  /// The shade of a value: the larger, the darker; on a diverging scale by its magnitude.
  func shade(_ value: Double) -> Character {
    guard value.isFinite else { return value.isNaN ? "?" : " " }
    let level = Int(abs(position(value)) * 4.999)
    return [" ", "░", "▒", "▓", "█"][level]
  }

  /// The shade of a value from the lowest (blank) to the highest (full), negative values below the middle.
  func signedShade(_ value: Double) -> Character {
    guard case .diverging = self, value.isFinite else { return shade(value) }
    let level = Int((position(value) + 1) / 2 * 4.999)
    return [" ", "░", "▒", "▓", "█"][level]
  }

  private static func interpolated(_ stops: [(Double, Double, Double)], at place: Double) -> Color {
    let scaled = place * Double(stops.count - 1)
    let index = min(Int(scaled), stops.count - 2)
    let share = scaled - Double(index)
    func mixed(_ from: Double, _ to: Double) -> UInt8 { UInt8((from + (to - from) * share).rounded()) }
    let (from, to) = (stops[index], stops[index + 1])
    return Color(mixed(from.0, to.0), mixed(from.1, to.1), mixed(from.2, to.2))
  }

  private static let viridis: [(Double, Double, Double)] = [
    (68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37),
  ]
  private static let blues: [(Double, Double, Double)] = [(40, 40, 46), (24, 90, 160), (110, 190, 245)]
  private static let oranges: [(Double, Double, Double)] = [(40, 40, 46), (170, 80, 20), (255, 175, 90)]

  /// Colours of the series of a plot.
  static let series: [Color] = [
    Color(58, 134, 222), Color(230, 120, 30), Color(46, 160, 67), Color(190, 80, 190), Color(200, 160, 20),
    Color(221, 62, 72),
  ]
}
