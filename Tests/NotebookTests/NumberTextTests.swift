import Notebook
import Testing

@Suite("Numbers as text")
struct NumberTextTests {
  /// Expected: C's `printf("%.*f")`, which rounds the exact value, ties to even; a zero has no sign here.
  @Test(
    "Fixed decimals are correctly rounded",
    arguments: [
      (0, 3, "0.000"), (-0.0, 2, "0.00"), (0.5, 0, "0"), (1.5, 0, "2"), (2.5, 0, "2"), (-2.5, 0, "-2"),
      (2.675, 2, "2.67"), (1.005, 2, "1.00"), (0.125, 2, "0.12"), (0.375, 2, "0.38"), (0.9995, 3, "1.000"),
      (999.9999, 3, "1000.000"), (-0.0001, 3, "0.000"), (-1.9999, 3, "-2.000"), (1e-300, 5, "0.00000"),
      (0.1, 17, "0.10000000000000001"), (1.0 / 3, 5, "0.33333"), (123_456_789.125, 2, "123456789.12"),
      (9_007_199_254_740_991, 0, "9007199254740991"), (1e19, 2, "1.00e+19"),
    ] as [(Double, Int, String)])
  func fixed(value: Double, decimals: Int, expected: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == expected)
  }

  @Test("Values that are not finite have their signs")
  func nonFinite() {
    #expect(NumberText.fixed(-.infinity, decimals: 3) == "−∞")
    #expect(NumberText.compact(.infinity) == "∞")
    #expect(NumberText.scientific(.nan, decimals: 1) == "NaN")
  }

  @Test(
    "Scientific form",
    arguments: [
      (0.000123, 2, "1.23e-04"), (9.999e22, 2, "1.00e+23"), (-1e300, 1, "-1.0e+300"), (0, 1, "0.0e+00"),
      (.leastNonzeroMagnitude, 0, "5e-324"), (1.25e-7, 1, "1.2e-07"), (1.35e-7, 1, "1.4e-07"),
      (42, 3, "4.200e+01"),
    ] as [(Double, Int, String)])
  func scientific(value: Double, decimals: Int, expected: String) {
    #expect(NumberText.scientific(value, decimals: decimals) == expected)
  }

  @Test(
    "Compact form",
    arguments: [
      (6, "6"), (0, "0"), (-3, "-3"), (0.693147, "0.6931"), (12.3456, "12.35"), (1234.56, "1235"),
      (0.00123456, "0.001235"), (1.23456e-7, "1.23e-7"), (1e-6, "1e-6"), (0.5, "0.5"), (1e9, "1e9"),
      (124_439_808, "124439808"), (0.99999, "1"),
    ] as [(Double, String)])
  func compact(value: Double, expected: String) {
    #expect(NumberText.compact(value) == expected)
  }
}
