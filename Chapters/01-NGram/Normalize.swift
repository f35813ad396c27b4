import Formulas
import Language
import Notebook

/// Section 4: the documents' preprocessing, and what it costs.
func normalize(_ notebook: ChapterNotebook, _ material: Material) {
  let normalizer = Normalizer()
  let (first, second) = ("Let's eat, Grandma!", "Lets eat Grandma.")
  let loss = normalizer.loss(in: material.trainingText)
  notebook.heading("What normalising throws away")
  notebook.prose(
    """
    Before counting, S0 removes punctuation and makes letters lower-case. A model behind that can never write a \
    comma, a capital or a full stop, and what was told apart becomes the same. Of the text that is \
    counted next, \(loss.punctuationRemoved.grouped) marks and \(loss.capitalsLowered.grouped) capitals would be lost; this chapter \
    counts it as it is.
    """)
  notebook.formula(.s0_3_2_P_PREP)
  notebook.code(
    """
    Normalizer()("\(first)")  // "\(normalizer(first))"
    Normalizer()("\(second)")  // "\(normalizer(second))"
    """)
  notebook.check(
    "two different texts become the same", isTrue: first != second && normalizer(first) == normalizer(second))
}
