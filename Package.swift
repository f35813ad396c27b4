// swift-tools-version: 6.2
import PackageDescription

// A library that computes is optimised in the debug configuration too, so that plain `swift run` and `swift test` are
// fast. All are compiled for this machine's own instructions; `--disable-default-traits` builds portably.
#if arch(x86_64)
  let instructions: [SwiftSetting] = [
    .unsafeFlags(["-Xcc", "-march=native"], .when(traits: ["NativeInstructions"])),
    .define("FUSED_MULTIPLY_ADD", .when(traits: ["NativeInstructions"])),
  ]
#else
  // On arm64 the fused multiply-add is part of the base instruction set.
  let instructions: [SwiftSetting] = [.define("FUSED_MULTIPLY_ADD")]
#endif
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
let asItIs: [SwiftSetting] = strict + instructions
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"])] + asItIs

/// A room of the house: a library that knows only the rooms named. This one asks, judges or shows, and is built fast.
func room(
  _ name: String, knows dependencies: [Target.Dependency] = [], exclude: [String] = [],
  resources: [Resource] = [], swiftSettings: [SwiftSetting] = asItIs
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: exclude, resources: resources,
    swiftSettings: swiftSettings)
}

/// A room that computes.
func computing(
  _ name: String, knows dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  room(name, knows: dependencies, exclude: exclude, swiftSettings: optimised)
}

/// Tests are built as fast as can be, in the release configuration too: what they test is optimised there, they need not be.
let plain: [SwiftSetting] = [.unsafeFlags(["-Onone"], .when(configuration: .release))] + strict + instructions

/// The tests of a room, which may look into others for something to compare with.
func tests(_ name: String, of dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: plain)
}

/// A chapter: a folder with a lecture, a program and the transcript of a run, and the command that runs it.
struct Chapter {
  let command: String
  let folder: String
  let subject: String
  let dependencies: [Target.Dependency]

  var target: String { "\(subject)Chapter" }
  var answers: String { "\(subject)Answers" }
  var product: Product { .executable(name: command, targets: [target]) }

  /// What is read by its path and not compiled.
  var files: [String] {
    ["README.md", "slides.md", "transcript.txt"]
      + ["training": ["model.safetensors"], "pretrained": ["tiny-gpt2"], "speedrun": ["records"]][
        command, default: []]
  }

  var executable: Target {
    .executableTarget(
      name: target, dependencies: dependencies + ["Notebook", "Formulas", "Platform", "Randomness"],
      path: "Chapters/\(folder)",
      exclude: files, swiftSettings: strict, plugins: ["SourceText"])
  }

  /// What the learner writes in this chapter: one file, which may know the workbench alone. It sees no member of a
  /// module that it does not import (Foundation's files, say), and nothing that is shared inside the package.
  var exercises: Target {
    .target(
      name: "\(subject)Exercises", dependencies: ["Workbench"], path: exerciseFolder,
      exclude: chapters.filter { $0.folder != folder }.map { "\($0.folder).swift" }
        + (exerciseFolder == "Exercises" ? ["README.md", "Solutions"] : []),
      sources: ["\(folder).swift"], packageAccess: false,
      swiftSettings: [.enableUpcomingFeature("MemberImportVisibility")])
  }

  /// The program that calls what the learner wrote and gives the answers; see `Coursework`.
  var answeringProgram: Target {
    .executableTarget(
      name: answers, dependencies: ["Coursework", .target(name: "\(subject)Exercises")],
      path: "Sources/Answers/\(folder)", swiftSettings: strict)
  }
}

// COURSE_SOLUTIONS=1 puts the solutions in the place of the learner's files: the same tests then run over them.
let exerciseFolder = Context.environment["COURSE_SOLUTIONS"] == nil ? "Exercises" : "Exercises/Solutions"

