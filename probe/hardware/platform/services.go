// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package platform

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

const (
	// displayAdapterClass is Windows' name of the class of display adapters.
	displayAdapterClass = "{4d36e968-e325-11ce-bfc1-08002be10318}"
	// deviceKeys is the key below which Windows keeps a key for each device, by what enumerates it, its model and its instance.
	deviceKeys = registry.LocalMachine + `\SYSTEM\CurrentControlSet\Enum`
	// maxDevices bounds how many devices of one enumerator are read.
	maxDevices = 4096
)

// displayDevices finds the services that drive display adapters. A device's key names both the adapter's key and the service.
type displayDevices struct {
	machine
	// services are those of the adapters of each enumerator, and whys say why these are not known.
	services map[string]map[string]string
	whys     map[string]error
}

// driverOf returns the service of an adapter, such as "nvlddmkm", or nil and why it is not known. The ID by which Windows chose the driver
// begins with what enumerates the device.
func (d *displayDevices) driverOf(address, id string) (driver, because *string) {
	enumerator, _, found := strings.Cut(strings.ToUpper(id), `\`)
	if !found || enumerator == "" {
		return nil, new("Windows' registry does not say by which ID it chose the driver")
	}
	services, err := d.of(enumerator)
	service, some := services[address]
	switch {
	case service != "":
		return &service, nil
	case some:
		return nil, new("the device's key names no service")
	case err != nil:
		return nil, new(err.Error())
	}
	return nil, new("no device in the key " + deviceKeys + `\` + enumerator + " goes by this one")
}

// of returns the services of an enumerator's display adapters, by the names of the adapters' keys. They are read once.
func (d *displayDevices) of(enumerator string) (map[string]string, error) {
	if services, done := d.services[enumerator]; done {
		return services, d.whys[enumerator]
	}
	if d.services == nil {
		d.services, d.whys = map[string]map[string]string{}, map[string]error{}
	}
	services := map[string]string{}
	d.services[enumerator] = services
	d.whys[enumerator] = d.eachDevice(deviceKeys+`\`+enumerator, func(device keyValues) {
		class, address, _ := strings.Cut(device.text("Driver"), `\`)
		if strings.EqualFold(class, displayAdapterClass) {
			services[address] = device.text("Service")
		}
	})
	return services, d.whys[enumerator]
}

// eachDevice calls a function with the values of each device's key. The error does not name the keys, in which there may be serial numbers.
func (m machine) eachDevice(key string, do func(keyValues)) error {
	source, lists := m.RegistrySource().(registry.Lister)
	if !lists {
		return errors.New("the keys of the registry cannot be listed")
	}
	models, err := source.Keys(key)
	if errors.Is(err, fs.ErrNotExist) {
		return noKey{key}
	}
	left := maxDevices
	for _, model := range models {
		instances, failed := source.Keys(key + `\` + model)
		if failed != nil {
			err = failed
		}
		for _, instance := range instances {
			if left--; left < 0 {
				return fmt.Errorf("the key %s has more than %d devices", key, maxDevices)
			}
			if values, err := m.values(key + `\` + model + `\` + instance); err == nil {
				do(values)
			}
		}
	}
	if err != nil {
		return fmt.Errorf("the key %s of the registry cannot be listed", key)
	}
	return nil
}
