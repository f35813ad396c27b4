import CourseworkSupport
import Foundation
import Testing

@testable import Coursework

@Suite("What a learner's file may not do")
struct SourceInspectionTests {
  /// The reasons without their lines.
  private func reasons(_ source: String) -> [String] { SourceInspection(of: source).reasons }

  @Test("An honest file is clean")
  func honest() {
    let source = ##"""
      import Workbench

      // import Autodiff is not for exercises; nor is @_silgen_name
      /* neither /* unsafe */ nor dlsym */
      /// Weights of `scores`: […, keys] → […, keys].
      public func weights(_ scores: Tensor, causal: Bool) throws -> Tensor {
        let hidden = "import Foundation \(scores.shape.map { "\($0)" }.joined(separator: "/"))"
        let raw = #"a " quote, \(no) interpolation, \#(hidden.count) one"#
        let long = """
          @main "quoted" unsafe
          """
        let masked = scores / 2 + Tensor(Float(raw.count)/Float(long.count)) / 3.5e-2
        let ratios = zip([1.0], [2.0]).map(/).reduce(0) { $0 + $1 } / 2
        var half = masked
        half /= 2
        half/=Tensor(Float(ratios))
        let last = [1.0, 2.0].last!/2
        return causal ? half * Tensor(Float(last)) : masked
      }
      """##
    #expect(reasons(source) == [])
  }

  @Test(
    "What reaches round the contract is named with its line",
    arguments: [
      ("import Autodiff", "imports Autodiff; an exercise may import Workbench alone"),
      (
        "@_exported import struct Foundation.Date",
        "imports Foundation; an exercise may import Workbench alone"
      ),
      ("import\nGlibc", "imports Glibc; an exercise may import Workbench alone"),
      ("import `Autodiff`", "imports Autodiff; an exercise may import Workbench alone"),
      ("@_silgen_name(\"x\") func f()", "has the attribute @_silgen_name, which no exercise needs"),
      ("@c(write) func f() {}", "has the attribute @c, which no exercise needs"),
      ("@main struct Main {}", "has the attribute @main, which no exercise needs"),
      ("let p: UnsafePointer<Int>", "uses UnsafePointer; names that begin with Unsafe reach into memory"),
      ("let f = `unsafeBitCast`", "uses unsafeBitCast; names that begin with unsafe reach into memory"),
      (
        "x.withUnsafeBytes { $0 }",
        "uses withUnsafeBytes; names that begin with withUnsafe reach into memory"
      ),
      (
        "[1].withContiguousStorageIfAvailable { $0 }",
        "uses withContiguousStorageIfAvailable, which reaches into memory"
      ),
      ("nonisolated(unsafe) var x = 1", "uses unsafe; names that begin with unsafe reach into memory"),
      ("Unmanaged.passRetained(x)", "uses Unmanaged, which reaches into memory"),
      ("dlsym(nil, name)", "uses dlsym, which looks up code by its symbol"),
      ("Builtin.int_trap()", "uses Builtin, which looks up code by its symbol"),
      ("_typeByName(name)", "uses _typeByName; names that begin with an underscore are Swift's own"),
      ("#externalMacro(module: m, type: t)", "has #externalMacro, which no exercise needs"),
      ("#sourceLocation(file: f, line: 1)", "has #sourceLocation, which no exercise needs"),
      ("CommandLine.arguments", "uses CommandLine, which looks at the process instead of the arguments"),
      ("readLine()", "uses readLine, which looks at the process instead of the arguments"),
      ("Mirror(reflecting: x)", "uses Mirror, which looks inside values"),
      ("x.masked(mask)", "uses .masked, the reference's mask; building it is the exercise"),
      (
        "let mask: M = .causal(queries: 2, keys: 2)",
        "uses .causal, the reference's mask; building it is the exercise"
      ),
      ("let text = \"\\(dlsym(x))\"", "uses dlsym, which looks up code by its symbol"),
      (
        "let text = #\"\"\" \\#(dlsym(x)) \"\"\"#", "a string of many lines that does not begin on a new line"
      ),
    ])
  func refusal(source: String, reason: String) {
    #expect(reasons("// one\n\n\(source)\n").contains("line 3: \(reason)"), "\(reasons(source))")
  }

  @Test("An objection has its line apart, and there is one for what stands there twice")
  func objections() {
    let objections = SourceInspection(of: "\nimport Glibc\nlet a = (dlsym, dlsym)\n").objections
    #expect(objections.map(\.line) == [2, 3])
    #expect(objections.last?.text == "uses dlsym, which looks up code by its symbol")
  }

  @Test("A learner's file is inspected where it lies")
  func inPlace() throws {
    let temporary = try TemporaryWorkshop()
    let chapter = Syllabus.chapters[4]
    #expect(temporary.workshop.inspection(of: chapter).isClean)
    try temporary.write("import Autodiff\n", to: chapter.file)
    #expect(temporary.workshop.inspection(of: chapter).objections.map(\.line) == [1])
    #expect(Workshop(folder: temporary.workshop.folder, usesSolutions: true).inspection(of: chapter).isClean)
    try FileManager.default.removeItem(at: temporary.workshop.folder.appending(path: chapter.file))
    #expect(temporary.workshop.inspection(of: chapter).isClean)
  }

  @Test("A mask cannot be had through an extension of Tensor either")
  func maskInExtension() {
    #expect(reasons("extension Tensor { var f: Any { masked } }").count == 1)
    #expect(reasons("let masked = scores + mask").isEmpty)
  }

  @Test(
    "What the compiler may read differently is refused",
    arguments: [
      #"let x = /"/; dlsym() // ""#, #"return/"/"#, #"_ = /= "/"#, "let x = #/\"/#", "do {}\n/\"/.f()",
      "let x = \"abc", "let x = \"\\(\n1)\"", "/* /* */", "'\"\"\"'", "let x = #\"\"\"#", "let a = `b\n",
      "#if A\n/= \"/\n#endif", "let s = +/\"/",
    ])
  func oddity(source: String) {
    #expect(!reasons(source).isEmpty)
  }

  @Test("Lines are counted as the compiler does")
  func lines() {
    let source = "let a = 1\r\n/* 2\n3 */ let b = \"\"\"\n 4\n \"\"\"\r// 6\rimport Autodiff"
    #expect(reasons(source) == ["line 7: imports Autodiff; an exercise may import Workbench alone"])
  }

  @Test("Bytes that are no text, and far too many of them")
  func bytes() {
    let binary = SourceInspection(of: Data([0x69, 0xFF]))
    #expect(binary.reasons == ["the file is not UTF-8"] && binary.objections[0].line == nil)
    #expect(
      SourceInspection(of: Data(repeating: 0x20, count: 1_000_001)).reasons == [
        "the file has more than 1000000 bytes, which are enough for any chapter"
      ])
    #expect(SourceInspection(of: Data(repeating: 0x20, count: 1_000_000)).isClean)
    #expect(SourceInspection(of: Data("import Workbench\n".utf8)).isClean)
  }
}