let chapters = [
  Chapter(command: "autodiff", folder: "00-Autodiff", subject: "Autodiff", dependencies: ["Autodiff"]),
  Chapter(
    command: "ngram", folder: "01-NGram", subject: "NGram",
    dependencies: ["Autodiff", "Language", "Neural", "Training"]),
  Chapter(
    command: "embeddings", folder: "02-Embeddings", subject: "Embeddings",
    dependencies: ["Autodiff", "Language", "Neural", "Training"]),
  Chapter(
    command: "positions", folder: "03-PositionalEncoding", subject: "Positions",
    dependencies: ["Autodiff", "Neural", "Training"]),
  Chapter(
    command: "attention", folder: "04-SingleHeadAttention", subject: "Attention",
    dependencies: ["Autodiff", "Language", "Neural"]),
  Chapter(
    command: "multihead", folder: "05-MultiHeadAttention", subject: "MultiHead",
    dependencies: ["Autodiff", "Language", "Neural", "Training"]),
  Chapter(
    command: "block", folder: "06-TransformerBlock", subject: "Block",
    dependencies: ["Autodiff", "Language", "Neural"]),
  Chapter(
    command: "training", folder: "07-TrainingLoop", subject: "Training",
    dependencies: ["Autodiff", "Exchange", "Generation", "Language", "Neural", "Training"]),
  Chapter(
    command: "generation", folder: "08-Generation", subject: "Generation",
    dependencies: ["Autodiff", "Exchange", "Generation", "Language", "Neural", "Training"]),
  Chapter(
    command: "finetuning", folder: "09-FineTuning", subject: "FineTuning",
    dependencies: ["Autodiff", "Exchange", "Generation", "Language", "Neural", "Training"]),
  Chapter(
    command: "translation", folder: "10-EncoderDecoder", subject: "Translation",
    dependencies: ["Autodiff", "Generation", "Language", "Neural", "Training"]),
  Chapter(
    command: "pretrained", folder: "11-Pretrained", subject: "Pretrained",
    dependencies: ["Autodiff", "Exchange", "Generation", "Language", "Neural", "Training"]),
  Chapter(
    command: "inside", folder: "12-Inside", subject: "Inside",
    dependencies: ["Autodiff", "Exchange", "Generation", "Language", "Neural", "Training"]),
  Chapter(
    command: "relatives", folder: "13-Relatives", subject: "Relatives",
    dependencies: ["Autodiff", "Exchange", "Generation", "Language", "Neural", "Training"]),
  Chapter(
    command: "speedrun", folder: "14-Speedrun", subject: "Speedrun",
    dependencies: ["Autodiff", "Language", "Neural", "Training"]),
]

