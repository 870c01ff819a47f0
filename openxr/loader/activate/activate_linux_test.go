// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
)

const (
	dir     = "/home/ann/.config/openxr/1/"
	plain   = dir + "active_runtime.json"
	wide    = dir + "active_runtime.x86_64.json"
	narrow  = dir + "active_runtime.i686.json"
	machine = "/etc/xdg/openxr/1/active_runtime.json"
)

// runtimes are five runtimes: three for one architecture, and two for both.
var runtimes = map[string]map[string]string{
	"monado":  {"x86_64": "/usr/share/openxr/1/openxr_monado.json"},
	"wivrn":   {"x86_64": "/opt/wivrn/openxr_wivrn.json"},
	"old":     {"i686": "/opt/old/old.json"},
	"steamvr": {"x86_64": "/opt/steamvr/steamxr_linux64.json", "i686": "/opt/steamvr/steamxr_linux32.json"},
	"both":    {"x86_64": "/opt/both/wide.json", "i686": "/opt/both/narrow.json"},
}

func choice(name string) Choice { return Choice{Name: name, Manifests: runtimes[name]} }

// files are a machine: text, an ELF file, or a link.
type files map[string]any

// withRuntimes are the five runtimes and more files.
func withRuntimes(more files) files {
	all := files{"/home/ann/": ""}
	for _, builds := range runtimes {
		for arch, manifest := range builds {
			library := strings.TrimSuffix(manifest, ".json") + ".so"
			all[manifest] = manifestOf(library)
			all[library] = loadertest.Library{Arch: arch}
		}
	}
	for name, content := range more {
		all[name] = content
	}
	return all
}

func manifestOf(library string) string {
	return fmt.Sprintf(`{"file_format_version": "1.0.0", "runtime": {"library_path": %q}}`, library)
}

// laid is a machine below a root.
func laid(t testing.TB, root string, tree files) Machine {
	t.Helper()
	loadertest.Lay(t, root, tree)
	return Machine{Host: loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, SysConfDirs: []string{"/etc"}, LookupEnv: environment(map[string]string{"HOME": "/home/ann"})}}
}

func environment(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, set := variables[name]
		return value, set
	}
}

// changed is what a plan changes, by path.
func changed(p Plan) map[string]string {
	all := map[string]string{}
	for _, c := range p.Changes {
		all[c.Path] = c.After
	}
	return all
}

func link(target string) string { return "a link to " + target }

