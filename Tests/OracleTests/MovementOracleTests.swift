import Autodiff
import Testing

@Suite("Movements against PyTorch")
struct MovementOracleTests {
  let oracle: Fixture

  init() throws { oracle = try Fixture("movements") }

  @Test func reshaping() { oracle.expect("reshape") { $0["x"].reshaped($0.settings.integers("shape")) } }
  @Test func permuting() { oracle.expect("permute") { $0["x"].permuted($0.settings.integers("axes")) } }
  @Test func transposing() { oracle.expect("transpose") { $0["x"].transposed() } }

  @Test func slicing() {
    oracle.expect("slice") { inputs -> Tensor in
      let range = inputs.settings.integers("range")
      return inputs["x"].sliced(axis: inputs.settings.integer("axis"), range[0]..<range[1])
    }
  }

  @Test func selecting() {
    oracle.expect("select") {
      $0["x"].selected(axis: $0.settings.integer("axis"), $0.settings.integer("index"))
    }
  }

  @Test func splitting() {
    oracle.expect("split") { inputs -> [Tensor] in
      inputs["x"].split(sizes: inputs.settings.integers("sizes"), axis: inputs.settings.integer("axis"))
    }
    oracle.expect("split evenly") { inputs -> [Tensor] in
      inputs["x"].split(count: inputs.settings.integer("count"), axis: inputs.settings.integer("axis"))
    }
  }

  @Test func concatenating() {
    oracle.expect("concatenate") { concatenate($0.tensors, axis: $0.settings.integer("axis")) }
    oracle.expect("concatenate with itself") { concatenate([$0["x"], $0["x"]], axis: 0) }
  }

  @Test func stacking() { oracle.expect("stack") { stack($0.tensors, axis: $0.settings.integer("axis")) } }
}