let package = Package(
  name: "Transformer",
  platforms: [.macOS(.v26)],
  products: chapters.map(\.product) + [
    .executable(name: "course", targets: ["CourseCommand"]),
    .executable(name: "book", targets: ["BookCommand"]),
    .executable(name: "formulas", targets: ["FormulaCommand"]),
    .executable(name: "mutations", targets: ["MutationTesting"]),
    .executable(name: "benchmark", targets: ["BenchmarkCommand"]),
  ],
  traits: [
    .default(enabledTraits: ["NativeInstructions"]),
    .trait(name: "NativeInstructions", description: "Use all the instructions of the machine that builds."),
  ],
  targets: [
    computing("Platform"),
    computing("Randomness"),
    computing("Digests"),
    room("Formulas", knows: ["Platform"]),
    room("Questions", knows: ["Formulas", "Platform", "Randomness"]),
    .target(name: "Vectors", path: "Sources/Kernels/Vectors", swiftSettings: optimised),
    computing("Kernels", knows: ["Platform", "Vectors"], exclude: ["Vectors"]),
    computing("Autodiff", knows: ["Kernels", "Randomness"]),
    computing("Language", knows: ["Platform", "Randomness"]),
    computing("Neural", knows: ["Autodiff", "Kernels", "Platform", "Randomness"]),
    computing("Exchange", knows: ["Autodiff", "Language", "Neural", "Platform", "Randomness"]),
    computing("Training", knows: ["Autodiff", "Exchange", "Kernels", "Neural", "Platform", "Randomness"]),
    computing(
      "Generation", knows: ["Autodiff", "Kernels", "Language", "Neural", "Platform", "Randomness"]),
    room("Terminal", knows: ["Platform"]),
    room("Cells", knows: ["Formulas", "Terminal"]),
    room(
      "Pages", knows: ["Cells", "Digests", "Formulas", "Terminal"],
      resources: [
        "Page/colors.css", "Page/page.css", "Drawing/drawing.css", "Drawing/short.css",
        "Drawing/pictures.css", "Text/text.css",
        "Script/explore.css", "Script/page.js", "Script/explore.js", "Script/attention.js", "Script/graph.js",
        "Script/distance.js", "Script/smoothing.js", "Script/neighbours.js", "Script/curve.js",
        "Script/choice.js",
      ].map { .embedInCode($0) }),
    room("Notebook", knows: ["Autodiff", "Cells", "Formulas", "Pages", "Platform", "Terminal"]),
    .executableTarget(name: "WriteSourceText", path: "Sources/SourceText/Tool", swiftSettings: strict),
    .plugin(
      name: "SourceText", capability: .buildTool(), dependencies: ["WriteSourceText"],
      path: "Sources/SourceText/Plugin"),
    room("Workbench", knows: ["Autodiff"]),
    room("Programs"),
    room(
      "Coursework",
      knows: [
        "Workbench", "Programs", "Autodiff", "Formulas", "Language", "Neural", "Training", "Generation",
        "Platform", "Randomness",
      ]),
    room(
      "Slides", knows: ["Cells", "Formulas", "Pages", "Terminal"],
      resources: [.embedInCode("Page/deck.css"), .embedInCode("Page/deck.js")]),
    room(
      "Book",
      knows: [
        "Cells", "Coursework", "Formulas", "Pages", "Platform", "Programs", "Slides", "Terminal",
      ],
      resources: [
        .embedInCode("Live/live.css"), .embedInCode("Live/live.js"), .embedInCode("Writing/book.css"),
        .embedInCode("Writing/summary.css"), .embedInCode("Writing/search.js"),
      ]),

    .executableTarget(
      name: "CapstoneAnswers",
      dependencies: ["Coursework", "Workbench", "Autodiff"]
        + chapters.map { .target(name: "\($0.subject)Exercises") },
      path: "Sources/Answers/Capstone", swiftSettings: strict),
    .executableTarget(
      name: "CourseCommand",
      dependencies: ["Coursework", "Digests", "Pages", "Platform", "Questions", "Randomness", "Terminal"],
      resources: [.embedInCode("Sheets/sheet.css")], swiftSettings: strict),
    .executableTarget(
      name: "BookCommand", dependencies: ["Book", "Cells", "Coursework", "Pages", "Slides", "Terminal"],
      swiftSettings: strict),
    .executableTarget(
      name: "BenchmarkCommand",
      dependencies: [
        "Platform", "Terminal", "Programs", "Vectors", "Kernels", "KernelOracles", "Autodiff", "Language",
        "Neural", "Training", "Generation", "Randomness",
      ],
      exclude: ["Peers"],
      swiftSettings: optimised),
    .executableTarget(
      name: "FormulaCommand", dependencies: ["Formulas", "Terminal"], swiftSettings: strict),
    .executableTarget(
      name: "MutationTesting", dependencies: ["Terminal", "Programs"], path: "Tests/Mutations",
      exclude: ["Lists"],
      swiftSettings: strict),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    tests("RandomnessTests", of: ["Randomness"]),
    tests("DigestTests", of: ["Digests"]),
    tests("QuestionsTests", of: ["Questions", "Formulas", "Randomness"]),
    tests("FormulaTests", of: ["Formulas", "FormulaCommand"]),
    .target(
      name: "KernelOracles", dependencies: ["Kernels", "Platform"], path: "Tests/KernelOracles",
      swiftSettings: optimised),
    tests("KernelsTests", of: ["Kernels", "KernelOracles", "Randomness"]),
    tests("AutodiffTests", of: ["Autodiff", "Formulas", "Randomness"]),
    tests("LanguageTests", of: ["Language", "Platform", "Randomness"], exclude: ["Fixtures"]),
    tests("NeuralTests", of: ["Neural", "Kernels", "Autodiff", "Formulas", "Randomness"]),
    .target(
      name: "ModelSupport", dependencies: ["Autodiff", "Exchange", "Neural"], path: "Tests/ModelSupport",
      swiftSettings: strict),
    tests(
      "ExchangeTests",
      of: [
        "Exchange", "Generation", "Training", "Neural", "Language", "Autodiff", "Randomness", "TestSupport",
        "ModelSupport",
      ]),
    tests(
      "TrainingTests",
      of: [
        "Training", "Exchange", "Generation", "Neural", "Autodiff", "Formulas", "Randomness", "TestSupport",
        "ModelSupport",
      ], exclude: ["Fixtures"]),
    tests(
      "GenerationTests",
      of: ["Generation", "Language", "Neural", "Autodiff", "Platform", "Randomness", "ModelSupport"]),
    tests("ProgramsTests", of: ["Programs", "TestSupport"]),
    tests("MutationTests", of: ["MutationTesting", "Terminal", "TestSupport"]),
    tests("TerminalTests", of: ["Terminal"]),
    tests("PagesTests", of: ["Pages", "Cells", "Formulas", "Terminal", "TestSupport"]),
    tests("SlidesTests", of: ["Slides", "Cells", "Formulas", "Pages", "Terminal", "TestSupport"]),
    tests("NotebookTests", of: ["Notebook", "Cells", "Terminal", "Autodiff", "Formulas", "TestSupport"]),
    tests(
      "ConformanceTests",
      of: [
        "Formulas", "Kernels", "Autodiff", "Exchange", "Neural", "Language", "Training", "Generation",
        "Randomness", "TestSupport",
      ]),
    tests(
      "OracleTests", of: ["Training", "Neural", "Autodiff", "Platform", "Randomness"], exclude: ["Fixtures"]),
    tests(
      "JudgeTests", of: ["Coursework", "Workbench", "Autodiff", "Formulas", "Randomness", "TestSupport"]),
    .target(
      name: "CourseworkSupport", dependencies: ["Coursework", "TestSupport"], path: "Tests/CourseworkSupport",
      swiftSettings: strict),
    tests(
      "CourseworkTests",
      of: [
        "Coursework", "CourseworkSupport", "Workbench", "Programs", "Formulas", "Randomness", "TestSupport",
      ],
      exclude: ["Submissions"]),
    tests(
      "CourseCommandTests",
      of: ["CourseCommand", "Coursework", "CourseworkSupport", "Questions", "Terminal", "TestSupport"]),
    tests(
      "BookTests",
      of: [
        "Book", "BookCommand", "Cells", "Coursework", "Formulas", "Notebook", "Pages", "Platform", "Programs",
        "Slides", "Terminal", "TestSupport",
      ]),
    tests(
      "ExerciseTests",
      of: ["Coursework", "Programs", "CapstoneAnswers"]
        + chapters.map { .target(name: $0.answers) }),
    tests(
      "BenchmarkTests",
      of: [
        "BenchmarkCommand", "Kernels", "KernelOracles", "Programs", "Randomness", "Terminal", "TestSupport",
      ]),
    tests(
      "ChapterTests",
      of: [
        "Programs", "Autodiff", "Exchange", "Generation", "Language", "Neural", "Randomness", "Slides",
        "TestSupport",
      ]
        + chapters.map { .target(name: $0.target) }),
  ] + chapters.flatMap { [$0.executable, $0.exercises, $0.answeringProgram] },
  swiftLanguageModes: [.v6]
)

// COURSE_NUMBERS=1 leaves out whatever handles a learner's answers and computes nothing for itself: CI builds the other rooms a
// second time, portably.
if Context.environment["COURSE_NUMBERS"] != nil {
  package.targets.removeAll { target in
    target.name == "Questions"
      || target.dependencies.contains { dependency in
        switch dependency {
        case .byNameItem("Workbench", _), .byNameItem("Coursework", _), .byNameItem("Questions", _): true
        default: false
        }
      }
  }
  let kept = Set(package.targets.map(\.name))
  package.products.removeAll { ($0 as? Product.Executable)?.targets.allSatisfy(kept.contains) != true }
}
