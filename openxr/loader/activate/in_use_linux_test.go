// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
)

// mapVariable makes the test's program map a file and wait, as a program with a runtime does.
const mapVariable = "XRPROBE_TEST_MAPS"

func TestMain(m *testing.M) {
	if file := os.Getenv(mapVariable); file != "" {
		hold(file)
	}
	os.Exit(m.Run())
}

// hold maps a file, says so, and waits for the end of standard input.
func hold(name string) {
	file, err := os.Open(name)
	if err == nil {
		_, err = syscall.Mmap(int(file.Fd()), 0, 1, syscall.PROT_READ, syscall.MAP_PRIVATE)
	}
	if err != nil {
		os.Exit(1)
	}
	os.Stdout.WriteString("mapped\n")
	_, _ = bufio.NewReader(os.Stdin).ReadByte()
	os.Exit(0)
}

// here is this machine, with a home directory of its own.
func here(t *testing.T, tree files) (m Machine, home string) {
	t.Helper()
	home = t.TempDir()
	loadertest.Lay(t, home, tree)
	return Machine{Host: loader.Host{SysConfDirs: []string{home + "/none"}, LookupEnv: environment(map[string]string{"HOME": home, "XDG_CONFIG_DIRS": home + "/none"})}}, home
}

func TestApply_RefusesWhileAProgramUsesTheRuntime(t *testing.T) {
	t.Parallel()
	arch := loader.Host{}.ArchWord()
	m, home := here(t, files{"a.json": manifestOf("./a.so"), "a.so": loadertest.Library{Arch: arch}, "b.json": manifestOf("./b.so"), "b.so": loadertest.Library{Arch: arch}})
	use := func(name string, forced bool) error {
		plan, err := Make(t.Context(), m, Choice{Name: name, Manifests: map[string]string{arch: filepath.Join(home, name+".json")}}, forced)
		require.NoError(t, err)
		return plan.Apply(t.Context())
	}
	require.NoError(t, use("a", false))
	program := exec.Command(os.Args[0])
	program.Env = append(os.Environ(), mapVariable+"="+filepath.Join(home, "a.so"))
	input, err := program.StdinPipe()
	require.NoError(t, err)
	output, err := program.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, program.Start())
	line, err := bufio.NewReader(output).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "mapped\n", line)

	var refused *RefusedError
	require.ErrorAs(t, use("b", false), &refused)
	require.Equal(t, CodeInUse, refused.Code)
	require.Contains(t, refused.Text, filepath.Join(home, "a.so"))
	_, err = Undo(t.Context(), m, false)
	require.ErrorAs(t, err, &refused)
	require.Equal(t, CodeInUse, refused.Code)
	require.NoError(t, use("b", true))
	require.NoError(t, use("a", false), "nobody uses b")
	input.Close()
	require.NoError(t, program.Wait())
	require.NoError(t, use("b", false))
}

func TestHasMapped(t *testing.T) {
	t.Parallel()
	list := filepath.Join(t.TempDir(), "maps")
	require.NoError(t, os.WriteFile(list, []byte("7f00-7f01 r--p 00000000 08:01 1 /a.so\n7f02-7f03 r--p 00000000 08:01 2                  /b.so (deleted)\n"), 0o600))
	for library, want := range map[string]bool{"/a.so": true, "/b.so": true, "/c.so": false, "a.so": false} {
		require.Equal(t, want, hasMapped(list, library), library)
	}
}

func TestIsPartOf(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		process Process
		dir     string
		want    bool
	}{
		"a service":                 {Process{Name: "monado-service", File: "/usr/bin/monado-service"}, "/usr/share/openxr/1", true},
		"a program of the runtime":  {Process{Name: "helper", File: "/opt/SteamVR/bin/linux64/helper"}, "/opt/SteamVR", true},
		"a program":                 {Process{Name: "godot", File: "/usr/bin/godot"}, "/opt/SteamVR", false},
		"a program beside manifest": {Process{Name: "x", File: "/usr/share/openxr/1/x"}, "/usr/share/openxr/1", false},
		"of Windows":                {Process{Name: "VRServer.exe", File: `C:\x\vrserver.exe`}, `C:\y`, true},
		"below, on Windows":         {Process{Name: "x.exe", File: `c:\steamvr\bin\x.exe`}, `C:\SteamVR`, true},
	} {
		require.Equal(t, test.want, isPartOf(test.process, test.dir), name)
	}
}

// Two changes at one time are one after the other.
func TestApply_OneAfterTheOther(t *testing.T) {
	t.Parallel()
	arch := loader.Host{}.ArchWord()
	m, home := here(t, files{"a.json": manifestOf("./a.so"), "a.so": loadertest.Library{Arch: arch}, "b.json": manifestOf("./b.so"), "b.so": loadertest.Library{Arch: arch}})
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			name := string(rune('a' + i%2))
			plan, err := Make(t.Context(), m, Choice{Name: name, Manifests: map[string]string{arch: filepath.Join(home, name+".json")}}, false)
			require.NoError(t, err)
			require.NoError(t, plan.Apply(t.Context()))
		})
	}
	group.Wait()
	status, err := StatusOf(t.Context(), m)
	require.NoError(t, err)
	require.NotEmpty(t, status.Programs[0].Manifest)
	for range status.Past {
		_, err := Undo(t.Context(), m, true)
		require.NoError(t, err)
	}
	require.NoDirExists(t, filepath.Join(home, ".config"))
}
