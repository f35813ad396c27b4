extension HiddenWordsExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "all-hidden", diagnosis: "the mask wherever something is asked for: fates are not used",
      remedy: "A model that has only been asked at masks says nothing useful of a word that it can see.",
      frequency: 3
    ) { tokens, mask, draws, fates, others in
      hidden(tokens, mask, draws, fates, others) {
        $0 < 0.15
      } fate: { _, _ in
        .hidden
      }
    },
    Misconception(
      "asks-at-masks", diagnosis: "asked only where the mask stands",
      remedy:
        "Misleading tokens and those that stay are asked for as well: they are why a model looks at what it reads.",
      frequency: 3
    ) { tokens, mask, draws, fates, others in
      let (inputs, _) = hidden(tokens, mask, draws, fates, others)
      return (inputs, inputs.map { $0 == mask })
    },
    Misconception(
      "asks-where-changed", diagnosis: "asked only where something else stands than the token",
      remedy: "A token that stays is asked for, and so is one that is replaced by itself by chance.",
      frequency: 3
    ) { tokens, mask, draws, fates, others in
      let (inputs, _) = hidden(tokens, mask, draws, fates, others)
      return (inputs, zip(inputs, tokens).map { $0 != $1 })
    },
    Misconception(
      "asks-everywhere", diagnosis: "asked at every place",
      remedy:
        "Of a token that can be seen there is nothing to learn. The loss counts where draws are below 0.15.",
      frequency: 3
    ) { tokens, mask, draws, fates, others in
      let (inputs, asks) = hidden(tokens, mask, draws, fates, others)
      return (inputs, asks.map { _ in true })
    },
    Misconception(
      "hidden-everywhere",
      diagnosis: "the fates of all tokens fulfilled, asked for or not: most of the text is gone",
      remedy: "First whether it is asked for; only then its fate.", frequency: 2
    ) { tokens, mask, draws, fates, others in
      let (inputs, _) = hidden(tokens, mask, draws, fates, others) { _ in true }
      return (inputs, draws.map { $0 < 0.15 })
    },
    Misconception(
      "asks-and-hides-everywhere", diagnosis: "every token asked for, each with its fate: draws are not used",
      remedy: "15 % are asked for. The others are what the model has to go by.", frequency: 1
    ) { tokens, mask, draws, fates, others in
      hidden(tokens, mask, draws, fates, others) { _ in true }
    },
    Misconception(
      "the-rest", diagnosis: "asked for where the draw is 0.15 or more: the other 85 %",
      remedy: "A draw is below 0.15 in 15 % of cases.", frequency: 2
    ) { tokens, mask, draws, fates, others in
      hidden(tokens, mask, draws, fates, others) { $0 >= 0.15 }
    },
    Misconception(
      "misleading-hidden", diagnosis: "80 % misleading and 10 % hidden: mask and other token exchanged",
      remedy: "Below 0.8 stands the mask.", frequency: 2
    ) { tokens, mask, draws, fates, others in
      hidden(tokens, mask, draws, fates, others) {
        $0 < 0.15
      } fate: { _, fate in
        fate < 0.8 ? .misleading : fate < 0.9 ? .hidden : .kept
      }
    },
    Misconception(
      "kept-misleading",
      diagnosis: "the token itself from 0.8 on, and the other one from 0.9 on: the two exchanged",
      remedy: "Each is a tenth, so no count shows it; but the numbers here are given.", frequency: 2
    ) { tokens, mask, draws, fates, others in
      hidden(tokens, mask, draws, fates, others) {
        $0 < 0.15
      } fate: { _, fate in
        fate < 0.8 ? .hidden : fate < 0.9 ? .kept : .misleading
      }
    },
    Misconception(
      "nothing-kept", diagnosis: "the other token always from 0.8 on: none that is asked for stays",
      remedy: "A tenth stays as it is, so that what stands there may be believed.", frequency: 2
    ) { tokens, mask, draws, fates, others in
      hidden(tokens, mask, draws, fates, others) {
        $0 < 0.15
      } fate: { _, fate in
        fate < 0.8 ? .hidden : .misleading
      }
    },
    Misconception(
      "nothing-misleading", diagnosis: "the token itself always from 0.8 on: no other token is ever put in",
      remedy: "A tenth is replaced by another token, so that what stands there cannot be trusted blindly.",
      frequency: 2
    ) { tokens, mask, draws, fates, others in
      hidden(tokens, mask, draws, fates, others) {
        $0 < 0.15
      } fate: { _, fate in
        fate < 0.8 ? .hidden : .kept
      }
    },
    Misconception(
      "tenth-of-the-fate",
      diagnosis: "misleading below 0.1, kept up to 0.2, hidden above: counted from the other end",
      remedy: "The shares are the same, the numbers are not: hidden below 0.8.", frequency: 1
    ) { tokens, mask, draws, fates, others in
      hidden(tokens, mask, draws, fates, others) {
        $0 < 0.15
      } fate: { _, fate in
        fate < 0.1 ? .misleading : fate < 0.2 ? .kept : .hidden
      }
    },
    Misconception(
      "fate-by-the-draw",
      diagnosis: "the fate read from the draw that asks: hidden below 0.12, misleading below 0.135",
      remedy: "The shares come out alike. But each token has a fate of its own to go by.", frequency: 1
    ) { tokens, mask, draws, fates, others in
      hidden(tokens, mask, draws, fates, others) {
        $0 < 0.15
      } fate: { draw, _ in
        draw < 0.12 ? .hidden : draw < 0.135 ? .misleading : .kept
      }
    },
    Misconception(
      "bound-asked", diagnosis: "a draw of exactly 0.15 asked for",
      remedy: "Below 0.15: <, not ≤.", frequency: 1
    ) { tokens, mask, draws, fates, others in
      hidden(tokens, mask, draws, fates, others) { $0 <= 0.15 }
    },
    Misconception(
      "bounds-of-fate", diagnosis: "a fate of exactly 0.8 hidden, one of exactly 0.9 misleading",
      remedy: "Below 0.8, and from 0.8 to below 0.9: <, not ≤.", frequency: 1
    ) { tokens, mask, draws, fates, others in
      hidden(tokens, mask, draws, fates, others) {
        $0 < 0.15
      } fate: { _, fate in
        fate <= 0.8 ? .hidden : fate <= 0.9 ? .misleading : .kept
      }
    },
    Misconception(
      "next-word", diagnosis: "asked one place earlier, as a GPT is asked for the next token",
      remedy: "A masked model is asked for the token that stands at the place itself.", frequency: 2
    ) { tokens, mask, draws, fates, others in
      let (inputs, asks) = hidden(tokens, mask, draws, fates, others)
      return (inputs, asks.dropFirst() + asks.prefix(1).map { _ in false })
    },
  ]
}
