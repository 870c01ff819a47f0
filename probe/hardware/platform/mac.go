// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package platform

import (
	"context"
	"errors"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/hardware/ioreg"
)

// mac is what the I/O Registry of a Mac tells.
type mac struct {
	source ioreg.Mac
	model  ioreg.Model
	// err says why the model is not known.
	err error
}

// macOf asks this Mac, or reads the file in the root of another one.
func macOf(h loader.Host) *mac {
	m := &mac{source: ioreg.ThisMac()}
	if h.Root != "" {
		m.source = ioreg.RecordedMac(h.Root)
	}
	m.model, m.err = m.source.Model(context.Background())
	return m
}

func (m *mac) kernel(system *report.OperatingSystem) error {
	system.Kernel = known(m.model.Kernel)
	switch {
	case system.Kernel != nil:
		return nil
	case m.err != nil:
		return errors.New("the version of the kernel is not known: " + m.err.Error())
	}
	return errors.New("the I/O Registry does not name the version of the kernel")
}

// gpus lists the graphics processors. Drivers are parts of macOS, and their versions are not in the I/O Registry.
func (m *mac) gpus() report.GPUs {
	list, err := m.source.GPUs(context.Background())
	if err != nil {
		return report.GPUs{Because: new(err.Error())}
	}
	all := make([]report.GPU, len(list))
	for i, gpu := range list {
		gpu.Address = clean(gpu.Address)
		if gpu.VendorID != nil && gpu.Vendor == nil {
			gpu.Vendor = known(vendors[*gpu.VendorID])
		}
		all[i] = gpu
	}
	if len(all) == 0 {
		return report.GPUs{List: all}
	}
	return report.GPUs{List: all, Because: new("the I/O Registry has no versions of drivers")}
}

// virtual goes by the model. A virtual machine can pretend to be any Mac.
func (m *mac) virtual() report.Virtualization {
	model := clean(m.model.ID)
	kind := ioreg.HypervisorOf(model)
	switch {
	case m.err != nil:
		return unclear(m.err.Error())
	case model == "":
		return unclear("the I/O Registry does not name the model")
	case kind == "":
		return unclear("the model, " + model + ", is no hypervisor's, and the processor is not asked")
	}
	return isVirtual(kind, "the model is "+model)
}
