// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package browsers_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/browsers"
)

// Programs as far as they are read: their versions, the name that pages call, and OpenXR's functions or not.
const (
	chromium156 = "\x7fELF\x00156.0.8078.108\x00isSessionSupported\x00"
	chromium157 = "\x7fELF\x00157.0.8088.0\x00isSessionSupported\x00xrCreateInstance\x00"
	chromium158 = "\x7fELF\x00158.0.8200.0\x00isSessionSupported\x00xrCreateInstance\x00"

	active  = "/etc/xdg/openxr/1/active_runtime.json"
	program = "/usr/lib/chromium/chromium"
)

func manifest(library string) string {
	return `{"file_format_version": "1.0.0", "runtime": {"library_path": "` + library + `"}}`
}

// host makes a machine of files.
func host(t *testing.T, tree map[string]string) loader.Host {
	t.Helper()
	root := t.TempDir()
	files := map[string]string{}
	for path, content := range tree {
		if content == "@library" {
			content = string(loadertest.Library{Arch: "x86_64"}.Bytes())
		}
		files[path] = content
	}
	loadertest.Lay(t, root, files)
	require.NoError(t, filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Type()&fs.ModeSymlink != 0 {
			return err
		}
		return os.Chmod(file, 0o755)
	}))
	variables := map[string]string{"HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000"}
	return loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, LookupEnv: func(name string) (string, bool) {
		value, set := variables[name]
		return value, set
	}}
}

// look probes a host, and returns its browsers.
func look(t *testing.T, h loader.Host) []report.Browser {
	t.Helper()
	found, err := probe.Prober{Host: h}.Probe(t.Context(), probe.Request{Level: report.LevelBinary})
	require.NoError(t, err)
	return browsers.Look(t.Context(), h, report.LevelBinary, found)
}

// The verdicts about one Chromium, in the order of a page.
type verdicts struct{ compiled, enabled, search, files, socket, calls, vr report.Verdict }

func of(b report.Browser) verdicts {
	return verdicts{b.Compiled.Answer, b.Enabled.Answer, b.Search.Answer, b.Files.Answer, b.Socket.Answer, b.SystemCalls.Answer, b.Modes[1].Supported}
}

const (
	yes     = report.VerdictYes
	no      = report.VerdictNo
	unknown = report.VerdictUnknown
)

