import Testing

/// What chapter 13 shows of the models that the documents name, by the checks of its transcript.
@Suite("What chapter 13 has to show")
struct RelativesRequirementTests {
  private let transcript: Transcript

  init() throws { transcript = try Transcript(of: "13-Relatives") }

  @Test("hidden states are learned without a step back, and tags by features")
  func hiddenStatesAndTags() throws {
    #expect(try transcript.measured("written out it is what the library computes, as a part of it") <= 1e-9)
    #expect(try transcript.measured("no step raises the loss, nats a token") <= 1e-9)
    #expect(try transcript.measured("one path is no likelier than all together, ln P") <= 1e-9)
    #expect(try transcript.measured("maximum entropy has no weight between tags") == 0)
    #expect(try transcript.measured("the field is right in more sentences than maximum entropy") > 0)
  }

  @Test("a gradient vanishes in a recurrent network, and not behind an open gate or through attention")
  func gradients() throws {
    #expect(try transcript.measured("a new RNN's gradient has vanished 30 words back") <= 1e-5)
    #expect(try transcript.measured("a new LSTM's has not, behind its open gate") >= 1e-3)
    #expect(try transcript.measured("nor attention's") >= 1e-3)
    #expect(try transcript.measured("20 words back the GPT remembers more than the LSTM") >= 0.1)
    #expect(try transcript.measured("in equal seconds the GPT is ahead of both recurrent networks") >= 0.04)
  }

  @Test("a masked model fills gaps from both sides, and does not write")
  func bothSides() throws {
    #expect(try transcript.measured("both sides are more than one") >= 0.02)
    #expect(try transcript.measured("it says the word that it can see") >= 0.8)
    #expect(try transcript.measured("read from the left the masked model loses far more") >= 0.5)
    #expect(try transcript.measured("and the world tells few of its texts") >= 0.2)
  }
}
