// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package platform

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

const (
	kernelFile        = "/proc/sys/kernel/osrelease"
	systemVersionFile = "/System/Library/CoreServices/SystemVersion.plist"
	currentVersionKey = registry.LocalMachine + `\SOFTWARE\Microsoft\Windows NT\CurrentVersion`
)

func (m machine) operatingSystem() report.OperatingSystem {
	system := report.OperatingSystem{Because: []string{}}
	var err error
	switch {
	case m.isAndroid():
		err = m.android(&system)
	case m.System() == "linux":
		err = m.distribution(&system)
	case m.System() == "windows":
		err = m.windows(&system)
	case m.System() == "darwin":
		err = m.macOS(&system)
	default:
		err = fmt.Errorf("the name of the operating system is not read on %s", m.System())
	}
	if err != nil {
		system.Because = append(system.Because, err.Error())
	}
	m.kernel(&system)
	return system
}

// kernel reads the kernel's version. That of Windows is in the key that names Windows' own.
func (m machine) kernel(system *report.OperatingSystem) {
	switch {
	case m.hasKernelFiles():
		if system.Kernel = known(m.text(kernelFile)); system.Kernel == nil {
			system.Because = append(system.Because, kernelFile+" cannot be read")
		}
	case m.System() == "windows":
		if system.Kernel == nil {
			system.Because = append(system.Because, "the registry has no number of the kernel's version")
		}
	case m.mac != nil:
		if err := m.mac.kernel(system); err != nil {
			system.Because = append(system.Because, err.Error())
		}
	default:
		system.Because = append(system.Because, "the version of the kernel is in no file on "+m.System())
	}
}

// distribution reads os-release, whose lines are assignments of a shell.
func (m machine) distribution(system *report.OperatingSystem) error {
	data, err := m.ReadFile("/etc/os-release")
	if err != nil {
		data, err = m.ReadFile("/usr/lib/os-release")
	}
	if err != nil {
		return errors.New("neither /etc/os-release nor /usr/lib/os-release can be read")
	}
	values := assignments(string(data))
	system.Name = known(cmp.Or(values["PRETTY_NAME"], strings.TrimSpace(values["NAME"]+" "+values["VERSION"])))
	system.ID = known(cmp.Or(values["ID"], "linux"))
	system.Version, system.Build = known(values["VERSION_ID"]), known(cmp.Or(values["VARIANT_ID"], values["BUILD_ID"]))
	if system.Name == nil {
		return errors.New("os-release has no name")
	}
	return nil
}

// assignments parses NAME=VALUE lines. A value may be in quotation marks, in which a backslash makes the next character plain.
func assignments(text string) map[string]string {
	values := map[string]string{}
	for line := range strings.Lines(text) {
		name, value, found := strings.Cut(strings.TrimSpace(line), "=")
		if found && !strings.HasPrefix(name, "#") {
			values[name] = unquote(value)
		}
	}
	return values
}

func unquote(value string) string {
	if inner, single := strings.CutPrefix(value, "'"); single {
		return strings.TrimSuffix(inner, "'")
	}
	inner, _ := strings.CutPrefix(strings.TrimSuffix(value, `"`), `"`)
	var plain strings.Builder
	for escaped := false; inner != ""; inner = inner[1:] {
		if escaped = inner[0] == '\\' && !escaped; !escaped {
			plain.WriteByte(inner[0])
		}
	}
	return plain.String()
}

// android reads the properties of the system's partition.
func (m machine) android(system *report.OperatingSystem) error {
	system.ID = new("android")
	data, err := m.ReadFile(androidProperties)
	if err != nil {
		return errors.New(androidProperties + " cannot be read")
	}
	values := assignments(string(data))
	release := values["ro.build.version.release"]
	system.Version, system.Build = known(release), known(values["ro.build.display.id"])
	if system.Version == nil {
		return errors.New(androidProperties + " has no ro.build.version.release")
	}
	system.Name = known("Android " + release)
	return nil
}

// firstBuildOf11 is the first build of Windows 11, whose ProductName still says Windows 10.
const firstBuildOf11 = 22000

func (m machine) windows(system *report.OperatingSystem) error {
	system.ID = new("windows")
	if m.isWine() {
		system.Layer = new("wine")
	}
	values, err := m.values(currentVersionKey)
	if err != nil {
		return err
	}
	build := cmp.Or(values.text("CurrentBuild"), values.text("CurrentBuildNumber"))
	name := values.text("ProductName")
	if number, err := strconv.Atoi(build); err == nil && number >= firstBuildOf11 {
		name = strings.Replace(name, "Windows 10", "Windows 11", 1)
	}
	if revision, ok := values.number("UBR"); ok && build != "" {
		build = fmt.Sprintf("%s.%d", build, revision)
	}
	if major, ok := values.number("CurrentMajorVersionNumber"); ok && build != "" {
		minor, _ := values.number("CurrentMinorVersionNumber")
		system.Kernel = known(fmt.Sprintf("%d.%d.%s", major, minor, build))
	}
	system.Name, system.Version, system.Build = known(name), known(cmp.Or(values.text("DisplayVersion"), values.text("ReleaseId"))), known(build)
	if system.Name == nil {
		return errors.New(currentVersionKey + " has no ProductName")
	}
	return nil
}

// macOS reads the property list that names the version.
func (m machine) macOS(system *report.OperatingSystem) error {
	system.ID = new("macos")
	data, err := m.ReadFile(systemVersionFile)
	if err != nil {
		return errors.New(systemVersionFile + " cannot be read")
	}
	values, err := plistTexts(data)
	if err != nil || values["ProductVersion"] == "" {
		return errors.New(systemVersionFile + " has no ProductVersion, or is no property list in XML")
	}
	system.Name = known(cmp.Or(values["ProductName"], "macOS") + " " + values["ProductVersion"])
	system.Version, system.Build = known(values["ProductVersion"]), known(values["ProductBuildVersion"])
	return nil
}

// plistTexts returns the texts of a property list's outermost dictionary, by their keys.
func plistTexts(data []byte) (map[string]string, error) {
	values := map[string]string{}
	decoder := xml.NewDecoder(bytes.NewReader(data))
	depth, key, text := 0, "", ""
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return values, nil
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			depth, text = depth+1, ""
		case xml.CharData:
			text += string(token)
		case xml.EndElement:
			const below = 3 // plist, dict, and what it holds
			switch {
			case depth == below && token.Name.Local == "key":
				key = text
			case depth == below && token.Name.Local == "string":
				values[key] = text
			}
			depth--
		}
	}
}
