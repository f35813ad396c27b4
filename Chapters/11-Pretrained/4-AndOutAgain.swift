import Exchange
import Foundation
import Notebook

/// A model of this course in a folder that others read.
func outAgain(_ notebook: ChapterNotebook, _ lesson: Lesson, _ tuned: PretrainedModel) throws {
  notebook.heading("And out again")
  notebook.prose(
    """
    The same way back. \(lesson.isOwn ? "Chapter 7's model, with its table of words," : "The model") is written in the layout that `transformers` reads, with nothing of this course in it:
    """)
  let pretrained = lesson.isOwn ? lesson.large : tuned
  let files = FileManager.default
  let kept = notebook[Options.export]
  let temporary = files.temporaryDirectory.appending(path: "exported-\(UUID().uuidString)").path
  let folder = kept ?? temporary
  defer { try? files.removeItem(atPath: temporary) }
  let back: PretrainedModel
  do throws(CheckpointError) {
    notebook.code()
    try pretrained.export(toFolder: folder)
    back = try PretrainedModel(contentsOfFolder: folder)
  } catch {
    throw exportFailure(error)
  }
  try showFiles(notebook, of: folder, name: "what was written")
  let text = lesson.reading.heldOut.first?.tokens ?? lesson.prompt
  notebook.check(
    "read back, it says the same to the bit",
    isTrue: back.model(text).scalars == pretrained.model(text).scalars)
  notebook.prose(
    kept == nil
      ? """
      `--export DIR` keeps the folder. Python then needs two lines, `AutoModelForCausalLM.from_pretrained(DIR)` and
      `AutoTokenizer.from_pretrained(DIR)`, and no code of this course.
      """
      : """
      The folder stays. Python needs two lines, `AutoModelForCausalLM.from_pretrained(DIR)` and
      `AutoTokenizer.from_pretrained(DIR)`, and no code of this course.
      """)
}
