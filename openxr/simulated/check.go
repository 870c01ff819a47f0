// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/strictjson"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// sheetMistake is the path of a wrong value, and what is wrong with it.
type sheetMistake struct{ field, text string }

// checker keeps the first mistake of a sheet.
type checker struct{ first *sheetMistake }

func (c *checker) refuse(field, format string, args ...any) {
	if c.first == nil {
		c.first = &sheetMistake{field: field, text: fmt.Sprintf(format, args...)}
	}
}

// maxTitle is less than OpenXR's limit for a system's name, because the neutral name of a
// system is "Simulated " and the title.
const maxTitle = xr.MaxSystemNameSize - len("Simulated ")

// Check returns the first mistake in a sheet, or nil. The error is a [*SheetError] with the sheet's
// title as File. [New] refuses a sheet with the same error.
func (s Sheet) Check() error {
	if wrong := s.check(); wrong != nil {
		return &SheetError{File: s.Title, Field: wrong.field, Text: wrong.text, Err: ErrSheet}
	}
	return nil
}

// check returns the first mistake in a sheet, or nil.
func (s Sheet) check() *sheetMistake {
	c := &checker{}
	if s.Schema != SheetSchema {
		c.refuse("schema", "%q is not the schema of a data sheet: write %q", s.Schema, SheetSchema)
	}
	if strings.TrimSpace(s.Title) == "" {
		c.refuse("title", "a sheet needs a title: the device's name")
	}
	c.fits("title", &s.Title, maxTitle)
	c.oneOf("host.form_factor", s.Host.FormFactor, hostFormFactors())
	c.runtime(s.Runtime)
	unique(c, "systems", s.Systems, func(system System) string { return system.FormFactor })
	for i, system := range s.Systems {
		c.system(fmt.Sprintf("systems[%d]", i), system)
		c.properties(fmt.Sprintf("systems[%d].properties", i), s.Runtime, xr.SystemPropertyStructs(), system.Properties)
		c.viewProperties(fmt.Sprintf("systems[%d].view_configurations", i), s.Runtime, system)
	}
	for _, command := range slices.Sorted(maps.Keys(s.Calls)) {
		c.call("calls."+command, command, s.Calls[command])
	}
	c.sources(s)
	return c.first
}

func (c *checker) oneOf(field string, value *string, words []string) {
	if value != nil && !slices.Contains(words, *value) {
		c.refuse(field, "%q is not known here: use one of %s", *value, strings.Join(words, ", "))
	}
}

// fits checks that a text and its terminating NUL fit into OpenXR's array of that size.
func (c *checker) fits(field string, value *string, size int) {
	if value == nil {
		return
	}
	if len(*value) >= size {
		c.refuse(field, "the text has %d bytes: OpenXR has room for %d", len(*value), size-1)
	}
	if strings.ContainsRune(*value, 0) {
		c.refuse(field, "a name cannot contain a NUL character")
	}
}

// unique checks that no two elements have the same name.
func unique[T any](c *checker, field string, all []T, name func(T) string) {
	for i := range all {
		if slices.ContainsFunc(all[:i], func(earlier T) bool { return name(earlier) == name(all[i]) }) {
			c.refuse(fmt.Sprintf("%s[%d]", field, i), "%s occurs twice: remove one", name(all[i]))
		}
	}
}

// isExtensionName reports whether a name is "XR_", its author in capitals, "_" and more letters, digits or "_".
func isExtensionName(name string) bool {
	const capitals, small, digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789"
	name, prefixed := strings.CutPrefix(name, "XR_")
	author, rest, divided := strings.Cut(name, "_")
	return prefixed && divided && author != "" && rest != "" &&
		strings.Trim(author, capitals+digits) == "" && strings.Trim(rest, capitals+small+digits+"_") == ""
}

func (c *checker) runtime(r RuntimeSheet) {
	c.fits("runtime.name", r.Name, xr.MaxRuntimeNameSize)
	if r.Version != nil {
		if _, err := parseVersion(*r.Version); err != nil {
			c.refuse("runtime.version", "%q is not a version: write three numbers, such as \"1.2.3\"", *r.Version)
		}
	}
	c.oneOf("runtime.api_version", r.APIVersion, []string{"1.0", "1.1"})
	unique(c, "runtime.extensions", r.Extensions, func(e Extension) string { return e.Name })
	for i, extension := range r.Extensions {
		field := fmt.Sprintf("runtime.extensions[%d]", i)
		c.fits(field, &extension.Name, xr.MaxExtensionNameSize)
		if !isExtensionName(extension.Name) {
			c.refuse(field, "%q is not the name of an OpenXR extension: such a name begins with XR_ and its author", extension.Name)
		}
	}
}

