import Autodiff
import Formulas
import Notebook
import Platform

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
  func frequency(pair: Int) -> Double {
    1 / pow(base, Double(2 * pair) / Double(channels))
  }

  /// PE(p, c), of position p and channel c.
  func entry(position: Int, channel: Int) -> Double {
    guard !isAbsent else { return 0 }
    let pair = channel / 2  // i
    let exponent = Double(2 * pair) / Double(channels)
    let angle = Double(position) / pow(base, exponent)
    let hasSine = channel.isMultiple(of: 2) != isSwapped
    return hasSine ? sin(angle) : cos(angle)
  }

  /// The positions of the rows.
  var places: [Int] { (0..<length).map { $0 + first } }

  /// `[length][channels]`.
  var rows: [[Double]] {
    places.map { place in (0..<channels).map { entry(position: place, channel: $0) } }
  }

  /// `[length, channels]`.
  var table: Tensor {
    let entries = places.flatMap { place in
      (0..<channels).map { Float(entry(position: place, channel: $0)) }
    }
    return Tensor(shape: [length, channels], scalars: entries)
  }

  /// The same table of another size.
  func sized(length: Int, channels: Int) -> Encoding {
    var copy = self
    (copy.length, copy.channels) = (length, channels)
    return copy
  }

  /// Σ cos(k·ω) over the pairs: what the dot product of two rows k apart must be, without a lone channel.
  func expectedProduct(distance k: Int) -> Double {
    (0..<pairCount).reduce(0) { $0 + cos(Double(k) * frequency(pair: $1)) }
  }

  /// What a lone last channel adds to the dot product of two rows.
  func loneProduct(_ row: Int, _ other: Int) -> Double {
    guard hasLoneChannel else { return 0 }
    return entry(position: row + first, channel: channels - 1)
      * entry(position: other + first, channel: channels - 1)
  }
}

/// The table of a formula as it is printed: one row a position, d channels.
func printed(_ id: FormulaID, at places: [Int], d: Int) throws -> Matrix {
  let values: Formula.Values = [
    "p": .integers(places), "d": .number(Double(d)),
  ]
  return try Formula.of(id).asPrinted.compute(values).matrix("PE")
}

/// The published table: one row a position, d channels.
func published(at places: [Int], d: Int) throws -> Matrix {
  let values: Formula.Values = [
    "p": .integers(places), "d": .number(Double(d)),
  ]
  return try Formula.of(.s0_3_3_PE).published.compute(values).matrix("PE")
}

/// √Σ(xᵢ − yᵢ)².
func distance(_ x: [Double], _ y: [Double]) -> Double {
  zip(x, y).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
}
