// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

// narrow are the words of architectures whose long has 32 bits.
var narrow = []string{"i686", "x32", "armv7a-vfp", "armv5te", "mips", "hppa", "m68k"}

// archOfBuild maps Go's names of architectures to the words in manifest names (rule L6). It lacks architectures for which
// the loader has no word.
var archOfBuild = map[string]string{
	"386":      "i686",
	"amd64":    "x86_64",
	"arm":      "armv7a-vfp",
	"arm64":    "aarch64",
	"loong64":  "loongarch64",
	"mips":     "mips",
	"mipsle":   "mips",
	"mips64":   "mips64",
	"mips64le": "mips64",
	"ppc64":    "ppc64",
	"ppc64le":  "ppc64el",
	"riscv64":  "riscv64",
	"s390x":    "s390x",
}
