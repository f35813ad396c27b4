/// The ledger's name of a formula: document, section and a short word.
///
/// `S0-3.3-ATT` is printed in section 3.3 of document S0; a `P` before the word marks what is stated only in prose or
/// in code; `G` marks a piece that the course needs and no document gives.
public enum FormulaID: String, CaseIterable, Sendable, Hashable {
  /// The position as a scalar: sin + cos.
  case s0_3_3_PE = "S0-3.3-PE"
  /// Scaled dot-product attention.
  case s0_3_3_ATT = "S0-3.3-ATT"
  /// Multi-head attention.
  case s0_3_3_MHA = "S0-3.3-MHA"
  /// The encoder layer.
  case s0_3_3_ENC = "S0-3.3-ENC"
  /// The decoder layer.
  case s0_3_3_DEC = "S0-3.3-DEC"
  /// The shapes of Q, K and V.
  case s1_3_1_1_SHAPE = "S1-3.1.1-SHAPE"
  /// The projections to Q, K and V.
  case s1_3_1_1_QKV = "S1-3.1.1-QKV"
  /// The attention weights.
  case s1_3_1_1_A = "S1-3.1.1-A"
  /// The weights applied to the values.
  case s1_3_1_1_AVT = "S1-3.1.1-AVT"
  /// The position as a table: sin + cos.
  case s1_3_2_PE = "S1-3.2-PE"
  /// The statistics of layer normalization.
  case s1_3_3_LNSTAT = "S1-3.3-LNSTAT"
  /// Layer normalization.
  case s1_3_3_LNNORM = "S1-3.3-LNNORM"
  /// The residual connection.
  case s1_3_4_RES = "S1-3.4-RES"
  /// The pre-training objective.
  case s1_3_5_1_PRE = "S1-3.5.1-PRE"
  /// Scaled dot-product attention.
  case s2_4_1_ATT = "S2-4.1-ATT"
  /// Cross-entropy.
  case s2_4_2_CE = "S2-4.2-CE"
  /// The query.
  case s3_3_1_Q = "S3-3.1-Q"
  /// The key.
  case s3_3_1_K = "S3-3.1-K"
  /// The value.
  case s3_3_1_V = "S3-3.1-V"
  /// Scaled dot-product attention.
  case s3_3_1_ATT = "S3-3.1-ATT"
  /// The output of attention.
  case s3_3_1_OUT = "S3-3.1-OUT"
  /// The position: sin + cos with powers.
  case s3_3_3_PE = "S3-3.3-PE"
  /// Scaled dot-product attention.
  case s4_4_1_ATT = "S4-4.1-ATT"
  /// Multi-head attention.
  case s4_4_2_MHA = "S4-4.2-MHA"
  /// Two kinds of language model.
  case s0_2_1_P_LM = "S0-2.1-P-LM"
  /// Positions as added features.
  case s0_3_1_P_POS = "S0-3.1-P-POS"
  /// Preprocessing of the text.
  case s0_3_2_P_PREP = "S0-3.2-P-PREP"
  /// The heads "stacked".
  case s1_3_1_1_P_STACK = "S1-3.1.1-P-STACK"
  /// The fine-tuning objective.
  case s1_3_5_2_P_FT = "S1-3.5.2-P-FT"
  /// Temperature.
  case s1_4_3_P_TEMP = "S1-4.3-P-TEMP"
  /// Accuracy and recall.
  case s1_6_5_P_METRIC = "S1-6.5-P-METRIC"
  /// The n-gram model.
  case s2_1_1_P_NGRAM = "S2-1.1-P-NGRAM"
  /// Greedy decoding.
  case s2_3_3_P_GREEDY = "S2-3.3-P-GREEDY"
  /// The sub-layers of a layer.
  case s2_4_1_P_LAYER = "S2-4.1-P-LAYER"
  /// The heads concatenated.
  case s3_3_2_P_MHA = "S3-3.2-P-MHA"
  /// The encoder as a sum.
  case s3_3_4_P_ENC = "S3-3.4-P-ENC"
  /// The decoder's input.
  case s3_3_5_P_DEC = "S3-3.5-P-DEC"
  /// Natural gradient descent.
  case s4_3_2_P_NGD = "S4-3.2-P-NGD"
  /// Positions multiplied.
  case s4_5_2_P_MULPE = "S4-5.2-P-MULPE"
  /// Distillation.
  case s4_8_P_DISTIL = "S4-8-P-DISTIL"
  /// Softmax.
  case g_SOFTMAX = "G-SOFTMAX"
  /// One attention head.
  case g_HEAD = "G-HEAD"
  /// The causal mask.
  case g_MASK = "G-MASK"
  /// Cross-attention.
  case g_CROSS = "G-CROSS"
  /// The position-wise feed-forward network.
  case g_FFN = "G-FFN"
  /// The activation of GPT.
  case g_GELU = "G-GELU"
  /// The embedding of tokens.
  case g_EMB = "G-EMB"
  /// The language-model head.
  case g_HEADLM = "G-HEADLM"
  /// Counts and smoothing.
  case g_NGRAM = "G-NGRAM"
  /// Perplexity.
  case g_PPL = "G-PPL"
  /// Adam.
  case g_ADAM = "G-ADAM"
  /// Warm-up.
  case g_LR = "G-LR"
  /// Byte-level byte-pair encoding.
  case g_BPE = "G-BPE"
  /// The maximum-entropy bigram.
  case g_MAXENT = "G-MAXENT"
  /// Dropout.
  case g_DROP = "G-DROP"
  /// The low-rank adapter.
  case g_LORA = "G-LORA"
  /// The auxiliary objective of fine-tuning.
  case g_AUX = "G-AUX"
  /// Quantization to eight bits.
  case g_QUANT = "G-QUANT"
  /// Pruning by magnitude.
  case g_PRUNE = "G-PRUNE"
  /// Distillation.
  case g_DISTIL = "G-DISTIL"
  /// The logit lens.
  case g_LENS = "G-LENS"
  /// Shapley values.
  case g_SHAP = "G-SHAP"
  /// LIME.
  case g_LIME = "G-LIME"
  /// The forward algorithm of a hidden Markov model.
  case g_HMM = "G-HMM"
  /// Viterbi's algorithm.
  case g_VITERBI = "G-VITERBI"
  /// The step of Baum and Welch.
  case g_BAUMWELCH = "G-BAUMWELCH"
  /// The linear-chain conditional random field.
  case g_CRF = "G-CRF"
  /// The simple recurrent layer.
  case g_RNN = "G-RNN"
  /// Long short-term memory.
  case g_LSTM = "G-LSTM"
  /// The loss of a masked language model.
  case g_MLM = "G-MLM"
  /// Rotary positions.
  case g_ROPE = "G-ROPE"
  /// Normalization by the root mean square.
  case g_RMS = "G-RMS"
  /// Queries and keys of one length.
  case g_QKNORM = "G-QKNORM"
  /// The squared rectifier.
  case g_RELU2 = "G-RELU2"
  /// The gated feed-forward network.
  case g_SWIGLU = "G-SWIGLU"
  /// The soft cap of the logits.
  case g_SOFTCAP = "G-SOFTCAP"
  /// The value residual.
  case g_VALUERES = "G-VALUERES"
  /// Muon.
  case g_MUON = "G-MUON"
  /// Warm-up, stable, decay.
  case g_WSD = "G-WSD"
}