func TestLook_ChromiumOnLinux(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the machines have Linux' paths")
	}
	const monado, steamVR, wivrn = "/usr/lib/libopenxr_monado.so", "/home/u/Steam/SteamVR/bin/linux64/vrclient.so", "/usr/lib/wivrn/libopenxr_wivrn.so"
	steam := `{"file_format_version": "1.0.0", "runtime": {"VALVE_runtime_is_steamvr": true, "library_path": "` + steamVR + `"}}`
	for name, row := range map[string]struct {
		program string
		tree    map[string]string
		want    verdicts
		because string
		fix     string
	}{
		"156 without OpenXR": {
			chromium156, map[string]string{active: manifest(monado), monado: "@library"},
			verdicts{no, no, no, unknown, unknown, unknown, no}, "names none of OpenXR's functions", "Use Chromium or Chrome 157 or later, built with OpenXR, and start it with --enable-features=OpenXR.",
		},
		"157 and Monado": {
			chromium157, map[string]string{active: manifest(monado), monado: "@library"},
			verdicts{yes, no, yes, yes, yes, yes, no}, "/run/user/1000/monado_comp_ipc", "Start it with --enable-features=OpenXR.",
		},
		"157 and SteamVR": {
			chromium157, map[string]string{active: steam, steamVR: "@library"},
			verdicts{yes, no, yes, yes, yes, unknown, no}, "@/steamvr/", "Start it with --enable-features=OpenXR.",
		},
		"157 and SteamVR without its mark": {
			chromium157, map[string]string{active: manifest(steamVR), steamVR: "@library"},
			verdicts{yes, no, yes, no, yes, unknown, no}, "VALVE_runtime_is_steamvr", "Start it with --enable-features=OpenXR. That alone is not enough: the manifest does not have VALVE_runtime_is_steamvr, so SteamVR's shared memory and settings are not let through.",
		},
		"157 and WiVRn": {
			chromium157, map[string]string{active: manifest(wivrn), wivrn: "@library"},
			verdicts{yes, no, yes, yes, no, unknown, no}, "not that of WiVRn",
			"Start it with --enable-features=OpenXR. That alone is not enough: it lets the sockets of Monado and SteamVR through, and not that of WiVRn.",
		},
		"157 and a runtime that is not known": {
			chromium157, map[string]string{active: manifest("/opt/r/libr.so"), "/opt/r/libr.so": "@library"},
			verdicts{yes, no, yes, yes, unknown, unknown, no}, "which socket this runtime uses is not known", "Start it with --enable-features=OpenXR.",
		},
		"157 and a comment": {
			chromium157, map[string]string{active: "// Monado\n" + manifest(monado), monado: "@library"},
			verdicts{yes, no, no, no, yes, yes, no}, "is not strict JSON: line 1, column 1: a comment",
			"Start it with --enable-features=OpenXR. That alone is not enough: it finds " + active + ", which is not strict JSON: line 1, column 1: a comment.",
		},
		"157 and a comment beside the library": {
			chromium157, map[string]string{active: "-> /opt/r/m.json", "/opt/r/m.json": "// x\n" + manifest("/opt/r/libr.so"), "/opt/r/libr.so": "@library"},
			verdicts{yes, no, no, unknown, unknown, unknown, no}, "whether that is enough is not known", "",
		},
		"157 and /usr/local/etc": {
			chromium157, map[string]string{"/usr/local/etc/xdg/openxr/1/active_runtime.json": manifest(monado), "/usr/local/etc/openxr/1/active_runtime.json": manifest(monado), monado: "@library"},
			verdicts{yes, no, no, no, yes, yes, no}, "it looks in /home/u/.config, /etc/xdg, /etc, and not where /usr/local/etc/", "",
		},
		"157 and a bare name, as in Debian's Monado": {
			chromium157, map[string]string{active: "-> /usr/share/openxr/1/openxr_monado.json", "/usr/share/openxr/1/openxr_monado.json": manifest("libopenxr_monado.so"), "/usr/lib/x86_64-linux-gnu/libopenxr_monado.so": "@library"},
			verdicts{yes, no, yes, no, yes, yes, no}, "without a directory, which Chromium takes for /usr/share/openxr/1/libopenxr_monado.so", "",
		},
		"157 and no runtime": {
			chromium157, nil, verdicts{yes, no, no, unknown, unknown, unknown, no}, "no OpenXR runtime is active",
			"Start it with --enable-features=OpenXR. That alone is not enough: no OpenXR runtime is active.",
		},
		"158 and Monado": {
			chromium158, map[string]string{active: manifest(monado), monado: "@library"},
			verdicts{yes, unknown, unknown, unknown, unknown, yes, unknown}, "version 157 would say yes, because it finds " + active + "; of version 158 it is not known", "",
		},
		"a version that is not known": {
			"\x7fELF\x00xrCreateInstance\x00isSessionSupported\x00", map[string]string{active: manifest(monado), monado: "@library"},
			verdicts{yes, unknown, unknown, unknown, unknown, unknown, unknown}, "the version is not known", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := map[string]string{program: row.program}
			maps.Copy(tree, row.tree)
			found := look(t, host(t, tree))
			require.Len(t, found, 1)
			b := found[0]
			require.Equal(t, row.want, of(b), "%+v", b)
			require.Contains(t, strings.Join([]string{b.Compiled.Because, b.Enabled.Because, b.Search.Because, b.Files.Because, b.Socket.Because}, "\n"), row.because)
			if row.fix != "" {
				require.NotNil(t, b.Fix)
				require.Equal(t, row.fix, *b.Fix)
			}
			require.Equal(t, "Chromium", b.Name)
			require.Equal(t, program, *b.Binary)
		})
	}
}

