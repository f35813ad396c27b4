import Autodiff
import Neural

/// How the masked model reads texts of given lengths: `[batch, time] → [batch, time, vocabulary]`.
typealias Reading = (_ model: MaskedLanguageModel, _ inputs: [[Int]], _ lengths: [Int]) -> Tensor

/// The masked model and the GPT beside it, after they have learned the same texts.
struct BothSides {
  let texts: ShortTexts
  let masked: MaskedLanguageModel
  let gpt: GPT
  let read: Reading

  /// The masked model's logits of the words at a place of a text: `[vocabulary]`, without the sign.
  func logits(at place: Int, in text: [Int]) -> [Float] {
    let row = read(masked, [text], [text.count]).selected(axis: 1, place)  // [1, vocabulary + 1]
    return Array(row.scalars.prefix(texts.vocabulary))
  }

  /// What the masked model finds likeliest at a place of a text.
  func likeliest(at place: Int, in text: [Int]) -> Int {
    RelativesChapter.likeliest(logits(at: place, in: text))
  }
}

/// The first of the greatest.
func likeliest(_ logits: [Float]) -> Int { logits.indices.max { logits[$0] < logits[$1] } ?? 0 }
