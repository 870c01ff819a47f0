// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes

import (
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// conclusion is a verdict and the reason for it.
type conclusion struct {
	verdict report.Verdict
	because string
}

// device is one system of a runtime, as a report describes it.
type device struct {
	runtime *report.Runtime
	system  *report.System
}

// isSheet reports whether the answers are those of a data sheet. What they leave out, the
// device may have.
func (d *device) isSheet() bool { return d.runtime.Source == "data sheet" }

// lists reports whether the runtime lists an extension. A runtime lists about a hundred, and
// features need few of them, so that a search is faster than a map.
func (d *device) lists(extension string) report.Verdict {
	if d.runtime.Extensions == nil {
		return report.VerdictUnknown
	}
	for i := range d.runtime.Extensions {
		if d.runtime.Extensions[i].Name == extension {
			return report.VerdictYes
		}
	}
	return report.VerdictNo
}

// checkMembers judges by the first of the members that the system reported.
func (d *device) checkMembers(members []member) conclusion {
	var c conclusion
	for _, m := range members {
		c = d.checkMember(m)
		if c.verdict != report.VerdictUnknown {
			break
		}
	}
	return c
}

// checkMember judges by one member of a property structure. The verdict is yes for true, for a
// number other than zero, and for flags with the member's bit.
func (d *device) checkMember(m member) conclusion {
	at := slices.IndexFunc(d.system.Properties, func(p report.Property) bool { return p.Struct == m.structure })
	if at < 0 {
		return conclusion{report.VerdictUnknown, m.structure + " was not asked for"}
	}
	property := d.system.Properties[at]
	value, there := property.Values[m.name]
	switch {
	case property.State != report.PropertyReported || !there:
		return conclusion{report.VerdictUnknown, m.structure + " " + d.whyUnknown(property.State)}
	case m.isSet(value):
		return conclusion{report.VerdictYes, m.text() + " is reported"}
	default:
		return conclusion{report.VerdictNo, m.text() + " is reported as absent"}
	}
}

// whyUnknown says why a structure in a state has no value for a member.
func (d *device) whyUnknown(state report.PropertyState) string {
	if d.isSheet() && (state == report.PropertyUntouched || state == report.PropertyReported) {
		return "has no value in the data sheet"
	}
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

// member names a member of a structure that extends XrSystemProperties, and, if the member is
// a set of flags, the bit that counts.
type member struct{ structure, name, bit string }

func (m member) text() string {
	if m.bit != "" {
		return m.structure + "." + m.name + " " + m.bit
	}
	return m.structure + "." + m.name
}

func (m member) isSet(value report.Value) bool {
	switch {
	case value.Bool != nil:
		return *value.Bool
	case value.Number != nil:
		return *value.Number != 0
	default:
		return slices.Contains(value.Names, m.bit)
	}
}

// checkCapability reports whether the system enumerated a spatial capability.
func (d *device) checkCapability(capability string) conclusion {
	if d.system.SpatialCapabilities == nil {
		return conclusion{report.VerdictUnknown, d.whyNoCapabilities()}
	}
	if slices.Contains(d.system.SpatialCapabilities, capability) {
		return conclusion{report.VerdictYes, capability + " is enumerated"}
	}
	return conclusion{report.VerdictNo, capability + " is not enumerated"}
}

func (d *device) whyNoCapabilities() string {
	for _, query := range d.system.Queries {
		switch {
		case query.Command != "xrEnumerateSpatialCapabilitiesEXT" || query.Because == nil:
		case d.isSheet() && strings.HasSuffix(*query.Because, ": XR_ERROR_FUNCTION_UNSUPPORTED"):
			return "the data sheet does not list the spatial capabilities"
		default:
			return "the spatial capabilities are not known: " + *query.Because
		}
	}
	return "the spatial capabilities were not asked for"
}

// checkView reports whether the system has a view configuration. Such a configuration is listed
// only by an instance that was created with the extension.
func (d *device) checkView(configuration, extension string) conclusion {
	named := func(c report.ViewConfiguration) bool { return c.Type == configuration }
	switch {
	case slices.ContainsFunc(d.system.ViewConfigurations, named):
		return conclusion{report.VerdictYes, configuration + " is enumerated"}
	case slices.Contains(d.runtime.EnabledExtensions, extension):
		return conclusion{report.VerdictNo, configuration + " is not enumerated"}
	default:
		return conclusion{report.VerdictUnknown, "the view configurations were asked for without enabling " + extension}
	}
}

// referenceSpace returns a reference space that a session lists, or nil if it does not list it.
// It returns false if no session was asked.
func (d *device) referenceSpace(kind string) (*report.ReferenceSpace, bool) {
	session := d.system.Session
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

// checkTrackers judges by the named trackers that a session has a verdict about: yes if one
// of them could be created. Without a verdict it returns otherwise.
func (d *device) checkTrackers(names []string, otherwise conclusion) conclusion {
	if d.system.Session == nil {
		return otherwise
	}
	c := otherwise
	for _, t := range d.system.Session.Trackers {
		if !slices.Contains(names, t.Name) || t.Creatable == report.VerdictUnknown {
			continue
		}
		answered := conclusion{t.Creatable, "a session answered " + string(t.Creatable) + " for " + t.Name + ": " + t.Because}
		if t.Creatable == report.VerdictYes {
			return answered
		}
		if c == otherwise {
			c = answered
		}
	}
	return c
}
