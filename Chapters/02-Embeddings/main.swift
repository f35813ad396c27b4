import Language
import Notebook
import Randomness

let channels = Option.integer("channels", default: 8, in: 2...256, help: "numbers that a word gets, d")
let steps = Option.integer("steps", default: 600, in: 1...20_000, help: "steps of training")
let merges = Option.integer("merges", default: 300, in: 0...2_000, help: "byte pairs that are merged")
let chosenWords = Option.optionalString(
  "words", placeholder: "LIST", help: "2 to 12 words to compare, with commas between: red,kite,Anna")
let noTraining = Option.flag("no-training", help: "break it: leave the numbers random")
let frozen = Option.flag("frozen", help: "break it: train everything but the table of the words")
let shuffled = Option.flag("shuffled", help: "break it: shuffle the words of the text before training")

Chapter(
  "embeddings", title: "Chapter 2 · From words to vectors",
  summary:
    "Tokens, one-hot rows, the table of vectors, and how words that are used alike come to lie together.",
  input: .corpus(default: "stories of Tiny World", minimumCharacters: 20),
  options: [channels, steps, merges, chosenWords, noTraining, frozen, shuffled],
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
  // Everything that can be refused is looked at before the first cell.
  let breakage = try Breakage(
    hasNoTraining: notebook[noTraining], isFrozen: notebook[frozen], isShuffled: notebook[shuffled])
  let text = try WordText(notebook)
  let chosen = try text.words(chosenBy: notebook[chosenWords])

  try tokenize(notebook)
  try mergeBytes(notebook, text, mergeCount: notebook[merges])
  let example = text.example()
  lookUpWords(notebook, example, channels: notebook[channels], seed: text.seed.derived(1))
  followGradient(notebook, example)
  try catAndDog(notebook, seed: text.seed.derived(2))
  let training = try trainOnNeighbours(
    notebook, text, channels: notebook[channels], steps: notebook[steps], breakage)
  compareWords(notebook, text, chosen, training, breakage)
  showNearest(notebook, text, chosen, training, breakage)
  drawMap(notebook, text, training)
  askNeverSeen(notebook, text, training, breakage)

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
