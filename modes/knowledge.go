// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
)

// finding is an answer and what it rests on.
type finding struct {
	answer report.Verdict
	text   string
}

// knowledge is what a report knows of a runtime and of one of its systems.
type knowledge struct {
	runtime *report.Runtime
	system  *report.System
}

// lists answers whether the runtime offers an extension. Runtimes list a hundred or so,
// and to look through them for the few that count is faster than to put them in a map.
func (k *knowledge) lists(extension string) report.Verdict {
	if k.runtime.Extensions == nil {
		return report.VerdictUnknown
	}
	for i := range k.runtime.Extensions {
		if k.runtime.Extensions[i].Name == extension {
			return report.VerdictYes
		}
	}
	return report.VerdictNo
}

// says answers whether the first of some members that was reported says so.
func (k *knowledge) says(members []member) finding {
	var found finding
	for _, m := range members {
		found = k.has(m)
		if found.answer != report.VerdictUnknown {
			break
		}
	}
	return found
}

// has answers whether a member of one of the system's property structures says so: a
// truth value that is true, a number that is not zero, flags that have the bit.
func (k *knowledge) has(m member) finding {
	at := slices.IndexFunc(k.system.Properties, func(p report.Property) bool { return p.Struct == m.structure })
	if at < 0 {
		return finding{report.VerdictUnknown, m.structure + " was not asked for"}
	}
	property := k.system.Properties[at]
	value, there := property.Values[m.name]
	switch {
	case property.State != report.PropertyReported || !there:
		return finding{report.VerdictUnknown, m.structure + " " + became(property.State)}
	case m.in(value):
		return finding{report.VerdictYes, m.text() + " is reported"}
	default:
		return finding{report.VerdictNo, m.text() + " is reported as absent"}
	}
}

// became says why a structure tells nothing of a member.
func became(state report.PropertyState) string {
	switch state {
	case report.PropertyNotAdvertised:
		return "is not advertised"
	case report.PropertyNotAsked:
		return "was not asked for"
	case report.PropertyFailed:
		return "could not be read"
	default:
		return "was left untouched by the runtime"
	}
}

// member is a member of a structure that extends XrSystemProperties, and for flags the
// bit that counts.
type member struct{ structure, name, bit string }

func (m member) text() string {
	if m.bit != "" {
		return m.structure + "." + m.name + " " + m.bit
	}
	return m.structure + "." + m.name
}

func (m member) in(value report.Value) bool {
	switch {
	case value.Bool != nil:
		return *value.Bool
	case value.Number != nil:
		return *value.Number != 0
	default:
		return slices.Contains(value.Names, m.bit)
	}
}

// enumerates answers whether the runtime enumerated a spatial capability.
func (k *knowledge) enumerates(capability string) finding {
	if k.system.SpatialCapabilities == nil {
		return finding{report.VerdictUnknown, k.whyNotEnumerated()}
	}
	if slices.Contains(k.system.SpatialCapabilities, capability) {
		return finding{report.VerdictYes, capability + " is enumerated"}
	}
	return finding{report.VerdictNo, capability + " is not enumerated"}
}

func (k *knowledge) whyNotEnumerated() string {
	for _, query := range k.system.Queries {
		if query.Command == "xrEnumerateSpatialCapabilitiesEXT" && query.Because != nil {
			return "the spatial capabilities were not told: " + *query.Because
		}
	}
	return "the spatial capabilities were not asked for"
}

// offersView answers whether the system has a view configuration that only exists in an
// instance with an extension enabled.
func (k *knowledge) offersView(configuration, extension string) finding {
	named := func(c report.ViewConfiguration) bool { return c.Type == configuration }
	switch {
	case slices.ContainsFunc(k.system.ViewConfigurations, named):
		return finding{report.VerdictYes, configuration + " is enumerated"}
	case slices.Contains(k.runtime.EnabledExtensions, extension):
		return finding{report.VerdictNo, configuration + " is not enumerated"}
	default:
		return finding{report.VerdictUnknown, "the view configurations were asked for without " + extension}
	}
}

// space returns a reference space that a session lists, nil where it does not, and false
// where no session was asked.
func (k *knowledge) space(kind string) (*report.ReferenceSpace, bool) {
	session := k.system.Session
	if session == nil || session.ReferenceSpaces == nil {
		return nil, false
	}
	for i := range session.ReferenceSpaces {
		if session.ReferenceSpaces[i].Type == kind {
			return &session.ReferenceSpaces[i], true
		}
	}
	return nil, true
}

// tracked answers whether a session has the first of some trackers of which it knows, or
// else leaves what was found before as it is.
func (k *knowledge) tracked(names []string, otherwise finding) finding {
	if k.system.Session == nil {
		return otherwise
	}
	for _, t := range k.system.Session.Trackers {
		if slices.Contains(names, t.Name) && t.Creatable != report.VerdictUnknown {
			return finding{t.Creatable, "a session says " + string(t.Creatable) + " of " + t.Name + ": " + t.Because}
		}
	}
	return otherwise
}
