/// The documents' preprocessing: punctuation is removed and letters become lower-case (S0 §3.2: 去除标点符号、转换为小写).
///
/// `Normalizer()("Hello, my dog") == "hello my dog"`
///
/// It cannot be undone: "Let's eat, Grandma!" and "lets eat grandma" become the same text, so a model trained
/// behind it can never write a comma or a capital again. GPT-2 does without (R-S0-1): its byte-level
/// tokenizer is reversible. ``loss(in:)`` counts what is lost.
///
/// Punctuation is what Unicode calls so (general category P), 「，。！？」 included; symbols such as `+` and `$` and
/// emoji stay. It is removed, not replaced: "don't" becomes "dont", and "a , b" keeps both of its spaces.
public struct Normalizer: Sendable, Hashable, Codable {
  /// Whether punctuation is removed.
  public var removesPunctuation: Bool
  /// Whether letters become lower-case.
  public var lowercases: Bool

  /// Both steps of the documents, unless one is switched off.
  public init(removesPunctuation: Bool = true, lowercases: Bool = true) {
    self.removesPunctuation = removesPunctuation
    self.lowercases = lowercases
  }

  /// The normal form of `text`.
  public func callAsFunction(_ text: String) -> String {
    var kept = text.unicodeScalars
    if removesPunctuation { kept.removeAll(where: isPunctuation) }
    return lowercases ? String(kept).lowercased() : String(kept)
  }

  /// What normalisation takes from a text for good.
  public struct Loss: Sendable, Hashable {
    /// The number of punctuation marks removed.
    public var punctuationRemoved: Int
    /// The number of letters whose case is forgotten.
    public var capitalsLowered: Int
  }

  /// How many marks and capitals of `text` its normal form no longer has.
  public func loss(in text: String) -> Loss {
    var loss = Loss(punctuationRemoved: 0, capitalsLowered: 0)
    for scalar in text.unicodeScalars {
      if removesPunctuation, isPunctuation(scalar) {
        loss.punctuationRemoved += 1
      } else if lowercases, scalar.properties.lowercaseMapping.unicodeScalars.first != scalar {
        loss.capitalsLowered += 1
      }
    }
    return loss
  }
}

/// Whether Unicode files the scalar under punctuation (general categories Pc, Pd, Ps, Pe, Pi, Pf, Po).
func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
    .finalPunctuation, .otherPunctuation:
    true
  default: false
  }
}
