/// What makes training faster, of which the documents say nothing: the steps.
extension Formula {
  static let g_MUON = missing(
    .g_MUON, "Muon",
    #"M \leftarrow \mu M + G, \quad W \leftarrow W - \eta \sqrt{\max(1, m/n)} \, \mathrm{NS}_5(G + \mu M), \quad \mathrm{NS}: X \leftarrow aX + b(XX^\top)X + c(XX^\top)^2X"#,
    "M ← μ·M + G,  W ← W − η·√max(1, m/n)·NS₅(G + μ·M)", "Jordan et al. 2024", chapters: [14],
    readings: [
      Reading("quintic", "a, b, c = 3.4445, −4.7750, 2.0315", [.published], muonExample) {
        try muon($0, .published)
      },
      Reading("cubic", "a, b, c = 1.5, −0.5, 0, the iteration of Newton and Schulz", muonExample) {
        try muon($0, .cubic)
      },
    ],
    "Five steps make the singular values (1, 2, 3, 4, 5, 6) of three rows 0.8175728001 and 0.6979740627, and the cubic ones 1 and "
      + "0.3921138349: the quintic ones are near 1 sooner and never there."
  )

  private static let muonExample: Values = [
    "W": [[1, 2], [3, 4], [5, 6]], "gradients": .matrices([[[1, 2], [3, 4], [5, 6]]]), "rate": 0.1,
  ]

  private static func muon(_ values: Values, _ coefficients: Muon.Coefficients) throws -> Values {
    let gradients = try values.matrices("gradients")
    let weight = try Muon.steps(
      from: values.matrix("W"), gradients: gradients, rate: values.number("rate"),
      momentum: values.number("momentum", default: 0.95), by: coefficients)
    let orthogonal = try gradients.map { try Muon.orthogonalized($0, by: coefficients) }
    return ["W": .matrix(weight), "NS": .matrices(orthogonal)]
  }

  static let g_WSD = missing(
    .g_WSD, "Warm-up, stable, decay",
    #"\eta(s) = \eta_{\max} \cdot \min\Bigl(\frac{s}{w}, 1, \frac{N - s}{d}\Bigr)"#,
    "η(s) = peak·min(s/w, 1, (N − s)/d), and above the floor by as much",
    "Hu et al. 2024, §4; Hägele et al. 2024, §4", chapters: [14],
    readings: [
      Reading("line", "down in a straight line", [.published], scheduleExample) {
        try scheduled($0) { 1 - $0 }
      },
      Reading("one minus root", "down as 1 − √t, fast at first", scheduleExample) {
        try scheduled($0, fall: Optimization.oneMinusRoot)
      },
    ],
    "Of 100 steps with w = 10 and d = 20 the peak lasts from step 10 to step 80; at step 90 it is half of it, with the root 0.2929 of "
      + "it; a run is made longer by going on from step 80, where a cosine must be begun anew."
  )

  private static let scheduleExample: Values = [
    "peak": 1, "w": 10, "d": 20, "N": 100, "s": [1, 10, 80, 90, 95, 100],
  ]

  private static func scheduled(_ values: Values, fall: (Double) -> Double) throws -> Values {
    let (peak, floor) = try (values.number("peak"), values.number("floor", default: 0))
    let (up, down, steps) = try (values.number("w"), values.number("d"), values.number("N"))
    return try [
      "rate": .numbers(
        values.numbers("s").map { step in
          Optimization.warmUpStableDecay(
            step: step, peak: peak, floor: floor, warmUpSteps: up, decaySteps: down, steps: steps, fall: fall)
        })
    ]
  }
}
