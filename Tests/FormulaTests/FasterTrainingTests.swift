import Formulas
import Testing

/// Expected values: by hand, or by NumPy where there are more than a hand can do.
@Suite struct FasterTrainingTests {
  @Test(.formula(.g_ROPE)) func g_ROPE_scoresKnowTheDistanceAlone() throws {
    let inputs: Formula.Values = ["x": [[1, 0, 1, 0], [1, 0, 1, 0], [1, 0, 1, 0]]]
    let (near, far) = (1.5402523063, 0.5836531701)
    for start in [0, 5] {
      expect(
        try compute(.g_ROPE, "neighbours", inputs.with(["from": .number(Double(start))]))["scores"],
        .matrix([[2, near, far], [near, 2, near], [far, near, 2]]))
    }
    expect(
      try compute(.g_ROPE, "halves", inputs)["scores"],
      [
        [2, 1.0806046117, -0.8322936731], [1.0806046117, 2, 1.0806046117], [-0.8322936731, 1.0806046117, 2],
      ])
  }

  @Test(.formula(.g_ROPE)) func g_ROPE_pairsAnglesAndDirection() throws {
    let inputs: Formula.Values = ["x": [[1, 2, 3, 4]], "from": 2]
    expect(
      try compute(.g_ROPE, "neighbours", inputs)["turned"],
      [[-2.2347416902, 0.0770037538, 2.9194053532, 4.0591960267]])
    expect(
      try compute(.g_ROPE, "halves", inputs)["turned"],
      [[-3.1440391170, 1.9196053466, -0.3391430828, 4.0391973601]])
    // The first row stands at position 0, where nothing is turned; with base 1 every pair turns as the first does.
    expect(
      try compute(.g_ROPE, "neighbours", inputs.with(["from": 0]))["turned"], [[1, 2, 3, 4]], within: 0)
    expect(
      try compute(.g_ROPE, "neighbours", ["x": [[1, 0, 1, 0]], "from": 1, "base": 1])["turned"],
      [[0.5403023059, 0.8414709848, 0.5403023059, 0.8414709848]])
    expectRefusal(.g_ROPE, "neighbours", ["x": [[1, 2, 3]]], left: [1, 3], right: [2])
  }

  @Test(.formula(.g_RMS)) func g_RMS_whereTheEpsilonStands() throws {
    let inputs: Formula.Values = ["x": [[3, 4], [0.003, 0.004]]]
    expect(
      try compute(.g_RMS, "published", inputs)["y"],
      [[0.8485277980, 1.1313703973], [0.6324555320, 0.8432740427]])
    expect(
      try compute(.g_RMS, "epsilon outside", inputs.with(["x": [[0.003, 0.004]]]))["y"],
      [[0.8461349065, 1.1281798753]])
    expect(
      try compute(.g_RMS, "mean taken off", inputs.with(["epsilon": 0, "gain": [2, 3]]))["y"],
      [[-2, 3], [-2, 3]])
    // Without ε the size of a row does not matter, and its gain does.
    let exact = inputs.with(["epsilon": 0, "gain": [10, 100]])
    for reading in ["published", "epsilon outside"] {
      expect(
        try compute(.g_RMS, reading, exact)["y"],
        [[8.485281374239, 113.137084989848], [8.485281374239, 113.137084989848]])
    }
    expectRefusal(.g_RMS, "published", inputs.with(["gain": [1]]), left: [1], right: [2, 2])
  }

  @Test(.formula(.g_QKNORM)) func g_QKNORM_lengthDoesNotCount() throws {
    let inputs: Formula.Values = ["Q": [[3, 4], [30, 40]], "K": [[4, 3], [0, 1]]]
    let exact = inputs.with(["epsilon": 0])
    // √2 times the cosines 0.96 and 0.8.
    expect(
      try compute(.g_QKNORM, "root mean square", exact)["S"],
      [[1.3576450199, 1.1313708499], [1.3576450199, 1.1313708499]])
    expect(
      try compute(.g_QKNORM, "root mean square", inputs)["S"],
      [[1.3576439338, 1.1313590838], [1.3576444714, 1.1313595318]])
    expect(
      try compute(.g_QKNORM, "unit length", inputs.with(["g": 10]))["S"], [[9.6, 8], [9.6, 8]])
    expect(
      try compute(.g_QKNORM, "as they come", inputs)["S"],
      [[16.9705627485, 2.8284271247], [169.7056274848, 28.2842712475]])
  }

