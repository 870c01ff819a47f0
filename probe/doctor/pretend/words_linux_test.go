// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package pretend

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A runtime that no program gets makes none fail: what is wrong with it is no error.
func TestExamine_SpareRuntimesHaveNoErrors(t *testing.T) {
	t.Parallel()
	const well = `A runtime is active, and another one is left over.
-- /etc/xdg/openxr/1/active_runtime.json --
{"file_format_version": "1.0.0", "runtime": {"name": "Monado", "library_path": "/usr/lib/libopenxr_monado.so"}}
-- /usr/lib/libopenxr_monado.so --
@library
-- `
	const old = ` --
{"file_format_version": "1.0.0", "runtime": {"name": "Old", "library_path": "/opt/old/libopenxr_old.so"}}
`
	for file, severity := range map[string]string{
		"/usr/share/openxr/1/openxr_old.json": "warning", "/etc/xdg/openxr/1/active_runtime.i686.json": "error",
	} {
		found, _ := examine(t, parse("", well+file+old))
		require.Equal(t, []string{"library_missing"}, found.ids(), file)
		require.EqualValues(t, severity, found.Report.Problems[0].Severity, file)
	}
}

// A manifest that Windows offers in vain is told once, with the command that takes it away.
func TestExamine_StaleOffersOfWindows(t *testing.T) {
	t.Parallel()
	found, _ := examine(t, parse("", `Windows offers runtimes that are gone, and one of them is its choice.
-- machine --
os windows
-- registry --
Windows Registry Editor Version 5.00

[HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1]
"ActiveRuntime"="C:\\Gone\\a.json"

[HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1\AvailableRuntimes]
"C:\\Gone\\a.json"=dword:00000000
"C:\\Gone\\b.json"=dword:00000000
-- /C/Windows/win.ini --

`))
	require.Equal(t, []string{"registry_choice", "manifest_missing"}, found.ids(), "%+v", found.Report.Problems)
	require.Contains(t, *found.Report.Problems[1].Fix, `AvailableRuntimes" /v "C:\Gone\b.json" /f`)
}

// A directory that was given away with all that is in it is one fault, with one fix.
func TestExamine_OneFindingForATreeOfOneOwner(t *testing.T) {
	t.Parallel()
	const owned = `A runtime in a directory of somebody else's.
-- owners --
/opt/xr 1001:1001
/opt/xr/libopenxr_example.so 1001:1001
-- modes --
/opt/xr 775
/opt/xr/libopenxr_example.so 664
-- /etc/passwd --
ann:x:1000:1000::/home/ann:/bin/sh
bob:x:1001:1001::/home/bob:/bin/sh
-- /etc/group --
bob:x:1001:
-- /etc/xdg/openxr/1/active_runtime.json --
{"file_format_version": "1.0.0", "runtime": {"name": "Example", "library_path": "/opt/xr/libopenxr_example.so"}}
-- /opt/xr/libopenxr_example.so --
@library
`
	found, _ := examine(t, parse("", owned))
	require.Equal(t, []string{"foreign_owner"}, found.ids(), "%+v", found.Report.Problems)
	require.Equal(t, "The library /opt/xr/libopenxr_example.so and the directory /opt/xr, which lead programs to openxr_example, belong to the user bob, who can change them", found.Report.Problems[0].Text)
	require.Equal(t, "If that user is not to be trusted: sudo chown root /opt/xr/libopenxr_example.so /opt/xr", *found.Report.Problems[0].Fix)
}

// The words about an API layer's library are about an API layer.
func TestExamine_CallsALayerALayer(t *testing.T) {
	t.Parallel()
	found, _ := examine(t, parse("", `An API layer that is off names a library without functions.
-- /usr/share/openxr/1/api_layers/explicit.d/x.json --
{"file_format_version": "1.0.0", "api_layer": {"name": "XR_APILAYER_TEST_x", "library_path": "/usr/lib/libx.so",
    "api_version": "1.0", "implementation_version": "1"}}
-- /usr/lib/libx.so --
@library empty
-- /etc/xdg/openxr/1/active_runtime.json --
{"file_format_version": "1.0.0", "runtime": {"name": "Monado", "library_path": "/usr/lib/libopenxr_monado.so"}}
-- /usr/lib/libopenxr_monado.so --
@library
`))
	require.Equal(t, []string{"layer_library_broken"}, found.ids())
	require.Contains(t, found.Report.Problems[0].Text, `the library is no API layer: it does not export "xrNegotiateLoaderApiLayerInterface"`)
}

const withMonado = `Monado is active, and other users run its service.
-- variables --
XDG_RUNTIME_DIR=/run/user/1000
-- /etc/xdg/openxr/1/active_runtime.json --
{"file_format_version": "1.0.0", "runtime": {"name": "Monado", "library_path": "/usr/lib/libopenxr_monado.so"}}
-- /usr/lib/libopenxr_monado.so --
@library
-- /run/user/1000 --
@directory
-- /proc/4242/comm --
monado-service
-- /proc/4242/status --
Uid:	54321	54321	54321	54321
`

