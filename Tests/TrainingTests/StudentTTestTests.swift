import Foundation
import TestSupport
import Testing
import Training

@Suite("Student's t-test")
struct StudentTTestTests {
  @Test("by hand: two and three degrees of freedom have short formulas, one is Cauchy's")
  func byHand() {
    for t in [-3, -1, -0.25, 0, 0.5, 2] {
      let root = (2 + t * t).squareRoot()
      #expect(abs(studentTProbability(below: t, degreesOfFreedom: 2) - (0.5 + t / (2 * root))) < 1e-15)
    }
    #expect(abs(studentTProbability(below: 1, degreesOfFreedom: 1) - 0.75) < 1e-15)
    for degrees in 1...12 {
      #expect(studentTProbability(below: 0, degreesOfFreedom: degrees) == 0.5)
      #expect(studentTProbability(below: -.infinity, degreesOfFreedom: degrees) < 1e-15)
      #expect(studentTProbability(below: .infinity, degreesOfFreedom: degrees) == 1)
    }
  }

  @Test("mean, deviation and t are what their formulas say")
  func statistics() {
    let test = oneSidedTTest(of: [1, 2, 3, 6], isBelow: 4)
    #expect(test.mean == 3)
    #expect(abs(test.deviation - (14.0 / 3).squareRoot()) < 1e-15)
    #expect(abs(test.t + 2 / (14.0 / 3).squareRoot()) < 1e-15)
    #expect(test.p == studentTProbability(below: test.t, degreesOfFreedom: 3))
  }

  /// What scipy says; see `Fixtures/make_t_tests.py`.
  private struct Oracle: Decodable {
    struct Sample: Decodable {
      let values: [Double]
      let target, t, p: Double
    }
    struct Probabilities: Decodable {
      let degrees: Int
      let t, p: [Double]
    }
    let samples: [Sample]
    let probabilities: [Probabilities]
  }

  @Test("samples of 2 to 64 and places near and far have the numbers that scipy gives")
  func oracle() throws {
    let file = TestSources.folder.appending(path: "TrainingTests/Fixtures/t-tests.json")
    let oracle = try JSONDecoder().decode(Oracle.self, from: Data(contentsOf: file))
    #expect(oracle.samples.map(\.values.count) == [2, 3, 4, 5, 8, 9, 16, 64])
    for sample in oracle.samples {
      let test = oneSidedTTest(of: sample.values, isBelow: sample.target)
      #expect(abs(test.t - sample.t) < 1e-9 * abs(sample.t))
      #expect(abs(test.p - sample.p) < 1e-12)
    }
    #expect(oracle.probabilities.count == 9)
    for row in oracle.probabilities {
      for (t, p) in zip(row.t, row.p) {
        #expect(abs(studentTProbability(below: t, degreesOfFreedom: row.degrees) - p) < 1e-14)
      }
    }
  }

  @Test("measurements that are all alike leave nothing to chance")
  func noSpread() {
    for (target, p) in [(1.5, 1.0), (2, 0.5), (2.5, 0)] {
      #expect(abs(oneSidedTTest(of: [2, 2, 2], isBelow: target).p - p) < 1e-15)
    }
  }
}
