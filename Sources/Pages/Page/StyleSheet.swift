/// The look of every page, from the files that stand beside what they are for.
package enum StyleSheet {
  /// Everything that a page needs.
  package static var whole: String {
    colors + page + words + drawing + "@media print {\n\(short)}\n" + insidePictures + HeatClass.styleSheet
      + panels
  }

  /// Tensors without their middle, as they are on paper.
  package static var short: String { text(PackageResources.short_css) }

  /// What every rule takes its colours from, by light and by dark.
  private static var colors: String { text(PackageResources.colors_css) }
  /// The page and its parts.
  private static var page: String { text(PackageResources.page_css) }
  /// Prose, formulas and lectures.
  private static var words: String { text(PackageResources.text_css) }
  /// Cells.
  private static var drawing: String { text(PackageResources.drawing_css) }
  /// What a reader tries, where there is a script.
  private static var panels: String { text(PackageResources.explore_css) }
  /// What stands inside charts and trees.
  private static var insidePictures: String { text(PackageResources.pictures_css) }
  /// What a picture needs that is a file of its own.
  package static var picture: String { colors + insidePictures + "svg { background: var(--paper); }\n" }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