// What a package's list says counts before what the program says, and a version that neither says is unknown.
func TestLook_Versions(t *testing.T) {
	t.Parallel()
	status := "Package: chromium\nStatus: install ok installed\nVersion: 1:157.0.8088.0-1~deb13u1\n"
	found := look(t, host(t, map[string]string{program: chromium157, "/var/lib/dpkg/status": status}))
	require.Equal(t, "157.0.8088.0-1~deb13u1", *found[0].Version)
	require.Equal(t, "the list of dpkg", found[0].VersionFrom)
	require.Equal(t, "dpkg: chromium", found[0].Source)

	found = look(t, host(t, map[string]string{program: "nothing"}))
	require.Nil(t, found[0].Version)
	require.Equal(t, "not known: no list or file tells it", found[0].VersionFrom)

	found = look(t, host(t, map[string]string{"/var/lib/dpkg/status": status}))
	require.Len(t, found, 1, "the package is installed, and its program is somewhere else")
	require.Nil(t, found[0].Binary)
	require.Equal(t, verdicts{unknown, no, no, unknown, unknown, unknown, no}, of(found[0]))
	require.Empty(t, look(t, host(t, map[string]string{"/var/lib/dpkg/status": "Package: chromium\nStatus: deinstall ok config-files\nVersion: 157\n"})))
}

func TestLook_OtherEngines(t *testing.T) {
	t.Parallel()
	tree := map[string]string{
		"/usr/lib/firefox-esr/libxul.so": "isSessionSupported", "/usr/lib/firefox-esr/application.ini": "[App]\nVersion=153.8.0\n[Gecko]\nMinVersion=1\n",
		"/usr/lib/x86_64-linux-gnu/libWPEWebKit-2.0.so.1": "-> libWPEWebKit-2.0.so.1.8.3", "/usr/lib/x86_64-linux-gnu/libWPEWebKit-2.0.so.1.8.3": "webkit",
		"/usr/lib64/libwebkitgtk-6.0.so.4.13.9": "isSessionSupported libopenxr_loader.so.1",
		active:                                  manifest("/usr/lib/libopenxr_monado.so"), "/usr/lib/libopenxr_monado.so": "@library",
		"/opt/servo/servo":                   "servo",
		"/opt/Signal/chrome_100_percent.pak": "", "/opt/Signal/resources/app.asar": "", "/opt/Signal/signal-desktop": "Chrome/157.0.8088.0 Electron/44.0.1\x00\x00157.0.8088.0\x00isSessionSupported",
	}
	found := map[string]report.Browser{}
	h := host(t, tree)
	for _, b := range look(t, h) {
		found[b.Name] = b
	}
	require.Len(t, found, 5)

	firefox := found["Firefox ESR"]
	require.Equal(t, "153.8.0", *firefox.Version)
	require.Equal(t, verdicts{no, no, no, unknown, unknown, unknown, no}, of(firefox))
	require.Equal(t, no, firefox.Navigator.Answer)
	require.Equal(t, no, firefox.Modes[0].Supported, "without navigator.xr there are no inline sessions")
	require.Contains(t, *firefox.Enabled.Source, "StaticPrefList.yaml")

	wpe := found["WPE WebKit 2.0"]
	require.Equal(t, "/usr/lib/x86_64-linux-gnu/libWPEWebKit-2.0.so.1.8.3", *wpe.Binary)
	require.Equal(t, verdicts{no, no, no, unknown, unknown, unknown, no}, of(wpe))
	require.Equal(t, no, wpe.Navigator.Answer)

	gtk := found["WebKitGTK 6.0"]
	require.Equal(t, verdicts{yes, unknown, yes, yes, yes, yes, unknown}, of(gtk), "%+v", gtk)

	require.Equal(t, no, found["Servo"].Compiled.Answer)

	electron := found["Electron (Signal)"]
	require.Equal(t, "44.0.1", *electron.Version)
	require.Equal(t, verdicts{no, unknown, no, unknown, unknown, unknown, no}, of(electron))
}