extension FormulaID {
  /// How the documents state a formula.
  public enum Kind: String, CaseIterable, Sendable, Hashable {
    /// Displayed as a formula.
    case printed
    /// Stated only in prose or in code.
    case prose
    /// Needed, and in no document.
    case missing
  }

  /// How the documents state this formula.
  public var kind: Kind {
    if rawValue.hasPrefix("G-") { .missing } else if rawValue.contains("-P-") { .prose } else { .printed }
  }
}

extension Formula {
  /// The formula with the given id; the switch lets none be forgotten.
  static func registered(_ id: FormulaID) -> Formula {
    switch id {
    case .s0_3_3_PE: .s0_3_3_PE
    case .s0_3_3_ATT: .s0_3_3_ATT
    case .s0_3_3_MHA: .s0_3_3_MHA
    case .s0_3_3_ENC: .s0_3_3_ENC
    case .s0_3_3_DEC: .s0_3_3_DEC
    case .s1_3_1_1_SHAPE: .s1_3_1_1_SHAPE
    case .s1_3_1_1_QKV: .s1_3_1_1_QKV
    case .s1_3_1_1_A: .s1_3_1_1_A
    case .s1_3_1_1_AVT: .s1_3_1_1_AVT
    case .s1_3_2_PE: .s1_3_2_PE
    case .s1_3_3_LNSTAT: .s1_3_3_LNSTAT
    case .s1_3_3_LNNORM: .s1_3_3_LNNORM
    case .s1_3_4_RES: .s1_3_4_RES
    case .s1_3_5_1_PRE: .s1_3_5_1_PRE
    case .s2_4_1_ATT: .s2_4_1_ATT
    case .s2_4_2_CE: .s2_4_2_CE
    case .s3_3_1_Q: .s3_3_1_Q
    case .s3_3_1_K: .s3_3_1_K
    case .s3_3_1_V: .s3_3_1_V
    case .s3_3_1_ATT: .s3_3_1_ATT
    case .s3_3_1_OUT: .s3_3_1_OUT
    case .s3_3_3_PE: .s3_3_3_PE
    case .s4_4_1_ATT: .s4_4_1_ATT
    case .s4_4_2_MHA: .s4_4_2_MHA
    case .s0_2_1_P_LM: .s0_2_1_P_LM
    case .s0_3_1_P_POS: .s0_3_1_P_POS
    case .s0_3_2_P_PREP: .s0_3_2_P_PREP
    case .s1_3_1_1_P_STACK: .s1_3_1_1_P_STACK
    case .s1_3_5_2_P_FT: .s1_3_5_2_P_FT
    case .s1_4_3_P_TEMP: .s1_4_3_P_TEMP
    case .s1_6_5_P_METRIC: .s1_6_5_P_METRIC
    case .s2_1_1_P_NGRAM: .s2_1_1_P_NGRAM
    case .s2_3_3_P_GREEDY: .s2_3_3_P_GREEDY
    case .s2_4_1_P_LAYER: .s2_4_1_P_LAYER
    case .s3_3_2_P_MHA: .s3_3_2_P_MHA
    case .s3_3_4_P_ENC: .s3_3_4_P_ENC
    case .s3_3_5_P_DEC: .s3_3_5_P_DEC
    case .s4_3_2_P_NGD: .s4_3_2_P_NGD
    case .s4_5_2_P_MULPE: .s4_5_2_P_MULPE
    case .s4_8_P_DISTIL: .s4_8_P_DISTIL
    case .g_SOFTMAX: .g_SOFTMAX
    case .g_HEAD: .g_HEAD
    case .g_MASK: .g_MASK
    case .g_CROSS: .g_CROSS
    case .g_FFN: .g_FFN
    case .g_GELU: .g_GELU
    case .g_EMB: .g_EMB
    case .g_HEADLM: .g_HEADLM
    case .g_NGRAM: .g_NGRAM
    case .g_PPL: .g_PPL
    case .g_ADAM: .g_ADAM
    case .g_LR: .g_LR
    case .g_BPE: .g_BPE
    case .g_MAXENT: .g_MAXENT
    case .g_DROP: .g_DROP
    case .g_LORA: .g_LORA
    case .g_AUX: .g_AUX
    case .g_QUANT: .g_QUANT
    case .g_PRUNE: .g_PRUNE
    case .g_DISTIL: .g_DISTIL
    case .g_LENS: .g_LENS
    case .g_SHAP: .g_SHAP
    case .g_LIME: .g_LIME
    case .g_HMM: .g_HMM
    case .g_VITERBI: .g_VITERBI
    case .g_BAUMWELCH: .g_BAUMWELCH
    case .g_CRF: .g_CRF
    case .g_RNN: .g_RNN
    case .g_LSTM: .g_LSTM
    case .g_MLM: .g_MLM
    case .g_ROPE: .g_ROPE
    case .g_RMS: .g_RMS
    case .g_QKNORM: .g_QKNORM
    case .g_RELU2: .g_RELU2
    case .g_SWIGLU: .g_SWIGLU
    case .g_SOFTCAP: .g_SOFTCAP
    case .g_VALUERES: .g_VALUERES
    case .g_MUON: .g_MUON
    case .g_WSD: .g_WSD
    }
  }
}
