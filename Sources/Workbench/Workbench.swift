// What an exercise may be written with: tensors, their arithmetic, sums and movements, and the functions below.
// What the exercises build (softmax, masks, layer norm, attention, losses, gradients) is not here: that is the
// learner's to write. `Exercises/README.md` shows what each can do.

@_exported import func Autodiff.concatenate
@_exported import func Autodiff.cos
@_exported import func Autodiff.exp
@_exported import func Autodiff.log
@_exported import func Autodiff.matmul
@_exported import func Autodiff.maximum
@_exported import func Autodiff.power
@_exported import func Autodiff.sin
@_exported import func Autodiff.sqrt
@_exported import func Autodiff.stack
@_exported import func Autodiff.tanh
@_exported import struct Autodiff.Tensor

/// Thrown by an exercise that is not written yet.
public struct Unsolved: Error, Sendable {
  /// Says that the exercise is still to be written.
  public init() {}
}
