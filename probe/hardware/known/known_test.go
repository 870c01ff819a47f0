// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package known

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
)

var kinds = []report.DeviceKind{
	report.KindHeadset, report.KindStandalone, report.KindGlasses, report.KindPart, report.KindHub, report.KindDongle, report.KindController, report.KindTracker,
	report.KindHandTracker, report.KindGlove, report.KindCamera, report.KindBaseStation, report.KindAccessory, KindNotXR,
}

var (
	number  = regexp.MustCompile(`^[0-9a-f]{4}:([0-9a-f]{4}|\*)$`)
	numbers = regexp.MustCompile(`^[0-9a-f]{4}:[0-9a-f]{4}(\|[0-9a-f]{4}:[0-9a-f]{4})*$`)
	marks   = map[string]*regexp.Regexp{
		"generic": nil, "ambiguous": nil, "headset": nil, "alike": nil, "vendor": nil, "weak": nil, "blind": nil, "apart": nil, "controllers": nil, "trackers": nil, "joins": nil,
		"count": regexp.MustCompile(`^[1-4]$`), "says": regexp.MustCompile(`^[^:,;|]+:[a-z0-9-]+(,[^:,;|]+:[a-z0-9-]+)*$`), "product": regexp.MustCompile(`^\S+$`),
		"below": numbers, "over": numbers, "beside": regexp.MustCompile(`^[0-9a-f]{4}$`), "twin": numbers, "expects": regexp.MustCompile(`^([0-9a-f]{4}:[0-9a-f]{4}|maker)$`),
	}
)

// Every row has all fields, no number is there twice, and every mark is one that doc.go explains.
func TestTables_AreInOrder(t *testing.T) {
	t.Parallel()
	for name, table := range map[string]string{"usb.tsv": usbTable, "bluetooth.tsv": bluetoothTable} {
		seen, last := 0, ""
		for line := range strings.Lines(table) {
			if strings.HasPrefix(line, "#") {
				continue
			}
			seen++
			require.True(t, strings.HasSuffix(line, "\n"), line)
			fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			require.Len(t, fields, 8, "%s: %s", name, line)
			requireRow(t, fields)
			require.Less(t, strings.ReplaceAll(last, "*", "~"), strings.ReplaceAll(fields[0], "*", "~"), "sorted, and none twice")
			last = fields[0]
		}
		require.Len(t, parse(table), seen, name)
	}
	require.GreaterOrEqual(t, len(usb()), 150)
}

func requireRow(t *testing.T, fields []string) {
	t.Helper()
	for i, field := range fields {
		require.NotEmpty(t, field, fields)
		require.Equal(t, strings.TrimSpace(field), field)
		require.False(t, field == "-" && (i < 4 || i == 6), "a row has a number, a kind, a vendor, a name and a source: %q", fields)
	}
	require.Regexp(t, number, fields[0])
	require.Contains(t, kinds, report.DeviceKind(fields[1]), fields[0])
	require.NotContains(t, fields[6], "/work", fields[0])
	row := parse(strings.Join(fields, "\t") + "\n")[fields[0]]
	for mark := range strings.SplitSeq(fields[5], ";") {
		if fields[5] == "-" {
			break
		}
		key, value, some := strings.Cut(mark, "=")
		pattern, is := marks[key]
		require.True(t, is, "%s: doc.go does not explain %q", fields[0], key)
		require.Equal(t, pattern != nil, some, mark)
		require.True(t, pattern == nil || pattern.MatchString(value), mark)
	}
	uncertain := slices.ContainsFunc([]string{"generic", "ambiguous", "alike", "vendor"}, row.Is)
	require.True(t, !uncertain || row.Note != "", "%s: a note says what is ambiguous", row.ID)
	require.Equal(t, strings.HasSuffix(row.ID, ":*"), row.Is("vendor"), row.ID)
	require.True(t, row.Note == "" || strings.HasSuffix(row.Note, "."), "%s: a note is a sentence", row.ID)
}

// The models of rows are those of the table of models, or single ones whose row has the name.
func TestModels_OfSeveralNumbersHaveNames(t *testing.T) {
	t.Parallel()
	of := map[string]int{}
	for _, row := range usb() {
		for _, model := range row.Models {
			of[model]++
		}
	}
	for model := range models() {
		require.True(t, of[model] > 0 || strings.HasPrefix(model, "wmr-"), "no row has the model %s", model)
	}
	require.Len(t, models(), strings.Count(modelTable, "\n")-strings.Count(modelTable, "#"))
}

