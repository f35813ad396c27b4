import Autodiff
import Formulas
import Randomness
import Testing

/// The seeds that every comparison runs over.
let seeds: ClosedRange<UInt64> = 1...8

/// Standard normal numbers, the same in Float and Double.
func normal(_ shape: Shape, seed: UInt64) -> Tensor {
  var generator = SeededGenerator(seed: seed)
  return .normal(shape, using: &generator)
}

/// Several tensors of random numbers, each with numbers of its own.
func normals(_ shapes: Shape..., seed: UInt64) -> [Tensor] {
  shapes.enumerated().map { normal($0.element, seed: seed &* 1_000 &+ UInt64($0.offset)) }
}

/// The same numbers in Double.
func matrix(_ tensor: Tensor) -> Formula.Value {
  .matrix(Matrix(tensor.rows.map { $0.map(Double.init) }))
}

/// The same numbers in Double.
func numbers(_ tensor: Tensor) -> Formula.Value { .numbers(tensor.scalars.map(Double.init)) }

/// What the specification gives: the published reading of a formula, in Double.
func published(_ id: FormulaID, _ inputs: Formula.Values) throws -> Formula.Values {
  try Formula.of(id).published.compute(inputs)
}

/// Another reading of a formula.
func reading(_ id: FormulaID, _ name: String, _ inputs: Formula.Values) throws -> Formula.Values {
  try Formula.of(id).reading(name).compute(inputs)
}

/// How far roundings may carry a number, relative where it is above 1.
///
/// A `Float` rounds by up to 6·10⁻⁸ of a number. A block is about ten operations deep, each a sum of up to eight
/// products of numbers up to 5, and a softmax or a layer norm passes on what came before: some fifty roundings of
/// numbers near 1, were they all to add up. Measured over the 731 comparisons that use it: at most 2.9·10⁻⁶. The
/// portable build rounds every product too, and may be off by twice as much.
let roundings = 1e-5

/// Holds numbers to the specification: as many, and each within the tolerance, relative where it is above 1.
func hold(
  _ actual: [Float], to expected: Formula.Value?, within tolerance: Double = roundings,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let expected else {
    Issue.record("the formula has no such output", sourceLocation: sourceLocation)
    return
  }
  let wanted = expected.flattened
  #expect(actual.count == wanted.count, "count of numbers", sourceLocation: sourceLocation)
  // One report for all numbers: where it is farthest off, in parts of the tolerance.
  let pairs = Array(zip(actual.map(Double.init), wanted))
  let excess = pairs.map { abs($0 - $1) / (tolerance * max(1, abs($1))) }
  guard let worst = excess.indices.max(by: { excess[$0] < excess[$1] }) else { return }
  #expect(
    excess.allSatisfy { $0 <= 1 },
    "number \(worst): \(pairs[worst].0), specified \(pairs[worst].1), \(excess[worst]) times the tolerance",
    sourceLocation: sourceLocation)
}

/// Holds a tensor to the specification, its shape included where the specification gives a matrix.
func hold(
  _ actual: Tensor, to expected: Formula.Value?, within tolerance: Double = roundings,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  if case .matrix(let matrix) = expected {
    #expect(Array(actual.shape.suffix(2)) == matrix.shape, sourceLocation: sourceLocation)
  }
  hold(actual.scalars, to: expected, within: tolerance, sourceLocation: sourceLocation)
}

/// Whether two tensors agree in shape, and in every element within a tolerance.
func agree(_ left: Tensor, _ right: Tensor, within tolerance: Float = Float(roundings)) -> Bool {
  left.shape == right.shape
    && zip(left.scalars, right.scalars).allSatisfy { $0 == $1 || Swift.abs($0 - $1) <= tolerance }
}

/// The bits of every element: unlike numbers that are equal, they tell −0 from 0.
func bits(_ tensor: Tensor) -> [UInt32] { tensor.scalars.map(\.bitPattern) }

/// The largest difference between two tensors; equal numbers, infinite ones too, have none.
///
/// Where the shapes differ or a difference is no number (NaN on one side, or on both), it is NaN, which is neither small
/// nor large: a test of either fails.
func distance(_ left: Tensor, _ right: Tensor) -> Float {
  guard left.shape == right.shape else { return .nan }
  let differences = zip(left.scalars, right.scalars).map { $0 == $1 ? 0 : Swift.abs($0 - $1) }
  return differences.contains(where: \.isNaN) ? .nan : differences.max() ?? 0
}
