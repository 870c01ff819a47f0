// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package wire

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
)

// Known is what a child found out. The child sends with [Known.Since] what it did not send before, and the parent adds that with
// [Known.Add] to its own. So each answer travels once, and a parent whose child dies has everything that was sent until then.
//
// What a child knows only grows: it sets each field once, and adds rows at the end. Only the status, the level that was reached,
// and the cause are replaced.
type Known struct {
	Runtime  report.Runtime
	Monitors *report.Monitors
	Problems []report.Problem
	// Layers is how the request's API layers answered, in its order, so far.
	Layers []LayerAnswer
}

// Update is what a child learned of a runtime. A field that is not set says nothing new; an empty list is an answer.
type Update struct {
	Reached           *report.Level      `json:"reached,omitempty"`
	Status            report.Status      `json:"status,omitempty"`
	Cause             *report.Cause      `json:"cause,omitempty"`
	Name              *string            `json:"name,omitempty"`
	Version           *string            `json:"version,omitempty"`
	APIVersion        *string            `json:"api_version,omitempty"`
	Extensions        []report.Extension `json:"extensions,omitzero"`
	EnabledExtensions []string           `json:"enabled_extensions,omitzero"`
	// Systems are the systems of which something is new.
	Systems []SystemUpdate `json:"systems,omitzero"`
}

// SystemUpdate is what a child learned of a system. Its status, form factor and result come with its first update.
type SystemUpdate struct {
	// At is the system's place in the list; a new system follows the last one.
	At                 int                        `json:"at"`
	FormFactor         string                     `json:"form_factor,omitempty"`
	Status             report.SystemStatus        `json:"status,omitempty"`
	Result             *string                    `json:"result,omitempty"`
	Name               *string                    `json:"name,omitempty"`
	VendorID           *uint32                    `json:"vendor_id,omitempty"`
	Graphics           *report.Graphics           `json:"graphics,omitempty"`
	Tracking           *report.Tracking           `json:"tracking,omitempty"`
	ViewConfigurations []report.ViewConfiguration `json:"view_configurations,omitzero"`
	// ViewProperties are the properties of view configurations that were sent without them, by their places.
	ViewProperties      map[int][]report.ViewProperty `json:"view_properties,omitempty"`
	Properties          []report.Property             `json:"properties,omitzero"`
	SpatialCapabilities []string                      `json:"spatial_capabilities,omitzero"`
	Queries             []report.Query                `json:"queries,omitzero"`
	Session             *report.Session               `json:"session,omitempty"`
}

// Copy returns a copy that keeps its lists when more is added to the original.
func (k Known) Copy() Known {
	k.Runtime.Systems = slices.Clone(k.Runtime.Systems)
	for i := range k.Runtime.Systems {
		k.Runtime.Systems[i].ViewConfigurations = slices.Clone(k.Runtime.Systems[i].ViewConfigurations)
	}
	return k
}

// Since sets in a step what is known now and was not before.
func (k Known) Since(before Known, s *Step) {
	s.Runtime = updateOf(before.Runtime, k.Runtime)
	s.Monitors = replaced(before.Monitors, k.Monitors)
	s.Problems = k.Problems[len(before.Problems):]
	s.Layers = k.Layers[len(before.Layers):]
}

func updateOf(before, now report.Runtime) *Update {
	return &Update{
		Reached: replaced(before.Reached, now.Reached), Status: now.Status, Cause: replaced(before.Cause, now.Cause),
		Name: replaced(before.Name, now.Name), Version: replaced(before.Version, now.Version), APIVersion: replaced(before.APIVersion, now.APIVersion),
		Extensions: answered(before.Extensions, now.Extensions), EnabledExtensions: answered(before.EnabledExtensions, now.EnabledExtensions),
		Systems: systemUpdates(before.Systems, now.Systems),
	}
}

// replaced returns what now points to, or nil if that is what it pointed to before.
func replaced[T any](before, now *T) *T {
	if before == now {
		return nil
	}
	return now
}

// answered returns the list that is known now, or nil if it was known before.
func answered[T any](before, now []T) []T {
	if before != nil {
		return nil
	}
	return now
}

func systemUpdates(before, now []report.System) []SystemUpdate {
	if now == nil {
		return nil
	}
	updates := []SystemUpdate{}
	for i, system := range now {
		if i >= len(before) {
			updates = append(updates, systemUpdate(i, report.System{}, system))
			updates[len(updates)-1].setFirst(system)
			continue
		}
		if update := systemUpdate(i, before[i], system); !update.isEmpty() {
			updates = append(updates, update)
		}
	}
	if len(updates) == 0 && before != nil {
		return nil
	}
	return updates
}

