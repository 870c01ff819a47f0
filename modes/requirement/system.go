// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package requirement

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/coverage"
	"github.com/xrprobe/xrprobe/modes/report"
)

func judgeBlendMode(r Requirement, s subject) opinion {
	sys, got, found := s.system(r.FormFactor)
	if !found {
		return got
	}
	v, got, found := sys.view(r.ViewConfiguration)
	switch {
	case !found:
		return got
	case v.BlendModes == nil:
		return s.unasked(report.LevelProperties)
	case s.assumes("%s.blend_modes", v.path):
		return sheetIsSilent()
	case slices.Contains(v.BlendModes, r.BlendMode):
		return satisfied("%s offers %s", v.Type, r.BlendMode)
	case len(v.BlendModes) == 0:
		return not("%s offers no blend mode", v.Type)
	default:
		return not("%s offers %s", v.Type, strings.Join(v.BlendModes, ", "))
	}
}

func judgeViewSize(r Requirement, s subject) opinion {
	sys, got, found := s.system(r.FormFactor)
	if !found {
		return got
	}
	v, got, found := sys.view(r.ViewConfiguration)
	switch {
	case !found:
		return got
	case len(v.Views) == 0:
		return s.unasked(report.LevelProperties)
	case s.assumes("%s.views", v.path):
		return sheetIsSilent()
	}
	smallest := Size{v.Views[0].RecommendedImageRectWidth, v.Views[0].RecommendedImageRectHeight}
	for _, one := range v.Views[1:] {
		smallest.Width, smallest.Height = min(smallest.Width, one.RecommendedImageRectWidth), min(smallest.Height, one.RecommendedImageRectHeight)
	}
	return opinion{smallest.covers(*r.ViewSize), fmt.Sprintf("the runtime recommends %s", smallest)}
}

// covers says whether a size has at least another's width and height.
func (s Size) covers(least Size) Verdict {
	if s.Width >= least.Width && s.Height >= least.Height {
		return Satisfied
	}
	return NotSatisfied
}

func judgeSwapchainSize(r Requirement, s subject) opinion {
	limits, got, found := s.limits(r)
	if !found {
		return got
	}
	largest := Size{limits.MaxSwapchainImageWidth, limits.MaxSwapchainImageHeight}
	return opinion{largest.covers(*r.SwapchainSize), fmt.Sprintf("swapchain images have at most %s", largest)}
}

func judgeLayerCount(r Requirement, s subject) opinion {
	limits, got, found := s.limits(r)
	if !found {
		return got
	}
	return opinion{atLeast(limits.MaxLayerCount, r.LayerCount), fmt.Sprintf("a frame has at most %d composition layers", limits.MaxLayerCount)}
}

// limits returns the limits of a system's graphics, or else the opinion about each of them.
func (s subject) limits(r Requirement) (report.Graphics, opinion, bool) {
	sys, got, found := s.system(r.FormFactor)
	switch {
	case !found:
		return report.Graphics{}, got, false
	case sys.Graphics == nil:
		return report.Graphics{}, s.unasked(report.LevelProperties), false
	case s.assumes("%s.graphics", sys.path):
		return report.Graphics{}, sheetIsSilent(), false
	}
	return *sys.Graphics, opinion{}, true
}

func judgeProperty(r Requirement, s subject) opinion {
	sys, got, found := s.system(r.FormFactor)
	if !found {
		return got
	}
	rows, named := coverage.Properties(s.runtime, sys.System), func(p report.Property) bool { return p.Struct == r.Property }
	at := slices.IndexFunc(rows, named)
	switch {
	case rows == nil:
		return s.unasked(report.LevelProperties)
	case at < 0:
		return unknown("nobody asked for %s", r.Property)
	case s.assumes("%s.properties[%d].state", sys.path, slices.IndexFunc(sys.Properties, named)):
		return sheetIsSilent()
	}
	p := rows[at]
	switch p.State {
	case report.PropertyReported:
		return r.compare(p)
	case report.PropertyNotAdvertised:
		return not("the runtime does not list %s", p.Extension)
	case report.PropertyUntouched:
		return unknown("the runtime reported success, and left %s as it was", p.Struct)
	default:
		return unknown("%s", because(p))
	}
}

// because says why a structure has no values.
func because(p report.Property) string {
	if p.Because == nil {
		return "the runtime did not answer for " + p.Struct
	}
	return *p.Because
}

// compare compares a member that the runtime filled.
func (r Requirement) compare(p report.Property) opinion {
	value, there := p.Values[r.Member]
	if !there {
		return unknown("%s has no member %s in the report", p.Struct, r.Member)
	}
	is, comparable := r.holds(value)
	switch {
	case !comparable:
		return unknown("%s.%s is %s, which is no %s", p.Struct, r.Member, textOf(value), r.compared())
	case is:
		return satisfied("%s.%s is %s", p.Struct, r.Member, textOf(value))
	default:
		return not("%s.%s is %s", p.Struct, r.Member, textOf(value))
	}
}

// holds reports whether a member is as required, and whether it is of the kind with which that can be compared.
func (r Requirement) holds(value report.Value) (is, comparable bool) {
	number, isNumber := numberOf(value)
	switch {
	case r.AtLeast != nil:
		return number >= *r.AtLeast, isNumber
	case r.Is == nil:
		return slices.Contains(value.Names, r.Includes), value.Names != nil
	case r.Is.Bool != nil:
		return r.Is.equals(value), value.Bool != nil
	case r.Is.Number != nil:
		return r.Is.equals(value), isNumber
	default:
		return r.Is.equals(value), value.Text != nil
	}
}

// compared is the kind of value with which a member is compared, in words.
func (r Requirement) compared() string {
	switch {
	case r.AtLeast != nil, r.Is != nil && r.Is.Number != nil:
		return "number"
	case r.Is == nil:
		return "list"
	case r.Is.Bool != nil:
		return "truth value"
	default:
		return "name"
	}
}
