import CourseworkSupport
import Foundation
import Programs
import TestSupport
import Testing

@testable import Coursework

@Suite(
  "What the pages say of the workbench",
  .enabled(if: isThorough, "it builds something by itself: COURSE_THOROUGH=1 does"))
struct WorkbenchPageTests {
  private func compile(_ sources: [URL], linking modules: [String] = [], into program: URL? = nil) throws
    -> ProgramRun
  {
    try BuiltModules().compile(
      sources, linking: modules, options: ["-enable-upcoming-feature", "MemberImportVisibility", "-wmo"],
      into: program)
  }

  @Test(
    "Every line compiles and has the value that stands beside it", .timeLimit(.minutes(10)),
    arguments: [("Docs/From-PyTorch.md", nil), ("Exercises/README.md", "The workbench")])
  func values(path: String, heading: String?) throws {
    let text = try String(contentsOf: realWorkshop().folder.appending(path: path), encoding: .utf8)
    let page = WorkbenchPage(text, heading: heading)
    #expect(page.statements.count > 40)
    try withTemporaryFolder { folder in
      let source = folder.appending(path: "main.swift")
      let program = folder.appending(path: "page")
      try write(WorkbenchPage.preamble + page.program, to: source)
      let compiled = try compile(
        [source], linking: ["Workbench", "Autodiff", "Kernels", "Vectors", "Randomness"], into: program)
      try #require(compiled.hasSucceeded, "\(compiled.errorText)")
      let lines = try ProgramRun(of: program, deadline: 60).outputText.split(separator: "\n").map(String.init)
      for statement in page.statements {
        let line = "\(statement.line) \(statement.value)"
        #expect(
          lines.contains(line), "\(path):\(statement.line): \(statement.code) is not \(statement.value)")
      }
    }
  }

  /// Lines of Python, or nearly, and the beginning of what the workbench has instead.
  private static let habits: [(line: String, hint: String)] = [
    ("let q = x ** 2", "A power is"), ("let q = n ** 2", "A power is"), ("let q = x ^ 2", "A power is"),
    ("let q = pow(x, 2)", "A power is"), ("let q = x @ y", "The matrix product"),
    ("return matmul(x @ y, x)", "The matrix product"), ("let q = x @ y.T", "The matrix product"),
    ("let q = x.T", "The transpose"), ("let q = x.transpose(0, 1)", "The transpose"),
    ("let q = x.view([2, 3])", "That is `x.reshaped"), ("let q = x.view(2, 3)", "That is `x.reshaped"),
    ("let q = x.reshaped(2, 3)", "Sizes and axes are one array"),
    ("let q = Tensor.zeros(2, 3)", "Sizes and axes are one array"),
    ("let q = x.reshaped((2, 3))", "Sizes and axes are one array"),
    ("let q = x.permuted(0, 2, 1)", "Sizes and axes are one array"),
    ("let q = x.sum(dim: -1, keepdim: true)", "The labels are"),
    ("let q = x.sum(axis: 1, keepdims: true)", "The labels are"), ("let q = x.sum(dim: 0)", "The labels are"),
    ("let q = x.max(axis: 0)", "The labels are"),
    ("let q = x.mean(alongAxis: -1, keepdim: true)", "The labels are"),
    ("z[0, 1] = 2", "A tensor's numbers are read"), ("z[0, 1] += 1", "A tensor's numbers are read"),
    ("return x[0]", "`x[i, j]` is one number"), ("z = z[0]", "`x[i, j]` is one number"),
    ("let q: Tensor = x[0]", "`x[i, j]` is one number"), ("let q = x[:, 1]", "A slice is"),
    ("let q = x[0:2]", "A slice is"), ("let q = x[1:, 0]", "A slice is"),
    ("let q = (n // k) + 1", "`//` begins a comment"), ("let a = [n // 2, k]", "`//` begins a comment"),
    ("let q = x / n", "A whole number meets"), ("let q = Float(n) / k", "A whole number meets"),
    ("let q = n * 0.5", "A whole number meets"), ("z = x.shape[0] * x", "A whole number meets"),
    ("z = x * x.shape[0]", "A whole number meets"), ("z = x * Double(n)", "A Double meets"),
    ("z = x / sqrt(n)", "The root of a number"), ("z = x / sqrt(Float(n))", "The root of a number"),
    ("let q = math.sqrt(2)", "The root of a number"), ("let q = torch.exp(x)", "There is no `torch`"),
    ("let q = x.exp()", "Functions stand before"), ("let q = softmax(x)", "The workbench has the arithmetic"),
    ("let q = x.size(0)", "That is `x.shape[0]`"), ("let q = x.shape()", "`x.shape` is a property"),
    ("let q = max(x, y)", "The larger of two"), ("if x > 0 { z = y }", "Tensors are not compared"),
    ("let q = x < y", "Tensors are not compared"), ("let q = -inf", "That is `Float.infinity`"),
    ("for i in range(n) { z = y }", "That is `0..<n`"), ("let q = len(x.shape)", "That is `array.count`"),
    ("if n > 1 and k > 1 { z = y }", "`and`, `or` and `not`"), ("let q = not true", "`and`, `or` and `not`"),
    ("let q = n if n > 1 else k", "A choice between two"), ("print(f\"{n}\")", "A value in a string"),
    ("let q = x.clone()", "A tensor is a value"), ("let q = x.detach()", "That is `x.detached`"),
    ("let q = cat([x, y])", "That is `concatenate"),
    ("z = x.sum(alongAxis: 1, keepingAxis: True)", "That is `true`"),
  ]

  @Test("An exercise does not see the C library, which the rooms below it use", .timeLimit(.minutes(10)))
  func platform() throws {
    try withTemporaryFolder { folder in
      let source = folder.appending(path: "home.swift")
      try write("import Workbench\nfunc home() -> Bool { getenv(\"HOME\") != nil }\n", to: source)
      let run = try compile([source])
      #expect(run.errorText.contains("cannot find 'getenv' in scope"), "\(run.errorText)")
    }
  }

  @Test("What the compiler says to Python is translated", .timeLimit(.minutes(10)))
  func hints() throws {
    try withTemporaryFolder { folder in
      let sources = try Self.habits.enumerated().map { index, habit in
        let source = folder.appending(path: "Exercises/\(index).swift")
        try write(
          """
          import Workbench
          func f\(index)(_ x: Tensor, _ y: Tensor, _ n: Int, _ k: Int) throws -> Tensor {
            var z = x
            \(habit.line)
            return z
          }

          """, to: source)
        return source
      }
      let run = try compile(sources)
      for (index, habit) in Self.habits.enumerated() {
        let file = "Exercises/\(index).swift"
        let error = try #require(CompilerError(in: run.errorText, folder: folder, preferred: file))
        #expect(error.file == file, "\(habit.line) compiles")
        #expect(
          error.hint?.hasPrefix(habit.hint) == true, "\(habit.line): \(error.message): \(error.hint ?? "")")
      }
    }
  }
}
