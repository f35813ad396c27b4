import Autodiff
import Testing

/// How far a number may be from its oracle: `relative` · max(|expected|, `scale`), where the scale of a number is
/// the largest of its tensor.
///
/// An element that is small among large ones is a difference of large ones, and its rounding error is of their size;
/// hence the scale. 2e-6 is some thirty roundings of a `Float` (6e-8 each): enough for every operation, layer and
/// block here, ten steps of an optimizer included. `floor` is the least scale: it is raised where an exact result is
/// zero by cancellation, and said so.
struct Tolerance {
  var relative = 2e-6
  var floor = 0.0

  /// For what is zero by cancellation: the rounding that is left is of numbers of about 1.
  static let cancelling = Tolerance(floor: 0.5)
}

/// What is wrong with `found`, or `nil` when it agrees: first the shapes, then the worst element.
func disagreement(
  _ found: Tensor, _ expected: Fixture.Numbers, within tolerance: Tolerance = Tolerance()
) -> String? {
  guard found.shape == expected.shape, found.count == expected.values.count else {
    return "shape \(found.shape), expected \(expected.shape)"
  }
  let scale = expected.values.reduce(tolerance.floor) { max($0, $1.magnitude) }
  var worst: (excess: Double, text: String) = (1, "")
  var wrong = 0
  for (index, (scalar, value)) in zip(found.scalars, expected.values).enumerated() {
    let distance = (Double(scalar) - value).magnitude
    let allowed = tolerance.relative * max(value.magnitude, scale)
    // The negation catches NaN.
    guard !(distance <= allowed) else { continue }
    wrong += 1
    let excess = distance.isFinite && allowed > 0 ? distance / allowed : .infinity
    guard excess > worst.excess || worst.text.isEmpty else { continue }
    let place = coordinates(of: index, in: expected.shape)
    worst = (excess, "element \(place) is \(scalar), expected \(value), distance \(distance) > \(allowed)")
  }
  return wrong == 0 ? nil : "\(worst.text); \(wrong) of \(expected.values.count) elements differ"
}

private func coordinates(of index: Int, in shape: Shape) -> [Int] {
  var rest = index
  return shape.reversed().map { size in
    defer { rest /= size }
    return rest % size
  }.reversed()
}

extension Fixture {
  /// The cases of one operation; fails when there are none.
  func cases(of operation: String, _ location: SourceLocation = #_sourceLocation) -> [Case] {
    let found = cases.filter { $0.operation == operation }
    #expect(!found.isEmpty, "\(file) has no case of \(operation)", sourceLocation: location)
    return found
  }

  /// Fails with the file, the case, the element and both numbers when a tensor is not the oracle's.
  func compare(
    _ found: Tensor?, _ expected: Numbers, _ what: String, of oracle: Case, within tolerance: Tolerance,
    _ location: SourceLocation
  ) {
    let message = found.map { disagreement($0, expected, within: tolerance) } ?? "is missing"
    if let message {
      Issue.record(
        "\(file), \(oracle.operation), \(oracle.name): \(what) \(expected.name): \(message)",
        sourceLocation: location)
    }
  }

  /// Compares a tensor with the output of this name.
  func compare(
    _ found: Tensor, _ oracle: Case, _ name: String, within tolerance: Tolerance = Tolerance(),
    _ location: SourceLocation = #_sourceLocation
  ) {
    guard let expected = oracle.outputs.first(where: { $0.name == name }) else {
      Issue.record(
        "\(file), \(oracle.operation), \(oracle.name): no output \(name)", sourceLocation: location)
      return
    }
    compare(found, expected, "output", of: oracle, within: tolerance, location)
  }

  /// Compares the logits, the loss and the gradient of every parameter of a model.
  func compare<Model: Module>(
    _ model: Model, _ oracle: Case,
    within tolerance: (_ parameter: String) -> Tolerance = {
      isKeyBias($0) ? .cancelling : Tolerance()
    },
    logits: (Model) -> Tensor, loss: (_ logits: Tensor) -> Tensor,
    _ location: SourceLocation = #_sourceLocation
  ) {
    compare(logits(model), oracle, "logits", location)
    let (value, slope) = valueWithGradient(at: model) { loss(logits($0)) }
    compare(value, oracle, "loss", location)
    let found = slope.parameters
    #expect(found.map(\.name) == oracle.gradients.map(\.name), sourceLocation: location)
    for (found, expected) in zip(found, oracle.gradients) {
      compare(
        found.value, expected, "gradient of", of: oracle, within: tolerance(found.name), location)
    }
  }

  /// Runs every case of an operation: outputs and the gradient of every input must be the oracle's.
  ///
  /// `cancelling` says for which inputs the exact gradient is zero, so that it has no scale of its own.
  func expect(
    _ operation: String, within tolerance: Tolerance = Tolerance(),
    cancelling: (_ input: String) -> Bool = { _ in false }, _ location: SourceLocation = #_sourceLocation,
    _ function: (Inputs) -> [Tensor]
  ) {
    for oracle in cases(of: operation, location) {
      let names = oracle.inputs.map(\.name)
      var outputs: [Tensor] = []
      let slopes = gradient(at: oracle.inputs.map(\.tensor)) { tensors in
        let found = function(Inputs(names: names, tensors: tensors, settings: oracle))
        outputs = found.map(\.detached)
        return zip(found, oracle.cotangents).reduce(Tensor(0)) { total, pair in
          // A wrong shape is reported below; here it would stop the test.
          pair.0.shape == pair.1.shape ? total + (pair.0 * pair.1.tensor).sum() : total
        }
      }
      #expect(
        outputs.count == oracle.outputs.count && oracle.gradients.map(\.name) == names,
        "\(file), \(operation), \(oracle.name): \(outputs.count) outputs", sourceLocation: location)
      for (index, expected) in oracle.outputs.enumerated() {
        let found = outputs.indices.contains(index) ? outputs[index] : nil
        compare(found, expected, "output", of: oracle, within: tolerance, location)
      }
      for (found, expected) in zip(slopes, oracle.gradients) {
        compare(
          found, expected, "gradient of", of: oracle,
          within: cancelling(expected.name) ? .cancelling : tolerance, location)
      }
    }
  }

  /// The same for an operation of one output.
  func expect(
    _ operation: String, within tolerance: Tolerance = Tolerance(),
    cancelling: (_ input: String) -> Bool = { _ in false }, _ location: SourceLocation = #_sourceLocation,
    _ function: (Inputs) -> Tensor
  ) {
    expect(operation, within: tolerance, cancelling: cancelling, location) { [function($0)] }
  }
}
