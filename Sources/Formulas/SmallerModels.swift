extension Formula {
  /// What makes a trained model smaller: fewer bits, fewer weights, a smaller student.
  public enum SmallerModels {
    /// scale·q with q = round(w/scale), halfway to even, and scale = max |w|/127 of a row: `[rows, columns]`, the same
    /// (G-QUANT; Dettmers et al. 2022, §2.1). A row of zeros stays.
    public static func quantizedByRow(_ weight: Matrix) -> Matrix {
      weight.mapRows { row in rounded(row, to: greatest(row) / 127) }
    }

    /// The same with one scale for the whole matrix: what is small in all of its row is lost.
    public static func quantizedAsAWhole(_ weight: Matrix) -> Matrix {
      weight.mapRows { row in rounded(row, to: greatest(weight.elements) / 127) }
    }

    private static func greatest(_ numbers: [Double]) -> Double {
      numbers.reduce(0) { max($0, $1.magnitude) }
    }

    private static func rounded(_ numbers: [Double], to scale: Double) -> [Double] {
      numbers.map { scale == 0 ? 0 : scale * ($0 / scale).rounded(.toNearestOrEven) }
    }

    /// The numbers with a share of them, those of least magnitude, set to 0; of equal ones the earlier (G-PRUNE; See et
    /// al. 2016, §3.2).
    public static func pruned(_ weights: [Double], share: Double) -> [Double] {
      let order = weights.indices.sorted { (weights[$0].magnitude, $0) < (weights[$1].magnitude, $1) }
      var result = weights
      for index in order.prefix(Int((share * Double(weights.count)).rounded())) { result[index] = 0 }
      return result
    }

    /// (1 − α)·H + α·D of one target: H = −ln softmax(student) of it, and D what the student is taught beside the text, as
    /// T²·KL (G-DISTIL; Hinton et al. 2015, §2).
    public static func mixed(
      student: [Double], target: Int, weight: Double, taught: Double
    ) -> Double {
      (1 - weight) * CrossEntropy.fromLogits(student, target: target) + weight * taught
    }

    /// T²·H(p, q) with p and q the softmax of teacher/T and student/T: greater than T²·KL by what the teacher's entropy is,
    /// which no student changes.
    public static func softTargets(
      teacher: [Double], student: [Double], temperature: Double
    ) throws -> Double {
      let p = Sampling.published(teacher, temperature: temperature)
      let q = Sampling.published(student, temperature: temperature)
      return try temperature * temperature * CrossEntropy.published(targets: p, predictions: q)
    }
  }
}
