import Autodiff
import Neural

extension Checkpoint {
  /// The GPT that the checkpoint keeps; throws ``CheckpointError`` when its configuration is none, or does not fit
  /// its tensors.
  ///
  /// The configuration is compared with the tensors before a model is made from it, so that a file cannot ask for
  /// more memory than it fills itself.
  public func gpt() throws(CheckpointError) -> GPT {
    let configuration = try configuration(as: GPTConfiguration.self)
    let shapes = contents.shapes.filter { !$0.name.hasPrefix(Self.optimizerPrefix) }
    let available = shapes.reduce(0) { $0 + $1.shape.elementCount }
    guard configuration.isPlausible(tensors: shapes.count, scalars: available) else {
      throw refusal(.badMetadata("configuration", reason: "that of no model, or not of these tensors"))
    }
    return try model(like: GPT(configuration, seed: 0))
  }
}

extension GPTConfiguration {
  /// Whether a model of these sizes can be made, and has as many parameters as a file of so many tensors holds.
  fileprivate func isPlausible(tensors: Int, scalars: Int) -> Bool {
    func fits(_ rows: Int, _ columns: Int) -> Bool {
      let (product, overflow) = rows.multipliedReportingOverflow(by: columns)
      return rows > 0 && columns > 0 && !overflow && product <= scalars
    }
    guard contextLength > 0, block.headCount > 0, block.hiddenChannels > 0,
      fits(vocabularySize, block.channels),
      block.channels.isMultiple(of: block.headCount), (0..<1).contains(block.dropoutRate),
      (0...tensors).contains(layerCount)
    else { return false }
    guard positions != .learned || fits(contextLength, block.channels) else { return false }
    guard
      layerCount == 0
        || (fits(block.channels, block.channels) && fits(block.channels, block.hiddenChannels))
    else { return false }
    // No product can overflow any more.
    return parameterCount == scalars
  }
}
