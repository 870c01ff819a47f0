// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package known

import (
	_ "embed"
	"strconv"
	"sync"

	"github.com/xrprobe/xrprobe/modes/report"
)

// Display is what is known of displays with a vendor and a product number.
type Display struct {
	// Vendor is the three letters of the EDID.
	Vendor string
	// Product is the EDID's number of the model.
	Product uint16
	// VendorOnly says that Product does not count: the vendor is known for such displays.
	VendorOnly bool
	// AnyProduct says that Product does not count, and that the name tells such displays from the vendor's others.
	AnyProduct bool
	// Name is the name that the EDID must have, or "" if it may have any.
	Name string
	// Kind is headset; glasses, which are small screens before the eyes that people use as monitors too; or unknown, if others have the
	// same numbers.
	Kind report.DeviceKind
	// Maker is who sells it, or "".
	Maker string
	// Model is the maker and the model, for people.
	Model string
	// Models are the models that it may be of, in the words of the table of USB devices; nil if
	// that table has none.
	Models []string
	// NonDesktop says that Linux' list keeps the desktop off such displays (EDID_QUIRK_NON_DESKTOP in
	// drivers/gpu/drm/drm_edid.c).
	NonDesktop bool
	// Source says where this was found.
	Source string
}

// Displays returns the rows for a display with this vendor, product number and name. Those for its
// name beat those for any name. If the name is not known and is given as "", all rows for
// the numbers are returned, so there may be several models. It returns nil if the display is not
// in the table: then it is a headset or not.
func Displays(vendor string, product uint16, name string) []Display {
	var byName, byNumber []Display
	for _, row := range displayTable() {
		if row.VendorOnly || row.Vendor != vendor || row.Product != product && !row.AnyProduct {
			continue
		}
		switch {
		case row.AnyProduct && name == "": // the number alone is that of any display
		case row.Name == "" || name == "":
			byNumber = append(byNumber, row)
		case row.Name == name:
			byName = append(byName, row)
		}
	}
	if byName != nil {
		return byName
	}
	return byNumber
}

// DisplayVendor returns what a vendor's displays usually are. It is a hint about a display that
// Displays does not know, and no more: a vendor may make monitors, too.
func DisplayVendor(vendor string) (hint Display, known bool) {
	for _, row := range displayTable() {
		if row.VendorOnly && row.Vendor == vendor {
			return row, true
		}
	}
	return Display{}, false
}

// NonDesktop reports whether Linux' list keeps the desktop off displays with these numbers.
func NonDesktop(vendor string, product uint16) bool {
	for _, row := range Displays(vendor, product, "") {
		if row.NonDesktop {
			return true
		}
	}
	return false
}

//go:embed displays.tsv
var displaysTSV string

// displayTable returns the rows of displays.tsv, which is parsed when it is first needed.
var displayTable = sync.OnceValue(func() []Display {
	var table []Display
	for fields := range lines(displaysTSV, 9) {
		product, err := strconv.ParseUint(fields[1], 16, 16)
		anyProduct := err != nil
		table = append(table, Display{
			Vendor: fields[0], Product: uint16(product), VendorOnly: anyProduct && fields[2] == "", AnyProduct: anyProduct && fields[2] != "", Name: fields[2], Kind: report.DeviceKind(fields[3]),
			Maker: fields[4], Model: fields[5], Models: list(fields[6]), NonDesktop: fields[7] == "yes", Source: fields[8],
		})
	}
	return table
})
