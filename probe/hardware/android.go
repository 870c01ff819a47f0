// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// systemProperties is the file of properties that every Android has.
const systemProperties = "/system/build.prop"

// propertyFiles are read in the order in which Android reads them: a later one counts.
var propertyFiles = []string{
	systemProperties, "/system_ext/etc/build.prop", "/vendor/build.prop", "/odm/etc/build.prop", "/product/build.prop", "/product/etc/build.prop",
}

// propertySources are the parts of Android whose product names count, in their order, where
// there is no name for the whole.
var propertySources = []string{"product", "odm", "vendor", "system_ext", "system"}

// standalone is a maker's models of standalone headsets, as Android's properties name them;
// the manufacturer is "" where the models' names are nobody else's.
type standalone struct {
	manufacturer string
	models       []string
	source       string
}

// standaloneHeadsets are data. A telephone may have a headset's model's name, so that the
// manufacturer has to be right too.
var standaloneHeadsets = []standalone{
	{"Oculus", []string{"Pacific", "Quest", "Quest 2", "Quest Pro", "Quest 3", "Quest 3S"}, "https://developers.meta.com/horizon/documentation/web/browser-specs/: the models that Quest Browser names"},
	{"Pico", []string{"Pico Neo 3", "A8110", "A9210"}, sourceWiVRn},
	{"HTC", []string{"VIVE Focus 3", "VIVE Focus Vision", "VIVE XR Series"}, sourceWiVRn},
	{"samsung", []string{"SM-I610"}, sourceWiVRn},
	{"", []string{"Lynx-R1"}, sourceWiVRn},
	{"Lenovo", []string{"VRX"}, sourceWolvic},
	{"", []string{"Magic Leap 2"}, sourceWolvic},
}

const (
	sourceWiVRn  = "https://github.com/WiVRn/WiVRn, client/hardware.cpp: what headsets call themselves"
	sourceWolvic = "https://github.com/Igalia/wolvic, app/src/openxr/cpp: the device of a model's name"
)

// properties are Android's, of the files that may be read.
type properties map[string]string

// android tells what an Android device is by its properties. Applications may not read
// them on every device.
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
		host.Evidence = []string{systemProperties + " cannot be read"}
	case isEmulator(found["ro.hardware"]):
		host.Evidence = []string{"ro.hardware is " + found["ro.hardware"] + ", an emulator's"}
	case isStandalone(manufacturer, model):
		host.FormFactor = report.FormFactorStandaloneHeadset
		host.Evidence = []string{"ro.product.manufacturer is " + manufacturer, "ro.product.model is " + model}
	default:
		host.FormFactor, host.Evidence = characteristics(found["ro.build.characteristics"])
	}
}

// add reads a file of properties: a name and a value a line.
func (p properties) add(text string) {
	for line := range strings.Lines(text) {
		name, value, some := strings.Cut(line, "=")
		if name = strings.TrimSpace(name); some && !strings.HasPrefix(name, "#") {
			p[name] = strings.TrimSpace(value)
		}
	}
}

// product returns what a property of the product is, or "".
func (p properties) product(name string) string {
	value := p["ro.product."+name]
	for _, source := range propertySources {
		value = first(value, p["ro.product."+source+"."+name])
	}
	return value
}

func isStandalone(manufacturer, model string) bool {
	return slices.ContainsFunc(standaloneHeadsets, func(s standalone) bool {
		return (s.manufacturer == "" || strings.EqualFold(s.manufacturer, manufacturer)) && slices.Contains(s.models, model)
	})
}

// isEmulator reports whether the hardware is that of Android's emulators.
func isEmulator(hardware string) bool { return hardware == "goldfish" || hardware == "ranchu" }

// characteristics tells a tablet and a telephone by the words for what a build is made
// for. Most telephones' builds have no word for it.
func characteristics(words string) (report.FormFactor, []string) {
	evidence := []string{"ro.build.characteristics is " + first(words, "not there")}
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
