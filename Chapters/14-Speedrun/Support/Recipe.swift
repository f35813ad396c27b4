import Neural
import Training

/// How a run is trained: the parts that it has, its length, and the numbers that go with the parts.
///
/// The numbers of a part stand here whether the recipe has the part or not, so that it can be added and taken away.
struct Recipe: Hashable, Codable {
  /// In their order, each once.
  private(set) var parts: [Part] = []
  /// The steps of the schedule.
  var steps: Int
  /// Sequences in a step.
  var batch: Int
  /// The highest rate, and the steps on the way to it, without the tuned ones.
  var rate: Float
  var warmUp: Int
  /// The same with them: AdamW's alone, and Muon's, with AdamW's share of it for what is no matrix of a block.
  var tunedRate: Float
  var tunedWarmUp: Int
  var muonRate: Float
  var adamWShare: Float
  /// The share of the steps on which warm-up–stable–decay comes down.
  var decayShare: Double
  /// The sizes of a step in each third of the run, where they grow.
  var stages: [GrowingSizes.Stage]

  /// The recipe with a part more, and without the one that this excludes.
  func adding(_ part: Part) -> Recipe {
    var recipe = removing(part)
    recipe.parts = (recipe.parts.filter { $0 != part.excluded } + [part]).sorted()
    return recipe
  }

  /// The recipe without a part.
  func removing(_ part: Part) -> Recipe {
    var recipe = self
    recipe.parts.removeAll { $0 == part }
    return recipe
  }

  /// Whether it has a part.
  func has(_ part: Part) -> Bool { parts.contains(part) }

  /// The parts of the model.
  var ofModel: Set<FastPart> { Set(parts.compactMap(\.ofModel)) }

  /// The rate of every step: half a cosine down to a tenth, or level and then down in a line.
  var schedule: LearningRateSchedule {
    let peak = has(.muon) ? muonRate : has(.tunedRates) ? tunedRate : rate
    let up = min(steps, has(.tunedRates) ? tunedWarmUp : warmUp)
    guard has(.stableDecay) else {
      return .cosine(peak: peak, floor: peak / 10, warmUp: up, steps: max(steps, up + 1))
    }
    let down = min(steps - up, Int(decayShare * Double(steps)))
    return .warmUpStableDecay(peak: peak, floor: peak / 20, warmUp: up, decay: down, steps: steps)
  }

  /// Sequences and tokens of a step, which grow or do not.
  func sizes(context: Int) -> GrowingSizes {
    GrowingSizes(has(.growingSizes) ? stages : [.init(batch: batch, context: context)], steps: steps)
  }

  /// AdamW as chapter 7 has it.
  var adamW: AdamW { AdamW(beta2: 0.99, weightDecay: 0.01) }

  /// Muon for the matrices of the blocks, and that AdamW for the rest.
  var muon: Muon { Muon(weightDecay: 0.01, adamWRatio: adamWShare, adamW: adamW) }
}

extension Recipe {
  /// The steps after which a run is measured: before the first, every interval, and after the last.
  var marks: [Int] {
    let marks = Array(stride(from: 0, through: steps, by: Track.interval))
    return marks.last == steps ? marks : marks + [steps]
  }

  /// What keeps a recipe that was read from a file from being run; nil when nothing does.
  func problem(context: Int) -> String? {
    guard (1...100_000).contains(steps), (1...1_024).contains(batch) else {
      return "a run has 1 to 100,000 steps of 1 to 1,024 sequences"
    }
    let rates = [rate, tunedRate, muonRate, adamWShare]
    guard rates.allSatisfy({ (0...100).contains($0) }), (0...1).contains(decayShare),
      [warmUp, tunedWarmUp].allSatisfy({ (0...100_000).contains($0) })
    else { return "its rates are none" }
    guard !stages.isEmpty, stages.count <= steps,
      stages.allSatisfy({ (1...1_024).contains($0.batch) && (1...context).contains($0.context) })
    else { return "its sizes are none of a context of \(context)" }
    guard parts == Set(parts).sorted(), !parts.contains(where: { $0.excluded.map(has) ?? false }) else {
      return "its parts are there twice, or exclude each other"
    }
    return nil
  }
}
