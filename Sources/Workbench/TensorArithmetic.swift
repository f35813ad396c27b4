import Autodiff

/// The operators of tensors, for a file that knows the workbench alone: an operator that a module does not hand on
/// by name is handed on by a protocol that asks for it.
///
/// All of them work element by element, and broadcast: axes of size 1 stretch, missing leading axes are added. The
/// forms with a `Float` come second, so that a literal such as 2 is a tensor and nothing is ambiguous.
public protocol TensorArithmetic {
  /// The sum of two tensors.
  static func + (x: Self, y: Self) -> Self
  /// The difference of two tensors.
  static func - (x: Self, y: Self) -> Self
  /// The product of two tensors, element by element; `matmul` is the matrix product.
  static func * (x: Self, y: Self) -> Self
  /// The quotient of two tensors.
  static func / (x: Self, y: Self) -> Self
  /// The negative of a tensor.
  static prefix func - (x: Self) -> Self
  /// A tensor and a number.
  @_disfavoredOverload
  static func + (x: Self, y: Float) -> Self
  /// A number and a tensor.
  @_disfavoredOverload
  static func + (x: Float, y: Self) -> Self
  /// A tensor less a number.
  @_disfavoredOverload
  static func - (x: Self, y: Float) -> Self
  /// A number less a tensor.
  @_disfavoredOverload
  static func - (x: Float, y: Self) -> Self
  /// A tensor times a number.
  @_disfavoredOverload
  static func * (x: Self, y: Float) -> Self
  /// A number times a tensor.
  @_disfavoredOverload
  static func * (x: Float, y: Self) -> Self
  /// A tensor divided by a number.
  @_disfavoredOverload
  static func / (x: Self, y: Float) -> Self
  /// A number divided by a tensor.
  @_disfavoredOverload
  static func / (x: Float, y: Self) -> Self
  /// Adds a tensor.
  static func += (x: inout Self, y: Self)
  /// Subtracts a tensor.
  static func -= (x: inout Self, y: Self)
  /// Multiplies by a tensor.
  static func *= (x: inout Self, y: Self)
  /// Divides by a tensor.
  static func /= (x: inout Self, y: Self)
}

extension Tensor: TensorArithmetic {}
