import Testing
import Training

@Suite("Fingerprints of texts")
struct FingerprintTests {
  @Test("are FNV-1a with 64 bits, as its authors' test vectors have it")
  func vectors() {
    #expect(fingerprint(of: "") == 0xcbf2_9ce4_8422_2325)
    #expect(fingerprint(of: "a") == 0xaf63_dc4c_8601_ec8c)
    #expect(fingerprint(of: "foobar") == 0x8594_4171_f739_67e8)
  }

  @Test("are those of the bytes: texts that look or compare equal have different ones")
  func bytes() {
    #expect(fingerprint(of: "é") != fingerprint(of: "e\u{301}"))
    #expect(fingerprint(of: "ab") != fingerprint(of: "ba"))
  }
}
