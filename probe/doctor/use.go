// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"errors"
	"slices"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// use says whom a manifest can serve, as far as its files tell. A fix may remove only a manifest that serves nobody.
type use int

const (
	// servesOthers means that programs of another architecture, or of a user who may read more, can use it, or that nothing is known
	// against it but that this program cannot.
	servesOthers use = iota
	// servesHere means that nothing keeps programs of the host's architecture from using it.
	servesHere
	// servesNobody means that no program can use it.
	servesNobody
)

// faults are those of manifests and libraries that no program can use.
var faults = []string{
	loader.CodeManifestMissing, loader.CodeManifestSyntax, loader.CodeManifestDepth, loader.CodeManifestRoot, loader.CodeManifestVersion, loader.CodeManifestFields, loader.CodeManifestType,
	loader.CodeLibraryMissing, loader.CodeLibraryEmptyPath, loader.CodeLibraryNotObject, loader.CodeLibraryDamaged, loader.CodeLibraryNotShared, loader.CodeLibraryNoNegotiate,
}

// useOf returns whom the manifest at a path can serve.
func useOf(p *Patient, file string) use {
	code := ""
	manifest, err := p.Host.ReadManifest(file)
	var refused *loader.ManifestError
	if errors.As(err, &refused) {
		code = refused.Code
	} else if problem := p.Inspect(manifest).Problem; problem != nil {
		code = problem.Code
	}
	switch {
	case code == "":
		return servesHere
	case hides(p, code): // programs outside may find it
		return servesOthers
	case slices.Contains(faults, code):
		return servesNobody
	}
	return servesOthers
}

// hides reports whether a fault may be one of a sandbox, which shows only a part of a machine.
func hides(p *Patient, code string) bool {
	return sandboxOf(p.Host).Kind != "" && slices.Contains([]string{loader.CodeManifestMissing, loader.CodeLibraryMissing}, code)
}
