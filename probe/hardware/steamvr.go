// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"encoding/json"
	"strings"
	"sync"
)

// listedIn returns a function that says which manifest of a SteamVR's driver lists a number as that of a headset, or "". The manifests are read
// when it is first called. A number with a wildcard says nothing of a device.
func (t *tree) listedIn(steamVRs []string) func(id string) string {
	table := sync.OnceValue(func() map[string]string {
		listed := map[string]string{}
		for _, dir := range steamVRs {
			drivers, _ := t.names(dir + "/drivers") // SteamVR may just have been removed
			for _, driver := range drivers {
				file := dir + "/drivers/" + driver + "/driver.vrdrivermanifest"
				for _, id := range t.presence(file) {
					listed[id] = file
				}
			}
		}
		return listed
	})
	return func(id string) string { return table()[id] }
}

// presence returns the numbers of headsets that a driver's manifest lists.
func (t *tree) presence(file string) []string {
	data, err := t.bytes(file)
	if err != nil {
		return nil
	}
	return presenceIn(data)
}

func presenceIn(data []byte) []string {
	var manifest struct {
		Presence []string `json:"hmd_presence"`
	}
	if json.Unmarshal(data, &manifest) != nil {
		return nil
	}
	var ids []string
	for _, text := range manifest.Presence {
		if id := numbersOf(strings.Replace(text, ".", "/", 1)); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}