  @Test(.formula(.g_RELU2)) func g_RELU2() throws {
    expect(try compute(.g_RELU2, "published", ["x": [2, -2, 0.5, 0]])["y"], [4, 0, 0.25, 0], within: 0)
    expect(try compute(.g_RELU2, "squared first", ["x": [2, -2, 0.5, 0]])["y"], [4, 4, 0.25, 0], within: 0)
  }

  @Test(.formula(.g_SWIGLU)) func g_SWIGLU() throws {
    let inputs: Formula.Values = [
      "x": [[1, -2]], "W": [[1, 0, -1], [0, 1, 1]], "V": [[1, 1, 0], [0, 1, 1]],
      "W2": [[1, 2], [3, 4], [5, 6]],
    ]
    let plain = try compute(.g_SWIGLU, "published", inputs)
    expect(plain["output"], [[2.8690523061, 4.1230719678]])
    #expect(plain.names == ["output"])
    expect(try compute(.g_SWIGLU, "sigmoid", inputs)["output"], [[-0.1008089192, 0.4161949910]])
    for (width, gated) in [(512, 344), (128, 88), (12, 8), (24, 16), (25, 16), (27, 24)] {
      expect(
        try compute(.g_SWIGLU, "published", inputs.with(["h": .number(Double(width))]))["width"],
        .number(Double(gated)), within: 0)
    }
    expectRefusal(.g_SWIGLU, "published", inputs.with(["x": [[1, 2, 3]]]), left: [1, 3], right: [2, 3])
    expectRefusal(.g_SWIGLU, "published", inputs.with(["V": [[1], [1]]]), left: [1, 3], right: [1, 1])
    expectRefusal(.g_SWIGLU, "published", inputs.with(["W2": [[1, 2]]]), left: [1, 3], right: [1, 2])
  }

  @Test(.formula(.g_SOFTCAP)) func g_SOFTCAP() throws {
    let inputs: Formula.Values = ["z": [1, 30, -90], "c": 30]
    expect(
      try compute(.g_SOFTCAP, "published", inputs)["z"], [0.9996297942, 22.8478246787, -29.8516426106])
    expect(try compute(.g_SOFTCAP, "clipped", inputs)["z"], [1, 30, -30], within: 0)
    expect(
      try compute(.g_SOFTCAP, "published", inputs.with(["c": 15]))["z"],
      [0.9985211475, 14.4604137012, -14.9998156748])
  }

  @Test(.formula(.g_VALUERES)) func g_VALUERES() throws {
    let inputs: Formula.Values = ["V": [[4, 0]], "V1": [[0, 8]], "lambda": 0.25]
    expect(try compute(.g_VALUERES, "published", inputs)["V"], [[3, 2]], within: 0)
    expect(try compute(.g_VALUERES, "published", inputs.with(["lambda": 0]))["V"], [[4, 0]], within: 0)
    expect(try compute(.g_VALUERES, "the mean", inputs)["V"], [[2, 4]], within: 0)
    expect(try compute(.g_VALUERES, "the first block's alone", inputs)["V"], [[0, 8]], within: 0)
    expectRefusal(.g_VALUERES, "published", inputs.with(["V1": [[1]]]), left: [1, 2], right: [1, 1])
  }

