package memstore

// Local implements graph.Local: every answer comes from memory.
func (s *Store) Local() bool { return true }

// Local implements graph.Local.
func (r *reader) Local() bool { return true }
