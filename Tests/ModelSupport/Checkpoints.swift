import Autodiff
import Exchange

/// A checkpoint of these tensors, read from the bytes of a file of that name.
package func opened(
  _ tensors: [(name: String, value: Tensor)], metadata: [String: String] = ["formatVersion": "1"]
) throws -> Checkpoint {
  try Checkpoint(SafeTensors(bytes: SafeTensors.encode(tensors, metadata: metadata), name: "x"))
}

/// Why a checkpoint is refused; nil if it is not.
package func problem<Result>(_ body: () throws -> Result) -> CheckpointError.Problem? {
  do {
    _ = try body()
    return nil
  } catch {
    return (error as? CheckpointError)?.problem
  }
}