  @Test(.formula(.g_MUON)) func g_MUON_fiveStepsBringSingularValuesNearOne() throws {
    func orthogonal(_ reading: String, _ gradient: Matrix) throws -> Matrix {
      let inputs: Formula.Values = [
        "W": .matrix(gradient * 0), "gradients": .matrices([gradient]), "rate": 0,
      ]
      return try
        (reading == "cubic" ? compute(.g_MUON, "cubic", inputs) : compute(.g_MUON, "quintic", inputs))
        .matrices("NS")[0]
    }
    // Of a diagonal matrix the singular values are the diagonal.
    expect(.matrix(try orthogonal("quintic", [[3, 0], [0, 4]])), [[0.7228761296, 0], [0, 1.1192039042]])
    expect(.matrix(try orthogonal("cubic", [[3, 0], [0, 4]])), [[0.9999999972, 0], [0, 1]])
    let tall: Matrix = [[1, 2], [3, 4], [5, 6]]
    expect(
      .matrix(try orthogonal("quintic", tall)),
      [[-0.4675185654, 0.5734733071], [0.0724322875, 0.4094526223], [0.6123831404, 0.2454319376]])
    expect(
      .matrix(try orthogonal("cubic", tall)),
      [[-0.1294805981, 0.3950565471], [0.2510422214, 0.4703710864], [0.6315650409, 0.5456856257]])
    #expect(try orthogonal("quintic", tall.transposed) == orthogonal("quintic", tall).transposed)
    // Neither the size of a gradient counts, nor is nothing divided by nothing.
    expect(
      .matrix(try orthogonal("quintic", tall * 1000)), .matrix(try orthogonal("quintic", tall)), within: 1e-7)
    expect(.matrix(try orthogonal("quintic", tall * 0)), .matrix(tall * 0), within: 0)
  }

  @Test(.formula(.g_MUON)) func g_MUON_steps() throws {
    let inputs: Formula.Values = [
      "W": [[1, 2], [3, 4]], "gradients": .matrices([[[3, 0], [0, 4]], [[0, 1], [-1, 0]]]), "rate": 0.1,
    ]
    expect(
      try compute(.g_MUON, "quintic", inputs)["W"],
      [[0.8614739063, 1.9501217144], [3.0498782856, 3.7927252312]])
    expect(
      try compute(.g_MUON, "cubic", inputs.with(["gradients": .matrices([[[3, 0], [0, 4]]])]))["W"],
      [[0.9000000003, 2], [3, 3.9]])
    // A matrix that is taller than wide goes further, by √(3/2); a wide one does not.
    let tall: Matrix = [[1, 2], [3, 4], [5, 6]]
    func step(_ weight: Matrix) throws -> Matrix {
      try matrix(
        .g_MUON, "quintic", ["W": .matrix(weight), "gradients": .matrices([weight]), "rate": 0.1], "W")
    }
    expect(
      .matrix(try step(tall)),
      [[1.0572590972, 1.9297641505], [2.9911288931, 3.9498525002], [4.9249986890, 5.9699408500]])
    expect(
      .matrix(try step(tall.transposed)),
      [[1.0467518565, 2.9927567712, 4.9387616860], [1.9426526693, 3.9590547378, 5.9754568062]])
    expectRefusal(
      .g_MUON, "quintic", inputs.with(["gradients": .matrices([tall])]), left: [2, 2], right: [3, 2])
  }

  @Test(.formula(.g_WSD)) func g_WSD_upFlatAndDown() throws {
    let inputs: Formula.Values = [
      "peak": 1, "w": 10, "d": 20, "N": 100, "s": [1, 9, 10, 11, 80, 81, 90, 99, 100, 200],
    ]
    expect(
      try compute(.g_WSD, "line", inputs)["rate"], [0.1, 0.9, 1, 1, 1, 0.95, 0.5, 0.05, 0, 0], within: 1e-15)
    expect(
      try compute(.g_WSD, "line", inputs.with(["peak": 3, "floor": 1]))["rate"],
      [0.3, 2.7, 3, 3, 3, 2.9, 2, 1.1, 1, 1], within: 1e-14)
    expect(
      try compute(.g_WSD, "one minus root", inputs)["rate"],
      [0.1, 0.9, 1, 1, 1, 0.7763932023, 0.2928932188, 0.0253205655, 0, 0])
    // Neither a way up nor one down is needed.
    expect(
      try compute(.g_WSD, "line", inputs.with(["w": 0, "d": 0, "s": [1, 99, 100]]))["rate"], [1, 1, 0],
      within: 0)
  }
}
