package httpapi

import "github.com/vektah/gqlparser/v2/ast"

// inner is how many filters are inside a filter: each is a list of its own.
func (p *pricer) inner(a *ast.Argument) int {
	if a == nil || a.Value == nil {
		return 0
	}
	return p.innerOf(a.Value)
}

func (p *pricer) innerOf(v *ast.Value) (n int) {
	if v.Kind == ast.Variable {
		return innerVariable(p.variables[v.Raw])
	}
	for _, child := range v.Children {
		if child.Value == nil {
			continue
		}
		if combines(child.Name) {
			n++
			if child.Value.Kind == ast.ListValue {
				n += len(child.Value.Children) - 1
			}
		}
		n += p.innerOf(child.Value)
	}
	return n
}

func innerVariable(v any) (n int) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			n += innerVariable(e)
		}
	case map[string]any:
		for name, e := range v {
			if list, ok := e.([]any); combines(name) && ok {
				n += len(list)
			} else if combines(name) && e != nil {
				n++
			}
			n += innerVariable(e)
		}
	}
	return n
}

func combines(name string) bool { return name == "and" || name == "or" || name == "not" }
