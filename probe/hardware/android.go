// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"cmp"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/standalone"
)

// systemPropertiesFile is the properties file that every Android has.
const systemPropertiesFile = "/system/build.prop"

// propertyFiles are in the order in which Android reads them. A later file overrides an
// earlier one.
var propertyFiles = []string{
	systemPropertiesFile, "/system_ext/etc/build.prop", "/vendor/build.prop", "/odm/etc/build.prop", "/product/build.prop", "/product/etc/build.prop",
}

// partitions are the parts of Android that may have product names of their own. Android
// looks for a name in this order if there is none for the whole product.
var partitions = []string{"product", "odm", "vendor", "system_ext", "system"}

// properties are Android's system properties, from all files that can be read.
type properties map[string]string

// android finds out what an Android device is from its properties. Some devices do not let
// applications read them.
func (m Machine) android(host *report.Host) {
	found := properties{}
	for _, file := range propertyFiles {
		if content, err := m.read(file); err == nil {
			found.add(string(content))
		}
	}
	manufacturer, model := found.product("manufacturer"), found.product("model")
	if model != "" {
		host.Product = &model
	}
	switch {
	case len(found) == 0:
		host.Evidence = []string{systemPropertiesFile + " cannot be read"}
	case isEmulator(found["ro.hardware"]):
		host.Evidence = []string{"ro.hardware is " + found["ro.hardware"] + ", an emulator's"}
	case standalone.Is(manufacturer, model):
		host.FormFactor = report.FormFactorStandaloneHeadset
		host.Evidence = []string{"ro.product.manufacturer is " + manufacturer, "ro.product.model is " + model}
	default:
		host.FormFactor, host.Evidence = formFactorOf(found["ro.build.characteristics"])
	}
}

// add parses a properties file, which has one NAME=VALUE a line.
func (p properties) add(text string) {
	for line := range strings.Lines(text) {
		name, value, some := strings.Cut(line, "=")
		if name = strings.TrimSpace(name); some && !strings.HasPrefix(name, "#") {
			p[name] = strings.TrimSpace(value)
		}
	}
}

// product returns a property of the product, such as "model", or "".
func (p properties) product(name string) string {
	value := p["ro.product."+name]
	for _, partition := range partitions {
		value = cmp.Or(value, p["ro.product."+partition+"."+name])
	}
	return value
}

// isEmulator reports whether the hardware is a virtual board of Android's emulator.
func isEmulator(hardware string) bool { return hardware == "goldfish" || hardware == "ranchu" }

// formFactorOf finds out a form factor from the property ro.build.characteristics, a list of
// words that says what a build is made for. The builds of most phones have no word for it.
func formFactorOf(words string) (report.FormFactor, []string) {
	evidence := []string{"ro.build.characteristics is " + cmp.Or(words, "missing")}
	kinds := strings.Split(words, ",")
	switch {
	case slices.Contains(kinds, "tablet"):
		return report.FormFactorTablet, evidence
	case slices.Contains(kinds, "phone"):
		return report.FormFactorPhone, evidence
	default:
		return report.FormFactorUnknown, evidence
	}
}
