// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"cmp"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/known"
)

// A headset is several devices. They are put together in three steps: what is behind a headset's own hub is that headset's; then the nearest
// ones whose models agree join, as long as a headset may have both; then each display joins the headset of its model.

// group is the devices that are taken for one headset.
type group struct {
	pieces []piece
	// models are those that all pieces may be of.
	models []string
	// hub is the place of the headset's own hub, or empty.
	hub string
	// far says that devices joined that no hub has in common.
	far    bool
	screen *screen
	// guessed says that nothing but the maker joins the display to the rest.
	guessed bool
}

// groupsOf puts pieces together. Those that are no part of a headset are left out.
func groupsOf(pieces []piece) []group {
	taken := make([]bool, len(pieces))
	var groups []group
	for i := range pieces {
		if p := &pieces[i]; !taken[i] && p.device.Kind == report.KindHub && !p.row.Is("generic") && p.where != "" {
			taken[i] = true
			groups = append(groups, behind(p, pieces, taken))
		}
	}
	for i, p := range pieces {
		if !taken[i] && len(p.models) > 0 {
			groups = append(groups, group{pieces: []piece{p}, models: p.models})
		}
	}
	return join(groups)
}

// behind returns a headset's hub with what is behind it, first what tells most.
func behind(hub *piece, pieces []piece, taken []bool) group {
	g := group{pieces: []piece{*hub}, models: hub.models, hub: hub.where}
	for _, headsets := range []bool{true, false} {
		for i := range pieces {
			p := &pieces[i]
			if taken[i] || p.isHeadset() != headsets || !isBelow(p.where, g.hub) {
				continue
			}
			models := known.Common(g.models, p.models)
			if len(models) == 0 {
				continue
			}
			if headsets && !g.hasRoomFor(p) {
				// The headset has this device already: the other one is a controller with the same number, or belongs elsewhere.
				if p.row.Is("ambiguous") {
					p.device.Kind, p.models, taken[i] = report.KindController, nil, true
				}
				continue
			}
			taken[i] = true
			g.pieces, g.models = append(g.pieces, *p), models
		}
	}
	if len(g.pieces) == 1 {
		g.hub = "" // what the headset has may be beside it
	}
	return g
}

// hasRoomFor reports whether a headset may have one more device that is a headset's own: of one number, beside those that several models have.
func (g *group) hasRoomFor(p *piece) bool {
	same := 0
	for i := range g.pieces {
		other := &g.pieces[i]
		switch {
		case !other.isHeadset():
		case other.device.ID == p.device.ID:
			same++
		case !other.row.Is("joins") && !p.row.Is("joins"):
			return false
		}
	}
	return same < p.row.Count()
}

// pair is two groups that may be one, and how far they are from each other.
type pair struct{ a, b, distance int32 }

// join puts groups together, the nearest ones first, until none fit any more.
func join(groups []group) []group {
	pairs := pairsOf(groups)
	slices.SortStableFunc(pairs, func(x, y pair) int { return cmp.Compare(x.distance, y.distance) })
	into := make([]int, len(groups))
	for i := range into {
		into[i] = i
	}
	for again := true; again; {
		again = false
		for _, p := range pairs {
			a, b := root(into, int(p.a)), root(into, int(p.b))
			if a == b || !groups[a].fits(&groups[b], int(p.distance)) {
				continue
			}
			groups[a].add(&groups[b], int(p.distance))
			into[b], again = a, true
		}
	}
	var joined []group
	for i := range groups {
		if into[i] == i {
			joined = append(joined, groups[i])
		}
	}
	return joined
}

// pairsOf returns the pairs of groups that may be of one model. A hostile machine may have many groups, so what is asked of each pair is cheap.
func pairsOf(groups []group) []pair {
	places := make([][][]int, len(groups))
	for i := range groups {
		for _, p := range groups[i].pieces {
			places[i] = append(places[i], ports(p.where))
		}
	}
	var pairs []pair
	for a := range groups {
		for b := a + 1; b < len(groups); b++ {
			if known.Share(groups[a].models, groups[b].models) {
				pairs = append(pairs, pair{int32(a), int32(b), int32(nearest(places[a], places[b]))})
			}
		}
	}
	return pairs
}

// nearest is the distance between the two nearest devices of two groups.
func nearest(some, others [][]int) int {
	least := 2 * elsewhere
	for _, a := range some {
		for _, b := range others {
			least = min(least, distance(a, b))
		}
	}
	return least
}

func root(into []int, i int) int {
	for into[i] != i {
		i = into[i]
	}
	return i
}

