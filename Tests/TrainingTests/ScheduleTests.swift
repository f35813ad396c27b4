import Testing
import Training

@Suite("Learning rate schedules")
struct ScheduleTests {
  @Test("the schedule of 2017 peaks at the end of its warm-up (ledger G-LR)")
  func inverseRoot() {
    let schedule = LearningRateSchedule.inverseRoot(channels: 512, warmUp: 4_000)
    #expect(abs(Double(schedule(step: 4_000)) - 6.98771243e-4) < 3e-11)  // half the spacing of Float there
    // Before: proportional to the step. After: to its inverse root.
    #expect(abs(Double(schedule(step: 1)) * 4_000 - 6.98771243e-4) < 1e-10)
    #expect(abs(Double(schedule(step: 16_000)) * 2 - 6.98771243e-4) < 1e-10)
    #expect(schedule(step: 3_999) < schedule(step: 4_000))
    #expect(schedule(step: 4_001) < schedule(step: 4_000))
  }

  @Test("warm-up is a straight line to the peak, then half a cosine to the floor")
  func cosine() {
    let schedule = LearningRateSchedule.cosine(peak: 1, floor: 0.1, warmUp: 10, steps: 110)
    #expect(schedule(step: 1) == 0.1)
    #expect(schedule(step: 5) == 0.5)
    #expect(schedule(step: 10) == 1)
    #expect(abs(schedule(step: 60) - 0.55) < 1e-6)  // half way, where the cosine is 0
    #expect(abs(schedule(step: 35) - (0.55 + 0.45 * Float(0.5).squareRoot())) < 1e-6)  // a quarter: cos 45°
    #expect(schedule(step: 110) == 0.1)
    #expect(schedule(step: 5_000) == 0.1)
    let rates = (10...110).map { schedule(step: $0) }
    #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test("a schedule may have no warm-up, or nothing but warm-up")
  func edges() {
    #expect(LearningRateSchedule.constant(0.25)(step: 1_000_000) == 0.25)
    #expect(LearningRateSchedule.cosine(peak: 1, floor: 0, warmUp: 0, steps: 2)(step: 1) == 0.5)
    #expect(LearningRateSchedule.cosine(peak: 1, floor: 0, warmUp: 4, steps: 4)(step: 4) == 1)
    #expect(LearningRateSchedule.inverseRoot(channels: 4, warmUp: 0)(step: 4) == 0.25)
  }

  @Test("up in a straight line, flat, and down in a straight line over the last steps")
  func warmUpStableDecay() {
    let schedule = LearningRateSchedule.warmUpStableDecay(
      peak: 1, floor: 0.5, warmUp: 10, decay: 20, steps: 100)
    for (step, rate) in [(1, 0.1), (5, 0.5), (10, 1), (11, 1), (80, 1), (85, 0.875), (90, 0.75), (100, 0.5)] {
      #expect(schedule(step: step) == Float(rate), "step \(step)")
    }
    #expect(schedule(step: 81) < 1 && schedule(step: 101) == 0.5 && schedule(step: 5_000) == 0.5)
    let none = LearningRateSchedule.warmUpStableDecay(peak: 1, floor: 0, warmUp: 0, decay: 0, steps: 3)
    #expect((1...3).map { none(step: $0) } == [1, 1, 0])
    let both = LearningRateSchedule.warmUpStableDecay(peak: 1, floor: 0, warmUp: 2, decay: 2, steps: 4)
    #expect((1...4).map { both(step: $0) } == [0.5, 1, 0.5, 0])
  }

  @Test("the factor of the schedule of 2017 multiplies every rate")
  func factor() {
    let plain = LearningRateSchedule.inverseRoot(channels: 64, warmUp: 10)
    for step in [1, 10, 11, 1_000] {
      let larger = LearningRateSchedule.inverseRoot(channels: 64, warmUp: 10, factor: 4)
      #expect(larger(step: step) == 4 * plain(step: step))
    }
  }
}
