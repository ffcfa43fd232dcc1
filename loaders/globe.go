package loaders

// OnGlobe tells whether a latitude and a longitude are those of a place on Earth, in degrees.
func OnGlobe(latitude, longitude float64) bool {
	return latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180
}
