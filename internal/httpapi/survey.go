package httpapi

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// What a document may cost before it is executed. gqlparser's validation walks every fragment once for each operation
// and each fragment that reaches it, and compares all fields of one response name with each other: both are quadratic
// within the limit of tokens.
const (
	maxName  = 128    // characters of a name
	maxSteps = 40_000 // selections and values that validation visits
	maxPairs = 40_000 // pairs of fields that it compares
)

// surveyor counts what validating a document will take, and stops as soon as that is too much.
type surveyor struct {
	fragments    map[string]*ast.FragmentDefinition
	entered      map[string]bool // fragments, by the operation or fragment that is walked
	steps, pairs int
	err          *gqlerror.Error
}

// survey refuses a document whose validation would take too long. Fragments must not spread themselves: see [pricer].
func survey(document *ast.QueryDocument, fragments map[string]*ast.FragmentDefinition) *gqlerror.Error {
	s := &surveyor{fragments: fragments}
	var roots []ast.SelectionSet
	root := func(directives ast.DirectiveList, set ast.SelectionSet) {
		s.entered = map[string]bool{}
		s.directives(directives)
		s.walk(set)
		roots = append(roots, set)
	}
	for _, o := range document.Operations {
		s.name(o.Name)
		for _, v := range o.VariableDefinitions {
			s.step()
			s.name(v.Variable)
			s.name(v.Type.Name())
			s.value(v.DefaultValue)
			s.directives(v.Directives)
		}
		root(o.Directives, o.SelectionSet)
	}
	for _, f := range document.Fragments {
		s.name(f.Name)
		s.name(f.TypeCondition)
		root(f.Directives, f.SelectionSet)
	}
	for _, set := range roots {
		s.compare([]ast.SelectionSet{set})
	}
	return s.err
}

func (s *surveyor) step() bool {
	if s.steps++; s.steps > maxSteps && s.err == nil {
		s.err = exceeded("the document takes more than %d steps to validate: repeat fewer fields and fragments", maxSteps)
	}
	return s.err == nil
}

func (s *surveyor) name(name string) {
	if len(name) > maxName && s.err == nil {
		s.err = exceeded("the name %.20s… of %d characters exceeds the limit of %d", name, len(name), maxName)
	}
}

func (s *surveyor) walk(set ast.SelectionSet) {
	for _, selection := range set {
		if !s.step() {
			return
		}
		switch selection := selection.(type) {
		case *ast.Field:
			s.name(selection.Alias)
			s.name(selection.Name)
			s.arguments(selection.Arguments)
			s.directives(selection.Directives)
			s.walk(selection.SelectionSet)
		case *ast.InlineFragment:
			s.name(selection.TypeCondition)
			s.directives(selection.Directives)
			s.walk(selection.SelectionSet)
		case *ast.FragmentSpread:
			s.name(selection.Name)
			s.directives(selection.Directives)
			if fragment := s.fragments[selection.Name]; fragment != nil && !s.entered[selection.Name] {
				s.entered[selection.Name] = true
				s.walk(fragment.SelectionSet)
			}
		}
	}
}

func (s *surveyor) arguments(list ast.ArgumentList) {
	for i, a := range list {
		s.name(a.Name)
		s.value(a.Value)
		s.pairs += i
	}
	s.paired()
}

func (s *surveyor) directives(list ast.DirectiveList) {
	for i, d := range list {
		s.step()
		s.name(d.Name)
		s.arguments(d.Arguments)
		s.pairs += i
	}
	s.paired()
}

func (s *surveyor) value(v *ast.Value) {
	if v == nil || !s.step() {
		return
	}
	if v.Kind == ast.EnumValue || v.Kind == ast.Variable {
		s.name(v.Raw)
	}
	for i, child := range v.Children {
		s.name(child.Name)
		s.value(child.Value)
		if v.Kind == ast.ObjectValue {
			s.pairs += i
		}
	}
	s.paired()
}

func (s *surveyor) paired() bool {
	if s.pairs > maxPairs && s.err == nil {
		s.err = exceeded("the document compares more than %d pairs of fields of one name: repeat fewer of them", maxPairs)
	}
	return s.err == nil
}

// compare counts the pairs among selection sets that are merged into one object of the answer, and among those below
// it.
func (s *surveyor) compare(sets []ast.SelectionSet) {
	var order []string
	same := map[string][]*ast.Field{}
	spread := map[string]bool{}
	var gather func(ast.SelectionSet)
	gather = func(set ast.SelectionSet) {
		for _, selection := range set {
			if !s.step() {
				return
			}
			switch selection := selection.(type) {
			case *ast.Field:
				if same[selection.Alias] == nil {
					order = append(order, selection.Alias)
				}
				s.pairs += len(same[selection.Alias])
				same[selection.Alias] = append(same[selection.Alias], selection)
			case *ast.InlineFragment:
				gather(selection.SelectionSet)
			case *ast.FragmentSpread:
				if fragment := s.fragments[selection.Name]; fragment != nil && !spread[selection.Name] {
					s.pairs += len(spread)
					spread[selection.Name] = true
					gather(fragment.SelectionSet)
				}
			}
		}
	}
	for _, set := range sets {
		gather(set)
	}
	if !s.paired() {
		return
	}
	for _, name := range order {
		var below []ast.SelectionSet
		for _, f := range same[name] {
			if len(f.SelectionSet) > 0 {
				below = append(below, f.SelectionSet)
			}
		}
		if len(below) > 0 && s.err == nil {
			s.compare(below)
		}
	}
}
