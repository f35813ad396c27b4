import Randomness

/// Where a gradient and the slope measured by finite differences disagree.
public struct GradientMismatch: Error, Sendable, Hashable, CustomStringConvertible {
  /// The operation that was checked.
  public let operation: String
  /// Which input, and which of its elements.
  public let input: Int
  /// The element's index for every axis of the input.
  public let element: [Int]
  /// What the pullback says.
  public let gradient: Double
  /// What central differences measure.
  public let measured: Double
  /// The difference as a share of the larger of the two.
  public var relativeError: Double {
    Swift.abs(gradient - measured)
      / Swift.max(Swift.abs(gradient), Swift.abs(measured), .leastNormalMagnitude)
  }

  /// One line with the operation, the element, both numbers and the relative error.
  public var description: String {
    "\(operation): the gradient of input \(input) at \(element) is \(gradient), but central differences measure "
      + "\(measured) (relative error \(relativeError))"
  }
}

/// What a passed gradient check looked at.
public struct GradientCheck: Sendable, Hashable {
  /// How many elements were compared: all of them.
  public let elementCount: Int
  /// The largest difference met, as a share of the larger of the two numbers, among slopes above the noise.
  public let largestRelativeError: Double
}

/// Compares the gradient of an operation with central differences, on every element of every input.
///
/// The result is weighted by fixed random numbers w (the sum of a softmax does not change at all, so that its
/// plain sum would prove nothing) and L = Σ w ⊙ f(x) is differentiated both ways. The measured slope is
/// (8(L(x+h) − L(x−h)) − (L(x+2h) − L(x−2h)))/12h with h = 2⁻⁵, whose error is of the order h⁴; L is summed in
/// `Double`. Rounding in f leaves noise of about ε·Σ|w ⊙ f|/h, with ε = 2⁻²³; slopes are compared above it.
///
/// - Throws: ``GradientMismatch`` for the first element whose numbers differ by more than `tolerance`, relatively.
///
/// ```swift
/// try checkGradient(of: "softmax", at: [x]) { softmax($0[0]) }
/// ```
@discardableResult
public func checkGradient(
  of operation: String, at inputs: [Tensor], tolerance: Double = 2e-3, seed: Seed = 7,
  _ function: ([Tensor]) throws -> Tensor
) throws -> GradientCheck {
  let step: Float = 0x1p-5
  var generator = seed.generator()
  let result = try function(inputs.map(\.detached))
  let weights = Tensor.normal(result.shape, using: &generator)
  let gradients = try gradient(at: inputs) { (try function($0) * weights).sum() }

  func weighted(_ inputs: [Tensor]) throws -> (sum: Double, magnitude: Double) {
    let terms = zip(try function(inputs).scalars, weights.scalars).map { Double($0) * Double($1) }
    return (terms.reduce(0, +), terms.reduce(0) { $0 + Swift.abs($1) })
  }

  var worst = 0.0
  var elementCount = 0
  for input in inputs.indices {
    let scalars = inputs[input].scalars
    for element in scalars.indices {
      func moved(by steps: Float) throws -> (sum: Double, magnitude: Double) {
        var changed = scalars
        changed[element] += steps * step
        var all = inputs
        all[input] = Tensor(shape: inputs[input].shape, scalars: changed)
        return try weighted(all)
      }
      let (near, far) = (
        (try moved(by: 1), try moved(by: -1)), (try moved(by: 2), try moved(by: -2))
      )
      let measured = (8 * (near.0.sum - near.1.sum) - (far.0.sum - far.1.sum)) / (12 * Double(step))
      let noise = Double(Float.ulpOfOne) * (1 + near.0.magnitude) / Double(step)
      let mismatch = GradientMismatch(
        operation: operation, input: input, element: position(of: element, in: inputs[input].shape),
        gradient: Double(gradients[input].scalars[element]), measured: measured)
      let difference = Swift.abs(mismatch.gradient - measured)
      guard difference <= tolerance * Swift.max(Swift.abs(measured), Swift.abs(mismatch.gradient)) + noise
      else {
        throw mismatch
      }
      if difference > noise { worst = Swift.max(worst, mismatch.relativeError) }
      elementCount += 1
    }
  }
  return GradientCheck(elementCount: elementCount, largestRelativeError: worst)
}

/// The index for every axis of the element at an offset.
private func position(of offset: Int, in shape: Shape) -> [Int] {
  var remaining = offset
  return shape.reversed().map { size in
    defer { remaining /= Swift.max(1, size) }
    return remaining % Swift.max(1, size)
  }.reversed()
}
