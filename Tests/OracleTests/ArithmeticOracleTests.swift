import Autodiff
import Testing

@Suite("Arithmetic against PyTorch")
struct ArithmeticOracleTests {
  let oracle: Fixture

  init() throws { oracle = try Fixture("arithmetic") }

  @Test func addition() {
    oracle.expect("add") { $0["x"] + $0["y"] }
    oracle.expect("add by itself") { $0["x"] + $0["x"] }
  }

  @Test func subtraction() {
    oracle.expect("subtract") { $0["x"] - $0["y"] }
  }

  @Test func multiplication() {
    oracle.expect("multiply") { $0["x"] * $0["y"] }
    oracle.expect("multiply by itself") { $0["x"] * $0["x"] }
  }

  // The exact gradient of x/x is zero.
  @Test func division() {
    oracle.expect("divide") { $0["x"] / $0["y"] }
    oracle.expect("divide by itself", cancelling: { _ in true }) { $0["x"] / $0["x"] }
  }

  @Test func largerOfTwo() {
    oracle.expect("maximum") { maximum($0["x"], $0["y"]) }
  }

  @Test func negation() {
    oracle.expect("negate") { -$0["x"] }
  }

  @Test func numbersOnEitherSide() {
    oracle.expect("number on the right") { inputs -> [Tensor] in
      let (x, number) = (inputs["x"], inputs.settings.number("number"))
      return [x + number, x - number, x * number, x / number]
    }
    oracle.expect("number on the left") { inputs -> [Tensor] in
      let (x, number) = (inputs["x"], inputs.settings.number("number"))
      return [number + x, number - x, number * x, number / x]
    }
  }

  @Test func powers() {
    oracle.expect("power") { power($0["x"], $0.settings.number("exponent")) }
  }

  @Test func broadcasting() {
    oracle.expect("broadcast") { $0["x"].broadcast(to: $0.settings.integers("shape")) }
  }
}