func TestMake_WritesWhatEachProgramReads(t *testing.T) {
	t.Parallel()
	monado, wivrn, steam := runtimes["monado"]["x86_64"], runtimes["wivrn"]["x86_64"], runtimes["steamvr"]
	for name, test := range map[string]struct {
		files  files
		use    string
		want   map[string]string
		note   string
		loader loader.Version
		env    map[string]string
	}{
		"nothing is there":                                  {use: "monado", want: map[string]string{plain: link(monado)}},
		"another runtime is active":                         {files: files{plain: "-> " + wivrn}, use: "monado", want: map[string]string{plain: link(monado)}},
		"it is active already":                              {files: files{plain: "-> " + monado}, use: "monado", want: map[string]string{}},
		"it is active by another path":                      {files: files{plain: "-> /m.json", "/m.json": "-> " + monado}, use: "monado", want: map[string]string{}},
		"a file for the architecture shadows":               {files: files{plain: "-> " + wivrn, wide: "-> " + wivrn}, use: "monado", want: map[string]string{plain: link(monado), wide: link(monado)}},
		"a file for the architecture shadows what is right": {files: files{plain: "-> " + monado, wide: "-> " + wivrn}, use: "monado", want: map[string]string{wide: link(monado)}},
		"a file for the architecture that leads nowhere":    {files: files{wide: "-> /gone"}, use: "monado", want: map[string]string{plain: link(monado)}},
		"a file for the architecture that is a loop":        {files: files{wide: "-> " + wide}, use: "monado", want: map[string]string{plain: link(monado), wide: link(monado)}},
		"both architectures are installed":                  {use: "steamvr", want: map[string]string{plain: link(steam["x86_64"]), narrow: link(steam["i686"])}},
		"32-bit programs have a choice of their own": {files: files{narrow: "-> " + steam["i686"]}, use: "monado", want: map[string]string{plain: link(monado)},
			note: "monado has no build for i686, so programs for i686 keep the runtime that they have, by " + narrow + "."},
		"32-bit programs read the plain file": {files: files{plain: "-> " + steam["i686"]}, use: "monado", want: map[string]string{plain: link(monado), narrow: link(steam["i686"])},
			note: "monado has no build for i686, so programs for i686 keep the runtime that they have, by " + narrow + "."},
		"32-bit programs read a plain file that is no link": {files: files{plain: manifestOf("../../../../../opt/old/old.so")}, use: "monado", want: map[string]string{plain: link(monado), narrow: "a file"},
			note: "monado has no build for i686, so programs for i686 keep the runtime that they have, by " + narrow + "."},
		"32-bit programs read the machine's file": {files: files{machine: "-> " + steam["i686"]}, use: "monado", want: map[string]string{plain: link(monado), narrow: link(machine)},
			note: "monado has no build for i686, so programs for i686 keep the runtime that they have, by " + narrow + "."},
		"32-bit programs have nothing that they can use": {files: files{plain: "-> " + wivrn}, use: "monado", want: map[string]string{plain: link(monado)}},
		"only a 32-bit build is installed":               {files: files{plain: "-> " + monado}, use: "old", want: map[string]string{narrow: link(runtimes["old"]["i686"])}},
		"an old loader does not read that": {use: "old", loader: loader.Version{1, 0, 20}, want: map[string]string{narrow: link(runtimes["old"]["i686"])},
			note: "The loader here is of version 1.0.20, which does not read active_runtime.i686.json: programs for i686 get it only with a loader from 1.0.29 on."},
		"a variable decides": {use: "monado", env: map[string]string{"XR_RUNTIME_JSON": "/x.json"}, want: map[string]string{plain: link(monado)},
			note: "XR_RUNTIME_JSON names /x.json here and decides before any file, so programs started from here get that: unset XR_RUNTIME_JSON"},
		"XDG_CONFIG_HOME is set": {use: "monado", env: map[string]string{"XDG_CONFIG_HOME": "/home/ann/cfg"}, want: map[string]string{"/home/ann/cfg/openxr/1/active_runtime.json": link(monado)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := laid(t, t.TempDir(), withRuntimes(test.files))
			m.Host.Loader = test.loader
			variables := map[string]string{"HOME": "/home/ann"}
			for name, value := range test.env {
				variables[name] = value
			}
			m.Host.LookupEnv = environment(variables)
			plan, err := Make(t.Context(), m, choice(test.use), false)
			require.NoError(t, err)
			require.Equal(t, test.want, changed(plan))
			if test.note == "" {
				require.Empty(t, plan.Notes)
			} else {
				require.Equal(t, []string{test.note}, plan.Notes)
			}
			require.NoError(t, plan.Apply(t.Context()))
			again, err := Make(t.Context(), m, choice(test.use), false)
			require.NoError(t, err)
			require.Empty(t, again.Changes, "it is done")
		})
	}
}

func TestMake_Refuses(t *testing.T) {
	t.Parallel()
	monado := runtimes["monado"]["x86_64"]
	library := strings.TrimSuffix(monado, ".json") + ".so"
	for name, test := range map[string]struct {
		files           files
		env             map[string]string
		choice          Choice
		code, text, fix string
	}{
		"a manifest that is gone":            {choice: Choice{Name: "x", Manifests: map[string]string{"x86_64": "/gone.json"}}, code: CodeUnusable, text: "/gone.json: the manifest does not exist"},
		"a library that is gone":             {files: files{monado: manifestOf("/gone.so")}, code: CodeUnusable, text: monado + " would not load: the library does not exist"},
		"a library for another system":       {files: files{library: loadertest.Library{Arch: "i686"}}, code: CodeUnusable, text: monado + " would not load: the library is built for i686"},
		"a library that lacks another":       {files: files{library: loadertest.Library{Needed: []string{"libgone.so"}}}, code: CodeUnusable, text: library + " would not load: it needs libgone.so, which is not found"},
		"no home directory":                  {env: map[string]string{}, code: CodeNoPlace, text: "neither XDG_CONFIG_HOME nor HOME is set"},
		"a home directory that is not there": {env: map[string]string{"HOME": "/nonexistent"}, code: CodeNoPlace, text: "HOME is /nonexistent, which does not exist"},
		"a relative configuration":           {env: map[string]string{"XDG_CONFIG_HOME": "cfg"}, code: CodeNoPlace, text: "XDG_CONFIG_HOME is cfg, which depends on the working directory", fix: "Set XDG_CONFIG_HOME to an absolute path."},
		"root, through sudo":                 {env: map[string]string{"HOME": "/root", "SUDO_USER": "ann"}, files: files{"/root/": ""}, code: CodeSudo, text: "through sudo, the change would be root's and not that of ann", fix: "Repeat the command without sudo."},
		"a directory in the file's place":    {files: files{plain + "/": ""}, code: CodeNoPlace, text: plain + " is neither a file nor a link", fix: "mv " + plain + " " + plain + ".off"},
		"its only manifest is replaced": {files: files{narrow: manifestOf("/opt/wivrn/openxr_wivrn.so"), "/opt/wivrn/openxr_wivrn.so": loadertest.Library{}, plain: "-> " + narrow},
			choice: Choice{Name: "x", Manifests: map[string]string{"x86_64": narrow, "i686": runtimes["old"]["i686"]}}, code: CodeItself, text: narrow + " is the runtime's only known manifest",
			fix: "cp " + narrow + " " + dir + "openxr_runtime.i686.json"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := laid(t, t.TempDir(), withRuntimes(test.files))
			if test.env != nil {
				m.Host.LookupEnv = environment(test.env)
			}
			if test.choice.Name == "" {
				test.choice = choice("monado")
			}
			_, err := Make(t.Context(), m, test.choice, false)
			var refused *RefusedError
			require.ErrorAs(t, err, &refused)
			require.ErrorIs(t, err, ErrRefused)
			require.Equal(t, test.code, refused.Code)
			require.Contains(t, refused.Text, test.text)
			require.Contains(t, refused.Fix, test.fix)
		})
	}
}

