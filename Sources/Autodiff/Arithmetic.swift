import Kernels

// Elementwise arithmetic. Shapes broadcast: axes are matched from the last, and a size of 1 stretches, so that
// `[time, channels] + [channels]` adds a row to every row. What was stretched was used many times; the gradient
// of a value used many times is the sum over its uses, so each pullback ends in `summed(to:)`.

extension Tensor {
  /// x + y. The gradient of both is that of the sum.
  public static func + (x: Tensor, y: Tensor) -> Tensor {
    let (xShape, yShape) = (x.shape, y.shape)
    return differentiable("+", x, y) { x, y in
      (x.combined(.add, with: y), { $0.summed(to: xShape) }, { $0.summed(to: yShape) })
    }
  }

  /// x − y. The gradient of x is that of the difference, and that of y its negative.
  public static func - (x: Tensor, y: Tensor) -> Tensor {
    let (xShape, yShape) = (x.shape, y.shape)
    return differentiable("-", x, y) { x, y in
      (x.combined(.subtract, with: y), { $0.summed(to: xShape) }, { (-$0).summed(to: yShape) })
    }
  }

  /// x · y, element by element. ∂(xy)/∂x = y and ∂(xy)/∂y = x.
  public static func * (x: Tensor, y: Tensor) -> Tensor {
    differentiable("*", x, y) { x, y in
      (
        x.combined(.multiply, with: y),
        { ($0 * y).summed(to: x.shape) },
        { ($0 * x).summed(to: y.shape) }
      )
    }
  }

  /// x / y, element by element. ∂(x/y)/∂x = 1/y and ∂(x/y)/∂y = −x/y².
  public static func / (x: Tensor, y: Tensor) -> Tensor {
    differentiable("/", x, y) { x, y in
      (
        x.combined(.divide, with: y),
        { ($0 / y).summed(to: x.shape) },
        { (-$0 * x / (y * y)).summed(to: y.shape) }
      )
    }
  }

  /// −x.
  public static prefix func - (x: Tensor) -> Tensor {
    differentiable("negate", x) { x in
      (x.mapped(.negate), { -$0 })
    }
  }

  /// Adds a number to every element.
  public static func + (x: Tensor, y: Float) -> Tensor { x + Tensor(y) }
  /// Adds a number to every element.
  public static func + (x: Float, y: Tensor) -> Tensor { Tensor(x) + y }
  /// Subtracts a number from every element.
  public static func - (x: Tensor, y: Float) -> Tensor { x - Tensor(y) }
  /// A number minus every element.
  public static func - (x: Float, y: Tensor) -> Tensor { Tensor(x) - y }
  /// Every element times a number.
  public static func * (x: Tensor, y: Float) -> Tensor { x * Tensor(y) }
  /// Every element times a number.
  public static func * (x: Float, y: Tensor) -> Tensor { Tensor(x) * y }
  /// Every element divided by a number.
  public static func / (x: Tensor, y: Float) -> Tensor { x / Tensor(y) }
  /// A number divided by every element.
  public static func / (x: Float, y: Tensor) -> Tensor { Tensor(x) / y }

  /// x += y.
  public static func += (x: inout Tensor, y: Tensor) { x = x + y }
  /// x −= y.
  public static func -= (x: inout Tensor, y: Tensor) { x = x - y }
  /// x *= y, element by element.
  public static func *= (x: inout Tensor, y: Tensor) { x = x * y }
  /// x /= y, element by element.
  public static func /= (x: inout Tensor, y: Tensor) { x = x / y }
}

/// The larger of x and y, element by element. The gradient goes to the larger; where they are equal, half to each.
public func maximum(_ x: Tensor, _ y: Tensor) -> Tensor {
  differentiable("maximum", x, y) { x, y in
    let share = Tensor.share(of: x, against: y)
    return (
      x.combined(.maximum, with: y),
      { ($0 * share).summed(to: x.shape) },
      { ($0 * (1 - share)).summed(to: y.shape) }
    )
  }
}

/// xᵖ, element by element, for a constant exponent. ∂xᵖ/∂x = p·xᵖ⁻¹; x⁰ is the constant 1, with derivative 0 at 0 too.
public func power(_ x: Tensor, _ exponent: Float) -> Tensor {
  differentiable("power", x) { x in
    (
      x.combined(.power, with: Tensor(exponent)),
      {
        exponent == 0
          ? .zeros(x.shape) : $0 * (exponent * x.combined(.power, with: Tensor(exponent - 1)))
      }
    )
  }
}

extension Tensor {
  /// One kernel over both, with their shapes broadcast.
  func combined(_ function: BinaryFunction, with other: Tensor) -> Tensor {
    let common = shape == other.shape ? shape : shape.broadcast(with: other.shape, in: function.rawValue)
    return Tensor(
      shape: common,
      buffer: elementwise(function, buffer, shape, other.buffer, other.shape, shape: common))
  }

  /// The elements added up over every axis that broadcasting stretched: the pullback of broadcasting to `shape`.
  func summed(to shape: Shape) -> Tensor {
    self.shape == shape ? self : Tensor(shape: shape, buffer: sumToShape(buffer, from: self.shape, to: shape))
  }

  /// 1 where x is larger, 0 where y is, and ½ where they are equal.
  fileprivate static func share(of x: Tensor, against y: Tensor) -> Tensor {
    let common = x.shape.broadcast(with: y.shape, in: "maximum")
    let pairs = zip(x.broadcast(to: common).scalars, y.broadcast(to: common).scalars)
    return Tensor(shape: common, scalars: pairs.map { $0 > $1 ? 1 : $0 == $1 ? 0.5 : 0 })
  }

  /// This tensor stretched to a shape that its own broadcasts to.
  public func broadcast(to shape: Shape) -> Tensor {
    let own = self.shape
    guard own != shape else { return self }
    guard own.broadcast(with: shape, in: "broadcast") == shape else {
      fatalError("broadcast: shape \(own) cannot be stretched to \(shape)")
    }
    return differentiable("broadcast", self) { x in
      (
        Tensor(shape: shape, buffer: Kernels.broadcast(x.buffer, from: own, to: shape)),
        { $0.summed(to: own) }
      )
    }
  }
}
