package image

// Local implements graph.Local: every answer comes from memory.
func (s *Image) Local() bool { return true }