// fits reports whether two groups so far from each other may be one headset.
func (g *group) fits(other *group, distance int) bool {
	if !known.Share(g.models, other.models) || g.hub != "" && other.hub != "" && !areTwins(g.hub, other.hub) {
		return false
	}
	if g.onlyRadios() || other.onlyRadios() {
		return g.takesRadios(other, distance) || other.takesRadios(g, distance)
	}
	for i := range other.pieces {
		if !g.takes(&other.pieces[i]) {
			return false
		}
	}
	return true
}

// takes reports whether a headset may have one more device.
func (g *group) takes(p *piece) bool {
	if p.isHeadset() && !g.hasRoomFor(p) {
		return false
	}
	for i := range g.pieces {
		other := &g.pieces[i]
		if other.device.ID == p.device.ID && !g.mayHaveBoth(other, p) {
			return false
		}
	}
	return true
}

// mayHaveBoth reports whether a headset may have two devices of one number.
func (g *group) mayHaveBoth(one, other *piece) bool {
	switch {
	case one.device.Kind == report.KindHub:
		return areTwins(one.where, other.where)
	case one.device.Kind == report.KindDongle:
		return true // fits has looked at them
	case one.row.Count() > 1: // without the headset's other parts, they are two headsets
		return above(one.where) == above(other.where) && slices.ContainsFunc(g.pieces, func(p piece) bool { return p.device.ID != one.device.ID })
	}
	return false
}

// onlyRadios reports whether the group has no sign of a headset: radios are sold alone too.
func (g *group) onlyRadios() bool {
	return !slices.ContainsFunc(g.pieces, func(p piece) bool { return p.device.Kind != report.KindDongle })
}

// takesRadios reports whether radios so far from a headset are those in it. A headset with a hub of its own has them behind that.
func (g *group) takesRadios(radios *group, distance int) bool {
	if g.onlyRadios() || g.hub != "" || distance >= atRoot && !slices.ContainsFunc(g.pieces, func(p piece) bool { return p.isSure() }) {
		return false
	}
	for i := range g.pieces {
		if have := &g.pieces[i]; have.device.ID == radios.pieces[0].device.ID && above(have.where) != above(radios.pieces[0].where) {
			return false
		}
	}
	return true
}

func (g *group) add(other *group, distance int) {
	g.models = known.Common(g.models, other.models)
	g.pieces = append(g.pieces, other.pieces...)
	g.hub = cmp.Or(g.hub, other.hub)
	g.far = g.far || other.far || distance >= atRoot
	other.pieces = nil
}

// isSure reports whether the device alone makes it certain that a headset is there.
func (p *piece) isSure() bool {
	return p.isHeadset() && (p.told || !slices.ContainsFunc([]string{"ambiguous", "generic", "vendor", "weak"}, p.row.Is))
}

// addScreens gives each display to the headset of its model, or makes it one of its own.
func addScreens(groups []group, screens []screen) []group {
	for i := range screens {
		s := &screens[i]
		at, guessed := ownerOf(s, groups)
		if at < 0 {
			groups = append(groups, group{models: s.models, screen: s})
			continue
		}
		groups[at].screen, groups[at].guessed = s, guessed
		if !guessed {
			groups[at].models = known.Common(groups[at].models, s.models)
		}
	}
	return groups
}

// ownerOf returns the headset that a display belongs to, or -1: the one whose models agree, or else the only one of the same maker.
func ownerOf(s *screen, groups []group) (at int, guessed bool) {
	ofModel, ofMaker := []int(nil), []int(nil)
	for i := range groups {
		g := &groups[i]
		if g.screen != nil || len(g.pieces) == 0 || g.onlyRadios() {
			continue
		}
		if known.Share(g.models, s.models) {
			ofModel = append(ofModel, i)
		}
		if s.device.Vendor != nil && g.isOf(*s.device.Vendor) {
			ofMaker = append(ofMaker, i)
		}
	}
	if len(ofModel) > 0 {
		slices.SortStableFunc(ofModel, func(a, b int) int { return cmp.Compare(groups[b].confidence(), groups[a].confidence()) })
		for _, i := range ofModel {
			groups[i].far = groups[i].far || len(ofModel) > 1
		}
		return ofModel[0], false
	}
	mayGuess := s.device.Kind == report.KindGlasses || strings.HasPrefix(s.models[0], "only ")
	if mayGuess && len(ofMaker) == 1 {
		return ofMaker[0], true
	}
	return -1, false
}

// isOf reports whether a headset's own device is a maker's. A standalone headset has no cable for pictures.
func (g *group) isOf(vendor string) bool {
	return slices.ContainsFunc(g.pieces, func(p piece) bool {
		return p.isHeadset() && p.device.Kind != report.KindStandalone && p.row.Vendor == vendor
	})
}