func TestLook_Windows(t *testing.T) {
	t.Parallel()
	var r registry.Registry
	require.NoError(t, r.Read("a.reg", []byte("Windows Registry Editor Version 5.00\r\n\r\n"+
		`[HKEY_LOCAL_MACHINE\SOFTWARE\Clients\StartMenuInternet\Google Chrome]`+"\r\n"+`@="Google Chrome"`+"\r\n\r\n"+
		`[HKEY_LOCAL_MACHINE\SOFTWARE\Clients\StartMenuInternet\Google Chrome\shell\open\command]`+"\r\n"+`@="\"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe\""`+"\r\n\r\n"+
		`[HKEY_LOCAL_MACHINE\SOFTWARE\Clients\StartMenuInternet\Firefox-1\shell\open\command]`+"\r\n"+`@="\"D:\\Firefox\\firefox.exe\""`+"\r\n\r\n"+
		`[HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1]`+"\r\n"+`"ActiveRuntime"="C:\\R\\r.json"`+"\r\n")))
	h := host(t, map[string]string{
		"/C/Program Files/Google/Chrome/Application/chrome.exe": "x", "/C/Program Files/Google/Chrome/Application/99.0.1.2/chrome.dll": chromium156,
		"/C/Program Files/Google/Chrome/Application/157.0.8088.4/chrome.dll": chromium157, "/C/Program Files/Google/Chrome/Application/SetupMetrics/x": "",
		"/C/Program Files (x86)/Microsoft/Edge/Application/msedge.exe": "x", "/C/Program Files (x86)/Microsoft/Edge/Application/157.0.1.1/msedge.dll": chromium157,
		"/D/Firefox/firefox.exe": "x", "/D/Firefox/xul.dll": "isSessionSupported", "/D/Firefox/application.ini": "[App]\r\nVersion=160.0.1\r\n",
		"/C/Users/u/AppData/Local/Discord/app-1.0.9/resources/app.asar": "", "/C/Users/u/AppData/Local/Discord/app-1.0.9/chrome_100_percent.pak": "", "/C/Users/u/AppData/Local/Discord/app-1.0.9/Discord.exe": "Electron",
		"/C/R/r.json": `{"file_format_version": "1.0.0", "runtime": {"library_path": "r.dll"}}`, "/C/R/r.dll": "x",
	})
	h.GOOS, h.Registry, h.LookupEnv = "windows", &r, func(string) (string, bool) { return "", false }
	found := look(t, h)
	names := map[string]report.Browser{}
	for _, b := range found {
		names[b.Name] = b
	}
	require.Len(t, found, 4, "%v", names)
	chrome := names["Google Chrome"]
	require.Equal(t, "157.0.8088.4", *chrome.Version)
	require.Equal(t, `HKEY_LOCAL_MACHINE\SOFTWARE\Clients\StartMenuInternet\Google Chrome`, chrome.Source)
	require.Equal(t, verdicts{yes, yes, yes, unknown, unknown, unknown, unknown}, of(chrome), "%+v", chrome)
	require.Contains(t, chrome.Files.Because, "XR_EXT_win32_appcontainer_compatible")
	require.Equal(t, yes, names["Microsoft Edge"].Compiled.Answer)
	require.Equal(t, unknown, names["Microsoft Edge"].Enabled.Answer, "Microsoft may have changed it")
	require.Equal(t, "160.0.1", *names["Firefox-1"].Version)
	require.Contains(t, names, "Electron (Discord)")
}

func TestLook_Mac(t *testing.T) {
	t.Parallel()
	info := func(id, version string) string {
		return `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd"><plist version="1.0"><dict>` +
			`<key>CFBundleDocumentTypes</key><array><dict><key>CFBundleIdentifier</key><string>other</string></dict></array>` +
			`<key>CFBundleIdentifier</key><string>` + id + `</string><key>CFBundleShortVersionString</key><string>` + version + `</string></dict></plist>`
	}
	h := host(t, map[string]string{
		"/Applications/Google Chrome.app/Contents/Info.plist":                                                                            info("com.google.Chrome", "157.0.8088.4"),
		"/Applications/Google Chrome.app/Contents/Frameworks/Google Chrome Framework.framework/Versions/Current/Google Chrome Framework": chromium156,
		"/Applications/Safari.app/Contents/Info.plist":                                                                                   info("com.apple.Safari", "27.2"),
		"/Applications/Other.app/Contents/Info.plist":                                                                                    info("org.example.Other", "1"),
		"/Users/u/Applications/Code.app/Contents/Info.plist":                                                                             info("com.example.Code", "1.2"),
		"/Users/u/Applications/Code.app/Contents/Frameworks/Electron Framework.framework/Electron Framework":                             "Electron/44.0.1\x00 Electron/44.0.1\x00",
		"/Applications/Broken.app/Contents/Info.plist":                                                                                   "bplist00",
	})
	h.GOOS = "darwin"
	found := look(t, h)
	require.Len(t, found, 3)
	require.Equal(t, "Google Chrome", found[0].Name)
	require.Equal(t, "157.0.8088.4", *found[0].Version)
	require.Equal(t, no, found[0].Compiled.Answer)
	require.Equal(t, no, found[0].Modes[1].Supported)
	require.Equal(t, "Safari", found[1].Name)
	require.Equal(t, unknown, found[1].Compiled.Answer)
	require.Equal(t, no, found[1].Modes[0].Supported)
	require.Equal(t, "Electron (Code)", found[2].Name)
	require.Equal(t, "44.0.1", *found[2].Version)
}

