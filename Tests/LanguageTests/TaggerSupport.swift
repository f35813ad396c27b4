import Foundation
import Language
import Testing

/// What hmmlearn and CRFsuite say, in `Fixtures/taggers.json`; the script that made it lies beside it.
struct TaggerFixture: Decodable {
  struct Model: Decodable {
    struct Trained: Decodable {
      let initial: [Double]
      let transitions: [[Double]]
      let emissions: [[Double]]
    }

    let name: String
    let sequences: [[Int]]
    let initial: [Double]
    let transitions: [[Double]]
    let emissions: [[Double]]
    let logLikelihoods: [Double]
    let posteriors: [[[Double]]]
    let paths: [[Int]]
    let pathLogProbabilities: [Double]
    let history: [Double]
    let trained: Trained
  }

  struct Field: Decodable {
    struct Text: Decodable {
      let features: [[Int]]
      let tags: [Int]
      let best: [Int]
      let probability: Double
      let marginals: [[Double]]
    }

    let name: String
    let tagCount: Int
    let featureCount: Int
    let penalty: Double
    let weights: [Double]
    let texts: [Text]
  }

  let madeBy: String
  let models: [Model]
  let fields: [Field]

  static func read() throws -> TaggerFixture {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/taggers.json")
    return try JSONDecoder().decode(TaggerFixture.self, from: Data(contentsOf: file))
  }
}

/// All sequences of `count` choices out of `choices`.
func everyPath(_ count: Int, of choices: Int) -> [[Int]] {
  (0..<count).reduce([[]]) { paths, _ in paths.flatMap { path in (0..<choices).map { path + [$0] } } }
}

/// Whether all numbers are near those expected, and as many.
func expectEqual(
  _ found: [Double], _ expected: [Double], within tolerance: Double,
  location: SourceLocation = #_sourceLocation
) {
  #expect(found.count == expected.count, sourceLocation: location)
  for (found, expected) in zip(found, expected) {
    expectEqual(found, expected, within: tolerance, location: location)
  }
}
