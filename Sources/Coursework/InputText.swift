import Foundation

/// An input as a learner can read it and type it in, if it is short: `scores = [[1, 2], [3, 4]]`.
func inputText(_ input: Data) -> String? {
  guard let fields = try? Wire.decode([String: InputField].self, from: input) else { return nil }
  let lines = fields.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value.text)" }
  let text = lines.joined(separator: "\n")
  return text.count <= 600 ? text : nil
}

/// Any JSON, of which a tensor is shown as nested lists.
private enum InputField: Decodable {
  case number(Double)
  case switched(Bool)
  case text(String)
  case list([InputField])
  case tensor(shape: [Int], scalars: [Double])
  case fields([String: InputField])
  case nothing

  private struct TensorFields: Decodable {
    let shape: [Int]
    let scalars: [Double]
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .nothing
    } else if let flag = try? container.decode(Bool.self) {
      self = .switched(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let tensor = try? container.decode(TensorFields.self) {
      self = .tensor(shape: tensor.shape, scalars: tensor.scalars)
    } else if let list = try? container.decode([InputField].self) {
      self = .list(list)
    } else {
      self = .fields(try container.decode([String: InputField].self))
    }
  }

  var text: String {
    switch self {
    case .nothing: "nil"
    case .switched(let flag): "\(flag)"
    case .number(let number): Self.text(of: number)
    case .text(let text): "\"\(text)\""
    case .list(let list): "[\(list.map(\.text).joined(separator: ", "))]"
    case .tensor(let shape, let scalars): Self.nested(scalars[...], shape[...])
    case .fields(let fields):
      "(" + fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.text)" }.joined(separator: ", ")
        + ")"
    }
  }

  private static func nested(_ scalars: ArraySlice<Double>, _ shape: ArraySlice<Int>) -> String {
    guard let size = shape.first else { return scalars.first.map(text(of:)) ?? "[]" }
    let stride = shape.dropFirst().reduce(1, *)
    let parts = (0..<size).map { index in
      let start = scalars.startIndex + index * stride
      return nested(scalars[start..<start + stride], shape.dropFirst())
    }
    return "[\(parts.joined(separator: ", "))]"
  }

  private static func text(of number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e9 ? "\(Int(number))" : "\(Float(number))"
  }
}
