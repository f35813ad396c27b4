/// Runs `body` with the path of a file in an empty folder that is removed afterwards.
package func withTemporaryFile<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = try TemporaryFolder()
  return try withExtendedLifetime(folder) { try body(folder.place("model.safetensors").path) }
}
