// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package edid_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/hardware/edid"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// decodeEach prints what edid-decode says of each file in a directory. Its verdict about conformity
// is not asked for: hardly any headset passes.
const decodeEach = `cd "$1" && for file in *; do echo "=== $file"; edid-decode --skip-hex-dump --short-timings "$file"; done`

// said is what edid-decode says of an EDID, in its words.
type said struct {
	vendor, model, name, extensions string
	modes                           []edid.Size
	interlaced                      int
	declares                        string
	identity                        []string
}

var (
	saidTiming   = regexp.MustCompile(`^ +(?:DTD|CVT|VTDB) *\d* *: +(\d+)x(\d+)(i?) `)
	saidIdentity = regexp.MustCompile(`^ +(?:Serial Number|Display Product Serial Number|Container ID|Text): '?(.*?)'?$`)
)

// edid-decode reads the same from each EDID, when what is not the display's is cut off, and from each
// timing that was made by hand.
func TestLabEDID_AsEdidDecode(t *testing.T) {
	t.Parallel()
	l := lab.Require(t)
	files := map[string][]byte{}
	for _, f := range fixtures(t) {
		files[f.name] = f.own()
		files[f.name+", marked"], _ = marked(f, marks)
	}
	for _, row := range madeOnes() {
		if !row.ours {
			files[row.name] = row.raw(t)
		}
	}
	dir := t.TempDir()
	for name, raw := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), raw, 0o644))
	}
	result, err := l.Run(t.Context(), lab.Options{Binds: []string{dir}}, "sh", "-c", decodeEach, "sh", dir)
	require.NoError(t, err)
	decoded := map[string]said{}
	for _, part := range strings.Split(result.Stdout, "=== ")[1:] {
		name, text, _ := strings.Cut(part, "\n")
		decoded[name] = readSaid(text)
	}
	require.ElementsMatch(t, slices.Collect(maps.Keys(files)), slices.Collect(maps.Keys(decoded)))
	declaring := 0
	for name, raw := range files {
		require.Equal(t, decoded[name], ours(t, raw), name)
		if decoded[name].declares != "" {
			declaring++
		}
	}
	require.Greater(t, declaring, 10)
}

// ours returns what this package says, in edid-decode's words.
func ours(t *testing.T, raw []byte) said {
	t.Helper()
	display, err := edid.Reader{Identify: true}.Parse(raw)
	require.NoError(t, err)
	timings, err := edid.Timings(raw)
	require.NoError(t, err)
	s := said{
		vendor: display.Vendor, model: fmt.Sprint(display.Product), name: display.Name, extensions: fmt.Sprint(display.Extensions),
		declares: strings.TrimPrefix(joined(display.Declares()), "-"), identity: identities(*display.Identity),
	}
	for _, timing := range timings {
		s.add(timing)
	}
	require.Equal(t, largest(s.modes), display.LargestMode)
	return s
}

func identities(i edid.Identity) (all []string) {
	numbers := []string{fmt.Sprint(i.Serial), fmt.Sprint(i.DisplayIDSerial)}
	for _, text := range append(numbers, i.SerialText, i.DisplayIDSerialText, i.ContainerID) {
		if strings.Trim(text, "0-") != "" {
			all = append(all, text)
		}
	}
	slices.Sort(all)
	return all
}

func largest(modes []edid.Size) (most edid.Size) {
	for _, mode := range modes {
		if mode.Width*mode.Height > most.Width*most.Height {
			most = mode
		}
	}
	return most
}

// add adds a timing. edid-decode prints the height of two fields for some interlaced ones.
func (s *said) add(timing edid.Timing) {
	if timing.Interlaced {
		s.interlaced++
		return
	}
	s.modes = append(s.modes, timing.Size)
}

// readSaid reads edid-decode's words. It says nothing of extensions if there are none.
func readSaid(text string) said {
	s := said{extensions: "0"}
	signs := map[string]bool{}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch {
		case key == "Manufacturer":
			s.vendor = value
		case key == "Model":
			s.model = value
		case key == "Display Product Name" && s.name == "":
			s.name = strings.TrimRight(strings.Trim(value, "'"), " ")
		case key == "Extension blocks":
			s.extensions = value
		case key == "Display Product Primary Use Case":
			signs["microsoft"] = signs["microsoft"] || strings.HasPrefix(value, "7 (") || strings.HasPrefix(value, "8 (")
			signs["displayid"] = signs["displayid"] || strings.HasPrefix(value, "Head-mounted")
		}
		s.readValue(line)
	}
	s.declares = strings.Join(slices.DeleteFunc([]string{"microsoft", "displayid"}, func(sign string) bool { return !signs[sign] }), "+")
	slices.Sort(s.identity)
	return s
}

func (s *said) readValue(line string) {
	if match := saidTiming.FindStringSubmatch(line); match != nil {
		var timing edid.Timing
		_, _ = fmt.Sscan(match[1]+" "+match[2], &timing.Width, &timing.Height)
		timing.Interlaced = match[3] != ""
		s.add(timing)
	}
	if match := saidIdentity.FindStringSubmatch(line); match != nil && strings.Trim(match[1], "0-") != "" {
		s.identity = append(s.identity, match[1])
	}
}
