// swift-tools-version: 6.2
import PackageDescription

// Every library is optimised in the debug configuration too, so that plain `swift run` and `swift test` are
// fast, and compiled for this machine's own instructions. `--disable-default-traits` builds portably.
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
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"])] + strict + instructions

/// A room of the house: a library that knows only the rooms named.
func room(_ name: String, knows dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: optimised)
}

/// The tests of a room, which may look into others for something to compare with.
func tests(_ name: String, of dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let package = Package(
  name: "Transformer",
  platforms: [.macOS(.v26)],
  traits: [
    .default(enabledTraits: ["NativeInstructions"]),
    .trait(name: "NativeInstructions", description: "Use all the instructions of the machine that builds."),
  ],
  targets: [
    room("Randomness"),
    room("Kernels"),
    room("Autodiff", knows: ["Kernels", "Randomness"]),
    room("Neural", knows: ["Autodiff", "Randomness"]),

    tests("RandomnessTests", of: ["Randomness"]),
    tests("KernelsTests", of: ["Kernels", "Randomness"]),
    tests("AutodiffTests", of: ["Autodiff", "Randomness"]),
    tests("NeuralTests", of: ["Neural", "Autodiff", "Randomness"]),
  ],
  swiftLanguageModes: [.v6]
)
