// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package known

import (
	_ "embed"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/xrprobe/xrprobe/modes/report"
)

//go:embed usb.tsv
var usbTable string

//go:embed bluetooth.tsv
var bluetoothTable string

//go:embed models.tsv
var modelTable string

// KindNotXR is the kind of a row about something that looks like an XR device and is none.
const KindNotXR report.DeviceKind = "not_xr"

// Row is what is known of a number.
type Row struct {
	// ID is the number, such as "28de:2300".
	ID string
	// Kind is what the device is for.
	Kind report.DeviceKind
	// Vendor is its maker, or that of the headset in which it is.
	Vendor string
	// Name is what it is.
	Name string
	// Models are the models that it can be of or in.
	Models []string
	// Source says who says so.
	Source string
	// Note says what is ambiguous, or is empty.
	Note  string
	marks string
}

// Is reports whether the row has a mark without a value.
func (r *Row) Is(mark string) bool { _, has := r.mark(mark); return has }

// Value returns the value of a mark, or "".
func (r *Row) Value(mark string) string { value, _ := r.mark(mark); return value }

// Values returns the values of a mark, separated by "|".
func (r *Row) Values(mark string) []string {
	value, has := r.mark(mark)
	if !has {
		return nil
	}
	return strings.Split(value, "|")
}

// Count returns how many devices with the number a headset has at most.
func (r *Row) Count() int {
	count, err := strconv.Atoi(r.Value("count"))
	if err != nil {
		return 1
	}
	return count
}

func (r *Row) mark(name string) (value string, has bool) {
	for mark := range strings.SplitSeq(r.marks, ";") {
		if key, value, _ := strings.Cut(mark, "="); key == name {
			return value, true
		}
	}
	return "", false
}

// ModelOf returns the model that a product's name means, or "".
func (r *Row) ModelOf(product string) string {
	for pair := range strings.SplitSeq(r.Value("says"), ",") {
		if text, model, some := strings.Cut(pair, ":"); some && strings.Contains(product, text) {
			return model
		}
	}
	return ""
}

// Model is a model that several numbers share.
type Model struct{ Vendor, Name string }

var (
	usb       = sync.OnceValue(func() map[string]*Row { return parse(usbTable) })
	bluetooth = sync.OnceValue(func() map[string]*Row { return parse(bluetoothTable) })
	models    = sync.OnceValue(func() map[string]Model {
		list := map[string]Model{}
		for fields := range lines(modelTable, 3) {
			list[fields[0]] = Model{fields[1], fields[2]}
		}
		return list
	})
)

// USB returns the row of a number on USB, or nil: its own row, or that of all products of the vendor.
func USB(id string) *Row { return find(usb(), id) }

// Bluetooth returns the row of a number on Bluetooth, or nil.
func Bluetooth(id string) *Row { return find(bluetooth(), id) }

// ModelNamed returns a model that several numbers share.
func ModelNamed(model string) (Model, bool) {
	found, ok := models()[model]
	return found, ok
}

func find(table map[string]*Row, id string) *Row {
	if row := table[id]; row != nil {
		return row
	}
	vendor, _, _ := strings.Cut(id, ":")
	return table[vendor+":*"]
}

// parse reads a table. Its tests hold that every row has all fields.
func parse(table string) map[string]*Row {
	rows := map[string]*Row{}
	for fields := range lines(table, 8) {
		row := &Row{
			ID: fields[0], Kind: report.DeviceKind(fields[1]), Vendor: fields[2], Name: fields[3], Models: list(fields[4]), marks: fields[5], Source: fields[6], Note: fields[7],
		}
		rows[row.ID] = row
	}
	return rows
}

// lines yields the fields of each row of a table with so many columns; a field "-" is empty.
func lines(table string, columns int) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(table) {
			fields := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
			if strings.HasPrefix(line, "#") || len(fields) != columns {
				continue
			}
			for i, field := range fields {
				if field == "-" {
					fields[i] = ""
				}
			}
			if !yield(fields) {
				return
			}
		}
	}
}

// list returns the parts of a field that holds several, or nil.
func list(field string) []string {
	if field == "" {
		return nil
	}
	return strings.Split(field, ",")
}

// Common returns the models that two lists have in common. A model that ends with "*" stands for all that begin so.
func Common(a, b []string) []string {
	var common []string
	for _, one := range a {
		for _, other := range b {
			if model, fit := narrower(one, other); fit && !slices.Contains(common, model) {
				common = append(common, model)
			}
		}
	}
	return common
}

// Share reports whether two lists have a model in common.
func Share(a, b []string) bool {
	for _, one := range a {
		for _, other := range b {
			if _, fit := narrower(one, other); fit {
				return true
			}
		}
	}
	return false
}

// narrower returns the more precise one of two models, if they may be the same.
func narrower(a, b string) (string, bool) {
	if a == b {
		return a, true
	}
	if prefix, is := strings.CutSuffix(a, "*"); is && strings.HasPrefix(b, prefix) {
		return b, true
	}
	if prefix, is := strings.CutSuffix(b, "*"); is && strings.HasPrefix(a, prefix) {
		return a, true
	}
	return "", false
}

// Listed returns a row for a number that no table has, and of which a program says that it is a headset's.
func Listed(id, source string) *Row {
	return &Row{ID: id, Kind: report.KindHeadset, Source: source, Note: "Only the driver's manifest " + source + " says that " + id + " is a headset.", marks: "weak"}
}

// All returns all rows of the numbers on USB, sorted.
func All() []*Row {
	return slices.SortedFunc(maps.Values(usb()), func(a, b *Row) int { return strings.Compare(a.ID, b.ID) })
}
