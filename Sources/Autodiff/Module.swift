/// Anything with parameters: a layer, a model, an array of layers, a tensor.
///
/// A module is a value; copying a model copies it. Its parameters are presented one by one, each by its name,
/// and the names of nested modules are joined by dots: `blocks.3.attention.query.weight`. The gradient of a
/// module is a module of the same type whose parameters are the derivatives.
///
/// ```swift
/// struct Line: Module {
///   var slope: Tensor
///   var intercept: Tensor
///   mutating func visitParameters(_ visitor: ParameterVisitor) {
///     visitor.visit("slope", &slope)
///     visitor.visit("intercept", &intercept)
///   }
/// }
/// ```
public protocol Module: Sendable {
  /// Presents every parameter to `visitor`, always in the same order.
  mutating func visitParameters(_ visitor: ParameterVisitor)
}

/// Walks the parameters of a module, building their dotted names on the way.
public struct ParameterVisitor {
  /// The names on the way here, joined; `nil` when nobody wants to know them.
  private let path: String?
  private let body: (_ name: String, _ parameter: inout Tensor) -> Void

  fileprivate init(path: String? = "", body: @escaping (_ name: String, _ parameter: inout Tensor) -> Void) {
    self.path = path
    self.body = body
  }

  /// Presents one parameter.
  public func visit(_ name: String, _ parameter: inout Tensor) {
    body(joined(name) ?? "", &parameter)
  }

  /// Presents every parameter of a nested module.
  public func visit(_ name: String, _ module: inout some Module) {
    module.visitParameters(ParameterVisitor(path: joined(name), body: body))
  }

  /// Presents a module or parameter that may be absent, such as the bias of a layer without one.
  public func visit(_ name: String, _ module: inout (some Module)?) {
    guard var present = module else { return }
    module = nil  // so that `present` is the only owner and can be changed in place
    visit(name, &present)
    module = present
  }

  private func joined(_ name: String) -> String? {
    guard let path else { return nil }
    if path.isEmpty { return name }
    return name.isEmpty ? path : path + "." + name
  }
}

extension Module {
  /// Calls `body` for every parameter, with its dotted name, in a fixed order; `body` may change it in place.
  public mutating func forEachParameter(_ body: (_ name: String, _ parameter: inout Tensor) -> Void) {
    withoutActuallyEscaping(body) { body in
      visitParameters(ParameterVisitor(body: body))
    }
  }

  /// Every parameter with its dotted name, in the order of the walk.
  public var parameters: [(name: String, value: Tensor)] {
    var copy = self
    var result: [(name: String, value: Tensor)] = []
    copy.forEachParameter { result.append((name: $0, value: $1)) }
    return result
  }

  /// Whether a gradient is being taken through any parameter.
  package var isTracked: Bool {
    // The walk takes some microseconds, and generation asks before every token.
    guard Node.exist else { return false }
    var copy = self
    var isTracked = false
    copy.visitParameters(
      ParameterVisitor(path: nil) { _, parameter in
        if parameter.isTracked { isTracked = true }
      })
    return isTracked
  }

  /// How many scalars the parameters have in all.
  public var parameterCount: Int {
    parameters.reduce(0) { $0 + $1.value.count }
  }
}

extension Tensor: Module {
  /// Presents the tensor itself, under the name it was given from outside.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("", &self)
  }
}

extension Array: Module where Element: Module {
  /// Presents the elements' parameters under their indices: `blocks.0`, `blocks.1`, ….
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    for index in indices {
      visitor.visit("\(index)", &self[index])
    }
  }
}
