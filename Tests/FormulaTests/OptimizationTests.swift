import Formulas
import Testing

/// Expected values: ledger S1-3.5.2-P-FT, S4-3.2-P-NGD, G-ADAM and G-LR.
@Suite struct OptimizationTests {
  @Test(.formula(.s1_3_5_2_P_FT)) func s1_3_5_2_P_FT() throws {
    let inputs: Formula.Values = ["theta": 0, "rate": 1, "steps": 3]
    expect(
      try compute(.s1_3_5_2_P_FT, "descent", inputs)["losses"],
      [0.6931471806, 0.4740769842, 0.3476977482, 0.2700164036])
    expect(
      try compute(.s1_3_5_2_P_FT, "ascent", inputs)["losses"],
      [0.6931471806, 0.9740769842, 1.4042327447, 2.0193260534])
  }

  @Test(.formula(.s4_3_2_P_NGD)) func s4_3_2_P_NGD() throws {
    let natural = try compute(.s4_3_2_P_NGD, "natural", ["theta": 1, "y": 1])
    expect(natural["gradient"], -0.2689414214)
    expect(natural["fisher"], 0.1966119332)
    expect(natural["step"], -1.3678794412)
    let plain = try compute(.s4_3_2_P_NGD, "gradient", ["theta": 1, "y": 1])
    expect(plain["step"], -0.2689414214)
    #expect(abs(try natural.number("step") / plain.number("step") - 5.09) < 0.005)
    // −1/p, with p = σ(1) = 1 − 0.2689414214.
    #expect(abs(try natural.number("step") + 1 / (1 + plain.number("step"))) < 1e-14)
  }

  @Test(.formula(.g_ADAM)) func g_ADAM_firstStepIsTheRate() throws {
    let inputs: Formula.Values = ["theta": 0, "gradients": [-0.5], "rate": 0.1]
    expect(try compute(.g_ADAM, "published", inputs)["theta"], [0.099999998])
    expect(try compute(.g_ADAM, "published", inputs.with(["gradients": [300]]))["theta"], [-0.1])
  }

  @Test(.formula(.g_ADAM)) func g_ADAM_biasCorrectionMattersAtFirst() throws {
    let inputs: Formula.Values = ["theta": 0, "gradients": [-0.5], "rate": 0.1]
    // By hand: m = 0.05, √v = 0.5·√0.001, so 0.1·0.05/0.0158113883 = 0.1·√10 but for ε.
    expect(
      try compute(.g_ADAM, "uncorrected", inputs)["theta"], .numbers([0.1 * 10.0.squareRoot()]), within: 3e-7)
  }

  @Test(.formula(.g_ADAM)) func g_ADAM_remembersBothMoments() throws {
    // By hand, ε = 0, gradients 1 then −1: m̂₂ = (0.09 − 0.1)/0.19, v̂₂ = 1, so θ₂ = −0.1 + 0.1/19.
    let inputs: Formula.Values = ["theta": 0, "gradients": [1, -1], "rate": 0.1, "epsilon": 0]
    expect(
      try compute(.g_ADAM, "published", inputs)["theta"], .numbers([-0.1, -0.1 + 0.1 / 19]), within: 1e-14)
    // With β₁ = 0 and β₂ = ½ by hand: v̂₂ = 1 again, so the second step undoes the first.
    let other = inputs.with(["beta1": 0, "beta2": 0.5])
    expect(try compute(.g_ADAM, "published", other)["theta"], [-0.1, 0], within: 1e-15)
  }

  @Test(.formula(.g_LR)) func g_LR_risesThenFalls() throws {
    let rates = try compute(.g_LR, "published", ["d": 512, "w": 4000, "s": [1000, 4000, 16_000]]).numbers(
      "rate")
    expect(.number(rates[1]), 6.98771243e-4, within: 6e-13)
    // Linear before the peak, 1/√s after it.
    expect(.number(rates[0] / rates[1]), 0.25, within: 1e-14)
    expect(.number(rates[2] / rates[1]), 0.5, within: 1e-14)
  }
}
