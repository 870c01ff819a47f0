// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package compiled

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xrprobe/xrprobe/openxr/simulated"
)

// SheetLibrary compiles the runtime that a data sheet describes, and returns the
// library's path. The test fails if the sheet has a property structure that is not in the
// table structures in sheet.go, or lacks some of its members.
func SheetLibrary(t testing.TB, sheet simulated.Sheet) string {
	t.Helper()
	header, err := sheetHeader(sheet)
	if err != nil {
		t.Fatalf("write the sheet %q as C: %v", sheet.Title, err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "sheet.h"), []byte(header), 0o600); err != nil {
		t.Fatal(err)
	}
	return compile(t, "native/sheet.c", "-I"+dir)
}

// sheetHeader returns a sheet as tables in C. Each table has one more, empty element at
// its end, because C has no empty tables.
func sheetHeader(sheet simulated.Sheet) (string, error) {
	filled, _ := sheet.Filled()
	var b strings.Builder
	fmt.Fprintf(&b, "#define RUNTIME_NAME %s\n", quoted(*filled.Runtime.Name))
	fmt.Fprintf(&b, "#define RUNTIME_VERSION VERSION(%s)\n", strings.ReplaceAll(*filled.Runtime.Version, ".", ", "))
	fmt.Fprintf(&b, "#define API_MINOR %s\n", strings.TrimPrefix(*filled.Runtime.APIVersion, "1."))
	b.WriteString("static const extension extensions[] = {\n")
	for _, extension := range filled.Runtime.Extensions {
		fmt.Fprintf(&b, "    {%s, %d},\n", quoted(extension.Name), *extension.Version)
	}
	b.WriteString("    {0},\n};\nstatic const headset systems[] = {\n")
	for _, system := range filled.Systems {
		if err := writeSystem(&b, system); err != nil {
			return "", err
		}
	}
	b.WriteString("    {0},\n};\n")
	return b.String(), nil
}

func writeSystem(b *strings.Builder, system simulated.System) error {
	fmt.Fprintf(b, "    {%d, %s, %d, %d, %d, %d, %d, %d, %d, {\n", formFactors[system.FormFactor], quoted(*system.Name), *system.VendorID,
		system.Graphics.MaxSwapchainImageWidth, system.Graphics.MaxSwapchainImageHeight, system.Graphics.MaxLayerCount,
		number(system.Tracking.Orientation), number(system.Tracking.Position), len(system.ViewConfigurations))
	for _, configuration := range system.ViewConfigurations {
		fmt.Fprintf(b, "        {%d, %d, %d, {", viewConfigurations[configuration.Type], number(*configuration.FovMutable), len(configuration.Views))
		for _, view := range configuration.Views {
			fmt.Fprintf(b, "{%d, %d, %d, %d, %d, %d}, ", *view.RecommendedImageRectWidth, *view.MaxImageRectWidth,
				*view.RecommendedImageRectHeight, *view.MaxImageRectHeight, *view.RecommendedSwapchainSampleCount, *view.MaxSwapchainSampleCount)
		}
		fmt.Fprintf(b, "}, %d, {", len(configuration.BlendModes))
		for _, mode := range configuration.BlendModes {
			fmt.Fprintf(b, "%d, ", blendModes[mode])
		}
		b.WriteString("}},\n")
	}
	b.WriteString("    }, ")
	return writeProperties(b, system)
}

// writeProperties writes the property structures, whose members are all booleans.
func writeProperties(b *strings.Builder, system simulated.System) error {
	fmt.Fprintf(b, "%d, {\n", len(system.Properties))
	for _, name := range slices.Sorted(maps.Keys(system.Properties)) {
		s, known := structures[name]
		if !known || len(system.Properties[name]) != len(s.members) {
			return fmt.Errorf("sheet.go does not know %s with these members: add it to structures", name)
		}
		fmt.Fprintf(b, "        {%d, %s, %d, {", s.number, quoted(s.extension), len(s.members))
		for _, member := range s.members {
			fmt.Fprintf(b, "%d, ", number(system.Properties[name][member].(bool)))
		}
		b.WriteString("}},\n")
	}
	b.WriteString("    }},\n")
	return nil
}

// The numbers of OpenXR's enumerants. They repeat those of package xr on purpose: a
// mistake there must not be repeated here.
var (
	formFactors = map[string]int{
		"XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY": 1,
		"XR_FORM_FACTOR_HANDHELD_DISPLAY":     2,
	}
	viewConfigurations = map[string]int{
		"XR_VIEW_CONFIGURATION_TYPE_PRIMARY_MONO":                              1,
		"XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO":                            2,
		"XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO_WITH_FOVEATED_INSET":        1000037000,
		"XR_VIEW_CONFIGURATION_TYPE_SECONDARY_MONO_FIRST_PERSON_OBSERVER_MSFT": 1000054000,
	}
	structures = map[string]structure{
		"XrSystemHandTrackingPropertiesEXT":       {1000051000, "XR_EXT_hand_tracking", []string{"supportsHandTracking"}},
		"XrSystemForceFeedbackCurlPropertiesMNDX": {1000375000, "XR_MNDX_force_feedback_curl", []string{"supportsForceFeedbackCurl"}},
	}
	blendModes = map[string]int{
		"XR_ENVIRONMENT_BLEND_MODE_OPAQUE":      1,
		"XR_ENVIRONMENT_BLEND_MODE_ADDITIVE":    2,
		"XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND": 3,
	}
)

// structure is a structure that extends XrSystemProperties and has only boolean members.
type structure struct {
	number    int
	extension string
	members   []string
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// quoted returns a C string literal. Bytes other than plain characters become octal escapes.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range []byte(s) {
		if c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '?' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "\\%03o", c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