func TestCommands_PutNothingOverWhatWasPutAside(t *testing.T) {
	t.Parallel()
	m := laid(t, t.TempDir(), withRuntimes(files{plain: manifestOf("../../../../../opt/old/old.so"), plain + ".off": "kept", plain + ".off2": "-> /gone"}))
	plan, err := Make(t.Context(), m, choice("monado"), false)
	require.NoError(t, err)
	require.Equal(t, []string{
		"mv " + plain + " " + plain + ".off3", "ln -sfn " + runtimes["monado"]["x86_64"] + " " + plain, "cp " + plain + ".off3 " + narrow,
	}, plan.Commands())
}

func TestApply_ChangesNothingIfItsRecordsCannotBeRead(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	m := laid(t, root, withRuntimes(nil))
	use := func(name string) error {
		plan, err := Make(t.Context(), m, choice(name), false)
		require.NoError(t, err)
		return plan.Apply(t.Context())
	}
	require.NoError(t, use("monado"))
	require.NoError(t, os.WriteFile(filepath.Join(root, dir, ".xrprobe/undo/1/record.json"), []byte("{"), 0o600))
	before := everything(t, root)
	require.ErrorIs(t, use("wivrn"), ErrRefused)
	require.Equal(t, before, everything(t, root))
}

// What another user owns is given back only if it is in a directory of this user's.
func TestDeniedFix(t *testing.T) {
	t.Parallel()
	file, uid := filepath.Join(t.TempDir(), "gone/x"), os.Geteuid()
	at := filepath.Dir(filepath.Dir(file))
	require.Equal(t, "Allow its owner to use it: chmod u+rwx "+at, deniedFix(file, uid))
	require.Equal(t, fmt.Sprintf("%s belongs to another user (%d), as does what is above it: %s", at, uid, homeFix), deniedFix(file, uid+4242))
	require.Equal(t, "/ belongs to another user (0), as does what is above it: "+homeFix, deniedFix("/gone", 4242))
}

func TestRefusedByOS_SaysWhatFailed(t *testing.T) {
	t.Parallel()
	for op, want := range map[string]string{"open": "/x cannot be read: permission denied", "mkdir": "/x cannot be written: permission denied"} {
		require.EqualError(t, refusedByOS(&fs.PathError{Op: op, Path: "/x", Err: fs.ErrPermission}), want)
	}
}

func TestNowhereFix(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.Symlink("gone", filepath.Join(dir, "broken")))
	require.NoError(t, os.Symlink(dir, filepath.Join(dir, "fine")))
	require.Equal(t, "A link on the way leads nowhere: rm "+filepath.Join(dir, "broken"), nowhereFix(filepath.Join(dir, "broken/x")))
	require.Equal(t, "No directory can be made there: "+homeFix, nowhereFix(filepath.Join(dir, "fine/x")))
}

