import Language
import Notebook

/// The best n-gram model of one order.
struct Baseline {
  let order: Int
  let model: NGramModel
  /// Nats per character on the held-out text.
  let loss: Double

  var name: String { order < 4 ? ["unigram", "bigram", "trigram"][order - 1] : "\(order)-gram" }
}

/// For every order from 1 to 8 the smoothing that predicts the held-out text best.
///
/// The n-grams count the same text that the model trains on. Choosing the best smoothing on the held-out text
/// itself favours them a little; the model gets no such favour.
func baselines(of material: Material) -> [Baseline] {
  let counts = NGramCounts(
    order: 8, vocabularySize: material.tokenizer.vocabularySize, sequences: material.trainingSequences)
  let smoothings: [NGramSmoothing] = [
    .addConstant(0.01), .absoluteDiscounting(.estimated), .kneserNey(.estimated), .kneserNey(.modified),
  ]
  let tokens = material.heldOutSequences.reduce(0) { $0 + $1.count }
  let characters = material.heldOutText.unicodeScalars.count
  return (1...8).map { order in
    let all = smoothings.map { smoothing in
      let model = NGramModel(counts: counts, order: order, smoothing: smoothing)
      let nats = model.crossEntropy(on: material.heldOutSequences) * Double(tokens)
      return Baseline(order: order, model: model, loss: nats / Double(characters))
    }
    return all.min { $0.loss < $1.loss } ?? all[0]
  }
}
