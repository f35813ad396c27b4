import Platform

/// eˣ in Double, in a file that does not import the library's function of the same name.
func exponential(_ x: Double) -> Double { exp(x) }
