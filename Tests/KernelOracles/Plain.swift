import Kernels
import Platform

/// What the kernels mean: the same operations as plain loops over arrays, slow and obviously right.
///
/// Tests and the benchmark hold the kernels against them, and each kernel's comment names its own. Where a kernel only moves numbers, or rounds in the same
/// order, the two are equal to the bit; where a plain version sums or evaluates functions, it does so in
/// `Double` with the C library, and a tolerance is stated in the test.
public enum Plain {
  /// The matrix product of every batch; `onto` is what each sum starts from.
  public static func matrixProduct(
    _ left: [Float], _ right: [Float], batches: Int = 1, rows: Int, inner: Int, columns: Int,
    leftTransposed: Bool = false, rightTransposed: Bool = false, leftShared: Bool = false,
    rightShared: Bool = false, sumOverBatches: Bool = false, bias: [Float]? = nil, onto: [Float]? = nil
  ) -> [Float] {
    let results = sumOverBatches ? 1 : batches
    var result = onto ?? [Float](repeating: 0, count: results * rows * columns)
    for n in 0..<batches {
      for i in 0..<rows {
        for j in 0..<columns {
          let at = ((sumOverBatches ? 0 : n) * rows + i) * columns + j
          for k in 0..<inner {
            let a = left[
              (leftShared ? 0 : n) * rows * inner + (leftTransposed ? k * rows + i : i * inner + k)]
            let b = right[
              (rightShared ? 0 : n) * inner * columns + (rightTransposed ? j * inner + k : k * columns + j)]
            #if FUSED_MULTIPLY_ADD
              result[at].addProduct(a, b)
            #else
              result[at] += a * b
            #endif
          }
        }
      }
    }
    if let bias { for at in result.indices { result[at] += bias[at % columns] } }
    return result
  }

  /// A binary function of one pair.
  public static func apply(_ function: BinaryFunction, _ a: Float, _ b: Float) -> Float {
    switch function {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    case .maximum: a.isNaN || b.isNaN ? .nan : (a > b ? a : b)
    case .power: Float(pow(Double(a), Double(b)))
    case .replace: b.isNaN ? a : b
    }
  }

  /// A unary function of one number.
  public static func apply(_ function: UnaryFunction, _ x: Double) -> Double {
    switch function {
    case .negate: -x
    case .exponential: exp(x)
    case .logarithm: log(x)
    case .squareRoot: x.squareRoot()
    case .reciprocal: 1 / x
    case .square: x * x
    case .hyperbolicTangent: tanh(x)
    case .sigmoid: 1 / (1 + exp(-x))
    case .relu: x < 0 ? 0 : x
    case .squaredReLU: x < 0 ? 0 : x * x
    case .errorFunction: erf(x)
    case .geluExact: x == -.infinity ? 0 : 0.5 * x * (1 + erf(x / 2.0.squareRoot()))
    case .geluTanh:
      x == -.infinity ? 0 : 0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    case .absolute: x.magnitude
    case .sine: sin(x)
    case .cosine: cos(x)
    }
  }

  /// The derivative of a unary function at x.
  public static func derivative(_ function: UnaryFunction, _ x: Double) -> Double {
    switch function {
    case .negate: return -1
    case .exponential: return exp(x)
    case .logarithm: return 1 / x
    case .squareRoot: return 0.5 / x.squareRoot()
    case .reciprocal: return -1 / (x * x)
    case .square: return 2 * x
    case .hyperbolicTangent: return 1 - tanh(x) * tanh(x)
    case .sigmoid: return exp(-x.magnitude) / ((1 + exp(-x.magnitude)) * (1 + exp(-x.magnitude)))
    case .relu: return x > 0 ? 1 : 0
    case .squaredReLU: return x > 0 ? 2 * x : 0
    case .errorFunction: return 2 / Double.pi.squareRoot() * exp(-x * x)
    case .geluExact:
      return 0.5 * (1 + erf(x / 2.0.squareRoot())) + x * exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
    case .geluTanh:
      let scale = (2 / Double.pi).squareRoot()
      let t = tanh(scale * (x + 0.044715 * x * x * x))
      return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * scale * (1 + 3 * 0.044715 * x * x)
    case .absolute: return x > 0 ? 1 : (x < 0 ? -1 : 0)
    case .sine: return cos(x)
    case .cosine: return -sin(x)
    }
  }

  /// A unary function of every element.
  public static func map(_ function: UnaryFunction, _ x: [Float]) -> [Float] {
    x.map { Float(apply(function, Double($0))) }
  }

  /// The flat index, in an array of shape `shape`, of the element that broadcasting pairs with `index` of `full`.
  static func broadcastIndex(_ index: Int, _ full: [Int], _ shape: [Int]) -> Int {
    var (rest, result, stride) = (index, 0, 1)
    for back in 0..<full.count {
      let size = full[full.count - 1 - back]
      if back < shape.count {
        let own = shape[shape.count - 1 - back]
        if own != 1 { result += rest % size * stride }
        stride *= own
      }
      rest /= size
    }
    return result
  }

  /// A binary function with broadcasting.
  public static func elementwise(
    _ function: BinaryFunction, _ a: [Float], _ aShape: [Int], _ b: [Float], _ bShape: [Int], shape: [Int]
  ) -> [Float] {
    (0..<shape.reduce(1, *)).map {
      apply(function, a[broadcastIndex($0, shape, aShape)], b[broadcastIndex($0, shape, bShape)])
    }
  }

  /// An array repeated to a larger shape.
  public static func broadcast(_ x: [Float], from: [Int], to: [Int]) -> [Float] {
    (0..<to.reduce(1, *)).map { x[broadcastIndex($0, to, from)] }
  }

  /// The sums over the axes that broadcasting had repeated.
  public static func sumToShape(_ x: [Float], from: [Int], to: [Int]) -> [Float] {
    var sums = [Double](repeating: 0, count: to.reduce(1, *))
    for i in x.indices { sums[broadcastIndex(i, from, to)] += Double(x[i]) }
    return sums.map { Float($0) }
  }
}
