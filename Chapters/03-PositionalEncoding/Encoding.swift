import Autodiff
import Formulas

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The sinusoidal table with everything that can be changed about it, in `Double`.
struct Encoding {
  var length = 32
  var channels = 16
  var base = 10_000.0
  /// The position of the first row: 0 as published, 1 where one counts from 1.
  var first = 0
  /// Cosine on even channels and sine on odd ones.
  var isSwapped = false
  /// All zeros: no positions at all.
  var isAbsent = false

  /// Whether this is the table as published.
  var isPublished: Bool { base == 10_000 && first == 0 && !isSwapped && !isAbsent }

  /// Pairs of a sine and a cosine; an odd channel at the end stands alone.
  var pairCount: Int { channels / 2 }
  var hasLoneChannel: Bool { !channels.isMultiple(of: 2) }

  /// ω of a channel's pair: 1/base^(2i/d).
  func frequency(pair: Int) -> Double { 1 / pow(base, Double(2 * pair) / Double(channels)) }

  func entry(position: Int, channel: Int) -> Double {
    guard !isAbsent else { return 0 }
    let angle = Double(position) / pow(base, Double(channel / 2 * 2) / Double(channels))
    return channel.isMultiple(of: 2) == isSwapped ? cos(angle) : sin(angle)
  }

  /// The positions of the rows.
  var positions: [Int] { (0..<length).map { $0 + first } }

  /// `[length][channels]`.
  var rows: [[Double]] {
    positions.map { position in (0..<channels).map { entry(position: position, channel: $0) } }
  }

  /// `[length, channels]`.
  var table: Tensor { Tensor(shape: [length, channels], scalars: rows.flatMap { $0.map(Float.init) }) }

  /// The same table of another size.
  func sized(length: Int, channels: Int) -> Encoding {
    var copy = self
    (copy.length, copy.channels) = (length, channels)
    return copy
  }

  /// Σ cos(k·ω) over the pairs: what the dot product of two rows k apart must be, without a lone channel.
  func expectedProduct(offset: Int) -> Double {
    guard !isAbsent else { return 0 }
    return (0..<pairCount).reduce(0) { $0 + cos(Double(offset) * frequency(pair: $1)) }
  }

  /// What a lone last channel adds to the dot product of two rows.
  func loneProduct(_ row: Int, _ other: Int) -> Double {
    guard hasLoneChannel else { return 0 }
    return entry(position: row + first, channel: channels - 1)
      * entry(position: other + first, channel: channels - 1)
  }
}

/// The printed and the published tables, from the registry of formulas.
enum Exhibits {
  /// A formula's literal reading at the given positions: one row a position, `width` channels.
  static func table(_ id: FormulaID, positions: [Int], width: Int, asPublished: Bool = false) throws -> Matrix
  {
    let formula = Formula.of(id)
    let reading = asPublished ? formula.published : formula.asPrinted
    return try reading.compute(["p": .integers(positions), "d": .number(Double(width))]).matrix("PE")
  }
}

/// √Σ(xᵢ − yᵢ)².
func distance(_ x: [Double], _ y: [Double]) -> Double {
  zip(x, y).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
}

/// The largest difference between two lists of numbers.
func largestDifference(_ x: some Sequence<Double>, _ y: some Sequence<Double>) -> Double {
  zip(x, y).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
}

extension Tensor {
  /// The scalars in `Double`.
  var doubles: [Double] { scalars.map(Double.init) }
}
