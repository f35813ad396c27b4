import Autodiff
import Testing

@Suite("Matrix products against PyTorch")
struct ProductOracleTests {
  let oracle: Fixture

  init() throws { oracle = try Fixture("products") }

  @Test func matrixProduct() {
    oracle.expect("matmul") { matmul($0["x"], $0["y"]) }
    oracle.expect("matmul with itself") { matmul($0["x"], $0["x"], rightTransposed: true) }
  }

  @Test func leftTransposed() {
    oracle.expect("matmul, left transposed") { matmul($0["x"], $0["y"], leftTransposed: true) }
  }

  @Test func rightTransposed() {
    oracle.expect("matmul, right transposed") { matmul($0["x"], $0["y"], rightTransposed: true) }
  }

  @Test func bothTransposed() {
    oracle.expect("matmul, both transposed") {
      matmul($0["x"], $0["y"], leftTransposed: true, rightTransposed: true)
    }
  }

  @Test func affineMap() {
    oracle.expect("affine") { affine($0["x"], weight: $0["weight"], bias: $0["bias"]) }
    oracle.expect("affine without bias") { affine($0["x"], weight: $0["weight"]) }
  }
}