// The service of another user does not serve this one's programs.
func TestExamine_AnotherUsersServiceIsNone(t *testing.T) {
	t.Parallel()
	found, _ := examine(t, parse("", withMonado))
	require.Equal(t, []string{"service_down"}, found.ids())
	require.Equal(t, "monado-service runs for another user (process 4242), and no socket of Monado's service is in /run/user/1000", found.Report.Problems[0].Text)
}

// Two users have a service each.
func TestExamine_TwoUsersServicesAreNotTwo(t *testing.T) {
	t.Parallel()
	found, _ := examine(t, parse("", withMonado+`-- /run/user/1000/monado_comp_ipc --
@socket
-- /proc/4242/environ --
@environ XDG_RUNTIME_DIR=/run/user/54321
-- /proc/4343/comm --
monado-service
-- /proc/4343/status --
Uid:	54322	54322	54322	54322
-- /proc/4343/environ --
@environ XDG_RUNTIME_DIR=/run/user/54322
`))
	require.Empty(t, found.Report.Problems)
}

// A line that need not be executed, or that a later one undoes, sets nothing.
func TestExamine_LinesThatSetNoVariable(t *testing.T) {
	t.Parallel()
	for _, lines := range []string{
		"if [ -f /gone.json ]; then\n  export XR_RUNTIME_JSON=/gone.json\nfi", "vr() {\n\texport XR_RUNTIME_JSON=/gone.json\n}",
		"export XR_RUNTIME_JSON=/gone.json\nexport XR_RUNTIME_JSON=/etc/xdg/openxr/1/active_runtime.json",
	} {
		found, _ := examine(t, parse("", `A shell sets a variable.
-- /etc/xdg/openxr/1/active_runtime.json --
{"file_format_version": "1.0.0", "runtime": {"name": "Monado", "library_path": "/usr/lib/libopenxr_monado.so"}}
-- /usr/lib/libopenxr_monado.so --
@library
-- /home/ann/.bashrc --
`+lines+"\n"))
		require.Empty(t, found.Report.Problems, lines)
	}
}

// Configuration that Nix links into the home directory, and a copy of a machine in which all is root's, are not closed by a mistake.
func TestExamine_RootsConfigurationOnPurpose(t *testing.T) {
	t.Parallel()
	const plain = `A configuration that the user cannot write.
-- /etc/xdg/openxr/1/active_runtime.json --
{"file_format_version": "1.0.0", "runtime": {"name": "Monado", "library_path": "/usr/lib/libopenxr_monado.so"}}
-- /usr/lib/libopenxr_monado.so --
@library
`
	for name, more := range map[string]string{
		"store": "-- /nix/store/a-openxr/1 --\n@directory\n-- /home/ann/.config/openxr --\n@link /nix/store/a-openxr\n",
		"copy":  "-- owners --\n/home/ann 0:0\n/home/ann/.config/openxr/1 0:0\n-- /home/ann/.config/openxr/1 --\n@directory\n",
	} {
		found, _ := examine(t, parse("", plain+more))
		require.Empty(t, found.Report.Problems, name)
	}
}

// Headsets are told in one sentence.
func TestExamine_SeveralHeadsetsAndNoRuntime(t *testing.T) {
	t.Parallel()
	found, _ := examine(t, parse("", `Two headsets are plugged in, and no runtime is installed.
-- /sys/bus/usb/devices/1-1/idVendor --
0bb4
-- /sys/bus/usb/devices/1-1/idProduct --
2c87
-- /sys/bus/usb/devices/1-2/idVendor --
2833
-- /sys/bus/usb/devices/1-2/idProduct --
0186
`))
	require.Equal(t, []string{"not_installed"}, found.ids())
	require.Contains(t, found.Report.Problems[0].Text, " Headsets are plugged in: HTC Vive, Meta Quest 2 or 3.")
}

// The value of a variable that a finding names is among what was seen.
func TestEvidence_HasTheVariable(t *testing.T) {
	t.Parallel()
	for id, variable := range map[string]string{
		"empty_list_entry": "XDG_DATA_DIRS=", "layer_path_entry": "XR_API_LAYER_PATH=", "loader_debug": "XR_LOADER_DEBUG=debug",
		"stopping_layers": "XR_ENABLE_API_LAYERS=XR_APILAYER_example", "unread_config_dirs": "XDG_CONFIG_DIRS=/usr/share/desktop",
	} {
		e, err := Read(id)
		require.NoError(t, err)
		found, _ := examine(t, e)
		require.Contains(t, found.Evidence[0][0], variable, id)
	}
}
