// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

const (
	implicitKey = `\ApiLayers\Implicit`
	explicitKey = `\ApiLayers\Explicit`
)

// layersOfWindows is a machine with the manifests A to E on drive C:, and an export with these lines.
func layersOfWindows(t testing.TB, lines string, environment env) loader.Host {
	t.Helper()
	tree := files{"/C/l.dll": "", "/C/bad.json": manifestText("bad", `C:\l.dll`, map[string]any{"api_layer": []any{}}), "/C/text.txt": "", "/C/dir.json/": "", "/C/own/z.json": manifestText("Z", `..\l.dll`, nil),
		"/C/own/Y.json": manifestText("Y", `C:/L.DLL`, nil), "/C/w.json": manifestText("W", `.\l.dll`, nil)}
	for _, name := range []string{"A", "B", "C", "D", "E"} {
		tree["/C/"+name+".json"] = manifestText(name, `C:\l.dll`, nil)
	}
	host := linux(t, tree, environment)
	host.GOOS, host.Dir, host.Registry = "windows", "", exported(t, lines)
	return host
}

// on lists values of a key that turn layers on.
func on(key string, names ...string) string {
	lines := "[" + key + "]\n"
	for _, name := range names {
		lines += `"C:\\` + name + `.json"=dword:00000000` + "\n"
	}
	return lines
}

// TestLayers_Registry holds rules Y3, Y4, W3, W5, W7 and W8.
func TestLayers_Registry(t *testing.T) {
	t.Parallel()
	everywhere := on(usersKey+implicitKey, "D") + on(usersKey+explicitKey, "B") + on(machineKey+explicitKey, "A") + on(machineKey+implicitKey, "E", "C") +
		on(key32Bit+implicitKey, "A") + on(key32Bit+explicitKey, "B")
	for name, row := range map[string]struct {
		lines   string
		env     env
		arch    string
		secure  bool
		want    string
		result  int32
		because string
	}{
		"Y4: the machine's, the user's, and implicit ones first": {lines: everywhere, want: "E, C, D, A, B"},
		"W3: 32-bit programs have the machine's of their own":    {lines: everywhere, arch: "i686", want: "A, D, B, B"},
		"W5: elevated programs do not read the user's":           {lines: everywhere, secure: true, want: "E, C, A"},
		"Y4: no key":                                        {},
		"Y4: a value that is not 0":                         {lines: "[" + machineKey + explicitKey + "]\n\"C:\\\\A.json\"=dword:00000002\n\"C:\\\\B.json\"=dword:00000000", want: "its value in " + machineKey + explicitKey + " is 2, and the loader reads only manifests with 0, B"},
		"Y4: a text stops the search in its key":            {lines: on(machineKey+explicitKey, "A") + `"C:\\B.json"="00000000"` + "\n" + on(machineKey+explicitKey, "C") + on(usersKey+explicitKey, "D"), want: "A, layer_registry_value, layer_hidden, D"},
		"Y4: a long number does too":                        {lines: "[" + machineKey + implicitKey + "]\n\"x\"=hex(b):00,00,00,00,00,00,00,00\n" + on(machineKey+implicitKey, "A", "B"), want: "layer_registry_value, layer_hidden, layer_hidden"},
		"Y4: after a short one, a DWORD does not fit":       {lines: "[" + machineKey + explicitKey + "]\n\"x\"=hex:00,00\n\"y\"=hex:\n" + on(machineKey+explicitKey, "A", "B"), want: "layer_registry_value, layer_registry_value, layer_hidden, layer_hidden"},
		"Y4: a short one at the end hides nothing":          {lines: on(machineKey+explicitKey, "A") + `"x"=""`, want: "A, layer_registry_value"},
		"Y4: four bytes of any type are a number":           {lines: "[" + machineKey + explicitKey + "]\n\"C:\\\\A.json\"=hex:00,00,00,00\n\"C:\\\\B.json\"=\"0\"\n\"C:\\\\C.json\"=hex(4):00,00,00,00", want: "A, its value in " + machineKey + explicitKey + " is 48, and the loader reads only manifests with 0, C"},
		"Y4: a long name":                                   {lines: on(machineKey+explicitKey, "A", strings.Repeat("x", 1023-len(`C:\.json`)), "B"), want: "A, layer_registry_value, layer_hidden"},
		"Y4: a name that just fits":                         {lines: on(machineKey+explicitKey, strings.Repeat("x", 1022-len(`C:\.json`)), "B"), want: "layer_not_manifest, B"},
		"Y4: what is no manifest is passed over":            {lines: "[" + machineKey + explicitKey + "]\n\"C:\\\\gone.json\"=dword:0\n\"C:\\\\text.txt\"=dword:0\n\"C:\\\\dir.json\"=dword:0\n\"\\\\\\\\server\\\\x.json\"=dword:0\n\"c:/a.json\"=dword:0", want: "layer_not_manifest, layer_not_manifest, layer_not_manifest, layer_not_manifest, A"},
		"Y4: a name may be a list":                          {lines: "[" + machineKey + explicitKey + "]\n\"C:\\\\A.json;;C:\\\\B.json\"=dword:0", want: "A, B"},
		"Y5: disabled, also by an empty variable":           {lines: everywhere, env: env{"DISABLE_E": "", "DISABLE_A": "1"}, want: "DISABLE_E is set, C, D, A, B"},
		"Y14: a manifest that makes every program fail":     {lines: on(machineKey+implicitKey, "bad", "A") + on(machineKey+explicitKey, "B"), want: "manifest_type", result: -2},
		"Y14: not if the registry turns it off":             {lines: "[" + machineKey + implicitKey + "]\n\"C:\\\\bad.json\"=dword:1\n" + on(machineKey+explicitKey, "B"), want: "its value in " + machineKey + implicitKey + " is 1, and the loader reads only manifests with 0, B"},
		"Y3: the variable replaces the explicit ones":       {lines: everywhere, env: env{"XR_API_LAYER_PATH": `C:\own;C:\gone`}, want: "E, C, D, Y, Z"},
		"Y3: relative":                                      {lines: "", env: env{"XR_API_LAYER_PATH": `own`}, want: "Y, Z"},
		"Y3: a colon does not divide":                       {lines: "", env: env{"XR_API_LAYER_PATH": `C:\gone:C:\own`}},
		"Y3b: an empty entry is the drive's root":           {lines: "", env: env{"XR_API_LAYER_PATH": `;C:\own`}, want: "A, B, manifest_type", result: -2},
		"W5: elevated programs do not read the variable":    {lines: everywhere, secure: true, env: env{"XR_API_LAYER_PATH": `C:\own`}, want: "E, C, A"},
		"W8: a library relative to the path as it is named": {lines: on(machineKey+explicitKey, "w"), want: "W"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			host := layersOfWindows(t, row.lines, row.env)
			host.Secure = func() bool { return row.secure }
			if row.arch != "" {
				host.Arch = row.arch
			}
			found, err := host.Layers(t.Context())
			require.NoError(t, err)
			require.Equal(t, row.want, told(found))
			require.Equal(t, row.result, min(found.ImplicitResult, found.ExplicitResult))
			for _, layer := range found.All {
				if layer.Err != nil {
					require.NotEmpty(t, layer.Err.Fix)
					require.NotEmpty(t, layer.Err.Text)
				}
			}
		})
	}
}

