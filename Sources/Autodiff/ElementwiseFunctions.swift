import Kernels

// Functions of one number, applied to every element. Each kernel stands beside its derivative in `Kernels`
// (`map` and `mapPullback`); the derivative is repeated here where its reader looks for it.

/// eˣ. Its derivative is itself.
public func exp(_ x: Tensor) -> Tensor { x.applying(.exponential, "exp") }

/// ln x. Its derivative is 1/x.
public func log(_ x: Tensor) -> Tensor { x.applying(.logarithm, "log") }

/// √x. Its derivative is 1/(2√x).
public func sqrt(_ x: Tensor) -> Tensor { x.applying(.squareRoot, "sqrt") }

/// x². Its derivative is 2x.
public func square(_ x: Tensor) -> Tensor { x.applying(.square, "square") }

/// |x|. Its derivative is the sign of x, and 0 at 0.
public func abs(_ x: Tensor) -> Tensor { x.applying(.absolute, "abs") }

/// sin x. Its derivative is cos x.
public func sin(_ x: Tensor) -> Tensor { x.applying(.sine, "sin") }

/// cos x. Its derivative is −sin x.
public func cos(_ x: Tensor) -> Tensor { x.applying(.cosine, "cos") }

/// tanh x = (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ). Its derivative is 1 − tanh² x.
public func tanh(_ x: Tensor) -> Tensor { x.applying(.hyperbolicTangent, "tanh") }

/// σ(x) = 1/(1 + e⁻ˣ). Its derivative is σ(x)·(1 − σ(x)).
public func sigmoid(_ x: Tensor) -> Tensor { x.applying(.sigmoid, "sigmoid") }

/// max(0, x). Its derivative is 1 where x > 0 and 0 elsewhere, also at 0.
public func relu(_ x: Tensor) -> Tensor { x.applying(.relu, "relu") }

/// max(0, x)² (So et al. 2021). Its derivative is 2·max(0, x).
public func squaredReLU(_ x: Tensor) -> Tensor { x.applying(.squaredReLU, "squared relu") }

/// cap·tanh(x/cap): nearly x far below the cap, and never beyond ±cap (Gemma 2, Riviere et al. 2024). Its derivative is
/// 1 − tanh²(x/cap). Traps when the cap is not above zero.
public func softCapped(_ x: Tensor, at cap: Float) -> Tensor {
  guard cap > 0 else { fatalError("softCapped: a cap of \(cap) is not above zero") }
  return differentiable("soft cap", x) { x in
    let share = (x * (1 / cap)).mapped(.hyperbolicTangent)
    return (
      share * cap,
      { upstream in
        Tensor(
          shape: share.shape,
          buffer: mapPullback(
            .hyperbolicTangent, x: share.buffer, y: share.buffer, upstream: upstream.buffer))
      }
    )
  }
}

/// The two forms of GELU that models use.
public enum GELUForm: String, Sendable, Hashable, Codable, CaseIterable {
  /// x·Φ(x) with the error function (Hendrycks and Gimpel 2016).
  case exact
  /// ½x(1 + tanh(√(2/π)(x + 0.044715x³))), which GPT-2 uses.
  case tanh
}

/// x·Φ(x): x, weighted by the probability that a standard normal number is below it.
///
/// Its derivative is Φ(x) + x·φ(x), with φ the normal density (for the tanh form, that form's own derivative).
public func gelu(_ x: Tensor, form: GELUForm = .tanh) -> Tensor {
  switch form {
  case .exact: x.applying(.geluExact, "gelu")
  case .tanh: x.isTracked ? geluTanhWithSlope(x) : x.applying(.geluTanh, "gelu")
  }
}

/// GELU's tanh form with its derivative at once, and their product in the backward pass: x itself need not be kept.
private func geluTanhWithSlope(_ x: Tensor) -> Tensor {
  differentiable("gelu", x) { x in
    let (value, derivative) = geluTanhWithDerivative(x.buffer)
    let slope = Tensor(shape: x.shape, buffer: derivative)
    return (Tensor(shape: x.shape, buffer: value), { $0 * slope })
  }
}

extension Tensor {
  /// y = f(x), and upstream · f′(x) in the backward pass.
  fileprivate func applying(_ function: UnaryFunction, _ name: String) -> Tensor {
    differentiable(name, self) { x in
      let y = x.mapped(function)
      return (
        y,
        { upstream in
          Tensor(
            shape: x.shape,
            buffer: mapPullback(function, x: x.buffer, y: y.buffer, upstream: upstream.buffer))
        }
      )
    }
  }

  /// One kernel over every element, with nothing recorded.
  func mapped(_ function: UnaryFunction) -> Tensor {
    Tensor(shape: shape, buffer: Kernels.map(function, buffer))
  }
}
