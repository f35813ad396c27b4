import Kernels

/// Numbers in a rectangular arrangement: a shape and row-major `Float` scalars.
///
/// A tensor is a value: copying it copies the numbers (when one of the copies is changed), and it may cross
/// threads. While a gradient is being taken it also carries an invisible link to the operation that made it;
/// outside `valueWithGradient` no link exists and nothing is recorded.
///
/// ```swift
/// let x = Tensor([[1, 2, 3], [4, 5, 6]])
/// x.shape                  // [2, 3]
/// x.sum(alongAxis: 0)      // [5, 7, 9]
/// ```
public struct Tensor: Sendable {
  /// The sizes of the axes, outermost first.
  public let shape: Shape
  /// The scalars in row-major order.
  package var buffer: Buffer
  /// The operation that made this tensor, when a gradient is being taken through it.
  var node: Node?

  /// A tensor over memory that the kernels filled.
  package init(shape: Shape, buffer: Buffer) {
    guard shape.elementCount == buffer.count else {
      fatalError("Tensor: shape \(shape) needs \(shape.elementCount) scalars, not \(buffer.count)")
    }
    self.shape = shape
    self.buffer = buffer
  }

  init(shape: Shape, buffer: Buffer, node: Node?) {
    self.init(shape: shape, buffer: buffer)
    self.node = node
  }

  /// A tensor of a shape, from its scalars in row-major order; traps when their count is not the shape's.
  public init(shape: Shape, scalars: [Float]) {
    self.init(shape: shape, buffer: Buffer(scalars))
  }

  /// The scalar `value`, of shape `[]`.
  public init(_ value: Float) {
    self.init(shape: [], scalars: [value])
  }

  /// A vector, of shape `[count]`.
  public init(_ scalars: [Float]) {
    self.init(shape: [scalars.count], scalars: scalars)
  }

  /// A matrix from its rows, of shape `[rows, columns]`; traps when the rows differ in length.
  public init(_ rows: [[Float]]) {
    let columns = rows.first?.count ?? 0
    for row in rows where row.count != columns {
      fatalError("Tensor: a row of \(row.count) scalars among rows of \(columns)")
    }
    self.init(shape: [rows.count, columns], scalars: rows.flatMap { $0 })
  }

  /// A tensor that repeats one value.
  public init(repeating value: Float, shape: Shape) {
    self.init(shape: shape, buffer: Buffer(repeating: value, count: shape.elementCount))
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: Shape) -> Tensor {
    Tensor(repeating: 0, shape: shape)
  }

  /// A tensor of ones.
  public static func ones(_ shape: Shape) -> Tensor {
    Tensor(repeating: 1, shape: shape)
  }

  /// The identity matrix, of shape `[size, size]`.
  public static func identity(_ size: Int) -> Tensor {
    Tensor(shape: [size, size], scalars: (0..<size * size).map { $0 / size == $0 % size ? 1 : 0 })
  }

  /// The scalars in row-major order.
  public var scalars: [Float] {
    buffer.array
  }

  /// How many scalars there are.
  public var count: Int {
    buffer.count
  }

  /// How many axes there are.
  public var rank: Int {
    shape.count
  }

  /// The one scalar of a tensor that has only one; traps otherwise.
  public var scalar: Float {
    guard count == 1 else { fatalError("scalar: a tensor of shape \(shape) has \(count) scalars, not one") }
    return buffer[0]
  }

  /// The scalar at an index for every axis: `weights[0, 2]`.
  public subscript(_ indices: Int...) -> Float {
    guard indices.count == rank, zip(indices, shape).allSatisfy({ (0..<$1).contains($0) }) else {
      fatalError("Tensor: index \(indices) is outside a tensor of shape \(shape)")
    }
    return buffer[zip(indices, shape).reduce(0) { offset, axis in offset * axis.1 + axis.0 }]
  }

  /// The rows of a matrix as arrays; traps when there are not exactly two axes.
  public var rows: [[Float]] {
    guard rank == 2 else { fatalError("rows: a tensor of shape \(shape) is not a matrix") }
    let scalars = scalars
    return (0..<shape[0]).map { Array(scalars[$0 * shape[1]..<($0 + 1) * shape[1]]) }
  }

  /// Whether a gradient is being taken through this tensor.
  package var isTracked: Bool {
    node != nil
  }

  /// The same numbers with no link to what made them: a constant, through which no gradient flows.
  public var detached: Tensor {
    node == nil ? self : Tensor(shape: shape, buffer: buffer, node: nil)
  }
}

extension Tensor: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// A scalar written as a number.
  public init(floatLiteral value: Float) {
    self.init(value)
  }

  /// A scalar written as a whole number.
  public init(integerLiteral value: Int) {
    self.init(Float(value))
  }
}

extension Tensor: Equatable {
  /// Whether shapes and numbers are equal; the link to what made them does not count.
  public static func == (left: Tensor, right: Tensor) -> Bool {
    left.shape == right.shape && left.buffer == right.buffer
  }
}

extension Tensor: CustomStringConvertible {
  /// The numbers in nested brackets, then the shape where it is not plain to see.
  public var description: String {
    func text(_ axes: ArraySlice<Int>, _ scalars: ArraySlice<Float>) -> String {
      guard let size = axes.first else { return scalars.first.map { "\($0)" } ?? "" }
      let width = scalars.count / Swift.max(1, size)
      let parts = (0..<size).map { index in
        let start = scalars.startIndex + index * width
        return text(axes.dropFirst(), scalars[start..<start + width])
      }
      return "[" + parts.joined(separator: ", ") + "]"
    }
    let shown = count > 1_000 ? "\(count) scalars" : text(shape[...], scalars[...])
    return rank < 2 ? shown : "\(shown) of shape \(shape)"
  }
}
