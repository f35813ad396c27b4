import Neural

/// The networks that read from left to right, before they have learned and after equal seconds.
struct Trained {
  let rnn: RecurrentLanguageModel<ElmanLayer>
  let lstm: RecurrentLanguageModel<LSTMLayer>
  let gpt: GPT
  let newRNN: RecurrentLanguageModel<ElmanLayer>
  let newLSTM: RecurrentLanguageModel<LSTMLayer>
  let newGPT: GPT
}

/// How long steps take, in steps of the GPT: measured once, so that a run has the same steps everywhere.
enum Pace {
  /// 14.2 ms where the GPT takes 6.3 and the RNN 6.5.
  static let ofLSTM = 2.2
}
