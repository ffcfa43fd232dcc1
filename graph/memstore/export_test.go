package memstore

// WriteAtOnce sets about how many bytes of blocks a transaction writes.
func WriteAtOnce(bytes int) { atOnce = bytes }
