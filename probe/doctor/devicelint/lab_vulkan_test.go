// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package devicelint

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// createInstance calls vkCreateInstance, so that the Vulkan loader tells which manifests it reads.
const createInstance = `
import ctypes
class Info(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("next", ctypes.c_void_p), ("flags", ctypes.c_int), ("application", ctypes.c_void_p),
        ("layers", ctypes.c_int), ("layerNames", ctypes.c_void_p), ("extensions", ctypes.c_int), ("extensionNames", ctypes.c_void_p)]
instance = ctypes.c_void_p()
ctypes.CDLL("libvulkan.so.1").vkCreateInstance(ctypes.byref(Info(type=1)), None, ctypes.byref(instance))
`

// readManifest is a line of the Vulkan loader's log.
var readManifest = regexp.MustCompile(`Found ICD manifest file (\S+),`)

// The real Vulkan loader reads the same manifests, whatever the variables.
func TestLabVulkan_ManifestsAreThoseOfTheLoader(t *testing.T) {
	t.Parallel()
	root, err := lab.Require(t).Root()
	require.NoError(t, err)
	const own = "/usr/share/vulkan/icd.d"
	for _, env := range [][]string{
		nil, {"XDG_DATA_DIRS=/usr/local/share"}, {"XDG_DATA_DIRS="}, {"XDG_DATA_DIRS=:/usr/share"}, {"XDG_DATA_HOME=/usr/share", "XDG_DATA_DIRS=/none"}, {"XDG_CONFIG_HOME=/usr/share"}, {"XDG_CONFIG_DIRS=/none:/usr/share"},
		{"VK_DRIVER_FILES=" + own + "/lvp_icd.json"}, {"VK_DRIVER_FILES="}, {"VK_ICD_FILENAMES="}, {"VK_ICD_FILENAMES=" + own}, {"VK_ICD_FILENAMES=:" + own + "/lvp_icd.json"},
		{"VK_DRIVER_FILES=", "VK_ICD_FILENAMES=" + own}, {"VK_ADD_DRIVER_FILES=" + own + "/lvp_icd.json", "XDG_DATA_DIRS=/none"}, {"VK_DRIVER_FILES=/none.json:" + own + "/radeon_icd.json"},
	} {
		t.Run(strings.Join(env, " "), func(t *testing.T) {
			t.Parallel()
			result := runInLab(t, append(env, "VK_LOADER_DEBUG=driver", "HOME=/root"))
			read := []string{}
			for _, match := range readManifest.FindAllStringSubmatch(result, -1) {
				read = append(read, match[1])
			}
			variables := map[string]string{"HOME": "/root"}
			for _, assignment := range env {
				name, value, _ := strings.Cut(assignment, "=")
				variables[name] = value
			}
			v := vulkan{Patient: &lint.Patient{Machine: lint.Machine{Host: loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, LookupEnv: func(name string) (string, bool) { value, set := variables[name]; return value, set }}}}}
			ours := []string{}
			for _, d := range v.drivers() {
				ours = append(ours, d.manifest)
				require.False(t, d.missing, d.manifest)
			}
			slices.Sort(read)
			slices.Sort(ours)
			require.Equal(t, slices.Compact(read), ours)
		})
	}
}

func runInLab(t *testing.T, env []string) string {
	t.Helper()
	result, err := lab.Require(t).Run(t.Context(), lab.Options{Env: env}, "python3", "-c", createInstance)
	require.NoError(t, err)
	require.Zero(t, result.ExitCode, result.Stderr)
	return result.Stdout + result.Stderr
}
