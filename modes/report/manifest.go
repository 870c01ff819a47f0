// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

// ManifestFile is one path of a runtime's manifest, and what files tell of it.
type ManifestFile struct {
	// The path at which the manifest was found.
	Path string `json:"path"`
	// The file that the path leads to, if the path is a symbolic link; null if it is none, or leads nowhere.
	LeadsTo *string `json:"leads_to"`
	// The place in which the path was found, in words, such as "a Steam library"; "a link" for a file that only a link led to.
	Source string `json:"source"`
	// Who wrote what is at the path, a link itself and not its end: "a package (dpkg: NAME)", "update-alternatives", "Steam", "a flatpak (ID)",
	// "WiVRn", "Envision", "CloudXR", "Nix", "Guix", "Homebrew", or "the user or the user's programs" of another file in the home
	// directory. Null if files do not tell.
	WrittenBy *string `json:"written_by"`
	// Why written_by is null; null if it is not.
	WrittenByUnknown *string `json:"written_by_unknown"`
	// Whose programs get the runtime by this path, in words, such as "programs for x86_64" or "programs of another user", as far as
	// this user may read the configuration of others; empty if no program is known to.
	ActiveFor []string `json:"active_for"`
	// The path that the search finds first, so that no program reads this choice although a searched directory has it; null if
	// programs read it, and for what is no choice.
	ShadowedBy *string `json:"shadowed_by"`
	// Why the path is of no use any more, as a sentence without a full stop: a link to nothing, a library that is not there, an
	// old deployment of a flatpak, or an application that Steam removed; null if nothing of this was seen.
	Stale *string `json:"stale"`
}
