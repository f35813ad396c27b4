import Language
import Neural

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension PretrainedModel {
  /// Reads a GPT-2 from a folder in Hugging Face's layout: `config.json`, `model.safetensors` or the files that
  /// `model.safetensors.index.json` names, and `tokenizer.json` or `vocab.json` with `merges.txt`.
  ///
  /// ```swift
  /// let gpt2 = try PretrainedModel(contentsOfFolder: "gpt2")
  /// ```
  ///
  /// Float32, Float16 and BFloat16 become `Float`, one tensor at a time. Rows of the table after the tokenizer's last
  /// token, which some files have to round its size up, are left out: no text leads to them. Throws ``CheckpointError``,
  /// by name, for whatever is missing, of another shape or architecture, or a setting that would give other numbers.
  public init(contentsOfFolder folder: String) throws(CheckpointError) {
    let folder = ModelFolder(path: folder)
    let settings = try folder.json("config.json") { (json) throws(CheckpointError.Problem) in
      try GPT2Settings(json)
    }
    let tokenizer = try folder.tokenizer()
    let (tokens, rows) = (tokenizer.vocabularySize, settings.model.vocabularySize)
    guard tokens <= rows, tokens > 0 else {
      throw CheckpointError(file: folder.path, .otherVocabulary(tokens: tokens, rows: rows))
    }
    self.init(model: try folder.tensors().model(settings, tokens: tokens), tokenizer: tokenizer)
  }
}

/// The files of a folder in Hugging Face's layout.
struct ModelFolder {
  let path: String

  static func isFolder(_ path: String) -> Bool {
    var isFolder: Bool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }

  func place(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: place(name)) }

  /// No text of the layout is longer; the largest tokenizers in use take 35 megabytes.
  private static let longest = 1 << 28

  /// The bytes of a text.
  private func bytes(_ name: String) throws(CheckpointError.Problem) -> [UInt8] {
    let file = try OpenFile(path: place(name))
    guard file.count <= Self.longest else {
      throw .unreadable("\(file.count) bytes, and \(Self.longest) are the most that are read")
    }
    return try file.bytes(0..<file.count)
  }

  /// What `convert` makes of the JSON in a file, which errors name.
  func json<Result>(
    _ name: String, _ convert: (JSONValue) throws(CheckpointError.Problem) -> Result
  ) throws(CheckpointError) -> Result {
    guard has(name) else { throw CheckpointError(file: path, .missingFile(name)) }
    do throws(CheckpointError.Problem) {
      return try convert(JSONValue(bytes(name)))
    } catch {
      throw CheckpointError(file: place(name), error)
    }
  }

  /// The text in a file.
  func text(_ name: String) throws(CheckpointError) -> String {
    do throws(CheckpointError.Problem) {
      guard let text = String(validating: try bytes(name), as: UTF8.self) else {
        throw .badTokenizer("its text is not UTF-8")
      }
      return text
    } catch {
      throw CheckpointError(file: place(name), error)
    }
  }

  /// The tensors of the one file, or of those that the index names.
  func tensors() throws(CheckpointError) -> GPT2Tensors {
    let (single, index) = ("model.safetensors", "model.safetensors.index.json")
    if has(single) {
      return try GPT2Tensors([SafeTensors(contentsOf: place(single))], source: place(single))
    }
    guard has(index) else {
      for pickle in ["pytorch_model.bin", "pytorch_model.bin.index.json"] where has(pickle) {
        throw CheckpointError(file: path, .pickle(pickle, conversion: conversion))
      }
      throw CheckpointError(file: path, .missingFile(single))
    }
    let shards = try json(index) { (json) throws(CheckpointError.Problem) in try Self.shards(json) }
    var files: [SafeTensors] = []
    for (name, wanted) in shards {
      let file = try SafeTensors(contentsOf: place(name))
      let found = Set(file.shapes.map(\.name))
      if let missing = wanted.first(where: { !found.contains($0) }) {
        throw CheckpointError(file: file.file, .missingTensor(missing))
      }
      files.append(file)
    }
    return try GPT2Tensors(files, source: place(index))
  }

  /// The files of an index, by name, each with the tensors that it should have.
  private static func shards(
    _ index: JSONValue
  ) throws(CheckpointError.Problem) -> [(name: String, tensors: [String])] {
    guard let map = index["weight_map"]?.members else {
      throw .badSetting(
        "weight_map", found: index["weight_map"]?.text ?? "missing", read: "an object is read")
    }
    var shards: [String: [String]] = [:]
    for (tensor, file) in map {
      guard let name = file.string, name.hasSuffix(".safetensors"), !name.contains("/"), !name.contains("\\")
      else { throw .badShard(file.string ?? file.text) }
      shards[name, default: []].append(tensor)
    }
    return shards.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private var conversion: String {
    let folder = JSONValue.literal(path)
    return "python3 -c 'from transformers import AutoModelForCausalLM as Model; "
      + "Model.from_pretrained(\(folder)).save_pretrained(\(folder))'"
  }
}
