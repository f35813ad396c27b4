import Exchange
import Neural
import Notebook

/// What stands in the folder, and what becomes of it.
func folderFromElsewhere(_ notebook: ChapterNotebook, _ lesson: inout Lesson) throws {
  notebook.heading("A folder from elsewhere")
  notebook.prose(
    """
    \(lesson.isOwn ? "Beside this chapter lies a GPT-2 that was made by `transformers`, tiny and untrained" : "A GPT-2 from a folder"): sizes in one file, numbers in
    another, words in a third.
    """)
  try showFiles(notebook, of: lesson.folder.path, name: "the folder")
  notebook.prose("All of it becomes a model and a tokenizer, like those that chapter 7 trained:")
  notebook.declaration("opened", in: "1-AFolderFromElsewhere.swift")
  let configuration = lesson.pretrained.model.configuration
  notebook.table(
    "the model", columns: ["config.json", "here", ""],
    rows: [
      ["vocab_size", "vocabularySize", configuration.vocabularySize],
      ["n_positions", "contextLength", configuration.contextLength],
      ["n_embd", "channels", configuration.block.channels],
      ["n_layer", "layerCount", configuration.layerCount],
      ["n_head", "headCount", configuration.block.headCount],
      ["n_inner", "hiddenChannels", configuration.block.hiddenChannels],
      ["activation_function", "activation", "\(configuration.block.activation)"],
      ["tie_word_embeddings", "tiesHead", "\(configuration.tiesHead)"],
      ["", "parameters", configuration.parameterCount.grouped],
    ])
  let width = configuration.block.channels
  notebook.prose(
    """
    Where do the numbers go? GPT-2 keeps its weights *inputs first*, `[inputs, outputs]`, for a layer that it calls `Conv1D`:
    y = x·W + b, as here, and not as in PyTorch's `Linear`, whose weights are `[outputs, inputs]`. Queries, keys and values
    stand side by side in one matrix `c_attn`, \(width) columns each:
    """)
  notebook.table(
    "one block", columns: ["in the file", "shape", "here"],
    rows: [
      ["h.0.ln_1.weight, .bias", "[\(width)]", "attentionNorm.gain, .bias"],
      ["h.0.attn.c_attn.weight", "[\(width), \(3 * width)]", "attention.query, .key, .value"],
      ["h.0.attn.c_proj.weight", "[\(width), \(width)]", "attention.output"],
      ["h.0.ln_2.weight, .bias", "[\(width)]", "feedForwardNorm.gain, .bias"],
      ["h.0.mlp.c_fc.weight", "[\(width), \(configuration.block.hiddenChannels)]", "feedForward.expand"],
      ["h.0.mlp.c_proj.weight", "[\(configuration.block.hiddenChannels), \(width)]", "feedForward.contract"],
    ])
  guard notebook[Options.linearLayout] else { return }
  notebook.prose(
    """
    Who takes them for `Linear`'s is stopped by the shapes of all but one: `c_proj` of the attention is square.
    """)
  notebook.declaration("transposingSquares", in: "1-AFolderFromElsewhere.swift")
  lesson.pretrained = PretrainedModel(
    model: transposingSquares(lesson.pretrained.model), tokenizer: lesson.pretrained.tokenizer)
}

/// A model and its tokenizer, from a folder in Hugging Face's layout.
func opened(_ folder: String) throws(CheckpointError) -> PretrainedModel {
  try PretrainedModel(contentsOfFolder: folder)
}

/// The model with every square weight taken the other way round.
func transposingSquares(_ model: GPT) -> GPT {
  var model = model
  for index in model.blocks.indices {
    let output = model.blocks[index].attention.output
    model.blocks[index].attention.output = Linear(
      weight: output.weight.transposed(), bias: output.bias)
  }
  return model
}
