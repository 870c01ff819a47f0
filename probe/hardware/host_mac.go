// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/ioreg"
)

// ofMac reads what a Mac says of itself, in a file below the root, if there is a root, and else on this machine.
func (m Machine) ofMac(host *report.Host) {
	mac := ioreg.ThisMac()
	if m.Root != "" {
		mac = ioreg.RecordedMac(m.Root)
	}
	model, err := mac.Model(context.Background())
	if err != nil {
		host.Evidence = []string{err.Error()}
		return
	}
	id, name := model.ID, model.Name
	host.Product = filled(cmp.Or(name, id))
	host.FormFactor, host.Evidence = macForm(id, name)
}

// macForms are how the names of Macs begin: those of models, until Apple's second processor, and those in shops.
var macForms = []struct {
	begins string
	form   report.FormFactor
}{
	{"MacBook", report.FormFactorLaptop},
	{"iMac", report.FormFactorDesktop}, {"Macmini", report.FormFactorDesktop}, {"MacPro", report.FormFactorDesktop},
	{"Mac mini", report.FormFactorDesktop}, {"Mac Pro", report.FormFactorDesktop}, {"Mac Studio", report.FormFactorDesktop},
	{"Xserve", report.FormFactorServer},
}

// macForm returns the kind of a Mac. A virtual one has none.
func macForm(id, name string) (report.FormFactor, []string) {
	if kind := ioreg.HypervisorOf(id); kind != "" {
		return report.FormFactorUnknown, []string{fmt.Sprintf("the model is %s, which is a virtual machine's", id)}
	}
	for _, said := range []struct{ what, text string }{{"the model", id}, {"the product's name", name}} {
		for _, row := range macForms {
			if strings.HasPrefix(said.text, row.begins) {
				return row.form, []string{said.what + " is " + said.text}
			}
		}
	}
	switch {
	case id == "" && name == "":
		return report.FormFactorUnknown, []string{"the I/O Registry does not name the model"}
	case name == "":
		return report.FormFactorUnknown, []string{fmt.Sprintf("the model is %s, which does not tell the kind of machine, and the product has no name", id)}
	}
	return report.FormFactorUnknown, []string{fmt.Sprintf("the product's name is %s, which does not tell the kind of machine", name)}
}