// A flatpak's Chromium sees what the flatpak sees.
func TestLook_Flatpak(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the machines have Linux' paths")
	}
	const at = "/var/lib/flatpak/app/org.chromium.Chromium/current/active"
	tree := map[string]string{
		at + "/metadata":                "[Application]\nname=org.chromium.Chromium\nruntime=org.freedesktop.Platform/x86_64/25.08\n",
		at + "/files/chromium/chromium": chromium157,
		active:                          manifest("/usr/lib/libopenxr_monado.so"), "/usr/lib/libopenxr_monado.so": "@library",
		"/var/lib/flatpak/runtime/org.freedesktop.Platform/x86_64/25.08/active/metadata": "[Runtime]\nname=org.freedesktop.Platform\n",
		"/var/lib/flatpak/runtime/org.freedesktop.Platform/x86_64/25.08/active/files/x":  "",
	}
	found := look(t, host(t, tree))
	require.Len(t, found, 1)
	require.Equal(t, "flatpak:org.chromium.Chromium", *found[0].Place)
	require.Equal(t, "/app/chromium/chromium", *found[0].Binary)
	require.Equal(t, verdicts{yes, no, no, no, unknown, unknown, no}, of(found[0]), "%+v", found[0])
	require.Contains(t, found[0].Search.Because, "its programs see no manifest of a runtime")
}

func TestLook_SnapThatIsNotMounted(t *testing.T) {
	t.Parallel()
	found := look(t, host(t, map[string]string{"/var/lib/snapd/snaps/firefox_6565.snap": "hsqs"}))
	require.Len(t, found, 1)
	require.Equal(t, "snap: firefox", found[0].Source)
	require.Equal(t, unknown, found[0].Compiled.Answer)
	require.Equal(t, "the snap is an image that is not mounted", found[0].Compiled.Because)
}

func TestLook_DataSheetsAndOtherSystemsHaveNoBrowsers(t *testing.T) {
	t.Parallel()
	h := host(t, map[string]string{program: chromium157})
	require.Nil(t, browsers.Look(t.Context(), h, report.LevelBinary, &report.Report{Simulation: &report.Simulation{}}))
	h.GOOS = "openbsd"
	require.Nil(t, browsers.Look(t.Context(), h, report.LevelBinary, &report.Report{}))
	h.GOOS, h.Root = "linux", t.TempDir()
	require.Equal(t, []report.Browser{}, browsers.Look(t.Context(), h, report.LevelBinary, &report.Report{}), "none is another answer than unknown")
}

func TestLook_ReadsNoProgramAtTheLevelManifest(t *testing.T) {
	t.Parallel()
	found := browsers.Look(t.Context(), host(t, map[string]string{program: chromium157}), report.LevelManifest, &report.Report{})
	require.Equal(t, "at the level manifest no program is read", found[0].Compiled.Because)
	require.Nil(t, found[0].Version)
}

// Every browser is whole: each answer has a reason, and there is one for each mode.
func TestLook_EveryAnswerHasAReason(t *testing.T) {
	t.Parallel()
	for _, content := range []string{chromium156, chromium157, chromium158, ""} {
		for _, b := range look(t, host(t, map[string]string{program: content, active: manifest("x"), "/usr/lib/firefox/libxul.so": "x", "/opt/servo/servo": content})) {
			require.NotEmpty(t, b.VersionFrom)
			for _, a := range []report.BrowserAnswer{b.Compiled, b.Enabled, b.Search, b.Files, b.Socket, b.SystemCalls, b.Navigator} {
				require.Contains(t, []report.Verdict{yes, no, unknown}, a.Answer)
				require.NotEmpty(t, a.Because)
				require.False(t, strings.HasSuffix(a.Because, "."), a.Because)
			}
			require.Len(t, b.Modes, 3)
			for _, m := range b.Modes {
				require.NotEmpty(t, m.Because)
			}
		}
	}
}
