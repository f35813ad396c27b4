import Autodiff

extension SplitQueryKeyValueExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "rows", diagnosis: "the rows cut into three: a third of the inputs for each, and all outputs",
      remedy: "Query, key and value all look at the whole of x. It is the outputs that are three.",
      frequency: 3
    ) { weight, bias in
      projections(try parts(weight, axis: 0), thirds(bias))
    },
    Misconception(
      "runs", diagnosis: "the numbers cut into three runs as they lie in memory: rows end in another place",
      remedy:
        "A reshape to [3, channels, channels] never moves a number, and each row has a part of all three.",
      frequency: 3
    ) { weight, bias in
      let channels = weight.shape[0]
      let runs = weight.reshaped([3, channels, channels])
      return projections((0..<3).map { runs.selected(axis: 0, $0) }, thirds(bias))
    },
    interleaved,
    interleaved.variant("bias-split") { weight, bias in
      projections(everyThird(weight), thirds(bias))
    },
    Misconception(
      "transposed", diagnosis: "the three weights transposed, with their outputs first",
      remedy: "PyTorch's Linear keeps the outputs first; GPT-2's files, and x·weight, have the inputs first.",
      frequency: 3
    ) { weight, bias in
      projections(weight.split(count: 3, axis: 1).map { $0.transposed() }, thirds(bias))
    },
    Misconception(
      "columns-of-transposed",
      diagnosis: "the weight transposed and then cut along its last axis, which are the inputs by then",
      remedy: "After a transpose the outputs are the first axis. Is one needed at all?", frequency: 2
    ) { weight, bias in
      projections(try parts(weight.transposed(), axis: 1), thirds(bias))
    },
    Misconception(
      "whole-bias", diagnosis: "all of the bias for each of the three",
      remedy: "There is one number of the bias for every output. How many outputs has a query?", frequency: 2
    ) { weight, bias in
      projections(weight.split(count: 3, axis: 1), Array(repeating: bias, count: 3))
    },
    Misconception(
      "no-bias", diagnosis: "the right weights with biases of zero",
      remedy: "The projections of many later models have none; GPT-2's have one each.", frequency: 1
    ) { weight, bias in
      projections(weight.split(count: 3, axis: 1), thirds(bias).map { .zeros($0.shape) })
    },
    ordered(
      "query-key-exchanged", [1, 0, 2], diagnosis: "query and key exchanged",
      remedy: "The scores would be transposed: who asks, and who answers? The order is query, key, value."),
    ordered(
      "key-value-exchanged", [0, 2, 1], diagnosis: "key and value exchanged",
      remedy: "The order is query, key, value, as in Attention(Q, K, V)."),
    ordered(
      "reversed", [2, 1, 0], diagnosis: "value, key, query: the three from the last to the first",
      remedy: "The first columns are the query's."),
    ordered(
      "first-thrice", [0, 0, 0], diagnosis: "the first third in all three places",
      remedy: "Where does the second part begin, and where the third?"),
    Misconception(
      "query-scaled", diagnosis: "the query's weight and bias divided by √channels",
      remedy: "Attention divides its scores itself, by the root of a head's size. Leave the numbers alone.",
      frequency: 1
    ) { weight, bias in
      let root = Float(weight.shape[0]).squareRoot()
      let (query, key, value) = try reference(weight, bias)
      return ((query.weight / root, query.bias / root), key, value)
    },
  ]

  private static let interleaved = Misconception<Function>(
    "interleaved", diagnosis: "every third column: query, key and value taken in turn",
    remedy:
      "All of the query comes first. A reshape to [channels, 3, channels] is it, [channels, channels, 3] not.",
    frequency: 2
  ) { weight, bias in projections(everyThird(weight), everyThird(bias)) }

  /// The right three in another order.
  private static func ordered(
    _ name: String, _ order: [Int], diagnosis: String, remedy: String
  ) -> Misconception<Function> {
    Misconception(name, diagnosis: diagnosis, remedy: remedy) { weight, bias in
      projections(weight.split(count: 3, axis: 1), thirds(bias), order: order)
    }
  }

  private static func thirds(_ bias: Tensor) -> [Tensor] { bias.split(count: 3, axis: 0) }

  /// The numbers of the last axis whose index leaves 0, 1 and 2 when it is divided by three.
  private static func everyThird(_ x: Tensor) -> [Tensor] {
    let inTurn = x.reshaped(x.shape.dropLast() + [x.shape[x.rank - 1] / 3, 3])
    return (0..<3).map { inTurn.selected(axis: x.rank, $0) }
  }

  /// Three equal parts along an axis, if it can be divided.
  private static func parts(_ x: Tensor, axis: Int) throws -> [Tensor] {
    guard x.shape[axis] % 3 == 0 else {
      throw Stops("split: axis \(axis) of shape \(x.shape) is not divisible into 3 equal parts")
    }
    return x.split(count: 3, axis: axis)
  }
}
