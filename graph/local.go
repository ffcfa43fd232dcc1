package graph

// Local is implemented by readers that may answer from the memory of this process: many small questions cost them no
// more than one large one, so nothing is gained by gathering questions first.
type Local interface {
	Local() bool
}

// IsLocal tells whether the reader answers from memory.
func IsLocal(reader Reader) bool {
	local, ok := reader.(Local)
	return ok && local.Local()
}
