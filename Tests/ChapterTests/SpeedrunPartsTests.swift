import Autodiff
import Foundation
import Language
import Neural
import Notebook
import Randomness
import Testing
import Training

@testable import SpeedrunChapter

/// What chapter 14 runs, keeps and compares is what its words say.
@Suite("Chapter 14's parts")
struct SpeedrunPartsTests {
  private let plain = Recipe(
    steps: 100, batch: 4, rate: 0.003, warmUp: 20, tunedRate: 0.006, tunedWarmUp: 10, muonRate: 0.02,
    adamWShare: 0.5, decayShare: 0.6,
    stages: [.init(batch: 1, context: 4), .init(batch: 2, context: 6), .init(batch: 3, context: 8)])

  /// A race of a moment: one layer, eight channels, a few words.
  private let track: Track = {
    let text = String(repeating: "ab ba abba baab ", count: 40)
    let tokenizer = CharacterTokenizer(corpus: text)
    let tokens = (try? tokenizer.encode(text)) ?? []
    return Track(
      name: "letters", tokenizer: .characters(tokenizer), layers: 1, heads: 2, channels: 8, context: 8,
      target: 1.0, sequences: ([tokens], [tokens]), entropy: nil, stream: tokens,
      starts: Array(0..<(tokens.count - 8)), heldOut: Track.cut(tokens, context: 8),
      characters: tokens.count - 1, identity: "1f", seeds: 2,
      plain: Recipe(
        steps: 30, batch: 2, rate: 0.003, warmUp: 5, tunedRate: 0.01, tunedWarmUp: 5, muonRate: 0.02,
        adamWShare: 0.5, decayShare: 0.5, stages: [.init(batch: 1, context: 4), .init(batch: 2, context: 8)]))
  }()

  @Test("a part is there once, in its place, and not with the one that it excludes")
  func parts() {
    let both = plain.adding(.muon).adding(.tunedRates).adding(.muon)
    #expect(both.parts == [.tunedRates, .muon])
    #expect(both.removing(.muon).parts == [.tunedRates] && both.removing(.rotary) == both)
    #expect(plain.adding(.swiGLU).adding(.squaredReLU).parts == [.squaredReLU])
    #expect(plain.adding(.squaredReLU).adding(.swiGLU).parts == [.swiGLU])
    #expect(plain.adding(.muon).adding(.rotary).adding(.swiGLU).ofModel == [.rotary, .swiGLU])
    #expect(Set(Part.allCases.compactMap(\.ofModel)) == Set(FastPart.allCases))
  }

