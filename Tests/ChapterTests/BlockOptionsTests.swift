import Foundation
import Testing

/// Under a switch a block lacks a part, and everything that is shown is that block's.
@Suite("What chapter 6 shows under a switch is what ran")
struct BlockOptionsTests {
  private static let switches = ["--no-residual", "--no-norm", "--no-feed-forward"]
  private static let all: [[String]] = [[]] + switches.map { [$0] }
  private static let runs: [[String]] = all + all.map { $0 + ["--norm", "post"] }

  private func cells(_ options: [String]) throws -> [NotebookFile.Cell] {
    let run = try ChapterRun("block", ["--json", "-"] + options)
    #expect(run.status == 0, "\(options): \(run.errors)")
    return try JSONDecoder().decode(NotebookFile.self, from: Data(run.output.utf8)).cells
  }

  private func names(_ options: [String]) throws -> [String] {
    let run = try ChapterRun("block", ["--list-names"] + options)
    let lines = run.output.split(separator: "\n").drop { !$0.contains("───") }.dropFirst()
    return lines.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  @Test("every name that is listed can be observed, and is the whole model's", arguments: runs)
  func names(options: [String]) throws {
    let isPost = options.contains("post")
    let whole = try names(isPost ? ["--norm", "post"] : []).filter { name in
      !(options.contains("--no-norm") && name.contains("Norm."))
        && !(options.contains("--no-feed-forward") && name.contains("feedForward"))
    }
    let listed = try names(options)
    #expect(
      listed == whole && listed.contains("finalNorm.mean") == (!isPost && !options.contains("--no-norm")))
    let shown = try cells(options + listed.flatMap { ["--observe", $0] }).compactMap(\.name)
    for name in listed { #expect(shown.contains("observed.\(name)"), "\(name) is not shown") }
  }

  @Test("normalized rows have mean 0, unless nothing is normalised", arguments: runs)
  func normalized(options: [String]) throws {
    let tensor = try #require(try cells(options).first { $0.name == "normalized" })
    let numbers: [Double] = (tensor.values ?? []).map {
      if case .finite(let number) = $0 { number } else { .nan }
    }
    let width = try #require(tensor.shape?.last)
    let means = stride(from: 0, to: numbers.count, by: width).map { start in
      (numbers[start..<start + width].reduce(0, +) / Double(width)).magnitude
    }
    let largest = try #require(means.max())
    #expect((largest < 1e-5) == !options.contains("--no-norm"))
  }

  @Test("the code is the whole block's before or after, or the broken one's", arguments: runs)
  func code(options: [String]) throws {
    let code = try cells(options).filter { $0.kind == "code" }.compactMap(\.text).joined(separator: "\n")
    let isBroken = options.contains { Self.switches.contains($0) }
    let isPost = options.contains("post")
    #expect(code.contains("observing { block(input) }") == !isBroken)
    #expect(code.contains("observing { block.broken(input, by: breakage) }") == isBroken)
    #expect(code.contains("let output = residual + feedForward") == (!isBroken && !isPost))
    #expect(
      code.contains("let output = block.feedForwardNorm(normalized + feedForward)") == (!isBroken && isPost))
    #expect(code.contains("observing { model([numbers]) }") == !isBroken)
    #expect(code.contains("func brokenLogits(") == isBroken)
  }

  @Test(
    "one thing is broken at a time",
    arguments: [(switches[0], switches[1]), (switches[0], switches[2]), (switches[1], switches[2])])
  func exclusion(one: String, other: String) throws {
    let run = try ChapterRun("block", [one, other])
    #expect(run.status == 64 && run.output.isEmpty)
    #expect(run.errors.contains("\(one) and \(other) exclude each other"))
  }
}
