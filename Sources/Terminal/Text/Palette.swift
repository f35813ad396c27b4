/// The colours behind the numbers of a heat-map, and the shades where there are no colours.
///
/// Weak values are close to the terminal's background in both scales: dark on black, where strong ones are bright, and
/// pale on white, where strong ones are dark. Blue against orange, the ramp from purple to yellow (matplotlib's
/// *viridis*) and the one from pale yellow to blue (ColorBrewer's *YlGnBu*) are told apart by colour-blind readers too.
package enum HeatScale: Equatable {
  /// From 0 (or a lowest value) to a highest value.
  case sequential(lowest: Double, highest: Double)
  /// From −bound over 0 to bound.
  case diverging(bound: Double)

  /// Diverging as soon as a value is negative, else from 0 to the largest.
  package init(for values: some Sequence<Double>) {
    var lowest = 0.0
    var highest = 0.0
    for value in values where value.isFinite {
      lowest = min(lowest, value)
      highest = max(highest, value)
    }
    self = lowest < 0 ? .diverging(bound: max(-lowest, highest)) : .sequential(lowest: 0, highest: highest)
  }

  /// Where a finite value lies: 0 … 1, or −1 … 1 on a diverging scale.
  package func position(_ value: Double) -> Double {
    switch self {
    case .sequential(let lowest, let highest):
      highest > lowest ? min(1, max(0, (value - lowest) / (highest - lowest))) : 0
    case .diverging(let bound):
      bound > 0 ? min(1, max(-1, value / bound)) : 0
    }
  }

  /// The background of a value; where there are 256 colours, steps chosen among them, since the nearest ones of
  /// a smooth scale change their hue from step to step.
  package func color(_ value: Double, _ depth: ColorDepth) -> Color {
    if value.isNaN { return Color(200, 30, 160) }
    let ramps = depth.isOnWhite ? Ramps.onWhite : Ramps.onBlack
    guard value.isFinite else { return ramps.masked }
    let place = position(value)
    let ramp: Ramp
    switch self {
    case .sequential: ramp = ramps.rising
    case .diverging: ramp = place < 0 ? ramps.negative : ramps.positive
    }
    if depth.count == .palette256 {
      return Color(ofPalette: ramp.steps[Int((abs(place) * Double(ramp.steps.count - 1)).rounded())])
    }
    return ramp.interpolated(at: abs(place))
  }

  /// Black or white, whichever is read more easily on `background`.
  package static func ink(on background: Color) -> Color {
    // The contrasts (Y + 0.05)/0.05 with black and 1.05/(Y + 0.05) with white (WCAG 2.2) are equal at Y = 0.179; the
    // light of a channel grows as this cubic, to 0.002 (no power function is at hand).
    func light(_ channel: UInt8) -> Double {
      let share = Double(channel) / 255
      return share * (share * (share * 0.305306011 + 0.682171111) + 0.012522878)
    }
    let luminance =
      0.2126 * light(background.red) + 0.7152 * light(background.green) + 0.0722 * light(background.blue)
    return luminance > 0.179 ? Color(0, 0, 0) : Color(255, 255, 255)
  }

  /// The colour of a shade where there are few colours: blue below 0, as behind the numbers where there are many.
  package func shadeInk(_ value: Double) -> Ink {
    if case .diverging = self, value > 0 { return .series(1) }
    return .series(0)
  }

  /// The shade of a value: the larger, the darker; on a diverging scale by its magnitude.
  package func shade(_ value: Double) -> Character {
    guard value.isFinite else { return value.isNaN ? "?" : " " }
    let level = Int(abs(position(value)) * 4.999)
    return [" ", "░", "▒", "▓", "█"][level]
  }

  /// The shade of a value from the lowest (blank) to the highest (full), negative values below the middle.
  package func signedShade(_ value: Double) -> Character {
    guard case .diverging = self, value.isFinite else { return shade(value) }
    let level = Int((position(value) + 1) / 2 * 4.999)
    return [" ", "░", "▒", "▓", "█"][level]
  }
}

/// The colours from the weakest value to the strongest.
private struct Ramp {
  /// Red, green and blue of places at equal distances.
  let stops: [(Double, Double, Double)]
  /// Those of xterm's 256 colours that come closest without a jump of hue.
  let steps: [Int]

  func interpolated(at place: Double) -> Color {
    let scaled = place * Double(stops.count - 1)
    let index = min(Int(scaled), stops.count - 2)
    let share = scaled - Double(index)
    func mixed(_ from: Double, _ to: Double) -> UInt8 { UInt8((from + (to - from) * share).rounded()) }
    let (from, to) = (stops[index], stops[index + 1])
    return Color(mixed(from.0, to.0), mixed(from.1, to.1), mixed(from.2, to.2))
  }
}

/// The ramps for one background.
private struct Ramps {
  let rising: Ramp
  let negative: Ramp
  let positive: Ramp
  /// Behind −∞, which is nothing to look at.
  let masked: Color

  static let onBlack = Ramps(
    rising: Ramp(
      stops: [(68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37)],
      steps: [53, 54, 24, 30, 36, 71, 113, 185, 227]),
    negative: Ramp(
      stops: [(40, 40, 46), (24, 90, 160), (110, 190, 245)], steps: [234, 18, 25, 32, 75, 117]),
    positive: Ramp(
      stops: [(40, 40, 46), (170, 80, 20), (255, 175, 90)], steps: [234, 52, 94, 130, 172, 214]),
    masked: Color(24, 24, 28))

  static let onWhite = Ramps(
    rising: Ramp(
      stops: [(255, 255, 217), (199, 233, 180), (65, 182, 196), (34, 94, 168), (8, 29, 88)],
      steps: [230, 193, 150, 115, 73, 31, 25, 19, 17]),
    negative: Ramp(
      stops: [(247, 247, 247), (146, 197, 222), (33, 102, 172)], steps: [255, 153, 110, 68, 26, 19]),
    positive: Ramp(
      stops: [(247, 247, 247), (253, 184, 99), (179, 88, 6)], steps: [255, 223, 215, 172, 130, 94]),
    masked: Color(238, 238, 238))
}
