extension Formula {
  /// Counts of right and wrong yes/no answers on a labelled test set, and what is made of them (S1-6.5-P-METRIC).
  public struct Metrics: Sendable, Hashable {
    /// TP: said yes, and it is.
    public var truePositives: Double
    /// FP: said yes, and it is not.
    public var falsePositives: Double
    /// FN: said no, and it is.
    public var falseNegatives: Double
    /// TN: said no, and it is not.
    public var trueNegatives: Double

    /// These counts.
    public init(truePositives: Double, falsePositives: Double, falseNegatives: Double, trueNegatives: Double)
    {
      self.truePositives = truePositives
      self.falsePositives = falsePositives
      self.falseNegatives = falseNegatives
      self.trueNegatives = trueNegatives
    }

    /// (TP + TN)/(TP + FP + FN + TN).
    public var accuracy: Double {
      (truePositives + trueNegatives) / (truePositives + falsePositives + falseNegatives + trueNegatives)
    }

    /// TP/(TP + FN).
    public var recall: Double { truePositives / (truePositives + falseNegatives) }

    /// TP/(TP + FP).
    public var precision: Double { truePositives / (truePositives + falsePositives) }

    /// F₁ = 2·precision·recall/(precision + recall).
    public var f1: Double { 2 * precision * recall / (precision + recall) }
  }
}
