// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/known"
)

// headsetsOf makes a record for each headset.
func headsetsOf(usb, hid []piece, screens []screen) []report.Headset {
	pieces := usb
	for i := range hid {
		if len(hid[i].models) > 0 { // USB's list could not be read
			pieces = append(pieces[:len(pieces):len(pieces)], hid[i])
		}
	}
	groups := addScreens(groupsOf(pieces), slices.DeleteFunc(slices.Clone(screens), func(s screen) bool { return s.device.Kind == report.KindUnknown }))
	headsets := []report.Headset{}
	for i := range groups {
		g := &groups[i]
		if len(g.pieces) > 0 && g.screen == nil && g.onlyRadios() {
			continue
		}
		headsets = append(headsets, g.record(hid, groups))
	}
	slices.SortStableFunc(headsets, func(a, b report.Headset) int {
		return cmp.Or(cmp.Compare(a.Refs[0].ID, b.Refs[0].ID), comparePlaces(a.Refs[0].Place, b.Refs[0].Place))
	})
	return headsets
}

func (g *group) record(hid []piece, all []group) report.Headset {
	slices.SortStableFunc(g.pieces, func(a, b piece) int { return cmp.Or(cmp.Compare(a.rank(), b.rank()), comparePlaces(a.where, b.where)) })
	name, vendor := g.name()
	confidences := []report.Confidence{report.ConfidencePossible, report.ConfidenceLikely, report.ConfidenceCertain}
	return report.Headset{
		Name: filled(name), Vendor: filled(vendor), Kind: g.kind(), Confidence: confidences[g.confidence()], Conflicts: g.conflicts(all), Refs: g.refs(hid),
	}
}

// rank says how much a device tells of a headset: the lower, the more.
func (p *piece) rank() int {
	switch {
	case p.isHeadset() && !p.row.Is("joins"):
		return 0
	case p.isHeadset():
		return 1
	}
	return 2 + slices.Index([]report.DeviceKind{report.KindHub, report.KindPart, report.KindDongle}, p.device.Kind)
}

// best returns the most telling device; nil if there is only a display.
func (g *group) best() *piece {
	if len(g.pieces) == 0 {
		return nil
	}
	return &g.pieces[0]
}

func (g *group) kind() report.DeviceKind {
	best := g.best()
	switch {
	case best != nil && best.isHeadset() && best.device.Kind != report.KindTracker:
		return best.device.Kind
	case g.screen != nil:
		return g.screen.device.Kind
	}
	if best.isHeadset() {
		return report.KindHeadset
	}
	return report.KindPart
}

// name returns the model and the maker: what the headset's own device is, or else what all devices together may be.
func (g *group) name() (name, vendor string) {
	best := g.best()
	if best != nil && best.rank() == 0 {
		return deref(best.device.Name), best.row.Vendor
	}
	var names, makers []string
	for _, model := range g.models {
		m, named := known.ModelNamed(model)
		if !named || len(names) == 3 {
			names = nil
			break
		}
		names, makers = append(names, m.Name), append(makers, m.Vendor)
	}
	if makers = slices.Compact(makers); len(makers) == 1 {
		vendor = makers[0]
	}
	switch {
	case len(names) == 1:
		return names[0], vendor
	case g.screen != nil:
		return deref(g.screen.device.Name), deref(g.screen.device.Vendor)
	case len(names) > 1 && !best.isHeadset():
		return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1], vendor
	case !best.isHeadset():
		return deref(best.device.Name), "" // who makes a part need not make the headset
	}
	return deref(best.device.Name), best.row.Vendor
}