func (c *checker) system(field string, system System) {
	c.oneOf(field+".form_factor", &system.FormFactor, namesOf(formFactors()))
	c.fits(field+".name", system.Name, xr.MaxSystemNameSize)
	if system.ViewConfigurations == nil {
		c.refuse(field+".view_configurations", "view configurations cannot be unknown: list them, or leave the system out")
	}
	c.session(field+".session", system.Session)
	unique(c, field+".view_configurations", system.ViewConfigurations, func(v ViewConfiguration) string { return v.Type })
	unique(c, field+".spatial_capabilities", system.SpatialCapabilities, func(name string) string { return name })
	for i, capability := range system.SpatialCapabilities {
		c.oneOf(fmt.Sprintf("%s.spatial_capabilities[%d]", field, i), &capability, namesOf(spatialCapabilities()))
	}
	for i, configuration := range system.ViewConfigurations {
		c.viewConfiguration(fmt.Sprintf("%s.view_configurations[%d]", field, i), configuration)
	}
}

func (c *checker) viewProperties(field string, r RuntimeSheet, system System) {
	for i, configuration := range system.ViewConfigurations {
		for j, view := range configuration.Views {
			c.properties(fmt.Sprintf("%s[%d].views[%d].properties", field, i, j), r, viewStructs(), view.Properties)
		}
	}
}

// properties checks that a caller can chain each structure, because the runtime offers its
// extension, and that its members can have their values.
func (c *checker) properties(field string, r RuntimeSheet, structs []xr.PropertyStruct, properties map[string]map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		at := slices.IndexFunc(structs, func(known xr.PropertyStruct) bool { return known.Name == name })
		if at < 0 {
			c.refuse(field+"."+name, "no structure of this name can be chained here")
			return
		}
		extension := structs[at].Extension
		if !slices.ContainsFunc(r.Extensions, func(e Extension) bool { return e.Name == extension }) {
			c.refuse(field+"."+name, "the runtime does not offer %s, which this structure needs: list the extension", extension)
		}
		c.members(field+"."+name, structs[at], properties[name])
	}
}

func (c *checker) members(field string, s xr.PropertyStruct, values map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		at := slices.IndexFunc(s.Members, func(m xr.PropertyMember) bool { return m.Name == name })
		if at < 0 {
			c.refuse(field+"."+name, "%s has no member of this name", s.Name)
			return
		}
		if _, err := memberBytes(s.Members[at], values[name]); err != nil {
			c.refuse(field+"."+name, "the value does not fit: %s", err)
		}
	}
}

func (c *checker) viewConfiguration(field string, configuration ViewConfiguration) {
	c.oneOf(field+".type", &configuration.Type, namesOf(viewConfigurationTypes()))
	if configuration.BlendModes == nil {
		c.refuse(field+".blend_modes", "blend modes cannot be unknown: list them, or leave the view configuration out")
	}
	unique(c, field+".blend_modes", configuration.BlendModes, func(name string) string { return name })
	for i, mode := range configuration.BlendModes {
		c.oneOf(fmt.Sprintf("%s.blend_modes[%d]", field, i), &mode, namesOf(environmentBlendModes()))
	}
	if configuration.Views != nil && len(configuration.Views) != viewCount(configuration.Type) {
		c.refuse(field+".views", "%s has %d views, not %d", configuration.Type, viewCount(configuration.Type), len(configuration.Views))
	}
}

func (c *checker) call(field, command string, call Call) {
	if !slices.Contains(Commands(), command) {
		c.refuse(field, "a simulated runtime has no command of this name; see `xrprobe schema sheet`")
	}
	if _, known := findNamed(call.Result, results()); call.Result != "" && !known {
		c.refuse(field+".result", "%q is not an XrResult of core OpenXR", call.Result)
	}
	if call.DelayMS < 0 {
		c.refuse(field+".delay_ms", "a delay cannot be negative")
	}
	if call.Times < 0 {
		c.refuse(field+".times", "a number of calls cannot be negative")
	}
}

// sources checks that the sheet has a value at each path that a source names.
func (c *checker) sources(s Sheet) {
	fields := s.Known()
	for i, source := range s.Sources {
		for j, field := range source.Fields {
			if !slices.ContainsFunc(fields, func(known string) bool { return strictjson.Within(known, field) }) {
				c.refuse(fmt.Sprintf("sources[%d].fields[%d]", i, j), "the sheet has no value at %q", field)
			}
		}
	}
}
