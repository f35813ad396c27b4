import Language
import Notebook
import Randomness

Chapter(
  "embeddings", title: "Chapter 2 · From words to vectors",
  summary:
    "Tokens, one-hot rows, the table of vectors, and how words that are used alike come to lie together.",
  input: .corpus(default: "stories of Tiny World", minimumCharacters: 20),
  options: [
    Options.channels, Options.steps, Options.merges, Options.words, Options.noTraining, Options.frozen,
    Options.shuffled,
  ],
  exclusive: [[Options.noTraining, Options.frozen, Options.shuffled]],
  sections: [
    "From text to numbers, and back",
    "Merges learned from a text",
    "An id picks a row",
    "Only the rows in use learn",
    "Cat and dog",
    "You shall know a word by the company it keeps",
    "Who is like whom",
    "Nearest neighbours",
    "A map of the words",
    "A purple robot",
  ],
  source: sourceText,
  examples: [
    "swift run embeddings --words red,blue,orange,amber": "why two colours keep apart",
    "swift run embeddings --file book.txt": "the words of your own text",
    "swift run embeddings --no-training": "random numbers know no kinds",
  ]
).run { notebook in
  let (seed, channels, breakage) = (Seed(notebook.seed), notebook[Options.channels], Breakage(notebook))
  // What can be refused is looked at before the first cell.
  let corpus = try WordText(notebook, seed: seed)
  let chosen = try corpus.words(chosenBy: notebook[Options.words])

  try tokenize(notebook)
  try mergeBytes(notebook, corpus, merges: notebook[Options.merges])
  let (vocabulary, ids) = try lookUpWords(notebook, corpus, channels: channels, seed: seed)
  followGradient(notebook, corpus, vocabulary, ids)
  try catAndDog(notebook, seed: seed)
  let training = try trainOnNeighbours(
    notebook, corpus, channels: channels, steps: notebook[Options.steps], breakage, seed: seed)
  compareWords(notebook, corpus, chosen, training, breakage)
  showNearest(notebook, corpus, chosen, training, breakage)
  drawMap(notebook, corpus, training)
  askNeverSeen(notebook, corpus, training, breakage)

  notebook.tryNext([
    "swift run embeddings --no-training": "random numbers know no kinds",
    "swift run embeddings --frozen": "the loss falls, the table stays",
    "swift run embeddings --shuffled": "words without neighbours",
    "swift run embeddings --channels 2": "too few numbers for so many kinds",
    "swift run embeddings --words red,orange,amber": "an orange, a red",
    "swift run embeddings --file FILE": "a text of yours, in any language",
    "swift run positions": "chapter 3: the same word at another place",
  ])
}
