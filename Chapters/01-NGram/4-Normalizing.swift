import Formulas
import Language
import Notebook

/// Section 4: the documents' preprocessing, and what it costs.
func normalize(_ notebook: ChapterNotebook, _ material: Material) {
  notebook.heading("What normalising throws away")
  notebook.prose(
    """
    Before counting, S0 removes punctuation and makes letters lower-case. A model behind that can never write a \
    comma, a capital or a full stop, and what was told apart becomes the same.
    """)
  notebook.formula(.s0_3_2_P_PREP)
  notebook.code()
  let normalizer = Normalizer()
  let texts = ["Let's eat, Grandma!", "Lets eat Grandma."]
  let normalized = texts.map { normalizer($0) }

  notebook.table(columns: ["text", "normalised"], rows: zip(texts, normalized).map { [$0, $1] })
  notebook.check(
    "two different texts become the same", isTrue: Set(texts).count == 2 && Set(normalized).count == 1)
  let loss = normalizer.loss(in: material.trainingText)
  notebook.prose(
    """
    Of the text that is counted next, \(loss.punctuationRemoved.grouped) marks and \(loss.capitalsLowered.grouped) \
    capitals would be lost; this chapter counts it as it is.
    """)
}
