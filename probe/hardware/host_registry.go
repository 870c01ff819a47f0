// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/openxr/loader/registry/live"
	"github.com/xrprobe/xrprobe/probe/hardware/smbios"
)

// The values in which Windows keeps the firmware's table, and the model.
const (
	firmwareValue = "SMBiosData"
	productKey    = registry.LocalMachine + `\HARDWARE\DESCRIPTION\System\BIOS`
	productValue  = "SystemProductName"
)

// firmwareKeys are where the firmware's table is: in the system that runs, and in a copied registry, which has no other.
func firmwareKeys() []string {
	const below = `\Services\mssmbios\Data`
	return []string{registry.LocalMachine + `\SYSTEM\CurrentControlSet` + below, registry.LocalMachine + `\SYSTEM\ControlSet001` + below}
}

// registrySource returns the registry of the machine, or nil if it is not known.
func (m Machine) registrySource() registry.Source {
	if m.Registry == nil && m.Root == "" && m.goos() == runtime.GOOS {
		return live.Source()
	}
	return m.Registry
}

// ofRegistry reads what Windows copied from the firmware. A key of its own has the model, also where the table is missing.
func (m Machine) ofRegistry(host *report.Host) {
	source := m.registrySource()
	if source == nil {
		host.Evidence = []string{"what the registry holds is not known: give an export of " + firmwareKeys()[0] + " with --registry"}
		return
	}
	table, evidence := firmwareOf(source)
	host.FormFactor, host.Evidence = enclosureType(table.Enclosure), []string{evidence}
	if host.Product = filled(table.Product); host.Product == nil {
		value, _ := valueOf(source, productKey, productValue) // without it, the model is not known
		if value.Kind == registry.String {
			host.Product = filled(smbios.Printable(value.Text()))
		}
	}
}

// firmwareOf reads the firmware's table, and says what the kind of case follows from, or why it is not known.
func firmwareOf(source registry.Source) (smbios.Table, string) {
	var err error
	for _, key := range firmwareKeys() {
		var value registry.Value
		if value, err = valueOf(source, key, firmwareValue); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return smbios.Table{}, err.Error()
		}
		where := key + ", " + firmwareValue
		if value.Kind != registry.Binary {
			return smbios.Table{}, where + " is a " + value.Kind.String() + ", and not a REG_BINARY"
		}
		table, err := smbios.Windows(value.Data)
		switch {
		case table.Enclosure != 0:
			return table, fmt.Sprintf("%s has the enclosure type %d", where, table.Enclosure)
		case err != nil:
			return table, fmt.Sprintf("%s cannot be read: %s", where, err)
		}
		return table, where + " has no enclosure type"
	}
	return smbios.Table{}, fmt.Sprintf("what is known of the registry has no value %s in %s", firmwareValue, firmwareKeys()[0])
}

// valueOf returns a value of a key. The error is a sentence for people, and matches fs.ErrNotExist if there is no such value.
func valueOf(source registry.Source, key, name string) (registry.Value, error) {
	values, err := source.Values(key)
	for _, value := range values {
		if strings.EqualFold(value.Name, name) {
			return value, nil
		}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return registry.Value{}, fmt.Errorf("the key %s of the registry cannot be read", key)
	}
	return registry.Value{}, fs.ErrNotExist
}
