import Autodiff
import Foundation

/// A file of cases that `Fixtures/make_fixtures.py` computed with PyTorch in double precision.
struct Fixture {
  /// A named tensor as the file has it.
  struct Numbers: Decodable {
    let name: String
    let shape: Shape
    let values: [Double]

    /// The numbers as `Float`s, which hold the inputs and cotangents of the files exactly.
    var tensor: Tensor { Tensor(shape: shape, scalars: values.map { Float($0) }) }
  }

  /// One computation: what goes in, what comes out, and the gradients of Σ cotangent · output.
  struct Case: Decodable {
    let operation: String
    let name: String
    let settings: [String: [Double]]
    let inputs: [Numbers]
    let outputs: [Numbers]
    let cotangents: [Numbers]
    let gradients: [Numbers]

    private func setting(_ name: String) -> [Double] {
      guard let values = settings[name] else { fatalError("\(operation), \(self.name): no setting \(name)") }
      return values
    }

    func integers(_ name: String) -> [Int] { setting(name).map { Int($0) } }
    func integer(_ name: String) -> Int { integers(name)[0] }
    func flags(_ name: String) -> [Bool] { setting(name).map { $0 != 0 } }
    func flag(_ name: String) -> Bool { has(name) && flags(name)[0] }
    func number(_ name: String) -> Float { Float(setting(name)[0]) }
    func number(_ name: String, or value: Float) -> Float { has(name) ? number(name) : value }
    func has(_ name: String) -> Bool { settings[name] != nil }

    /// Tokens, cut into sequences of `time`.
    func sequences(_ name: String) -> [[Int]] {
      let (all, time) = (integers(name), integer("time"))
      return stride(from: 0, to: all.count, by: time).map { Array(all[$0..<$0 + time]) }
    }
  }

  private struct Contents: Decodable {
    let madeBy: String
    let cases: [Case]
  }

  static var folder: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
  }

  let file: String
  let madeBy: String
  let cases: [Case]

  init(_ topic: String) throws {
    file = topic + ".json"
    let contents = try JSONDecoder().decode(
      Contents.self, from: Data(contentsOf: Self.folder.appendingPathComponent(file)))
    madeBy = contents.madeBy
    cases = contents.cases
  }
}

/// The inputs of a case, by name, while they are differentiated; and the settings.
struct Inputs {
  let names: [String]
  let tensors: [Tensor]
  let settings: Fixture.Case

  subscript(_ name: String) -> Tensor {
    guard let index = names.firstIndex(of: name) else {
      fatalError("\(settings.operation), \(settings.name): no input \(name) among \(names)")
    }
    return tensors[index]
  }

  /// A module whose parameters are the inputs of their names; all inputs but `data` must be parameters of it.
  func filling<Layer: Module>(_ layer: Layer, data: [String] = ["x"]) -> Layer {
    var filled = layer
    var used = data
    filled.forEachParameter { name, parameter in
      guard parameter.shape == self[name].shape else {
        fatalError("\(settings.name): \(name) has shape \(parameter.shape), its input \(self[name].shape)")
      }
      parameter = self[name]
      used.append(name)
    }
    guard used.sorted() == names.sorted() else {
      fatalError("\(settings.name): inputs \(names.sorted()) for the parameters and data \(used.sorted())")
    }
    return filled
  }
}
