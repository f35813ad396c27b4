extension TileOperands {
  /// The scratch memory that `multiply` needs at the edges of a matrix.
  static func edgeScratch(inner: Int) -> Int { tileRows * tileColumns + inner * tileRows }

  /// Multiplies up to `tileRows` rows with a panel of which the first `width` columns count.
  ///
  /// A tile that is not full is computed as a full one in the scratch memory `edge`, of which the valid part is copied.
  func multiply(rows: Int, width: Int, panelWidth: Int, edge: UnsafeMutablePointer<Float>) {
    if rows == tileRows && width == panelWidth {
      multiply(rows: tileRows, width: panelWidth)
      return
    }
    var tile = self
    let fullRows = rows <= 4 ? 4 : tileRows
    tile.c = edge
    tile.cRow = panelWidth
    if accumulates {
      for row in 0..<rows {
        (edge + row * panelWidth).update(from: c + row * cRow, count: width)
      }
    }
    if rows < fullRows && aRow != 1 {
      // The rows after the last one may lie outside the memory. (Of a transposed matrix only the slack behind
      // the last element is touched, see `MemoryPool`.) The rows that are missing hold anything: they go
      // nowhere.
      let paddedRows = edge + tileRows * tileColumns
      for row in 0..<rows {
        let to = paddedRows + row * inner
        if aStep == 1 {
          to.update(from: a + row * aRow, count: inner)
        } else {
          for k in 0..<inner { to[k] = a[row * aRow + k * aStep] }
        }
      }
      for row in rows..<fullRows { (paddedRows + row * inner).update(repeating: 0, count: inner) }
      tile.a = UnsafePointer(paddedRows)
      tile.aRow = inner
      tile.aStep = 1
    }
    tile.multiply(rows: fullRows, width: panelWidth)
    for row in 0..<rows {
      (c + row * cRow).update(from: edge + row * panelWidth, count: width)
    }
  }

  private func multiply(rows: Int, width: Int) {
    switch (rows, width) {
    case (8, 32): tile8x32(self)
    case (8, _): tile8x16(self)
    case (_, 32): tile4x32(self)
    default: tile4x16(self)
    }
  }
}
