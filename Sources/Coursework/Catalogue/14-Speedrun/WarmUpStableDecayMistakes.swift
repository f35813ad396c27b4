import Platform

extension WarmUpStableDecayExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "counted-from-zero", diagnosis: "the rate of the step before: the steps were counted from 0",
      remedy: "The first step is step 1. A rate of 0 there would waste its gradient.", frequency: 3,
      evidence: firstRate
    ) { s, peak, floor, w, d, T in schedule(s - 1, peak, floor, w, d, T) },
    Misconception(
      "warm-up-from-zero",
      diagnosis: "(s − 1)/w on the way up: the first step has the rate 0 and the peak comes one step late",
      remedy: "Put step 1 and step warmUpSteps into your formula.", frequency: 3, evidence: firstRate
    ) { s, peak, floor, w, d, T in
      s <= w ? peak * Double(s - 1) / Double(w) : schedule(s, peak, floor, w, d, T)
    },
    Misconception(
      "warm-up-one-early", diagnosis: "(s + 1)/w on the way up: the peak is reached one step early",
      remedy: "Step 1 of 4 should have a quarter of the peak. What does your formula give it?", frequency: 2,
      evidence: firstRate
    ) { s, peak, floor, w, d, T in
      s < w ? peak * Double(s + 1) / Double(w) : schedule(s, peak, floor, w, d, T)
    },
    Misconception(
      "peak-one-late", diagnosis: "s/(w + 1) on the way up: the peak is not reached at its end",
      remedy: "What should the rate be at step warmUpSteps itself?", frequency: 1
    ) { s, peak, floor, w, d, T in
      s <= w ? peak * Double(s) / Double(w + 1) : schedule(s, peak, floor, w, d, T)
    },
    Misconception(
      "warm-up-from-floor", diagnosis: "a way up from the floor to the peak, not from 0",
      remedy: "The way up begins at 0: peak·s/w. The floor is for the end.", frequency: 1, evidence: firstRate
    ) { s, peak, floor, w, d, T in
      s <= w ? floor + (peak - floor) * Double(s) / Double(w) : schedule(s, peak, floor, w, d, T)
    },
    Misconception(
      "without-warm-up", diagnosis: "the peak from the first step on: the way up is missing",
      remedy: "The first warmUpSteps steps have a formula of their own.", frequency: 1, evidence: firstRate
    ) { s, peak, floor, _, d, T in schedule(s, peak, floor, 0, d, T) },
    Misconception(
      "fall-one-late", diagnosis: "a way down that begins one step late, and jumps at the end",
      remedy: "The peak is kept up to step T − d; the next is the first of d steps down.", frequency: 3
    ) { s, peak, floor, w, d, T in
      falling(s, w, d, T) ? schedule(s - 1, peak, floor, 0, d, T) : schedule(s, peak, floor, w, d, T)
    },
    Misconception(
      "fall-one-early", diagnosis: "a way down that begins one step early: the floor is there at step T − 1",
      remedy: "Step T − d has the peak still: its progress is 0.", frequency: 3
    ) { s, peak, floor, w, d, T in
      s > w && s < T && s >= T - d
        ? schedule(s + 1, peak, floor, 0, d, T) : schedule(s, peak, floor, w, d, T)
    },
    Misconception(
      "over-one-step-more", diagnosis: "(s − (T − d))/(d + 1): the way down ends above the floor, and jumps",
      remedy: "After d steps the progress must be 1.", frequency: 1
    ) { s, peak, floor, w, d, T in
      falling(s, w, d, T)
        ? line(Double(s - (T - d)) / Double(d + 1), peak, floor) : schedule(s, peak, floor, w, d, T)
    },
    Misconception(
      "from-the-peak-on",
      diagnosis: "a way down that begins as soon as the peak is reached: nothing is stable",
      remedy: "Between the two ways the rate stays. decaySteps says how many steps the way down takes.",
      frequency: 2
    ) { s, peak, floor, w, _, T in schedule(s, peak, floor, w, T - w, T) },
    Misconception(
      "decay-as-a-place", diagnosis: "a way down from step decaySteps on: a length taken for a place",
      remedy: "decaySteps is how long it takes. It begins that many steps before the end: at T − d.",
      frequency: 3
    ) { s, peak, floor, w, d, T in schedule(s, peak, floor, w, T - max(w, d), T) },
    Misconception(
      "over-the-total", diagnosis: "(s − (T − d))/T: the way down is hardly one, and then the rate jumps",
      remedy: "The progress must be 1 when d steps are made.", frequency: 2
    ) { s, peak, floor, w, d, T in
      falling(s, w, d, T)
        ? line(Double(s - (T - d)) / Double(T), peak, floor) : schedule(s, peak, floor, w, d, T)
    },
    Misconception(
      "below-the-floor", diagnosis: "a way down that goes on after the last step, below the floor",
      remedy: "A run may be longer than planned. Which rate has a step after totalSteps?", frequency: 3,
      evidence: lastRate
    ) { s, peak, floor, w, d, T in
      s > T && d > 0 ? line(Double(s - (T - d)) / Double(d), peak, floor) : schedule(s, peak, floor, w, d, T)
    },
    Misconception(
      "zero-at-the-end", diagnosis: "the rate 0 from step totalSteps on",
      remedy: "The floor is reached at the last step and kept after it.", frequency: 1, evidence: lastRate
    ) { s, peak, floor, w, d, T in s >= T ? 0 : schedule(s, peak, floor, w, d, T) },
    Misconception(
      "floor-as-share", diagnosis: "a way down to floor·peak: the floor taken for a share of the peak",
      remedy: "floor is a rate itself, as peak is.", frequency: 1, evidence: lastRate
    ) { s, peak, floor, w, d, T in schedule(s, peak, floor * peak, w, d, T) },
    Misconception(
      "without-floor", diagnosis: "a way down to 0: the floor is missing",
      remedy: "It falls by peak − floor, and so ends at the floor.", frequency: 2, evidence: lastRate
    ) { s, peak, _, w, d, T in schedule(s, peak, 0, w, d, T) },
    Misconception(
      "floor-at-the-end-alone", diagnosis: "a way down towards 0 that jumps to the floor at the end",
      remedy: "The floor belongs into the line as well: from the peak to the floor.", frequency: 2
    ) { s, peak, floor, w, d, T in s >= T ? floor : schedule(s, peak, 0, w, d, T) },
    Misconception(
      "cut-off", diagnosis: "the larger of the floor and a line that falls to 0: it is cut off, not raised",
      remedy: "The line should reach the floor at the last step, not before.", frequency: 2
    ) { s, peak, floor, w, d, T in
      s <= w ? schedule(s, peak, 0, w, d, T) : max(floor, schedule(s, peak, 0, w, d, T))
    },
    Misconception(
      "floor-on-top",
      diagnosis: "floor + peak·(1 − progress): just as the way down begins the rate exceeds the peak",
      remedy: "Put progress 0 into your formula. The rate there should be the peak.", frequency: 2
    ) { s, peak, floor, w, d, T in
      falling(s, w, d, T) ? schedule(s, peak, 0, w, d, T) + floor : schedule(s, peak, floor, w, d, T)
    },
    Misconception(
      "rising", diagnosis: "floor + (peak − floor)·progress: the rate jumps to the floor and climbs",
      remedy: "At progress 0 the rate must be the peak.", frequency: 1
    ) { s, peak, floor, w, d, T in schedule(s, peak, floor, w, d, T) { $0 } },
    Misconception(
      "cosine", diagnosis: "half a cosine down, not a straight line",
      remedy: "That is the other schedule's way down. Here every step takes off the same.", frequency: 2
    ) { s, peak, floor, w, d, T in schedule(s, peak, floor, w, d, T) { 0.5 * (1 + cos(.pi * $0)) } },
    Misconception(
      "root", diagnosis: "1 − √progress, a way down that is fast at first",
      remedy: "It is said to be a little better. What is asked is the straight line.", frequency: 1
    ) { s, peak, floor, w, d, T in schedule(s, peak, floor, w, d, T) { 1 - $0.squareRoot() } },
    Misconception(
      "without-fall",
      diagnosis: "the peak kept until the last step: no way down, or that of a progress of two Ints divided",
      remedy: "The last decaySteps steps are a way down. And (s − begin) / d of two Ints is 0.", frequency: 2
    ) { s, peak, floor, w, d, T in schedule(s, peak, floor, w, d, T) { _ in 1 } },
    Misconception(
      "whole-numbers", diagnosis: "steps divided as whole numbers, up and down: 3 / 4 is 0",
      remedy: "Two Ints divided give an Int. Turn them into Double before you divide, not after.",
      frequency: 2, evidence: firstRate
    ) { s, peak, floor, w, d, T in
      s <= w ? peak * Double(s / w) : schedule(s, peak, floor, w, d, T) { _ in 1 }
    },
    Misconception(
      "whole-numbers-in-warm-up", diagnosis: "s / w of two Ints on the way up: 0 until it ends",
      remedy: "3 / 4 of two Ints is 0: Double(step) / Double(warmUpSteps).", frequency: 2, evidence: firstRate
    ) { s, peak, floor, w, d, T in
      s <= w ? peak * Double(s / w) : schedule(s, peak, floor, w, d, T)
    },
  ]

  /// Whether a step is on the way down.
  private static func falling(_ step: Int, _ warmUp: Int, _ decay: Int, _ total: Int) -> Bool {
    step > warmUp && step > total - decay && step < total
  }

  /// The straight line from the peak, at progress 0, to the floor, at 1.
  private static func line(_ progress: Double, _ peak: Double, _ floor: Double) -> Double {
    peak - (peak - floor) * progress
  }

  private static let firstRate: @Sendable (Answer) -> String? = { answer in
    answer.parts.first?.numbers.first.map { "the rate of the first step asked for is \(Float($0))" }
  }

  private static let lastRate: @Sendable (Answer) -> String? = { answer in
    answer.parts.first?.numbers.last.map { "the rate after the last step is \(Float($0))" }
  }
}