func (u *SystemUpdate) setFirst(system report.System) {
	u.FormFactor, u.Status, u.Result = system.FormFactor, system.Status, system.Result
}

func (u *SystemUpdate) isEmpty() bool {
	return u.Name == nil && u.VendorID == nil && u.Graphics == nil && u.Tracking == nil && u.ViewConfigurations == nil && u.ViewProperties == nil &&
		u.Properties == nil && u.SpatialCapabilities == nil && u.Queries == nil && u.Session == nil
}

func systemUpdate(at int, before, now report.System) SystemUpdate {
	return SystemUpdate{
		At: at, Name: replaced(before.Name, now.Name), VendorID: replaced(before.VendorID, now.VendorID),
		Graphics: replaced(before.Graphics, now.Graphics), Tracking: replaced(before.Tracking, now.Tracking),
		ViewConfigurations: slices.Clone(answered(before.ViewConfigurations, now.ViewConfigurations)), // of which the child fills in more
		ViewProperties:     viewProperties(before.ViewConfigurations, now.ViewConfigurations),
		Properties:         answered(before.Properties, now.Properties), SpatialCapabilities: answered(before.SpatialCapabilities, now.SpatialCapabilities),
		Queries: answered(before.Queries, now.Queries), Session: replaced(before.Session, now.Session),
	}
}

// viewProperties returns the properties of the view configurations that had none before. Before is nil if nothing was sent: then
// the configurations carry their properties themselves.
func viewProperties(before, now []report.ViewConfiguration) map[int][]report.ViewProperty {
	var updates map[int][]report.ViewProperty
	for i := range before {
		if fresh := answered(before[i].Properties, now[i].Properties); fresh != nil {
			if updates == nil {
				updates = map[int][]report.ViewProperty{}
			}
			updates[i] = fresh
		}
	}
	return updates
}

// Add adds what a step says. The error is [ErrBadFrame] if that does not fit to what is known: an honest child sends no such step.
func (k *Known) Add(s Step) error {
	set(&k.Monitors, s.Monitors)
	k.Problems = append(k.Problems, s.Problems...)
	k.Layers = append(k.Layers, s.Layers...)
	if s.Runtime == nil {
		return nil
	}
	return add(&k.Runtime, s.Runtime)
}

// set replaces what is known by a new answer; nil is none.
func set[T any](known **T, answer *T) {
	if answer != nil {
		*known = answer
	}
}

// setList is set for a list.
func setList[T any](known *[]T, answer []T) {
	if answer != nil {
		*known = answer
	}
}

func add(r *report.Runtime, u *Update) error {
	set(&r.Reached, u.Reached)
	set(&r.Cause, u.Cause)
	set(&r.Name, u.Name)
	set(&r.Version, u.Version)
	set(&r.APIVersion, u.APIVersion)
	setList(&r.Extensions, u.Extensions)
	setList(&r.EnabledExtensions, u.EnabledExtensions)
	if u.Status != "" {
		r.Status = u.Status
	}
	if r.Systems == nil && u.Systems != nil {
		r.Systems = []report.System{}
	}
	for i := range u.Systems {
		if err := addSystem(r, &u.Systems[i]); err != nil {
			return err
		}
	}
	return nil
}

func addSystem(r *report.Runtime, u *SystemUpdate) error {
	switch {
	case u.At == len(r.Systems):
		r.Systems = append(r.Systems, report.System{FormFactor: u.FormFactor, Status: u.Status, Result: u.Result})
	case u.At < 0 || u.At > len(r.Systems):
		return ErrBadFrame
	}
	system := &r.Systems[u.At]
	set(&system.Name, u.Name)
	set(&system.VendorID, u.VendorID)
	set(&system.Graphics, u.Graphics)
	set(&system.Tracking, u.Tracking)
	setList(&system.ViewConfigurations, u.ViewConfigurations)
	setList(&system.Properties, u.Properties)
	setList(&system.SpatialCapabilities, u.SpatialCapabilities)
	setList(&system.Queries, u.Queries)
	set(&system.Session, u.Session)
	for i, properties := range u.ViewProperties {
		if i < 0 || i >= len(system.ViewConfigurations) {
			return ErrBadFrame
		}
		system.ViewConfigurations[i].Properties = properties
	}
	return nil
}