func TestMake_OnMacOSSaysTheCommands(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	m := laid(t, root, files{"/rt/m.json": manifestOf("/rt/l.dylib"), "/usr/local/share/openxr/1/active_runtime.x86_64.json": "-> /rt/other.json", "/rt/other.json": ""})
	m.Host.GOOS = "darwin"
	_, err := Make(t.Context(), m, Choice{Name: "x", Manifests: map[string]string{"x86_64": "/rt/m.json"}}, true)
	var refused *RefusedError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, "Do it as administrator: sudo mkdir -p /usr/local/share/openxr/1 && sudo ln -sfn /rt/m.json /usr/local/share/openxr/1/active_runtime.json"+
		" && sudo ln -sfn /rt/m.json /usr/local/share/openxr/1/active_runtime.x86_64.json", refused.Fix)
}

// got is which library programs of an architecture get with a loader, or "" if they get none that they can load.
func got(ctx context.Context, t require.TestingT, m Machine, arch string, version loader.Version) string {
	m = m.For(arch)
	m.Host.Loader = version
	resolved, err := m.Host.Resolve(ctx)
	require.NoError(t, err)
	if resolved.Chosen == "" || !m.canUse(resolved.Chosen) {
		return ""
	}
	manifest, err := m.Host.ReadManifest(resolved.Chosen)
	require.NoError(t, err)
	return m.Host.FileAt(m.Host.LocateLibrary(manifest)).Canonical
}

// everything is what a directory has, to the byte.
func everything(t require.TestingT, root string) map[string]string {
	all := map[string]string{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		content, _ := os.Readlink(file)
		if entry.Type().IsRegular() {
			data, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			content = string(data)
		}
		all[file] = fmt.Sprint(info.Mode(), content)
		return nil
	})
	require.NoError(t, err)
	return all
}

// withoutMemory leaves out what is remembered for undo.
func withoutMemory(all map[string]string) map[string]string {
	maps.DeleteFunc(all, func(file, _ string) bool { return strings.Contains(file, "/.xrprobe") })
	return all
}

// Programs of the host get the runtime whatever their loader, those of the other architecture get theirs or keep what they could
// use, and undo brings everything back.
func TestApply_GivesEveryProgramWhatUseSaid(t *testing.T) {
	t.Parallel()
	outer, ctx := t, t.Context()
	rapid.Check(t, func(t *rapid.T) {
		root, err := os.MkdirTemp("", "activate")
		require.NoError(t, err)
		defer os.RemoveAll(root)
		begin := files{}
		for _, file := range []string{plain, wide, narrow, machine} {
			switch name := rapid.SampledFrom([]string{"", "gone", "text", "monado", "wivrn", "old", "steamvr", "both"}).Draw(t, file); name {
			case "":
			case "gone":
				begin[file] = "-> /gone"
			case "text":
				begin[file] = manifestOf("/opt/wivrn/openxr_wivrn.so")
			default:
				for _, manifest := range runtimes[name] {
					begin[file] = "-> " + manifest
				}
			}
		}
		m := laid(outer, root, withRuntimes(begin))
		var pasts []map[string]string
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			if len(pasts) > 0 && rapid.Bool().Draw(t, "undo") {
				_, err := Undo(t.Context(), m, false)
				require.NoError(t, err)
				require.Equal(t, pasts[len(pasts)-1], withoutMemory(everything(t, filepath.Join(root, "home"))))
				pasts = pasts[:len(pasts)-1]
				continue
			}
			name := rapid.SampledFrom([]string{"monado", "wivrn", "old", "steamvr", "both"}).Draw(t, "use")
			before := withoutMemory(everything(t, filepath.Join(root, "home")))
			other := got(ctx, t, m, "i686", loader.Newest)
			own := map[loader.Version]string{}
			for _, version := range []loader.Version{{1, 0, 20}, {1, 1, 47}, loader.Newest} {
				own[version] = got(ctx, t, m, "x86_64", version)
			}
			plan, err := Make(t.Context(), m, choice(name), false)
			require.NoError(t, err)
			require.NoError(t, plan.Apply(t.Context()))
			if len(plan.Changes) > 0 {
				pasts = append(pasts, before)
			}
			for version, was := range own {
				want := was
				if manifest := runtimes[name]["x86_64"]; manifest != "" {
					want = strings.TrimSuffix(manifest, ".json") + ".so"
				}
				require.Equal(t, want, got(ctx, t, m, "x86_64", version), "%v", version)
			}
			if manifest := runtimes[name]["i686"]; manifest != "" {
				other = strings.TrimSuffix(manifest, ".json") + ".so"
			}
			require.Equal(t, other, got(ctx, t, m, "i686", loader.Newest))
		}
	})
}