func deref(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// confidence is 2 for certain, 1 for likely and 0 for possible, as package report explains them.
func (g *group) confidence() int {
	sure := slices.ContainsFunc(g.pieces, func(p piece) bool { return p.isSure() })
	own := slices.ContainsFunc(g.pieces, func(p piece) bool { return p.isHeadset() })
	hub := slices.ContainsFunc(g.pieces, func(p piece) bool { return p.device.Kind == report.KindHub && !p.row.Is("generic") })
	weak := slices.ContainsFunc(g.pieces, func(p piece) bool { return p.isHeadset() && p.row.Is("weak") && !p.row.Is("vendor") })
	switch {
	case sure, own && hub, g.screen != nil && g.screen.device.Display.Known && !g.screen.garbled:
		return 2
	case weak, g.screen != nil && (g.screen.device.Display.Known || g.screen.declares()), own && len(g.pieces) > 1:
		return 1
	}
	return 0
}

// conflicts says what is ambiguous, missing or contradictory.
func (g *group) conflicts(all []group) []string {
	conflicts := []string{}
	add := func(sentence string) {
		if sentence != "" && !slices.Contains(conflicts, sentence) {
			conflicts = append(conflicts, sentence)
		}
	}
	for i := range g.pieces {
		switch p := &g.pieces[i]; {
		case p.row.Is("vendor") && g.isMoreThan(p):
			add(fmt.Sprintf("The device %s is counted to it because both have the same maker.", p.device.ID))
		case p.isHeadset() && !p.told && (!p.row.Is("ambiguous") || g.confidence() < 2):
			add(p.row.Note)
		}
		add(g.missing(&g.pieces[i]))
	}
	if best := g.best(); best != nil && !best.isHeadset() && g.screen == nil {
		add("Only parts of the headset are seen, and not its own device.")
	}
	if g.screen != nil && len(g.pieces) == 0 {
		add(g.screen.doubt())
	}
	if g.screen != nil && g.screen.garbled {
		add(fmt.Sprintf("A checksum in the EDID of the display %s is wrong, so what it says may be wrong.", g.screen.device.ID))
	}
	if g.guessed {
		add(fmt.Sprintf("The display %s is counted to it because both have the same maker.", g.screen.device.ID))
	}
	if g.far && slices.ContainsFunc(all, func(other group) bool {
		return !sameGroup(g, &other) && !other.onlyRadios() && known.Share(g.models, other.models)
	}) {
		add("Another headset of the kind is plugged in, and which device belongs to which is not certain.")
	}
	return conflicts
}

// isMoreThan reports whether a headset has a display, or another device whose number is known, beside a device.
func (g *group) isMoreThan(p *piece) bool {
	return g.screen != nil || slices.ContainsFunc(g.pieces, func(other piece) bool { return other.device.ID != p.device.ID && !other.row.Is("vendor") })
}

// sameGroup reports whether two groups are the same one. Every group has a device of its own.
func sameGroup(a, b *group) bool {
	if len(a.pieces) == 0 || len(b.pieces) == 0 {
		return a.screen == b.screen
	}
	return a.pieces[0].device.Bus == b.pieces[0].device.Bus && a.pieces[0].device.Place == b.pieces[0].device.Place
}

// missing says which device a headset normally has that is not there, or "".
func (g *group) missing(p *piece) string {
	expected := p.row.Value("expects")
	there := expected == "" || slices.ContainsFunc(g.pieces, func(other piece) bool {
		return other.device.ID == expected || expected == "maker" && other.isHeadset() && other.device.ID != p.device.ID
	})
	switch {
	case there:
		return ""
	case expected == "maker":
		return fmt.Sprintf("The headset has the device %s, and that of its maker is not seen beside it.", p.device.ID)
	}
	return fmt.Sprintf("The headset normally has the device %s too, which is not seen.", expected)
}

func (g *group) refs(hid []piece) []report.DeviceRef {
	var refs []report.DeviceRef
	ref := func(d *report.Device) { refs = append(refs, report.DeviceRef{What: d.Bus, ID: d.ID, Place: d.Place}) }
	for i := range g.pieces {
		if p := &g.pieces[i]; p.isHeadset() {
			ref(&p.device)
		}
	}
	if g.screen != nil {
		ref(&g.screen.device)
	}
	for i := range g.pieces {
		if p := &g.pieces[i]; !p.isHeadset() {
			ref(&p.device)
		}
	}
	for i := range hid {
		if h := &hid[i]; len(h.models) == 0 && h.device.Bus == report.BusHID && slices.ContainsFunc(g.pieces, func(p piece) bool { return p.device.Place == *h.device.Parent }) {
			ref(&h.device)
		}
	}
	return refs
}
