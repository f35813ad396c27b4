import Neural

/// What may make a training faster: parts of the model, whose names are those of ``FastPart``, and parts of the training.
enum Part: String, CaseIterable, Codable, Comparable {
  case tunedRates = "tuned-rates"
  case stableDecay = "stable-decay"
  case growingSizes = "growing-sizes"
  case muon = "muon"
  case rotary = "rotary"
  case rmsNorm = "rms-norm"
  case normalizedQueriesAndKeys = "qk-norm"
  case squaredReLU = "squared-relu"
  case swiGLU = "swiglu"
  case zeroProjections = "zero-projections"
  case untiedHead = "untied-head"
  case softCap = "soft-cap"
  case valueResiduals = "value-residuals"

  /// The parts of the recipe, where no record says otherwise.
  static let recipe: [Part] = [
    .tunedRates, .stableDecay, .muon, .rotary, .rmsNorm, .normalizedQueriesAndKeys, .squaredReLU,
    .zeroProjections, .untiedHead, .valueResiduals,
  ]

  /// The part of the model that it is; nil for one of the training.
  var ofModel: FastPart? { FastPart(rawValue: rawValue) }

  /// The part that cannot be there with it.
  var excluded: Part? { (ofModel?.excluded?.rawValue).flatMap(Part.init) }

  /// In the order in which they are declared.
  static func < (one: Part, other: Part) -> Bool { one.place < other.place }

  private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
