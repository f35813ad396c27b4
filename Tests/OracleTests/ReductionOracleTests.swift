import Autodiff
import Testing

@Suite("Reductions against PyTorch")
struct ReductionOracleTests {
  let oracle: Fixture

  init() throws { oracle = try Fixture("reductions") }

  @Test func sums() {
    oracle.expect("sum of all") { $0["x"].sum() }
    oracle.expect("sum") { $0["x"].sum(alongAxis: $0.axis, keepingAxis: $0.keeps) }
    oracle.expect("sum along several") { $0["x"].sum(alongAxes: $0.axes, keepingAxes: $0.keeps) }
  }

  @Test func means() {
    oracle.expect("mean of all") { $0["x"].mean() }
    oracle.expect("mean") { $0["x"].mean(alongAxis: $0.axis, keepingAxis: $0.keeps) }
    oracle.expect("mean along several") { $0["x"].mean(alongAxes: $0.axes, keepingAxes: $0.keeps) }
  }

  @Test func populationVariance() {
    oracle.expect("variance") { $0["x"].variance(alongAxis: $0.axis, keepingAxis: $0.keeps) }
    oracle.expect("variance along several") { $0["x"].variance(alongAxes: $0.axes, keepingAxes: $0.keeps) }
  }

  @Test func largest() {
    oracle.expect("max") { $0["x"].max(alongAxis: $0.axis, keepingAxis: $0.keeps) }
    oracle.expect("max along several") { $0["x"].max(alongAxes: $0.axes, keepingAxes: $0.keeps) }
  }
}

extension Inputs {
  fileprivate var axes: [Int] { settings.integers("axes") }
  fileprivate var axis: Int { settings.integer("axes") }
  fileprivate var keeps: Bool { settings.flag("kept") }
}