  @Test("each part of the training changes the rates or the sizes that it names, and no others")
  func schedules() {
    #expect(plain.schedule == .cosine(peak: 0.003, floor: 0.0003, warmUp: 20, steps: 100))
    #expect(plain.adding(.tunedRates).schedule == .cosine(peak: 0.006, floor: 0.0006, warmUp: 10, steps: 100))
    #expect(
      plain.adding(.muon).schedule == .cosine(peak: 0.02, floor: Float(0.02) / 10, warmUp: 20, steps: 100))
    #expect(
      plain.adding(.stableDecay).schedule
        == .warmUpStableDecay(peak: 0.003, floor: 0.00015, warmUp: 20, decay: 60, steps: 100))
    #expect(plain.sizes(context: 8) == GrowingSizes([.init(batch: 4, context: 8)], steps: 100))
    #expect(plain.adding(.growingSizes).sizes(context: 8) == GrowingSizes(plain.stages, steps: 100))
    #expect(plain.muon.adamWRatio == 0.5 && plain.muon.adamW.beta2 == plain.adamW.beta2)
  }

  @Test("a run is measured before its first step, after every 25 and after its last, and is the same again")
  func trials() throws {
    let recipe = track.plain.adding(.muon).adding(.rotary)
    let trial = try Trial(of: recipe, on: track, seed: 3)
    #expect(trial.marks == [0, 25, 30] && trial.marks == recipe.marks && trial.losses.count == 3)
    #expect(trial.finalLoss == trial.losses[2] && trial.losses[2] < trial.losses[0])
    let again = try Trial(of: recipe, on: track, seed: 3)
    #expect(again.losses == trial.losses && again.parameters == trial.parameters)
    let other = try Trial(of: recipe, on: track, seed: 4)
    #expect(other.losses != trial.losses && other.parameters != trial.parameters)
    #expect(trial.steps(to: trial.losses[1]) == 25 && trial.steps(to: -1) == nil)
  }

  @Test(
    "a run that may go on goes on until the target or for half as many steps, and its end is told at the schedule's"
  )
  func goingOn() throws {
    var recipe = track.plain
    recipe.steps = 50
    let short = try Trial(of: recipe, on: track, seed: 1)
    let long = try Trial(of: recipe, on: track, seed: 1, goesOn: true)
    #expect(short.marks.last == 50 && long.marks.last == 75 && long.steps(to: track.target) == nil)
    #expect(long.finalLoss == short.finalLoss && long.parameters == short.parameters)
  }

  @Test("times are those of both schedules, in slices in turn, and both become what their trials do")
  func times() throws {
    let (recipe, baseline) = (track.plain.adding(.muon), track.plain)
    var longer = baseline
    longer.steps = 120
    var slices: [Int] = []
    let times = try Times(of: recipe, beside: longer, on: track, seed: 3) { slices.append($0) }
    #expect(slices == Array(1...25) && times.steps == (30, 120))
    #expect(times.recipe > 0 && times.baseline > 0 && times.share == times.recipe / times.baseline)
    #expect(abs(times.step - 4 * times.share) < 1e-12)
    #expect(try times.recipeLoss == Trial(of: recipe, on: track, seed: 3).finalLoss)
    #expect(try times.baselineLoss == Trial(of: longer, on: track, seed: 3).finalLoss)
    #expect([3.0].median == 3 && [5.0, 1, 2].median == 2 && [4.0, 1, 9, 2].median == 3)
  }

  @Test("a record counts when its mean is below the target, and not by chance")
  func counting() throws {
    func record(_ losses: [Double]) -> Record {
      let trials = losses.enumerated().map { seed, loss in
        var trial = Trial(seed: UInt64(seed), steps: 0)
        (trial.marks, trial.losses) = ([0], [loss])
        return trial
      }
      return Record(of: track.plain, on: track, trials, machine: "")
    }
    #expect(record([0.99, 0.98, 0.985, 0.99]).counts)
    #expect(!record([0.99, 0.5, 1.2, 0.9]).counts, "below, but by chance")
    #expect(!record([1.01, 1.02, 1.015, 1.01]).counts)
    #expect(!record([0.5]).counts && record([0.5]).test == nil)
  }

  @Test(
    "a record is read as it was written, numbers on a line, and what is none is refused in one line"
  )
  func records() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let recipe = track.plain.adding(.muon)
    let trial = try Trial(of: recipe, on: track, seed: 1)
    try Record(of: recipe, on: track, [trial], machine: "here").write(to: path)
    let read = try Record(at: path, option: "--verify", on: track)
    #expect(read.trials == [trial] && read.recipe == recipe && read.text == "1f" && read.machine == "here")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("\"marks\" : [0, 25, 30],\n"), "a list of numbers stands on one line: \(text)")
    for (old, new, reason) in [
      ("\"muon\"", "\"muun\"", "members"), ("\"steps\" : 30", "\"steps\" : 0", "100,000 steps"),
      ("\"steps\" : 30", "\"steps\" : 60", "measurements"), ("\"batch\" : 2,", "\"batch\" : 2000,", "1,024"),
      ("\"context\" : 8", "\"context\" : 9", "context of 8"),
      ("\"decayShare\" : 0.5", "\"decayShare\" : 2", "rates"),
      ("[\n      \"muon\"", "[\n      \"muon\", \"muon\"", "twice"),
      ("[\n      \"muon\"", "[\n      \"muon\", \"squared-relu\", \"swiglu\"", "exclude"),
      ("{", "", "members"),
    ] {
      let changed = text.replacing(old, with: new, maxReplacements: old == "{" ? 1 : .max)
      try #require(changed != text, "\(old)")
      try changed.write(toFile: path, atomically: true, encoding: .utf8)
      let failure = #expect(throws: CommandFailure.self) {
        try Record(at: path, option: "--verify", on: track)
      }
      #expect(
        failure?.reason == .input && failure?.description.contains(reason) == true,
        "\(String(describing: failure))")
    }
  }

  @Test("rows that are kept are not run again, missing seeds are, and another recipe's row is another row")
  func resuming() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).jsonl").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var effects = try Effects(at: path)
    #expect(effects.rows.isEmpty)
    var row = Row(.baseline, track.plain, part: .muon, on: track)
    #expect(row.recipe.parts == [.muon])
    #expect(row.missing(of: 2) == [1, 2])
    try row.run(on: track, seed: 2)
    try effects.keep(row)
    effects = try Effects(at: path)
    var kept = effects.kept(Row(.baseline, track.plain, part: .muon, on: track))
    #expect(kept.outcomes.map(\.seed) == [2] && kept.outcomes[0].loss == row.outcomes[0].loss)
    #expect(kept.missing(of: 1) == [1] && kept.missing(of: 3) == [1, 3])
    try kept.run(on: track, seed: 1)
    try effects.keep(kept)
    #expect(try Effects(at: path).rows.map { $0.outcomes.map(\.seed) } == [[2, 1]])
    #expect(effects.kept(Row(.recipe, track.plain, part: .muon, on: track)).outcomes.isEmpty)
    try "nonsense\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: CommandFailure.input("--table \(path): line 1 is no row of a table of effects")) {
      try Effects(at: path)
    }
  }

  @Test("a row takes a part from a recipe that has it, and adds it to one that has not")
  func rows() {
    let recipe = track.plain.adding(.muon).adding(.swiGLU)
    let rows = Effects.rows(baseline: track.plain, recipe: recipe, on: track)
    #expect(rows.count == 2 + 2 * Part.allCases.count)
    let own = rows.filter { $0.start == .recipe && $0.part != nil }
    #expect(own.first { $0.part == .muon }?.recipe == recipe.removing(.muon))
    #expect(own.first { $0.part == .squaredReLU }?.recipe == recipe.adding(.squaredReLU))
  }

  @Test("a difference is taken seed by seed, and is told by the two-sided test")
  func differences() throws {
    var (one, other) = (
      Row(.recipe, track.plain, on: track), Row(.recipe, track.plain, part: .muon, on: track)
    )
    one.outcomes = [1.0, 2.0, 3.0, 4.0].enumerated().map { .init(seed: UInt64($0), loss: $1, tokens: 100) }
    other.outcomes = [1.2, 2.1, 3.2, 4.1].enumerated().reversed().map {
      .init(seed: UInt64($0), loss: $1, tokens: $0 == 0 ? nil : 100)
    }
    let difference = try #require(other.difference(from: one))
    #expect(abs(difference.mean - 0.15) < 1e-12)
    // scipy.stats.ttest_rel: t = 5.196, p = 0.01385.
    #expect(abs(difference.p - 0.0138466) < 1e-5)
    #expect(one.tokens?.mean == 100 && one.tokens?.deviation == 0 && other.tokens == nil)
  }

  @Test("every line of the lecture's two tables is that of the rows that are kept")
  func lecture() throws {
    let folder = packageFolder.appending(path: "Chapters/14-Speedrun")
    let lecture = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
    let texts = Dictionary(
      grouping: try Effects(at: folder.appending(path: "records/effects.jsonl").path).rows, by: \.text)
    #expect(texts.count == 2)
    for rows in texts.values {
      for part in [nil] + Part.allCases {
        func row(_ start: Row.Start, _ part: Part?) throws -> Row {
          try #require(rows.first { $0.start == start && $0.part == part })
        }
        let sign = try part.map { try row(.recipe, part).recipe.has($0) ? "+" : "−" } ?? ""
        let cells = try [Row.Start.recipe, .baseline].flatMap { start in
          let (row, own) = try (row(start, part), row(start, nil))
          let late = row.outcomes.count { $0.tokens == nil }
          let tokens = row.tokens.map { Int(($0.mean / 1_000).rounded()).grouped } ?? "\(late) not there"
          guard part != nil, let (mean, _, p) = row.difference(from: own) else {
            let loss = own.outcomes.reduce(0) { $0 + $1.loss } / Double(own.outcomes.count)
            return [tokens, NumberText.fixed(loss, decimals: 4), ""]
          }
          return [
            tokens, (mean < 0 ? "−" : "+") + NumberText.fixed(abs(mean), decimals: 4),
            p < 0.00005 ? "< 0.0001" : NumberText.fixed(p, decimals: 4),
          ]
        }
        let name = part.map { "\(sign) `\($0.rawValue)`" } ?? "as it is"
        let line = ([name] + cells).map { $0.isEmpty ? " |" : " \($0) |" }.joined()
        #expect(lecture.contains("\n|\(line)\n"), "\(line)")
      }
    }
  }

  @Test("a part helps where the loss is lower with it, by more than chance, whether it was put or taken")
  func helped() {
    let recipe = track.plain.adding(.muon).adding(.rotary)
    for start in [Row.Start.recipe, .baseline] {
      func row(_ part: Part?, _ losses: [Double]) -> Row {
        var row = Row(start, recipe, part: part, on: track)
        row.outcomes = losses.enumerated().map { .init(seed: UInt64($0), loss: $1, tokens: nil) }
        return row
      }
      let rows = [
        row(nil, [1, 2, 3]), row(.muon, [1.5, 2.51, 3.5]), row(.rotary, [0.5, 1.51, 2.5]),
        row(.softCap, [0.5, 1.51, 2.5]), row(.rmsNorm, [1.5, 2.51, 3.5]), row(.swiGLU, [0.5, 1.9, 3]),
      ]
      #expect(Effects.helped(start, rows) == [.muon, .softCap])
      #expect(Effects.helped(start == .recipe ? .baseline : .recipe, rows).isEmpty)
    }
  }

  @Test(
    "the shortest schedule is found by doubling and halving, wherever it is",
    arguments: [25, 90, 1_000, 3_333])
  func shortest(least: Int) {
    var recipe = plain
    for start in [25, 400, 8_000] {
      recipe.steps = start
      let found = shortestSchedule(from: recipe) { $0.steps >= least }.steps
      #expect(found >= least && found - least <= max(Track.interval, found / 20), "\(start): \(found)")
    }
  }

  @Test("Tiny World's windows begin where stories do, and every held-out token is predicted once")
  func tinyWorld() throws {
    let track = try Track.tinyWorld()
    let newline = try track.tokenizer.encode("\n")[0]
    var generator = SeededGenerator(seed: 1)
    for window in track.batch(.init(batch: 20, context: 16), using: &generator) {
      #expect(window.count == 17 && window[0] == newline)
    }
    #expect(
      track.heldOut.reduce(0) { $0 + $1.tokens.count - 1 }
        == track.sequences.heldOut.reduce(0) { $0 + $1.count })
    #expect(track.heldOut.allSatisfy { $0.tokens.count <= track.context + 1 })
    let fast = FastGPT(track.configuration(Set(Part.recipe.compactMap(\.ofModel))), seed: 1).parameterCount
    let usual = FastGPT(track.configuration([]), seed: 1).parameterCount
    #expect(Double(fast) <= 1.05 * Double(usual), "at most 5 % more parameters")
  }
}
