// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ioreg

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
)

// Mac tells what a Mac is. [ThisMac] and [RecordedMac] make one.
type Mac struct {
	// ask returns the entries that ioreg prints for each of some lists of arguments. A file has them all, whatever the arguments.
	ask func(ctx context.Context, queries ...[]string) ([]entry, error)
	// lacks is the error if something is missing: what ends the sentence is not there.
	lacks func(what string) error
}

// Model is what a Mac says of itself. All Macs of a model have the same.
type Model struct {
	// ID is Apple's name of the model, such as "MacBookPro16,1".
	ID string
	// Name is the name in shops, such as "MacBook Pro (14-inch, 2021)"; "" if the Mac does not know it, as those with Intel's processors.
	Name string
	// Kernel is the version of the kernel, such as "23.1.0"; "" if it is not there.
	Kernel string
}

// RecordedMac is the Mac whose I/O Registry is in the file ioreg.plist in a root. The file is read once.
func RecordedMac(root string) Mac {
	return macOf(func() ([]byte, error) { return read(root) })
}

// macOf is the Mac that a file tells of. The file is read once.
func macOf(read func() ([]byte, error)) Mac {
	trees := sync.OnceValues(func() ([]entry, error) {
		data, err := read()
		if errors.Is(err, fs.ErrNotExist) {
			return nil, errors.New(noFile)
		}
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %s", File, cause(err))
		}
		trees, err := parse(data)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", File, err)
		}
		return trees, nil
	})
	return Mac{
		ask:   func(context.Context, ...[]string) ([]entry, error) { return trees() },
		lacks: func(what string) error { return errors.New(missing(what)) },
	}
}

// mac is the Mac on which ioreg runs.
func (ask asker) mac() Mac {
	return Mac{
		ask: func(ctx context.Context, queries ...[]string) ([]entry, error) {
			var all []entry
			for _, args := range queries {
				trees, err := ask.trees(ctx, args...)
				if err != nil {
					return nil, fmt.Errorf("ioreg does not tell: %w", err)
				}
				all = append(all, trees...)
			}
			return all, nil
		},
		lacks: func(what string) error { return errors.New("ioreg lists nothing with " + what) },
	}
}

// Model reads what the Mac says of itself. It does not read the serial number and the UUID beside that.
func (m Mac) Model(ctx context.Context) (Model, error) {
	root, name := []string{"-d", "2"}, []string{"-r", "-c", "IOPlatformDevice", "-k", productName, "-d", "1"} // the first has the root of the registry, and the machine
	trees, err := m.ask(ctx, root, name)
	if err != nil {
		return Model{}, err
	}
	var model Model
	isThere := false
	walk(trees, func(e entry) {
		model.Kernel = cmp.Or(model.Kernel, kernelOf(e.text("IOKitBuildVersion")))
		switch e.text("IOObjectClass") {
		case expert:
			model.ID, isThere = cmp.Or(model.ID, e.words("model")), true
		case "IOPlatformDevice":
			model.Name = cmp.Or(model.Name, e.words(productName))
		}
	})
	if !isThere {
		return model, m.lacks("the machine")
	}
	return model, nil
}

const (
	// expert is the class of the entry of the machine.
	expert      = "IOPlatformExpertDevice"
	productName = "product-name"
)

// kernelOf finds the version in a text such as "Darwin Kernel Version 23.1.0: Mon Oct  9 21:27:27 PDT 2023; root:xnu-...".
func kernelOf(text string) string {
	version, found := strings.CutPrefix(text, "Darwin Kernel Version ")
	version, _, ends := strings.Cut(version, ":")
	if !found || !ends || strings.Trim(version, "0123456789.") != "" {
		return ""
	}
	return version
}

// words returns a property that is a text, also if it is written as bytes with a zero at the end.
func (e entry) words(name string) string {
	raw, isData := e[name].([]byte)
	if !isData {
		return e.text(name)
	}
	raw, _, _ = bytes.Cut(raw, []byte{0})
	return entry{name: strings.TrimSpace(string(printable(raw)))}.text(name)
}

// hypervisors are how the names of virtual Macs' models begin.
var hypervisors = []struct{ begins, kind string }{{"VMware", "vmware"}, {"Parallels", "parallels"}, {"VirtualMac", "apple"}}

// HypervisorOf returns the hypervisor whose machines have a model, such as "apple" for "VirtualMac2,1", or "".
func HypervisorOf(model string) string {
	for _, row := range hypervisors {
		if strings.HasPrefix(model, row.begins) {
			return row.kind
		}
	}
	return ""
}
