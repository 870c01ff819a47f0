// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/probe"
)

// The loader whose rules count is that of the programs' architecture.
func TestFlags_TheLoaderIsThatOfTheArchitecture(t *testing.T) {
	t.Parallel()
	root, tree := t.TempDir(), map[string]string{}
	for arch, dir := range map[string]string{"x86_64": "/usr/lib/x86_64-linux-gnu/", "i686": "/usr/lib/i386-linux-gnu/"} {
		version := map[string]string{"x86_64": "1.1.47", "i686": "1.0.20"}[arch]
		tree[dir+"libopenxr_loader.so.1"] = "-> libopenxr_loader.so." + version
		text := string(loadertest.Library{Arch: arch}.Bytes()) + "RuntimeManifestFile::CreateIfValid - attempting to load "
		if arch == "x86_64" {
			text += " filesystem operations failed for path "
		}
		tree[dir+"libopenxr_loader.so."+version] = text
	}
	loadertest.Lay(t, root, tree)
	for arch, want := range map[string]string{"amd64": "1.1.47", "x86_64": "1.1.47", "386": "1.0.20", "i686": "1.0.20", "aarch64": "0.0.0"} {
		host, err := flags{root: root, os: "linux", arch: arch}.host(loader.Host{})
		require.NoError(t, err)
		require.Equal(t, want, host.Loader.String(), arch)
	}
}

// Only the flag parser writes flags: a command that needs another value passes it on.
func TestFlags_NoCommandWritesThem(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(node ast.Node) bool {
			assignment, is := node.(*ast.AssignStmt)
			if !is {
				return true
			}
			for _, target := range assignment.Lhs {
				require.False(t, isGlobalFlag(target), "%s: pass a value instead of writing into the flags", set.Position(target.Pos()))
			}
			return true
		})
	}
}

// isGlobalFlag reports whether an expression is a field of the app's flags.
func isGlobalFlag(expression ast.Expr) bool {
	field, is := expression.(*ast.SelectorExpr)
	if !is {
		return false
	}
	holder, is := field.X.(*ast.SelectorExpr)
	return is && holder.Sel.Name == "flags"
}

func TestFlags_RequestPrefersThemToDefaults(t *testing.T) {
	t.Parallel()
	everyFile := defaults{runtime: probe.RuntimeAll, level: report.LevelBinary}
	for name, row := range map[string]struct {
		flags   flags
		runtime string
		level   report.Level
	}{
		"no flags":   {flags{}, probe.RuntimeAll, report.LevelBinary},
		"both":       {flags{runtime: "monado", level: "system"}, "monado", report.LevelSystem},
		"a level":    {flags{level: "instance"}, probe.RuntimeAll, report.LevelInstance},
		"a sheet":    {flags{simulate: "monado"}, "", report.LevelBinary},
		"a root":     {flags{root: "/mnt"}, probe.RuntimeAll, report.LevelBinary},
		"a manifest": {flags{root: "/mnt", level: "manifest"}, probe.RuntimeAll, report.LevelManifest},
	} {
		r, err := row.flags.request(everyFile)
		require.NoError(t, err, name)
		require.Equal(t, row.runtime, r.Runtime, name)
		require.Equal(t, row.level, r.Level, name)
	}
	r, err := flags{root: "/mnt"}.request(defaults{})
	require.NoError(t, err)
	require.Equal(t, report.LevelBinary, r.Level, "nothing below another root is executed")
}
