import Autodiff
import Kernels

/// ‖g‖: the length of a gradient as one vector of all its parameters, √Σ g², summed in `Double`.
public func norm(of gradient: some Module) -> Double {
  gradient.parameters.reduce(0) { $0 + sumOfSquares($1.value.buffer) }.squareRoot()
}

/// Shortens a gradient to a length, keeping its direction: g ← g · maximum/‖g‖ where ‖g‖ > maximum (Pascanu,
/// Mikolov and Bengio 2013). Returns the length it had.
///
/// All parameters are scaled by one factor; cutting element by element would turn the gradient, because large
/// components would lose more than small ones. A norm that is not finite is returned as it is and the gradient
/// is left alone: there is no direction to keep, and the caller should not take the step. Traps when `maximum`
/// is not positive.
@discardableResult
public func clip<Model: Module>(_ gradient: inout Model, toNorm maximum: Float) -> Float {
  guard maximum > 0 else { fatalError("clip: a norm of \(maximum) is not positive") }
  let length = norm(of: gradient)
  if length > Double(maximum), length.isFinite {
    let factor = Float(Double(maximum) / length)
    gradient.forEachParameter { _, parameter in
      scale(&parameter.buffer, by: factor)
    }
  }
  return Float(length)
}
