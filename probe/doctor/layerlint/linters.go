// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"slices"

	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// Linters returns the linters of API layers, those of manifests first.
func Linters() []lint.Linter { return slices.Clone(linters) }

var linters = []lint.Linter{
	faultyManifest,
	withoutSwitch,
	missingLibrary,
	brokenLibrary,
	unreadableManifest,
	ignoredFile,
	misplacedManifest,
	loaderDialect,
	implementationVersion,
	writableLayer,
	othersLayer,
	layerPathEntry,
	layerPathHides,
	emptyListEntry,
	loaderDebug,
	contraryVariable,
	miscasedVariable,
	duplicateLayers,
	shadowedLayer,
	otherArchitectures,
	layerOrder,
	conflictingLayers,
	openXRToolkit,
	oldOpenKneeboard,
	ultraleapLast,
	viveLayers,
	xrNeckSafer,
	oldCoreValidation,
}
