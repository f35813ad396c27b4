import Foundation

extension LearningRateExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "counted-from-zero", diagnosis: "the rate of the step before: the steps were counted from 0",
      remedy: "The first step is step 1. A rate of 0 there would waste its gradient.", frequency: 3,
      evidence: firstRate
    ) { s, peak, w, T, floor in schedule(s - 1, peak, w, T, floor) },
    Misconception(
      "warm-up-from-zero",
      diagnosis: "(s − 1)/w in the warm-up: the first step has the rate 0 and the peak comes late",
      remedy:
        "The first step is step 1, and step warmUpSteps should have the peak. Put both into your "
        + "formula.",
      frequency: 3, evidence: firstRate
    ) { s, peak, w, T, floor in
      s <= w ? peak * Double(s - 1) / Double(w) : schedule(s, peak, w, T, floor)
    },
    Misconception(
      "peak-one-late", diagnosis: "s/(w + 1) in the warm-up: the peak is not reached at its end",
      remedy: "What should the rate be at step warmUpSteps itself?", frequency: 1
    ) { s, peak, w, T, floor in
      s <= w ? peak * Double(s) / Double(w + 1) : schedule(s, peak, w, T, floor)
    },
    Misconception(
      "one-more-over-one-more", diagnosis: "(s + 1)/(w + 1) in the warm-up, for steps that count from 0",
      remedy: "nanoGPT counts its steps from 0 and so adds 1. Here the first step is step 1: s/w.",
      frequency: 2,
      evidence: firstRate
    ) { s, peak, w, T, floor in
      s <= w ? peak * Double(s + 1) / Double(w + 1) : schedule(s, peak, w, T, floor)
    },
    Misconception(
      "warm-up-one-early", diagnosis: "(s + 1)/w in the warm-up: the peak is reached one step early",
      remedy: "Step 1 of 4 should have a quarter of the peak. What does your formula give it?", frequency: 2,
      evidence: firstRate
    ) { s, peak, w, T, floor in
      s < w ? peak * Double(s + 1) / Double(w) : schedule(s, peak, w, T, floor)
    },
    Misconception(
      "nanogpt",
      diagnosis:
        "nanoGPT's schedule, for steps that count from 0: s/(w + 1), and a cosine that is one step late",
      remedy:
        "Here the first step is step 1: the peak comes at step warmUpSteps, and the fall with the next.",
      frequency: 2
    ) { s, peak, w, T, floor in
      s <= w ? peak * Double(s) / Double(w + 1) : schedule(s - 1, peak, w, T, floor)
    },
    Misconception(
      "fall-one-late", diagnosis: "a cosine of s − 1: the peak is kept for one step more",
      remedy: "At step warmUpSteps the progress is 0, and at the next it is above: (s − w)/(T − w).",
      frequency: 2
    ) { s, peak, w, T, floor in s > w ? schedule(s - 1, peak, w, T, floor) : schedule(s, peak, w, T, floor) },
    Misconception(
      "warm-up-from-floor", diagnosis: "a warm-up from the floor to the peak, not from 0",
      remedy: "The straight line of the warm-up begins at 0: peak·s/w. The floor is for the end.",
      frequency: 1,
      evidence: firstRate
    ) { s, peak, w, T, floor in
      s <= w ? floor + (peak - floor) * Double(s) / Double(w) : schedule(s, peak, w, T, floor)
    },
    Misconception(
      "without-fall",
      diagnosis: "the peak kept until the last step: no cosine, or that of a progress of two Ints divided",
      remedy:
        "After the warm-up the rate follows half a cosine down. And (s − w) / (T − w) of two Ints is 0.",
      frequency: 2
    ) { s, peak, w, T, floor in s <= w || s >= T ? schedule(s, peak, w, T, floor) : peak },
    Misconception(
      "zero-at-the-end", diagnosis: "the rate 0 from step totalSteps on",
      remedy: "The floor is reached at the last step and kept after it.", frequency: 1, evidence: lastRate
    ) { s, peak, w, T, floor in s >= T ? 0 : schedule(s, peak, w, T, floor) },
    Misconception(
      "floor-as-share", diagnosis: "a fall to floor·peak: the floor taken for a share of the peak",
      remedy: "floor is a rate itself, as peak is.", frequency: 1, evidence: lastRate
    ) { s, peak, w, T, floor in schedule(s, peak, w, T, floor * peak) },
    Misconception(
      "without-pi", diagnosis: "the cosine of the progress without π: it falls to cos 1 and then jumps",
      remedy: "cos takes an angle: half a wave is π, not 1.", frequency: 2
    ) { s, peak, w, T, floor in
      s <= w || s >= T
        ? schedule(s, peak, w, T, floor) : wave(Double(s - w) / Double(T - w) / .pi, peak, floor)
    },
    Misconception(
      "whole-wave", diagnosis: "a whole wave, cos(2π·progress): down to the floor and up to the peak again",
      remedy: "At progress 1 the cosine must be −1. Of which angle is it?", frequency: 1
    ) { s, peak, w, T, floor in
      s <= w || s >= T
        ? schedule(s, peak, w, T, floor) : wave(2 * Double(s - w) / Double(T - w), peak, floor)
    },
    Misconception(
      "rising", diagnosis: "1 − cos in the place of 1 + cos: the rate rises from the floor to the peak",
      remedy: "At progress 0 the share must be 1, and cos 0 is 1 already.", frequency: 1
    ) { s, peak, w, T, floor in
      s <= w || s >= T
        ? schedule(s, peak, w, T, floor) : wave(1 - Double(s - w) / Double(T - w), peak, floor)
    },
    Misconception(
      "over-the-total",
      diagnosis: "a cosine over (s − w)/T: it has not come down when training ends, and then jumps",
      remedy: "How many steps are left after the warm-up? The progress must be 1 after those.", frequency: 3
    ) { s, peak, w, T, floor in
      s <= w || s >= T
        ? schedule(s, peak, w, T, floor) : wave(Double(s - w) / Double(T), peak, floor)
    },
    Misconception(
      "from-the-start",
      diagnosis: "a cosine over s/T, warm-up included: the rate jumps down when the warm-up ends",
      remedy: "At the end of the warm-up the rate is the peak. What must the progress be there?", frequency: 2
    ) { s, peak, w, T, floor in
      s <= w || s >= T ? schedule(s, peak, w, T, floor) : wave(Double(s) / Double(T), peak, floor)
    },
    Misconception(
      "without-floor", diagnosis: "a cosine that falls to 0: the floor is missing",
      remedy: "At progress 1 the cosine's share is 0. What must be left of the rate then?", frequency: 2,
      evidence: lastRate
    ) { s, peak, w, T, floor in schedule(s, peak, w, T, 0) },
    Misconception(
      "floor-at-the-end-alone", diagnosis: "a cosine that falls towards 0 and jumps to the floor at the end",
      remedy: "The floor belongs in the curve as well: it runs from the peak to the floor.", frequency: 2
    ) { s, peak, w, T, floor in s >= T ? floor : schedule(s, peak, w, T, 0) },
    Misconception(
      "cut-off", diagnosis: "the larger of the floor and a cosine that falls to 0: it is cut off, not raised",
      remedy:
        "The curve should reach the floor at the last step, not before. Between which two rates does it "
        + "run?",
      frequency: 2
    ) { s, peak, w, T, floor in s <= w ? schedule(s, peak, w, T, 0) : max(floor, schedule(s, peak, w, T, 0))
    },
    Misconception(
      "floor-on-top",
      diagnosis: "floor + ½·peak·(1 + cos …): just after the warm-up the rate exceeds the peak",
      remedy: "Put progress 0 into your formula. The rate there should be the peak.", frequency: 2
    ) { s, peak, w, T, floor in
      s <= w || s >= T
        ? schedule(s, peak, w, T, floor)
        : wave(Double(s - w) / Double(T - w), peak + floor, floor)
    },
    Misconception(
      "straight-down", diagnosis: "a straight line from the peak to the floor, not a cosine",
      remedy:
        "The ends are right. What lies between them: where is half a cosine above the line, where "
        + "below?",
      frequency: 2
    ) { s, peak, w, T, floor in
      s <= w || s >= T
        ? schedule(s, peak, w, T, floor) : peak - (peak - floor) * Double(s - w) / Double(T - w)
    },
    Misconception(
      "up-again", diagnosis: "a cosine that goes on after the last step and climbs again",
      remedy: "A run may be longer than planned. What rate has a step after totalSteps?", frequency: 3
    ) { s, peak, w, T, floor in
      s <= w ? schedule(s, peak, w, T, floor) : wave(Double(s - w) / Double(T - w), peak, floor)
    },
    Misconception(
      "up-again-from-zero",
      diagnosis: "a cosine without floor or end: down to 0 and up again after the last step",
      remedy: "Two things are missing: the floor, and that it is kept after totalSteps.", frequency: 2,
      evidence: lastRate
    ) { s, peak, w, T, floor in
      s <= w ? schedule(s, peak, w, T, floor) : wave(Double(s - w) / Double(T - w), peak, 0)
    },
    Misconception(
      "in-degrees", diagnosis: "the cosine of 180·progress: an angle in degrees where radians belong",
      remedy: "Half a wave is π in radians: cos(.pi * progress).", frequency: 1
    ) { s, peak, w, T, floor in
      s <= w || s >= T
        ? schedule(s, peak, w, T, floor)
        : wave(180 * Double(s - w) / Double(T - w) / .pi, peak, floor)
    },
    Misconception(
      "quarter-wave", diagnosis: "a quarter of a wave, cos(½π·progress): it comes down at full speed",
      remedy: "1 + cos runs from 2 to 0 while its angle runs from 0 to … which angle?", frequency: 1
    ) { s, peak, w, T, floor in
      s <= w || s >= T
        ? schedule(s, peak, w, T, floor)
        : floor + (peak - floor) * cos(0.5 * .pi * Double(s - w) / Double(T - w))
    },
    Misconception(
      "without-half",
      diagnosis: "1 + cos without the half: just after the warm-up the rate is nearly twice the peak",
      remedy: "1 + cos runs from 2 to 0. The share should run from 1 to 0.", frequency: 2
    ) { s, peak, w, T, floor in
      s <= w || s >= T
        ? schedule(s, peak, w, T, floor) : wave(Double(s - w) / Double(T - w), 2 * peak - floor, floor)
    },
    Misconception(
      "without-warm-up", diagnosis: "the cosine at every step: the warm-up is missing",
      remedy: "The first warmUpSteps steps have a formula of their own.", frequency: 1, evidence: firstRate
    ) { s, peak, w, T, floor in s >= T ? floor : wave(Double(s - w) / Double(T - w), peak, floor) },
    Misconception(
      "whole-numbers", diagnosis: "steps divided as whole numbers: 3 / 4 is 0, and the rate moves in jumps",
      remedy:
        "Two Ints divided give an Int. Turn them into Double before you divide, not after.",
      frequency: 2,
      evidence: firstRate
    ) { s, peak, w, T, floor in
      if s <= w { return peak * Double(s / w) }
      return s >= T ? floor : wave(Double((s - w) / (T - w)), peak, floor)
    },
    Misconception(
      "whole-numbers-in-warm-up", diagnosis: "s / w of two Ints in the warm-up: 0 until it ends",
      remedy: "3 / 4 of two Ints is 0: Double(step) / Double(warmUpSteps).", frequency: 2, evidence: firstRate
    ) { s, peak, w, T, floor in s <= w ? peak * Double(s / w) : schedule(s, peak, w, T, floor) },
    Misconception(
      "inverse-root",
      diagnosis: "a fall with 1/√step, the schedule of the first Transformer, not half a cosine",
      remedy: "That is another good schedule, and it knows no end. Here the floor is reached at totalSteps.",
      frequency: 1
    ) { s, peak, w, T, floor in
      s <= w || s >= T
        ? schedule(s, peak, w, T, floor)
        : max(floor, peak * (Double(max(1, w)) / Double(s)).squareRoot())
    },
  ]

  /// The schedule as it should be, at any step.
  private static func schedule(
    _ step: Int, _ peak: Double, _ warmUp: Int, _ total: Int, _ floor: Double
  ) -> Double {
    if step <= warmUp, warmUp > 0 { return peak * Double(step) / Double(warmUp) }
    if step >= total { return floor }
    return wave(Double(step - warmUp) / Double(total - warmUp), peak, floor)
  }

  private static func wave(_ progress: Double, _ peak: Double, _ floor: Double) -> Double {
    floor + 0.5 * (peak - floor) * (1 + cos(.pi * progress))
  }

  private static let firstRate: @Sendable (Answer) -> String? = { answer in
    answer.parts.first?.numbers.first.map { "the rate of the first step asked for is \(Float($0))" }
  }

  private static let lastRate: @Sendable (Answer) -> String? = { answer in
    answer.parts.first?.numbers.last.map { "the rate after the last step is \(Float($0))" }
  }
}