// A hidden layer, and what hides it, say what to do.
func TestLayers_RegistryNamesTheCulprit(t *testing.T) {
	t.Parallel()
	host := layersOfWindows(t, "["+machineKey+explicitKey+"]\n\"note\"=\"my layers\"\n"+on(machineKey+explicitKey, "A"), nil)
	found, err := host.Layers(t.Context())
	require.NoError(t, err)
	require.Len(t, found.All, 2)
	require.Equal(t, "note", found.All[0].Path)
	require.Equal(t, "its value in "+machineKey+explicitKey+" is REG_SZ of 20 bytes where a REG_DWORD is needed, so the loader reads neither the value nor what follows it.", found.All[0].Err.Text)
	require.Equal(t, `Delete the value, as administrator: reg delete "`+machineKey+explicitKey+`" /v "note" /f`, found.All[0].Err.Fix)
	require.Equal(t, "A", found.All[1].Name, "its manifest is read for its name")
	require.Equal(t, "the loader stops reading "+machineKey+explicitKey+` at the value "note", which comes before it.`, found.All[1].Err.Text)
	require.Equal(t, found.All[0].Err.Fix, found.All[1].Err.Fix)
	require.False(t, found.All[1].Listed())
}

func TestLayers_RegistryStepsNameKeyAndView(t *testing.T) {
	t.Parallel()
	host := layersOfWindows(t, on(machineKey+implicitKey), nil)
	found, err := host.Layers(t.Context())
	require.NoError(t, err)
	var got []string
	for _, step := range found.Steps {
		got = append(got, fmt.Sprintf("%s %s", step.What, step.State))
	}
	require.Equal(t, []string{
		machineKey + implicitKey + " (the 64-bit view) found", usersKey + implicitKey + " (the same for all programs) missing",
		machineKey + explicitKey + " (the 64-bit view) missing", usersKey + explicitKey + " (the same for all programs) missing",
	}, got)
	host.Secure = secure
	found, err = host.Layers(t.Context())
	require.NoError(t, err)
	require.Equal(t, loader.StateIgnored, found.Steps[1].State)
	require.Equal(t, "the loader does not read it because programs run elevated here", found.Steps[1].Note)
}

// XR_ENABLE_API_LAYERS counts also in elevated programs (rules Y15 and W5).
func TestPlanLayers_OfWindows(t *testing.T) {
	t.Parallel()
	host := layersOfWindows(t, on(machineKey+explicitKey, "A", "B", "C")+on(machineKey+implicitKey, "D"), env{"XR_ENABLE_API_LAYERS": "B;A"})
	host.Secure = secure
	found, err := host.Layers(t.Context())
	require.NoError(t, err)
	var names []string
	for _, layer := range host.PlanLayers(found, host.RequestedLayers()).Load {
		names = append(names, layer.Name)
	}
	require.Equal(t, []string{"D", "B", "A"}, names)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = host.Layers(ended)
	require.ErrorIs(t, err, context.Canceled)
	host.Registry = source{values: []registry.Value{}, err: fmt.Errorf("access is denied")}
	found, err = host.Layers(t.Context())
	require.NoError(t, err)
	require.Empty(t, found.All)
}
