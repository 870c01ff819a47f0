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
// library's path. It skips or fails as [Library] does.
func SheetLibrary(t testing.TB, sheet simulated.Sheet) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "sheet.h"), []byte(tables(sheet)), 0o600); err != nil {
		t.Fatal(err)
	}
	return compile(t, "native/sheet.c", "-I"+folder)
}

// tables writes a sheet as C. Each table ends with an element that stands for none,
// since C has no empty ones.
func tables(sheet simulated.Sheet) string {
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
		writeSystem(&b, system)
	}
	b.WriteString("    {0},\n};\n")
	return b.String()
}

func writeSystem(b *strings.Builder, system simulated.System) {
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
	writeProperties(b, system)
}

// writeProperties writes the truth values of structures.
func writeProperties(b *strings.Builder, system simulated.System) {
	fmt.Fprintf(b, "%d, {\n", len(system.Properties))
	for _, name := range slices.Sorted(maps.Keys(system.Properties)) {
		s, known := structures[name]
		if !known || len(system.Properties[name]) != len(s.members) {
			panic(name + " is not among the structures that the copy of a sheet in C knows whole")
		}
		fmt.Fprintf(b, "        {%d, %s, %d, {", s.number, quoted(s.extension), len(s.members))
		for _, member := range s.members {
			fmt.Fprintf(b, "%d, ", number(system.Properties[name][member].(bool)))
		}
		b.WriteString("}},\n")
	}
	b.WriteString("    }},\n")
}

// The numbers of OpenXR's enumerants, written down a second time on purpose: what Go's
// binding gets wrong must not be wrong here in the same way.
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

// structure is one that extends XrSystemProperties and has truth values alone.
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

// quoted writes a C string. Every byte that is not a plain character is an octal escape.
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