// These numbers are well known for being taken for something else.
func TestUSB_Traps(t *testing.T) {
	t.Parallel()
	for id, kind := range map[string]report.DeviceKind{
		"28de:1142": KindNotXR, "2735:1043": KindNotXR, "2833:0300": report.KindGlasses, "2833:0186": report.KindStandalone, "2d40:1234": report.KindStandalone,
		"28de:2101": report.KindDongle, "28de:2500": report.KindBaseStation, "0483:5750": report.KindTracker,
	} {
		row := USB(id)
		require.NotNil(t, row, id)
		require.Equal(t, kind, row.Kind, id)
	}
	require.True(t, USB("2833:0300").Is("blind"))
	require.True(t, USB("2d40:1234").Is("vendor"))
	require.Equal(t, "Pico 4", USB("2d40:00b7").Name)
	for _, id := range []string{"046d:c31c", "1d6b:0002", "", "2d4", "28de:1205"} {
		require.Nil(t, USB(id), id)
	}
	for _, id := range []string{"0424:2744", "0424:5744", "0424:274d", "0d8c:0012", "0c45:636b", "0c45:6368", "10c4:6b27", "1a86:7523", "1a86:7524", "28e9:0302"} {
		row := USB(id)
		require.True(t, row.Is("generic"), id)
		require.True(t, slices.ContainsFunc([]string{"product", "below", "beside", "twin"}, row.Is), "%s: the number alone says nothing", id)
	}
	require.Equal(t, report.KindController, Bluetooth("045e:066a").Kind)
	require.Nil(t, Bluetooth("28de:2300"))
}

// Headsets that older versions knew are known still, by the same names.
func TestUSB_KeepsWhatWasKnown(t *testing.T) {
	t.Parallel()
	for id, name := range map[string]string{
		"03f0:0367": "HP Windows Mixed Reality Headset (VR1000)", "03f0:0580": "HP Reverb G2", "03f0:0680": "HP Reverb G2 Omnicept", "03f0:0c6a": "HP Reverb G1",
		"0408:b5d5": "Medion Erazer X1000", "045e:0659": "Windows Mixed Reality headset", "04c5:15b9": "Fujitsu FMVHDS1", "04d2:162f": "Rokid Air or Max",
		"04e8:7310": "Samsung Odyssey", "04e8:7312": "Samsung Odyssey+", "04e8:a500": "Samsung Gear VR", "0502:b0d5": "Acer AH100", "0502:b0d6": "Acer AH101",
		"054c:09af": "Sony PlayStation VR", "054c:0cde": "Sony PlayStation VR2", "0bb4:0309": "HTC Vive Pro", "0bb4:0342": "HTC Vive Pro 2", "0bb4:2c87": "HTC Vive",
		"1004:6374": "LG 360 VR R-100", "1209:9d0f": "Vis3r NxtVR", "1532:0b00": "OSVR HDK", "16d0:0515": "Sensics zSight", "17ef:b800": "Lenovo Explorer",
		"17ef:b801": "Lenovo Explorer", "2833:0001": "Oculus Rift DK1 or a headset of VRTEK", "2833:0021": "Oculus Rift DK2", "2833:0031": "Oculus Rift CV1", "2833:0051": "Oculus Rift S",
		"2833:2021": "Oculus Rift DK2", "2b1c:0001": "3Glasses Blubur S1", "2b1c:0100": "3Glasses S1V5", "2b1c:0101": "3Glasses S1V8", "2b1c:0200": "3Glasses D3V1",
		"2b1c:0201": "3Glasses D3V2", "2b1c:0202": "3Glasses D3C", "2b1c:0203": "3Glasses D2C", "3318:0424": "Xreal Air", "3318:0426": "Xreal Air 2 Ultra",
		"3318:0428": "Xreal Air 2", "3318:0432": "Xreal Air 2 Pro", "413c:b0d5": "Dell Visor",
		"2833:0083": "Oculus Go", "2833:0182": "Meta Quest family", "2833:0183": "Meta Quest family", "2833:0186": "Meta Quest 2 or 3",
	} {
		row := USB(id)
		require.NotNil(t, row, id)
		require.Equal(t, name, row.Name, id)
		require.Contains(t, []report.DeviceKind{report.KindHeadset, report.KindStandalone, report.KindGlasses}, row.Kind, id)
	}
}

func TestCommon(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"wmr-dell"}, Common([]string{"wmr-*"}, []string{"wmr-dell"}))
	require.Equal(t, []string{"wmr-dell"}, Common([]string{"wmr-dell"}, []string{"wmr-*"}))
	require.Equal(t, []string{"wmr-*"}, Common([]string{"wmr-*"}, []string{"wmr-*"}))
	require.Equal(t, []string{"vive-pro"}, Common([]string{"index", "vive-pro"}, []string{"vive", "vive-pro"}))
	require.Empty(t, Common([]string{"vive"}, []string{"vive-pro"}))
	require.Empty(t, Common(nil, []string{"vive-pro"}))
	require.True(t, Share([]string{"index", "wmr-*"}, []string{"wmr-dell"}))
	require.False(t, Share([]string{"vive"}, []string{"vive-pro"}))
	require.False(t, Share(nil, []string{"vive-pro"}))
}

func TestRow_ModelOf(t *testing.T) {
	t.Parallel()
	row := USB("28de:2300")
	for product, model := range map[string]string{"Index HMD": "index", "VIVE Pro 2": "vive-pro-2", "VIVE Pro": "vive-pro", "": "", "Controller": ""} {
		require.Equal(t, model, row.ModelOf(product), product)
	}
}
