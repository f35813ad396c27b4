import Autodiff
import Testing

@Suite("Functions of one number against PyTorch")
struct FunctionOracleTests {
  let oracle: Fixture

  init() throws { oracle = try Fixture("functions") }

  @Test func exponential() { oracle.expect("exp") { exp($0["x"]) } }
  @Test func logarithm() { oracle.expect("log") { log($0["x"]) } }
  @Test func squareRoot() { oracle.expect("sqrt") { sqrt($0["x"]) } }
  @Test func squared() { oracle.expect("square") { square($0["x"]) } }
  @Test func absoluteValue() { oracle.expect("abs") { abs($0["x"]) } }
  @Test func sine() { oracle.expect("sin") { sin($0["x"]) } }
  @Test func cosine() { oracle.expect("cos") { cos($0["x"]) } }
  @Test func hyperbolicTangent() { oracle.expect("tanh") { tanh($0["x"]) } }
  @Test func logisticSigmoid() { oracle.expect("sigmoid") { sigmoid($0["x"]) } }
  @Test func rectifier() { oracle.expect("relu") { relu($0["x"]) } }
  @Test func exactGELU() { oracle.expect("gelu, exact form") { gelu($0["x"], form: .exact) } }
  @Test func tanhGELU() { oracle.expect("gelu, tanh form") { gelu($0["x"], form: .tanh) } }
}
