import Formulas
import Randomness

/// The numbers of one question, drawn one after the other.
struct Draw {
  private var generator: SeededGenerator

  init(seed: Seed) { generator = seed.generator() }

  /// A whole number of a range.
  mutating func whole(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + generator.index(below: range.count)
  }

  /// So many whole numbers of a range, of which no two are alike, in an order that is drawn.
  mutating func distinct(_ count: Int, _ range: ClosedRange<Int>) -> [Int] {
    Array(generator.shuffled(range).prefix(count))
  }

  /// A multiple of `step` in a range, such as 0.3 of 0.1 to 0.9 in steps of 0.1.
  mutating func decimal(_ range: ClosedRange<Double>, step: Double = 0.1) -> Double {
    let steps = Int(((range.upperBound - range.lowerBound) / step).rounded())
    let number = range.lowerBound + Double(whole(0...steps)) * step
    return (number * 1000).rounded() / 1000
  }

  /// One element.
  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[whole(0...elements.count - 1)] }

  /// The elements in another order.
  mutating func shuffled<Element>(_ elements: some Sequence<Element>) -> [Element] {
    generator.shuffled(elements)
  }

  /// So many whole numbers of a range, as a vector.
  mutating func vector(_ count: Int, _ range: ClosedRange<Int>) -> [Double] {
    (0..<count).map { _ in Double(whole(range)) }
  }

  /// A matrix of whole numbers of a range.
  mutating func matrix(_ rowCount: Int, _ columnCount: Int, _ range: ClosedRange<Int>) -> Matrix {
    Matrix(rowCount: rowCount, columnCount: columnCount, elements: vector(rowCount * columnCount, range))
  }
}
